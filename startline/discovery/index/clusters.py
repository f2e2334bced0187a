"""Editions close together on the map, counted by cell."""

import numpy as np
from pyroaring import BitMap

from startline.discovery.index import bitmaps, geometry
from startline.discovery.index.query import Cluster
from startline.discovery.index.table import Table


def leaders(table: Table, ids: bitmaps.Ids, numbers: str, count: int) -> bitmaps.Ids:
    """The first row of each event (or edition) among the rows, which are in rising order."""
    values = table.arrays[numbers].take(ids)
    first = np.empty(count, np.uint32)
    first[values[::-1]] = ids[::-1]  # of repeated places the last one written stays
    found: bitmaps.Ids = ids[first.take(values) == ids]
    return found


def distinct(table: Table, ids: bitmaps.Ids, numbers: str, count: int) -> int:
    """How many events (or editions) the rows belong to."""
    seen = np.zeros(count, bool)
    seen[table.arrays[numbers].take(ids)] = True
    return int(np.count_nonzero(seen))


def clustered(table: Table, rows: BitMap, zoom: int) -> tuple[Cluster, ...]:
    """Matching editions by map cell at a zoom level.

    An edition whose races start in several cells counts in the one that is first on the Z-curve.
    """
    ids = leaders(table, bitmaps.to_ids(rows & table.placed), "edition_no", table.editions)
    if not len(ids):
        return ()
    latitude, longitude = table.arrays["latitude"].take(ids), table.arrays["longitude"].take(ids)
    cells = table.arrays["morton"].take(ids) >> np.uint32(geometry.cell_shift(zoom))
    if table.size > table.built:
        order = np.argsort(cells, kind="stable")
        cells, latitude, longitude = cells[order], latitude[order], longitude[order]
    starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    counts = np.diff(np.r_[starts, len(cells)])
    middles = (np.add.reduceat(v, starts) / counts for v in (latitude, longitude))
    columns = (cells[starts], *middles, counts)
    return tuple(Cluster(*values) for values in zip(*(c.tolist() for c in columns), strict=True))
