"""An elevation profile as a drawing: paths and labels in the units of an SVG view box. Pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from startline.core.units import FOOT_M, MILE_M, distance_text, height_text
from startline.events.rules.courses import Stretch

LEAST_RANGE_M = 60.0
STEPS = (1, 2, 5)
CLEAR = 62.0  # between the middles of two labels


@dataclass(frozen=True)
class Size:
    """A drawing area with room for labels left, above and below."""

    width: int
    height: int
    left: int
    top: int
    ticks: int

    @property
    def right(self) -> int:
        """Where the course ends."""
        return self.width - 8

    @property
    def base(self) -> int:
        """Where the ground is."""
        return self.height - 34


WIDE = Size(width=860, height=290, left=62, top=44, ticks=6)
NARROW = Size(width=390, height=240, left=54, top=38, ticks=4)


@dataclass(frozen=True)
class Label:
    """Words at a place; `side` is the class that aligns them: "", mid or end."""

    x: str
    y: str
    words: str
    side: str = ""


@dataclass(frozen=True)
class Fall:
    """A long descent: its line, the area below it, its drop."""

    line: str
    area: str
    label: Label | None


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws, as text that no language reformats."""

    box: str
    line: str
    area: str
    grid: tuple[tuple[str, Label], ...]
    ticks: tuple[Label, ...]
    axis: str
    falls: tuple[Fall, ...]
    peak: Label


@dataclass(frozen=True)
class _Scale:
    """From metres to the drawing."""

    size: Size
    length_m: float
    low_m: float
    high_m: float

    def x(self, metres: float) -> float:
        """Along the course."""
        return self.size.left + (self.size.right - self.size.left) * metres / self.length_m

    def y(self, height: float) -> float:
        """Above the sea."""
        share = (height - self.low_m) / (self.high_m - self.low_m)
        return self.size.base - (self.size.base - self.size.top) * share


def draw(
    profile: Sequence[tuple[float, float]], falls: Sequence[Stretch], size: Size, units: str
) -> Drawing:
    """The drawing of a profile of (metre, elevation in metres), labelled in the reader's units."""
    scale, step = _scale(profile, size, units)
    path = _path(profile, scale)
    top = max(profile, key=lambda point: point[1])
    height_unit = FOOT_M if units == "mi" else 1.0
    grid = []
    count = round((scale.high_m - scale.low_m) / step)
    for n in range(1, count + 1):
        height = scale.low_m + n * step
        y = scale.y(height)
        words = height_text(height, units) if n == count else f"{height / height_unit:,.0f}"
        label = Label(_n(size.left - 8), _n(y + 4), words, "end")
        grid.append((f"M{size.left} {_n(y)}H{size.right}", label))
    return Drawing(
        box=f"0 0 {size.width} {size.height}",
        line=f"M{path}",
        area=f"M{path} {size.right} {size.base} {size.left} {size.base}Z",
        grid=tuple(grid),
        ticks=tuple(_ticks(scale, units)),
        axis=f"M{size.left} {size.base}H{size.right}",
        falls=tuple(_falls(profile, falls, scale, units)),
        peak=Label(
            _n(scale.x(top[0])),
            _n(scale.y(top[1]) - 10),
            height_text(top[1], units),
            _side(scale.x(top[0]), size),
        ),
    )


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below a number."""
    power = 10.0 ** math.floor(math.log10(least))
    for factor in (*STEPS, 10):
        if factor * power >= least * (1 - 1e-9):
            return factor * power
    return 10 * power


def _scale(profile: Sequence[tuple[float, float]], size: Size, units: str) -> tuple[_Scale, float]:
    """The scale, and the distance between two lines of the grid, both in metres."""
    unit = FOOT_M if units == "mi" else 1.0
    lowest = min(point[1] for point in profile)
    highest = max(point[1] for point in profile)
    step = round_step(max(highest - lowest, LEAST_RANGE_M) / unit / 3.5) * unit
    low = math.floor(lowest / step) * step
    high = max(math.ceil(highest / step) * step, low + math.ceil(LEAST_RANGE_M / step) * step)
    return _Scale(size, max(1.0, profile[-1][0]), low, high), step


def _ticks(scale: _Scale, units: str) -> list[Label]:
    """Distances along the foot; the last is the whole length."""
    unit = MILE_M if units == "mi" else 1000.0
    step = round_step(max(scale.length_m / unit / scale.size.ticks, 0.1))
    y = _n(scale.size.base + 20)
    labels = [Label(_n(scale.size.left), y, "0")]
    n = 1
    while scale.size.right - scale.x(n * step * unit) > CLEAR:
        labels.append(Label(_n(scale.x(n * step * unit)), y, f"{n * step:g}", "mid"))
        n += 1
    labels.append(Label(_n(scale.size.right), y, distance_text(scale.length_m, units), "end"))
    return labels


def _falls(
    profile: Sequence[tuple[float, float]], falls: Sequence[Stretch], scale: _Scale, units: str
) -> list[Fall]:
    """Every long descent; the deepest are labelled where there is room."""
    labelled: list[float] = []
    words: dict[int, Label] = {}
    for fall in sorted(falls, key=lambda f: -f.drop_m):
        middle = scale.x((fall.from_m + fall.to_m) / 2)
        if all(abs(middle - other) > CLEAR for other in labelled):
            labelled.append(middle)
            words[fall.from_m] = Label(
                _n(middle), _n(scale.size.base - 8), f"−{height_text(fall.drop_m, units)}", "mid"
            )
    found = []
    for fall in falls:
        piece = [point for point in profile if fall.from_m <= point[0] <= fall.to_m]
        if len(piece) < 2:
            continue
        path = _path(piece, scale)
        ends = f"{_n(scale.x(piece[-1][0]))} {scale.size.base} {_n(scale.x(piece[0][0]))}"
        area = f"M{path} {ends} {scale.size.base}Z"
        found.append(Fall(line=f"M{path}", area=area, label=words.get(fall.from_m)))
    return found


def _path(points: Sequence[tuple[float, float]], scale: _Scale) -> str:
    """Points of a path, without the leading M; as many as there are units of width at most."""
    stride = max(1, len(points) * 2 // scale.size.width)
    kept = [*points[:-1:stride], points[-1]]
    number: Callable[[float], str] = _n
    return " ".join(f"{number(scale.x(m))} {number(scale.y(h))}" for m, h in kept)


def _side(x: float, size: Size) -> str:
    """How to align a label so that it stays inside."""
    if x < size.left + 40:
        return ""
    return "end" if x > size.right - 40 else "mid"


def _n(value: float) -> str:
    """A coordinate with one decimal."""
    return f"{value:.1f}".removesuffix(".0")
