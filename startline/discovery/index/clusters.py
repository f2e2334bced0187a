"""Events and editions counted once each, and counted by cell of the map."""

import numpy as np
import numpy.typing as npt

from startline.discovery.index import bitmaps, geometry
from startline.discovery.index.bitmaps import Matched
from startline.discovery.index.query import Cluster
from startline.discovery.index.table import Table

# Where at least one row in so many matches, all rows are looked at as bits.
_DENSE = 24


def distinct(table: Table, matched: Matched, numbers: str) -> int:
    """How many events ("event_no") or editions ("edition_no") the rows belong to."""
    if matched.count == len(table.races):
        return table.living[numbers]
    together, apart = _split(table, matched, numbers)
    found = 0 if apart is None else len(np.unique(apart[1]))
    if matched.count * _DENSE < table.size:
        return found + int(np.count_nonzero(_new(table, together.ids, numbers)))
    bits = table.runs[numbers].first(together.bits)
    return found + int(np.bitwise_count(bits).sum(dtype=np.int64))


def leaders(table: Table, matched: Matched, numbers: str) -> bitmaps.Ids:
    """The first row of each event or edition among the rows."""
    together, apart = _split(table, matched, numbers)
    if matched.count * _DENSE < table.size:
        first = together.ids.take(np.flatnonzero(_new(table, together.ids, numbers)))
    else:
        first = bitmaps.from_bits(table.runs[numbers].first(together.bits))
    if apart is None:
        return first
    ids, values = apart
    _, places = np.unique(values, return_index=True)
    return np.concatenate([first, ids[places]])


def _split(
    table: Table, matched: Matched, numbers: str
) -> tuple[Matched, tuple[bitmaps.Ids, npt.NDArray[np.uint32]] | None]:
    """Rows that stand together with their event or edition; and the others, with its number."""
    scattered = matched.rows & table.runs[numbers].scattered
    if not scattered:
        return matched, None
    apart = bitmaps.to_ids(scattered)
    together = Matched(matched.rows - scattered, table.size)
    return together, (apart, table.arrays[numbers].take(apart))


def _new(table: Table, ids: bitmaps.Ids, numbers: str) -> npt.NDArray[np.bool_]:
    """Where another event or edition begins, in rows that keep each one's together."""
    values = table.arrays[numbers].take(ids)
    new = np.ones(len(ids), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def clustered(table: Table, matched: Matched, zoom: int) -> tuple[Cluster, ...]:
    """Matching editions by map cell at a zoom level.

    An edition whose races start in several cells counts in the one that is first on the Z-curve.
    """
    placed = matched.rows & table.placed
    if len(placed) < matched.count:
        matched = Matched(placed, table.size)
    ids = leaders(table, matched, "edition_no")
    if not len(ids):
        return ()
    cells = table.arrays["morton"].take(ids) >> np.uint32(geometry.cell_shift(zoom))
    if np.any(cells[1:] < cells[:-1]):
        order = np.argsort(cells, kind="stable")
        ids, cells = ids[order], cells[order]
    starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    counts = np.diff(np.r_[starts, len(cells)])
    positions = (table.arrays[name].take(ids) for name in ("latitude", "longitude"))
    middles = (np.add.reduceat(values, starts) / counts for values in positions)
    columns = (cells[starts], *middles, counts)
    return tuple(map(Cluster._make, zip(*(c.tolist() for c in columns), strict=True)))
