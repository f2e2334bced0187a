"""Text made comparable: accents, width, case and punctuation folded away. Pure."""

import re
import unicodedata

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)

DIGITS = 19
"""A number with so many digits may be none that the databases hold."""


def fold(text: str) -> str:
    """Lower case, full width to half, accents off: "São João" becomes "sao joao".

    Marks are taken off Latin, Greek and Cyrillic letters; Hangul and kana stay composed.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    out = []
    for char in text:
        if ord(char) < 0x80:
            out.append(char)
            continue
        parts = unicodedata.normalize("NFD", char)
        plain = "".join(c for c in parts if not unicodedata.combining(c))
        out.append(plain if len(plain) == 1 else char)
    return "".join(out).translate(_SPECIAL)


def words(text: str) -> list[str]:
    """The folded words of a text, in order; digits are words too."""
    return [w for w in _NOT_WORD.sub(" ", fold(text)).replace("_", " ").split() if w]


def slug(text: str, limit: int = 80) -> str:
    """A piece of an address: folded words joined by hyphens; other scripts are kept."""
    return "-".join(words(text))[:limit].strip("-")


def row_number(said: str) -> int | None:
    """The number of a row as a form or an address says it; None where no row can have it."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < DIGITS else None
