"""Texts of listings made plain: markup off, doubled places halved, foreign letters set right."""

import html
import re
import unicodedata

from startline.feeds.rules.markup import COMMENT, SCRIPT, STYLE, without

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d|/tr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<![^<>]{0,200}>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_CONTROL = re.compile(  # joiners stay between letters and signs that they join
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    r"|(?<![^\x00-\x7f\s])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\s])"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_NOTHING = frozenset({"", "na", "n/a", "n.a.", "null", "none", "nan", "-", "--", "–", "?", "nil"})

# Greek and Cyrillic capitals (and a few small letters) drawn like Latin ones.
_LOOKALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТУХасеорху",
    "ABEZHIKMNOPTYXoABEKMHOPCTYXaceopxy",
)

# Real names that say a word twice; any other doubling is the source's.
_TWICE_TEXT = """
wagga walla baden bora pago puka sing curl woy gin mount pie san
new kopi bella lang boum grong kati nap aka gaba yoyo moa lomé
"""
_TWICE = frozenset(_TWICE_TEXT.split())

DESCRIPTION_LIMIT = 5_000
MARKUP_SHARE = 20  # a text is read to this many times its limit: the rest may be markup


def plain(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """Markup and entities off, breaks kept as new lines, at most `limit` characters."""
    text = text[: limit * MARKUP_SHARE]
    if "<" in text:
        for pair in (COMMENT, SCRIPT, STYLE):
            text = without(text, pair)
        text = _TAG.sub(" ", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()[:limit].rstrip()


def one_line(text: str, limit: int = 300) -> str:
    """`plain` on a single line: for names and places."""
    return " ".join(plain(text, limit * 4).split())[:limit].rstrip()


def or_nothing(text: str) -> str:
    """The text, or empty where the source writes "NA", "n/a", "-" for nothing."""
    return "" if text.strip().casefold() in _NOTHING else text


def undoubled(text: str) -> str:
    """ "Tomar, Santarém Tomar, Santarém" becomes "Tomar, Santarém"; "Faro Faro, Portugal" too."""
    parts = text.split()
    for size in range(len(parts) // 2, 0, -1):
        first = [p.strip(",;").casefold() for p in parts[:size]]
        second = [p.strip(",;").casefold() for p in parts[size : 2 * size]]
        if first == second and not (size == 1 and first[0] in _TWICE):
            return " ".join(parts[size:])
    return " ".join(parts)


def without_lookalikes(text: str) -> str:
    """A Greek or Cyrillic letter inside an otherwise Latin word becomes the Latin one it mimics."""
    if text.isascii():
        return text
    return " ".join(_latin_word(word) for word in text.split(" "))


def _latin_word(word: str) -> str:
    latin = sum(1 for c in word if c.isalpha() and "LATIN" in unicodedata.name(c, ""))
    strange = sum(1 for c in word if "\u0370" <= c <= "\u04ff")
    return word.translate(_LOOKALIKES) if strange and latin > strange else word


def flag_country(text: str) -> tuple[str, str]:
    """The country of the first flag emoji and the text without flags: "🇩🇪 Magdeburg" gives DE."""
    found = _FLAG.search(text)
    if not found:
        return "", text
    code = "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in found.group())
    return code, " ".join(_FLAG.sub(" ", text).split())
