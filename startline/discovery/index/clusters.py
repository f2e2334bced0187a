"""Events and editions counted once each, and counted by cell of the map."""

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps, geometry
from startline.discovery.index.query import Cluster
from startline.discovery.index.table import Table


def distinct(table: Table, rows: BitMap, ids: bitmaps.Ids, numbers: str) -> int:
    """How many events ("event_no") or editions ("edition_no") the rows belong to.

    Where most races match, those that have lost all their races are counted instead.
    """
    if 2 * len(ids) > len(table.races):
        lost = table.arrays[numbers].take(bitmaps.to_ids(table.races - rows))
        found, counts = np.unique(lost, return_counts=True)
        sizes = table.sizes[numbers]
        gone = np.count_nonzero(counts == sizes.take(found))
        return int(np.count_nonzero(sizes)) - int(gone)
    scattered = rows & table.scattered[numbers]
    if not scattered:
        return int(np.count_nonzero(_new(table, ids, numbers)))
    together = bitmaps.to_ids(rows - scattered)
    apart = table.arrays[numbers].take(bitmaps.to_ids(scattered))
    return int(np.count_nonzero(_new(table, together, numbers))) + len(np.unique(apart))


def leaders(table: Table, rows: BitMap, numbers: str) -> bitmaps.Ids:
    """The first row of each event or edition among the rows."""
    scattered = rows & table.scattered[numbers]
    ids = bitmaps.to_ids(rows - scattered)
    first = ids.take(np.flatnonzero(_new(table, ids, numbers)))
    if not scattered:
        return first
    apart = bitmaps.to_ids(scattered)
    _, places = np.unique(table.arrays[numbers].take(apart), return_index=True)
    return np.concatenate([first, apart[places]])


def _new(table: Table, ids: bitmaps.Ids, numbers: str) -> npt.NDArray[np.bool_]:
    """Where another event or edition begins, in rows that keep each one's together."""
    values = table.arrays[numbers].take(ids)
    new = np.ones(len(ids), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def clustered(table: Table, rows: BitMap, zoom: int) -> tuple[Cluster, ...]:
    """Matching editions by map cell at a zoom level.

    An edition whose races start in several cells counts in the one that is first on the Z-curve.
    """
    ids = leaders(table, rows & table.placed, "edition_no")
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
    return tuple(Cluster(*values) for values in zip(*(c.tolist() for c in columns), strict=True))
