"""A weekly series: the next dates from a rule like "saturday 09:00". Pure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class WeeklyDate:
    """One day of the series; local civil time, if the rule names it."""

    on: dt.date
    start: dt.time | None
    is_cancelled: bool


def next_dates(
    rule: str, *, today: dt.date, called_off: Collection[dt.date] = (), count: int = 4
) -> list[WeeklyDate]:
    """The next days of the series, those called off marked; none where the rule is not weekly."""
    day, _, clock = rule.strip().lower().partition(" ")
    if day not in WEEKDAYS:
        return []
    try:
        start = dt.time.fromisoformat(clock.strip()) if clock.strip() else None
    except ValueError:
        start = None
    first = today + dt.timedelta(days=(WEEKDAYS.index(day) - today.weekday()) % 7)
    days = (first + dt.timedelta(weeks=n) for n in range(count))
    return [WeeklyDate(on=on, start=start, is_cancelled=on in called_off) for on in days]
