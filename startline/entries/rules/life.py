"""The life of an entry, and when a race can be entered. Pure."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an entry stands."""

    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    OFFERED = "offered"
    TRANSFERRED = "transferred"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class OrderState(StrEnum):
    """Where an order stands: places held, placed and owed, paid (or free), or dead."""

    HELD = "held"
    OPEN = "open"
    SETTLED = "settled"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


HOLDS_A_PLACE = frozenset({State.HELD, State.PENDING, State.CONFIRMED})
"""States that count against the pool. A place offered for resale is back in the pool already."""

LIVING = HOLDS_A_PLACE | {State.OFFERED}
"""States of an entry that may still start: one per athlete and race."""


@dataclass(frozen=True)
class Window:
    """When entries are taken; either end may be open. `closes_at` is exclusive."""

    opens_at: dt.datetime | None
    closes_at: dt.datetime | None


def entry_window_is_open(windows: list[Window], *, starts_on: dt.date, now: dt.datetime) -> bool:
    """Entries are taken within a window; without one, until the day before the race (UTC)."""
    if not windows:
        return now.date() < starts_on
    return any(
        (w.opens_at is None or w.opens_at <= now) and (w.closes_at is None or now < w.closes_at)
        for w in windows
    )


def race_day(starts_at: dt.datetime | None, *, starts_on: dt.date, zone: str) -> dt.date:
    """The calendar day of a start in the edition's zone; without a time, the edition's first."""
    return starts_at.astimezone(zoneinfo.ZoneInfo(zone)).date() if starts_at else starts_on


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Age in whole years on a day; a 29 February birthday falls on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_is_allowed(age: int, *, lowest: int | None, highest: int | None) -> bool:
    """Whether an age on race day lies within the race's limits."""
    return (lowest is None or age >= lowest) and (highest is None or age <= highest)
