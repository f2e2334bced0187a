"""The finish times of a field as columns of a drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTHS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
MOST = 40
MOST_LABELS, LABEL = 7, 60  # so that they stay apart on a phone, where letters are larger
WIDTH, HEIGHT, FOOT, HEAD = 640, 180, 24, 8


@dataclass(frozen=True)
class Bin:
    """Finishers from a time on, up to the next column's."""

    from_ms: int
    n: int


@dataclass(frozen=True)
class Drawing:
    """All columns as one path of an SVG, and the words under some of them, in user units."""

    path: str
    labels: list[tuple[str, str]]  # where it begins, "3:30"


def bins(times: Sequence[int]) -> list[Bin]:
    """At most forty columns of a round width; empty ones between others are kept."""
    if not times:
        return []
    first, last = min(times), max(times)
    width = next(
        (w * 60_000 for w in WIDTHS_MIN if last // (w * 60_000) - first // (w * 60_000) < MOST),
        ((last - first) // MOST + 1),
    )
    counts: dict[int, int] = {}
    for time in times:
        counts[time // width] = counts.get(time // width, 0) + 1
    return [Bin(n * width, counts.get(n, 0)) for n in range(first // width, last // width + 1)]


def drawing(columns: Sequence[Bin]) -> Drawing:
    """The columns in a box of `WIDTH` by `HEIGHT`: one path costs a page less than forty boxes."""
    most = max((one.n for one in columns), default=0)
    step = WIDTH / max(len(columns), 1)
    every = max(-(-len(columns) // MOST_LABELS), 1)
    path, labels = [], []
    for number, one in enumerate(columns):
        height = (HEIGHT - FOOT - HEAD) * one.n / most
        left = f"{number * step:.1f}"
        path.append(f"M{left} {HEIGHT - FOOT}v{-height:.1f}h{step - 1:.1f}v{height:.1f}z")
        if number % every == 0 and number * step < WIDTH - LABEL:
            minutes = one.from_ms // 60_000
            labels.append((left, f"{minutes // 60}:{minutes % 60:02}"))
    return Drawing("".join(path), labels)
