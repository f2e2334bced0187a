"""When an event usually is: "last sunday of september" becomes a date. Pure.

The grammar, in lower case or not; a rule may stand inside another:

    31 december                       the same day each year ("fixed 31 december" is the same)
    third monday of april             first, second, third, fourth or last of a weekday
    second weekend of october         its Saturday; weekends are counted by their Saturdays
    easter monday                     also good friday, easter saturday, easter sunday,
                                      ascension day, whit sunday, whit monday (western church)
    saturday before RULE              strictly before; likewise "sunday after RULE"
    sunday on or after RULE           likewise "on or before"
    3 days before RULE                likewise "after"
    friday of the week containing RULE    weeks begin on Monday

There is no "fifth": a month may have none. 29 February is refused for the same reason.
"""

import datetime as dt
import re
from collections.abc import Callable

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
ORDINALS = ("first", "second", "third", "fourth")
FEASTS = {
    "good friday": -2,
    "easter saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "whit sunday": 49,
    "whit monday": 50,
}
"""Days from Easter Sunday."""

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_MAX_DEPTH = 4
_LONGEST_SHIFT = 60  # days; a rule that needs more is written from the wrong end


class RuleError(ValueError):
    """The rule can't be read, or names a day that does not exist every year."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"date rule {rule!r} can't be read")
        self.rule = rule


def in_year(rule: str, year: int) -> dt.date:
    """The day the rule names for the year's edition; raises `RuleError`.

    "10 days before 1 january" of 2027 is in 2026: the year is that of the innermost date.
    """
    text = " ".join(rule.lower().split())
    try:
        return _read(text, year, _MAX_DEPTH)
    except (ValueError, OverflowError) as error:
        raise RuleError(rule) from error


def next_on_or_after(rule: str, day: dt.date) -> dt.date:
    """The first day the rule names that is not before `day`; raises `RuleError`."""
    years = range(day.year - 1, day.year + 3)
    return min(found for year in years if (found := in_year(rule, year)) >= day)


def easter_sunday(year: int) -> dt.date:
    """Easter of the western church (Gregorian), by the anonymous algorithm of 1876."""
    century, rest = divmod(year, 100)
    moons = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3
             + 15) % 30  # fmt: skip
    days = (32 + 2 * (century % 4) + 2 * (rest // 4) - moons - rest % 4) % 7
    late = (year % 19 + 11 * moons + 22 * days) // 451
    month, before = divmod(moons + days - 7 * late + 114, 31)
    return dt.date(year, month, before + 1)


def _read(text: str, year: int, depth: int) -> dt.date:
    if depth == 0:
        raise RuleError(text)
    if text in FEASTS:
        return easter_sunday(year) + dt.timedelta(days=FEASTS[text])
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return reader(match, year, depth - 1)
    raise RuleError(text)


def _fixed(match: re.Match[str], year: int, depth: int) -> dt.date:
    day, month = int(match["day"]), MONTHS.index(match["month"]) + 1
    dt.date(2001, month, day)  # a day that exists in every year, not in leap years alone
    return dt.date(year, month, day)


def _nth(match: re.Match[str], year: int, depth: int) -> dt.date:
    weekday = 5 if match["day"] == "weekend" else WEEKDAYS.index(match["day"])
    month = MONTHS.index(match["month"]) + 1
    if match["nth"] == "last":
        return _last_day(year, month, weekday)
    first = dt.date(year, month, 1)
    weeks = ORDINALS.index(match["nth"])
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * weeks)


def _last_day(year: int, month: int, weekday: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    last = following - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


def _beside(match: re.Match[str], year: int, depth: int) -> dt.date:
    """The closest such weekday on one side of another rule's day."""
    anchor = _read(match["rule"], year, depth)
    weekday = WEEKDAYS.index(match["day"])
    step = 1 if match["side"] == "after" else -1
    start = anchor if match["on_or"] else anchor + dt.timedelta(days=step)
    distance = (weekday - start.weekday()) * step % 7
    return start + dt.timedelta(days=distance * step)


def _shifted(match: re.Match[str], year: int, depth: int) -> dt.date:
    days = int(match["count"])
    if not 1 <= days <= _LONGEST_SHIFT:
        raise RuleError(match[0])
    step = 1 if match["side"] == "after" else -1
    return _read(match["rule"], year, depth) + dt.timedelta(days=days * step)


def _of_week(match: re.Match[str], year: int, depth: int) -> dt.date:
    anchor = _read(match["rule"], year, depth)
    return anchor + dt.timedelta(days=WEEKDAYS.index(match["day"]) - anchor.weekday())


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, int], dt.date]], ...] = (
    (re.compile(rf"(?:fixed )?(?P<day>\d{{1,2}}) (?P<month>{_MONTH})"), _fixed),
    (
        re.compile(
            rf"(?P<nth>{'|'.join(ORDINALS)}|last) (?P<day>{_DAY}|weekend) of (?P<month>{_MONTH})"
        ),
        _nth,
    ),
    (re.compile(rf"(?P<day>{_DAY}) of the week containing (?P<rule>.+)"), _of_week),
    (
        re.compile(rf"(?P<day>{_DAY}) (?P<on_or>on or )?(?P<side>before|after) (?P<rule>.+)"),
        _beside,
    ),
    (re.compile(r"(?P<count>\d{1,3}) days? (?P<side>before|after) (?P<rule>.+)"), _shifted),
)
