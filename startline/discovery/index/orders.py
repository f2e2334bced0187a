"""Rows put in order once, at the build: to find the first matches and ranges without sorting."""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps

Order = npt.NDArray[np.uint32]
Columns = Mapping[str, npt.NDArray[Any]]

SORTS = {"relevance": "by_relevance", "date": "by_day", "newest": "by_freshness",
         "rating": "by_rating"}  # fmt: skip
RANGED = (
    "distance_m", "climb_m", "cutoff_ms", "descent_per_km", "steepest_permille", "cutoff_pace_ms",
    "price", "price_eur_cents", "score", "back_percent",
)  # fmt: skip
_MARKS = 32
_FEW = 3_000
_SHORTEST_STEP = 512


def write(folder: Path, columns: Columns, by_event: npt.NDArray[np.integer]) -> None:
    """Write all orders. Equal rows stand in the order of `by_event`: event, edition, race."""
    by_relevance = _sorted(by_event, columns["rank"])
    orders = {
        "by_relevance": by_relevance,
        "by_day": _sorted(by_relevance, columns["day"]),
        "by_freshness": _sorted(by_relevance, -columns["fresh_on"]),
        "by_rating": _sorted(by_relevance, -columns["score"]),
    }
    orders |= {f"by_{name}": np.argsort(columns[name], kind="stable") for name in RANGED}
    for name, order in orders.items():
        np.save(folder / f"{name}.npy", order.astype(np.uint32))


def _sorted(order: npt.NDArray[Any], values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    out: npt.NDArray[Any] = order[np.argsort(values[order], kind="stable")]
    return out


@dataclass(frozen=True)
class Walk:
    """An order of all built rows, and where in it the first match can stand."""

    order: Order
    start: int = 0

    def first(self, matched: bitmaps.Matched, count: int) -> bitmaps.Ids | None:
        """So many matching rows in order, mostly a few more; None where sorting is quicker.

        All of them where there are fewer. Of rows that come one in so many, that many times the
        count must be passed; where they are bunched up far behind, the walk is given up.
        """
        size = len(self.order)
        if matched.count**2 <= count * size:
            return None
        expected = count * size // matched.count
        step = max(2 * expected, _SHORTEST_STEP)
        found: list[Order] = []
        missing = count
        for at in range(self.start, size, step):
            if at - self.start > 4 * step:
                return None
            rows = self.order[at : at + step]
            found.append(rows[bitmaps.has(matched.bits, rows)])
            missing -= len(found[-1])
            if missing <= 0:
                break
        return np.concatenate([np.zeros(0, np.uint32), *found]).astype(np.intp)


class Orders:
    """The orders of a built generation, and sets of the rows up to certain places in them.

    A range is the difference of two such sets, put right by the few rows in between.
    """

    def __init__(self, folder: Path, columns: Columns, size: int) -> None:
        self._columns = columns
        self._size = size
        self._orders = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
            for name in (*SORTS.values(), *(f"by_{name}" for name in RANGED))
        }
        self._step = max(size // _MARKS, 1)
        self._marks: dict[tuple[str, int], BitMap] = {}

    def walk(self, sort: str, from_day: int | None) -> Walk | None:
        """The order of a sort; by day it begins where the days asked for begin."""
        name = SORTS.get(sort)
        if name is None:
            return None
        by_day = sort == "date" and from_day is not None
        return Walk(self._orders[name], self._place("day", from_day) if by_day else 0)

    def between(self, column: str, low: int, high: int | None) -> BitMap:
        """Built rows whose value is in the closed range."""
        order = self._orders[f"by_{column}"]
        first = self._place(column, low)
        end = self._size if high is None else max(self._place(column, high + 1), first)
        if end - first < _FEW:
            return bitmaps.from_ids(order[first:end], self._size)
        return self._before(column, end) - self._before(column, first)

    def _place(self, column: str, value: int | None) -> int:
        order, values = self._orders[f"by_{column}"], self._columns[column]
        return bisect.bisect_left(
            range(self._size), value or 0, key=lambda place: int(values[order[place]])
        )

    def _before(self, column: str, place: int) -> BitMap:
        """Rows that stand before a place in the order: a mark, and what lies between."""
        mark = min(round(place / self._step), self._size // self._step)
        at = mark * self._step
        rows = self._mark(column, mark)
        few = bitmaps.from_ids(self._orders[f"by_{column}"][min(at, place) : max(at, place)],
                               self._size)  # fmt: skip
        return rows | few if place > at else rows - few

    def _mark(self, column: str, mark: int) -> BitMap:
        found = self._marks.get((column, mark))
        if found is None:
            ids = self._orders[f"by_{column}"][: mark * self._step]
            found = self._marks[column, mark] = bitmaps.from_ids(ids, self._size)
        return found
