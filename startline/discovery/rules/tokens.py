"""Typed text cut into numbers, words and signs, each knowing where it stood. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from startline.core.text import fold

LIMIT = 5_000
"""Characters of a query that are read; the rest is ignored."""

MOST = 150
"""Pieces of a query that are read; no race is asked for with more."""

NO_YEAR = 4
"""The year given to a typed date that names none: a leap year, so that 29.2. exists."""

HUGE = 1e12
"""No number typed into a search box means more than this."""

_TOKEN = re.compile(
    r"""
    (?P<iso>   (?<!\d) \d{4}-\d{1,2}-\d{1,2} (?!\d) )
  | (?P<dotted>(?<!\d) \d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?![\d.,]) |
               (?<!\d) \d{1,2}\.\s?\d{1,2}\.(?!\d) |
               (?<!\d) \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d) )
  | (?P<clock> \d{1,3}:\d{2}(?::\d{2})?(?!\d) )
  | (?P<absurd>(?<!\d) \d+(?:[.,]\d+)?e[+-]?\d+(?!\w) )
  | (?P<number>\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))? |
               \d{1,3}(?:,\d{3})+\.\d+ | \d{1,3}(?:\.\d{3})+,\d+ |
               \d{1,3}(?:[.,]\d{3}){2,} | \d+(?:[.,]\d+)? )
  | (?P<word>  [^\W\d_]+ )
  | (?P<sign>  [€$£¥<>≤≥+~&] )
    """,
    re.VERBOSE,
)
_GROUPED = re.compile(r"^\d{1,3}[.,]\d{3}$")

Kind = Literal["number", "word", "sign", "date", "clock"]


class Token(NamedTuple):
    """One piece of a query: `gap` is what stood between it and the piece before, without spaces."""

    kind: Kind
    text: str
    start: int
    end: int
    gap: str
    glued: bool
    value: float = 0.0
    grouped: float = 0.0  # the same digits with the separator read as thousands ("5.000 m")
    day: date | None = None
    typed: str = ""  # as it stood in the text; kept for words only


def cleaned(text: str) -> str:
    """The text as it is read: compatibility forms made plain ("１０㎞" is "10km")."""
    return unicodedata.normalize("NFKC", text[:LIMIT])[:LIMIT]


def tokens(text: str) -> list[Token]:
    """The pieces of an already cleaned text, in order."""
    out: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        token = _token(match, gap.strip(), out[-1:], glued=bool(out) and not gap)
        if token is not None:
            out.append(token)
            last = match.end()
        if len(out) == MOST:
            break
    return out


def _token(match: re.Match[str], gap: str, after: Sequence[Token], *, glued: bool) -> Token | None:
    kind, typed = match.lastgroup or "word", match.group()
    start, end = match.span()
    if kind == "number" and _is_negative(match, after):
        return Token("word", f"-{typed}", start, end, gap, glued, typed=typed)
    if kind in {"word", "absurd"}:
        return Token("word", _folded(typed), start, end, gap, glued, typed=typed)
    if kind == "sign":
        return Token("sign", typed, start, end, gap, glued)
    if kind in {"iso", "dotted"}:
        day = _day(typed)
        return Token("date", typed, start, end, gap, glued, day=day)
    if kind == "clock":
        return Token("clock", typed, start, end, gap, glued, value=_clock_minutes(typed))
    plain, grouped = _number(typed)
    return Token("number", typed, start, end, gap, glued, value=plain, grouped=grouped)


def _is_negative(match: re.Match[str], after: Sequence[Token]) -> bool:
    """Whether a minus stands right before the number and no number before that: "-5 km" is no
    length, "10 -20 km" is a range."""
    before = match.string[: match.start()]
    is_minus = before.endswith(("-", "−")) and not before[:-1][-1:].strip()
    return is_minus and not (after and after[-1].kind == "number")


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _number(typed: str) -> tuple[float, float]:
    """The value with the separator as decimal point, and with it as thousands mark."""
    digits = re.sub(r"[ \u00a0\u202f'’]", "", typed)
    if _GROUPED.match(digits):
        plain = float(digits.replace(",", "."))
        return plain, float(re.sub(r"[.,]", "", digits))
    marks = re.findall(r"[.,]", digits)
    if len(marks) > 1:
        keep = marks[-1] if marks[-1] != marks[0] else ""
        other = "," if keep == "." else "."
        digits = digits.replace(other, "") if keep else re.sub(r"[.,]", "", digits)
    value = min(float(digits.replace(",", ".")), HUGE)
    return value, value


def _clock_minutes(typed: str) -> float:
    """A time as "3:30" in minutes: hours and minutes, not minutes and seconds."""
    hours, minutes = typed.split(":")[:2]
    return float(hours) * 60 + float(minutes)


def _day(typed: str) -> date | None:
    """A numeric date; day before month, as written in Europe. None for the 31st of February."""
    parts = [int(p) for p in re.findall(r"\d+", typed)]
    if len(parts) == 2:
        parts.append(0)
    day, month, year = parts
    if day > 31:
        day, year = year, day
    if 0 < year < 100:
        year += 2000
    if year and not 1900 < year < 2200:
        return None
    try:
        return date(year or NO_YEAR, month, day)
    except ValueError:
        return None
