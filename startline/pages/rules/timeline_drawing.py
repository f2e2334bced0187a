"""Where the drawing of a line of dates puts what: numbers only, its words are the template's. Pure.

Units of the drawing: 1240 wide, time from 150 to 1200.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from startline.core.money import Money
from startline.pages.rules.knee import Gate
from startline.pages.rules.timeline import Mark, Planned, Way

WIDTH, LEFT, RIGHT, TOP = 1240, 150, 1200, 40
PRICE_H, ROW_H, HEAD = 96, 42, 14
MOST_LABELS = 8
ROOM_INSIDE = 420
"""A bar at least so wide has its words inside."""
PRICE_ROOM = 150

type XOf = Callable[[dt.date], int]


@dataclass(frozen=True)
class Tick:
    """A vertical line with its day."""

    x: int
    on: dt.date


@dataclass(frozen=True)
class Stair:
    """One price from x to end, at a height; without a day it holds until the race."""

    x: int
    end: int
    y: int
    price: Money
    until_on: dt.date | None
    is_now: bool
    has_room: bool
    before_y: int | None


@dataclass(frozen=True)
class Bar:
    """A way out, open until x."""

    y: int
    end: int
    way: Way
    is_inside: bool


@dataclass(frozen=True)
class Ring:
    """A gate; a late one stands at the right edge."""

    y: int
    x: int
    gate: Gate
    is_late: bool
    is_left: bool


@dataclass(frozen=True)
class Drawing:
    """Everything with its place; `bands` are the y of the rules between the bands."""

    height: int
    ticks: tuple[Tick, ...]
    stairs: tuple[Stair, ...]
    bars: tuple[Bar, ...]
    rings: tuple[Ring, ...]
    bands: tuple[int, ...]
    ways_y: int
    knee_y: int
    end: int
    decide_x: int | None
    decide_is_left: bool


def drawing(
    race: Planned, line: Sequence[Mark], today: dt.date, decide_on: dt.date | None
) -> Drawing | None:
    """The drawing of a line; None where the race is today or over, or nothing is on it."""
    days = (race.on - today).days
    shown = [mark for mark in line if mark.kind in {"way", "price", "gate"}]
    if days < 1 or not shown:
        return None

    def x_of(on: dt.date) -> int:
        return LEFT + round((RIGHT - LEFT) * min(max((on - today).days, 0), days) / days)

    stairs = _stairs(line, race, x_of(today), x_of)
    ways_y = TOP + (PRICE_H if stairs else 0)
    ways = [mark for mark in line if mark.kind == "way"]
    bars = tuple(_bar(mark, ways_y + HEAD + n * ROW_H, x_of) for n, mark in enumerate(ways))
    knee_y = ways_y + (2 * HEAD + max(len(bars), 1) * ROW_H if bars else 0)
    gates = [mark for mark in line if mark.kind == "gate"]
    rings = tuple(_ring(mark, knee_y + HEAD + n * ROW_H, x_of) for n, mark in enumerate(gates))
    end = knee_y + (2 * HEAD + max(len(rings), 1) * ROW_H if rings else 0)
    bands = (TOP, *((ways_y,) if stairs else ()), *((knee_y,) if bars and rings else ()), end)
    decide = x_of(decide_on) if decide_on else None
    return Drawing(
        height=end + 40, ticks=_ticks(today, race.on, x_of), stairs=stairs, bars=bars, rings=rings,
        bands=bands, ways_y=ways_y, knee_y=knee_y, end=end, decide_x=decide,
        decide_is_left=bool(decide and decide > 640),
    )  # fmt: skip


def _ticks(today: dt.date, last: dt.date, x_of: XOf) -> tuple[Tick, ...]:
    """A line each week, or each so many weeks that the days keep apart."""
    weeks = max(1, (last - today).days // 7)
    every = -(-weeks // MOST_LABELS)
    days = [today + dt.timedelta(weeks=n * every) for n in range(1, MOST_LABELS + 1)]
    return tuple(Tick(x_of(on), on) for on in days if on < last - dt.timedelta(days=2))


def _stairs(line: Sequence[Mark], race: Planned, start: int, x_of: XOf) -> tuple[Stair, ...]:
    """The prices to come as a stair: up when dearer, down when cheaper."""
    rises = [mark for mark in line if mark.kind == "price" and mark.price and mark.then]
    if not rises:
        return ()
    amounts = sorted({m.price.minor for m in rises if m.price} | {
        m.then.minor for m in rises if m.then})  # fmt: skip
    high = {minor: TOP + PRICE_H - 18 - round(44 * n / max(len(amounts) - 1, 1))
            for n, minor in enumerate(amounts)}  # fmt: skip
    found: list[Stair] = []
    x = start
    for mark in rises:
        assert mark.price is not None  # noqa: S101  -- chosen above
        y, end = high[mark.price.minor], x_of(mark.on)
        room = end - x >= PRICE_ROOM
        found.append(
            Stair(
                x,
                end,
                y,
                mark.price,
                mark.on,
                is_now=not found,
                has_room=room,
                before_y=_last_y(found),
            )
        )
        x = end
    then = rises[-1].then
    assert then is not None  # noqa: S101  -- chosen above
    room = RIGHT - x >= PRICE_ROOM // 2
    found.append(
        Stair(
            x,
            x_of(race.on),
            high[then.minor],
            then,
            None,
            is_now=False,
            has_room=room,
            before_y=_last_y(found),
        )
    )
    return tuple(found)


def _last_y(found: Sequence[Stair]) -> int | None:
    return found[-1].y if found else None


def _bar(mark: Mark, y: int, x_of: XOf) -> Bar:
    assert mark.way is not None  # noqa: S101  -- a mark of this kind has one
    end = x_of(mark.on)
    return Bar(y, end, mark.way, is_inside=end - LEFT >= ROOM_INSIDE)


def _ring(mark: Mark, y: int, x_of: XOf) -> Ring:
    assert mark.gate is not None  # noqa: S101  -- a mark of this kind has one
    late = mark.state == "miss"
    x = RIGHT if late else x_of(mark.on)
    return Ring(y + ROW_H // 2, x, mark.gate, is_late=late, is_left=late or x > 720)
