"""Points to drawings: curves and their ticks in a box of user units. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 24
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    """A line across with its number."""

    y: float
    label: str


@dataclass(frozen=True)
class Plot:
    """A curve over days: SVG paths, ticks, and the days at both ends."""

    curve: str
    area: str
    ticks: tuple[Tick, ...]
    first: dt.date
    last: dt.date
    top: float  # the highest number drawn
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def summed(days: Sequence[tuple[dt.date, int]]) -> list[tuple[dt.date, int]]:
    """Numbers a day to numbers so far, in the order of days."""
    total, found = 0, []
    for day, n in sorted(days):
        total += n
        found.append((day, total))
    return found


def steps_up_to(most: float) -> list[int]:
    """Three to six round numbers from 0 to at least `most`."""
    unit = 1
    while True:
        for step in STEPS:
            if step * unit * 5 >= most:
                size = step * unit
                return list(range(0, size * (int(-(-most // size)) + 1), size))
        unit *= 10


def plot(points: Sequence[tuple[dt.date, float]], *, until: dt.date) -> Plot | None:
    """A stepped curve of numbers so far up to a day; None where there is nothing to draw."""
    if not points or points[-1][1] <= 0:
        return None
    first, last = points[0][0] - dt.timedelta(days=1), max(until, points[-1][0])
    marks = steps_up_to(points[-1][1])
    span, top = (last - first).days, marks[-1]

    def x(day: dt.date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)

    def y(n: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * n / top, 1)

    before, path = 0.0, f"M{x(first)} {y(0)}"
    for day, n in points:
        path += f"L{x(day)} {y(before)}L{x(day)} {y(n)}"
        before = n
    path += f"L{x(last)} {y(before)}"
    area = f"{path}L{x(last)} {y(0)}Z"
    ticks = tuple(Tick(y(mark), f"{mark:,}") for mark in marks)
    return Plot(path, area, ticks, first + dt.timedelta(days=1), last, top)
