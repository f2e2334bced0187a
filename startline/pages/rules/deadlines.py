"""What must be done by when, in one line of dates. Pure.

A deadline is an instant that is no longer in time: 00:00 of the day after the last day.
"""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from startline.core.money import Money
from startline.events.rules.pricing import Step, in_order

MINUTE = dt.timedelta(minutes=1)


class Kind(StrEnum):
    """What happens at a deadline."""

    ENTRY_OPENS = "entry_opens"
    ENTRY_CLOSES = "entry_closes"
    BALLOT_OPENS = "ballot_opens"
    BALLOT_CLOSES = "ballot_closes"
    DRAWN = "drawn"
    PRICE_RISES = "price_rises"
    REFUND = "refund"
    TRANSFER = "transfer"
    DEFERRAL = "deferral"
    DISTANCE_CHANGE = "distance_change"
    TODAY = "today"
    START = "start"


ENDS = frozenset(Kind) - {Kind.ENTRY_OPENS, Kind.BALLOT_OPENS, Kind.DRAWN, Kind.START, Kind.TODAY}
"""Kinds whose instant is the first moment too late."""


@dataclass(frozen=True)
class Deadline:
    """One entry of the line. `shown` is local civil time; `has_time` says whether to show it."""

    kind: Kind
    at: dt.datetime
    key: str  # stable, for calendar files
    race: str = ""
    price: Money | None = None
    then: Money | None = None
    fee: Money | None = None
    percent: int = 100
    shown: dt.datetime | None = None
    has_time: bool = True
    state: str = ""


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name, UTC for one that does not exist."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def price_deadlines(race: str, key: str, steps: list[Step]) -> list[Deadline]:
    """When the price of a race rises: each dated step that another follows."""
    ordered = in_order(steps)
    return [
        Deadline(
            kind=Kind.PRICE_RISES, at=step.until_at, race=race, price=step.price, then=later.price,
            key=f"price-{key}-{n}",
        )
        for n, (step, later) in enumerate(itertools.pairwise(ordered))
        if step.until_at is not None
    ]  # fmt: skip


def in_line(
    deadlines: Iterable[Deadline], *, zone: str, now: dt.datetime, start: Deadline | None
) -> list[Deadline]:
    """Deadlines in order with their state, today among them, the start last."""
    place = zoneinfo.ZoneInfo(zone)
    placed = [_placed(one, place, now) for one in sorted(deadlines, key=lambda d: d.at)]
    if start is not None:
        begun = _placed(start, place, now)
        placed = [d for d in placed if d.at <= start.at or d.kind in ENDS]
        placed.append(replace(begun, state="done" if begun.state == "done" else "last"))
    coming = next((n for n, one in enumerate(placed) if one.state != "done"), len(placed))
    if placed and coming < len(placed) and coming > 0:
        today = Deadline(Kind.TODAY, now, "today", shown=now.astimezone(place), state="today")
        placed.insert(coming, replace(today, has_time=False))
    return placed


def _placed(one: Deadline, place: zoneinfo.ZoneInfo, now: dt.datetime) -> Deadline:
    """With local time and state; an end is shown as its last minute."""
    local = one.at.astimezone(place)
    shown = local - MINUTE if one.kind in ENDS else local
    has_time = one.has_time and not (one.kind in ENDS and (local.hour, local.minute) == (0, 0))
    return replace(
        one, shown=shown, has_time=has_time, state="done" if one.at <= now else one.state
    )
