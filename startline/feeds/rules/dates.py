"""Dates as listings write them, in many languages, read without guessing.

A date that the source itself calls uncertain stays empty and keeps the source's words.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from startline.core.text import fold
from startline.events.rules.words import Certainty, Status
from startline.feeds.rules.date_words import (
    MONTHS,
    PRELIMINARY,
    UNCERTAIN,
    WEEKDAYS,
    WEEKLY,
)
from startline.feeds.rules.status_words import status_in

FIRST_YEAR, LAST_YEAR = 1890, 2099
PLACEHOLDER_YEAR = 2030  # 1 January of this year or later is a form's filler, not a date
LONGEST_DAYS = 60

_ISO = re.compile(
    r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{1,2}:?\d{0,2})?)?$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?$")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?")
_YMD = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_MONTH = "|".join(sorted((re.escape(m) for m in MONTHS), key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|o|a)?\.?\s*(?:de |of |d')?({_MONTH})\b\.?,?\s*"
    rf"(?:de |del |of )?(\d{{4}})(?!\d)"
)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])\s*(?:[:.h시時点]|uhr)\s*([0-5]\d)?(?!\d)\s*([ap]\.?m)?"
)
_LEADING_DAYS = re.compile(
    rf"(?<![\d./-])(\d{{1,2}})\.?\s*(?:-|–|—|~|/|&|\+|,|to|bis|und|et|y|e|a|au|al|and)\s*"
    rf"(?=\d{{1,2}}(?:st|nd|rd|th)?\.?\s*(?:de |of )?(?:{_MONTH})\b|"
    rf"\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})"
)


@dataclass(frozen=True)
class When:
    """What a date text says. `at` is aware, or naive local time; it implies `on`."""

    on: dt.date | None = None
    at: dt.datetime | None = None
    days: int = 1
    note: str = ""
    certainty: Certainty = Certainty.ANNOUNCED
    status: Status | None = None
    weekly_rule: str = ""


NOT_SAID = When(certainty=Certainty.UNKNOWN)


def read_when(value: object, order: str = "dmy") -> When:
    """Read a date, a span of days, a weekly rule, or the words for "not known yet".

    `order` is "dmy" or "mdy": how 05/06/2026 is meant where only the source can know.
    """
    if isinstance(value, dt.datetime):
        return _checked(When(value.date(), value))
    if isinstance(value, dt.date):
        return _checked(When(value))
    if value is None or isinstance(value, bool | dict | list):
        return NOT_SAID
    return _read_text(" ".join(str(value)[:300].split()), order)


@lru_cache(maxsize=8192)
def _read_text(text: str, order: str) -> When:
    if not text:
        return NOT_SAID
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _checked(_exact(found.groups(), text))
    folded = fold(text)
    if rule := weekly_rule(folded):
        return When(note="", weekly_rule=rule, certainty=Certainty.ANNOUNCED)
    if UNCERTAIN.search(folded):
        return When(note=text[:200], certainty=Certainty.UNKNOWN, status=status_in(text))
    dates = _dates_in(folded, order)
    if not dates:
        return When(note=text[:200], certainty=Certainty.UNKNOWN, status=status_in(text))
    return _checked(_span(dates, text, folded))


def _exact(groups: tuple[str | None, ...], text: str) -> When:
    on = _date(groups[0], groups[1], groups[2])
    if on is None:
        return When(note=text[:200], certainty=Certainty.UNKNOWN)
    if groups[3] is None:
        return When(on)
    hour, minute, second = int(groups[3]), int(groups[4] or 0), int(groups[5] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return When(on)
    zone = _zone(groups[6] or "")
    return When(on, dt.datetime.combine(on, dt.time(hour, minute, second), zone))


def _zone(text: str) -> dt.timezone | None:
    """ "Z", "+1:00", "-0330", "+02" as a fixed offset; none where the text has none."""
    if not text:
        return None
    if text in ("Z", "z"):
        return dt.UTC
    digits = text[1:].split(":") if ":" in text else [text[1:-2] or "0", text[-2:]]
    if len(text) <= 3:
        digits = [text[1:], "0"]
    minutes = int(digits[0]) * 60 + int(digits[1] or 0)
    if minutes > 14 * 60:
        return None
    return dt.timezone(dt.timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _dates_in(folded: str, order: str) -> list[dt.date]:
    """All dates in the text, in the order they stand there."""
    found: list[tuple[int, dt.date | None]] = [
        (m.start(), _date(m[1], m[2], m[3])) for p in (_CJK, _YMD) for m in p.finditer(folded)
    ]
    for m in _NUMBERS.finditer(folded):
        day, month = (m[3], m[1]) if order == "mdy" and m[2] != "." else (m[1], m[3])
        found.append((m.start(), _date(m[4], month, day) or _date(m[4], day, month)))
    found += [(m.start(), _named(m[3], m[2], m[1])) for m in _DAY_MONTH.finditer(folded)]
    found += [(m.start(), _named(m[3], m[1], m[2])) for m in _MONTH_DAY.finditer(folded)]
    return [date for _, date in sorted(found, key=lambda pair: pair[0]) if date]


def _named(year: str, month: str, day: str) -> dt.date | None:
    return _date(year, str(MONTHS[month]), day)


def _span(dates: list[dt.date], text: str, folded: str) -> When:
    first, last = min(dates), max(dates)
    if len(dates) == 1 and (leading := _LEADING_DAYS.search(folded)):
        first = _date(str(last.year), str(last.month), leading[1]) or first
        first = min(first, last)
    days = (last - first).days + 1
    note = text if days > LONGEST_DAYS or PRELIMINARY.search(folded) else ""
    at = _clock_on(first, folded) if len(dates) == 1 and first == last else None
    return When(
        first, at, days if days <= LONGEST_DAYS else 1, note=note[:200], status=status_in(text)
    )


def _clock_on(on: dt.date, folded: str) -> dt.datetime | None:
    without_dates = _NUMBERS.sub(" ", _YMD.sub(" ", folded))
    time = read_time(without_dates, strict=True)
    return dt.datetime.combine(on, time) if time else None  # noqa: DTZ005, DTZ901, RUF100  local time


def read_time(value: object, *, strict: bool = False) -> dt.time | None:
    """A time of day: "09:00", "9h30", "10 Uhr", "9:30 am"; with `strict` only with a colon."""
    if isinstance(value, dt.datetime):
        return value.time()
    if isinstance(value, dt.time):
        return value
    found = _CLOCK.search(fold(str(value or "")))
    if not found or (strict and ":" not in found.group()):
        return None
    hour = int(found[1])
    if found[3] and hour <= 12:
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    return dt.time(hour, int(found[2] or 0))


def weekly_rule(folded: str) -> str:
    """ "jeden samstag 9 uhr" gives "saturday 09:00"; empty where nothing repeats weekly."""
    found = WEEKLY.search(folded)
    if not found:
        return ""
    day = WEEKDAYS[next(group for group in found.groups() if group)]
    time = read_time(folded[found.end() :])
    return f"{day} {time:%H:%M}" if time else day


def guess_order(values: Iterable[object]) -> str:
    """ "mdy" if some value can only be read so and none only the other way; else "dmy"."""
    american = european = 0
    for value in values:
        for found in _NUMBERS.finditer(str(value)):
            american += int(found[3]) > 12 and found[2] != "."
            european += int(found[1]) > 12
    return "mdy" if american and not european else "dmy"


def looks_like_date(value: object) -> bool:
    """Would `read_when` find a date, a weekly rule or words for an unknown date?"""
    if isinstance(value, dt.date):
        return True
    when = read_when(value) if isinstance(value, str) and len(value) < 120 else NOT_SAID
    return bool(when.on or when.weekly_rule) or bool(UNCERTAIN.search(fold(when.note)))


def _date(year: str | None, month: str | None, day: str | None) -> dt.date | None:
    number = int(year or 0)
    if len(year or "") <= 2:
        number += 2000
    try:
        return dt.date(number, int(month or 0), int(day or 0))
    except ValueError:
        return None


def _checked(when: When) -> When:
    """A date outside living memory or a form's filler is no date; the words are kept."""
    if when.on is None:
        return when
    filler = when.on.year >= PLACEHOLDER_YEAR and (when.on.month, when.on.day) == (1, 1)
    if FIRST_YEAR <= when.on.year <= LAST_YEAR and not filler:
        return when
    note = when.note or when.on.isoformat()
    return replace(when, on=None, at=None, days=1, note=note, certainty=Certainty.UNKNOWN)
