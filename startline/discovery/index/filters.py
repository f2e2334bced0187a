"""From a question to sets of rows, one set per filter, so that any one can be left out."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps, geometry
from startline.discovery.index.columns import NO_DAY
from startline.discovery.index.query import Box, Label, Near, Query
from startline.discovery.index.table import Table
from startline.discovery.index.text import FEATURE

_ANY_OF = (
    "country", "region", "sport", "surface", "format", "relief", "band", "certainty", "status",
    "currency",
)  # fmt: skip

# A row whose chord is this close to the limit is measured again in full precision (unit sphere;
# single precision is off by about 1e-7).
_DOUBT = 1e-6
_FEW = 20_000

Mask = npt.NDArray[np.bool_]


def chosen(table: Table, query: Query) -> dict[str, BitMap]:
    """The rows of every filter asked for, by the filter's name; text is not among them.

    Who is left out by `without` must be known to be so: a race of unknown length is no marathon.
    """
    sets = {
        name: table.labelled(name, labels) for name in _ANY_OF if (labels := getattr(query, name))
    }
    for name in ("open", "demo"):
        if (wanted := getattr(query, name)) is not None:
            sets[name] = table.labelled(name, [wanted])
    if query.months:
        sets["month"] = table.labelled("month", _months(table, query.months))
    for feature in query.features:
        sets[f"feature {feature}"] = table.text.rows(
            table.text.exact(feature), range(FEATURE, FEATURE + 1)
        )
    sets |= _ranges(table, query) | _places(table, query)
    for number, unwanted in enumerate(query.without):
        met = bitmaps.intersection(chosen(table, unwanted).values(), table.races)
        sets[f"without {number}"] = table.races - met
    return sets


def _months(table: Table, months: Iterable[int]) -> list[Label]:
    """Months of one year as they are; 1 to 12 stand for every year the index knows."""
    wanted = frozenset(months)
    known = (label for label in table.labels.tables["month"] if isinstance(label, int) and label)
    return [label for label in known if label in wanted or label % 100 in wanted]


def _ranges(table: Table, query: Query) -> dict[str, BitMap]:
    last = NO_DAY - 1 if query.to_day is None else query.to_day
    ranges = {
        "day": (query.from_day, query.to_day, last),
        "distance_m": (query.min_m, query.max_m, query.max_m),
        "climb_m": (query.min_climb_m, query.max_climb_m, query.max_climb_m),
        "cutoff_ms": (query.min_cutoff_ms, None, None),
        "descent_per_km": (None, query.max_descent_per_km, query.max_descent_per_km),
        "steepest_permille": (None, query.max_steepest_permille, query.max_steepest_permille),
        "cutoff_pace_ms": (query.min_cutoff_pace_ms, None, None),
        "price": (None, query.max_price, query.max_price),
        "price_eur_cents": (None, query.max_price_eur_cents, query.max_price_eur_cents),
        "score": (query.min_score, None, None),
        "back_percent": (query.min_back_percent, None, None),
    }
    return {
        name: _between(table, name, max(low or 0, 0), high)
        for name, (low, asked, high) in ranges.items()
        if low is not None or asked is not None
    }


def _between(table: Table, name: str, low: int, high: int | None) -> BitMap:
    """Rows whose known value is in the closed range."""
    rows = table.orders.between(name, low, high)
    if table.size > table.built:
        values = table.arrays[name][table.built : table.size]
        mask: Mask = values >= low
        if high is not None:
            mask &= values <= high
        rows |= bitmaps.from_ids(np.flatnonzero(mask) + table.built, table.size)
    return rows


def _places(table: Table, query: Query) -> dict[str, BitMap]:
    sets: dict[str, BitMap] = {}
    if query.box is not None:
        sets["box"] = _in_box(table, query.box)
    if query.near is not None and query.near.radius_m is not None:
        sets["near"] = in_circle(table, query.near, query.near.radius_m)
    return sets


def _in_box(table: Table, box: Box) -> BitMap:
    if box.south > box.north:
        return BitMap()
    latitude, longitude = table.column("latitude"), table.column("longitude")

    def inside(rows: slice) -> Mask:
        lat, lon = latitude[rows], longitude[rows]
        across = box.west > box.east
        east, west = lon <= box.east, lon >= box.west
        return (lat >= box.south) & (lat <= box.north) & ((east | west) if across else east & west)

    return _scan(table, box, inside)


def in_circle(table: Table, near: Near, radius_m: float) -> BitMap:
    """Rows at most so far away, exact to the last bit of the haversine formula."""
    limit = geometry.chord(radius_m)
    sure = (limit - _DOUBT) ** 2 if limit > _DOUBT else -1.0
    possible = (limit + _DOUBT) ** 2

    def inside(rows: slice) -> Mask:
        square = squared_chords(table, rows, near)
        mask: Mask = square <= sure
        doubtful = np.flatnonzero((square <= possible) & ~mask)
        if len(doubtful):
            mask[doubtful] = _measured(table, doubtful + rows.start, near) <= radius_m
        return mask

    return _scan(table, geometry.box_around(near, radius_m), inside)


def squared_chords(table: Table, rows: slice | bitmaps.Ids, near: Near) -> npt.NDArray[np.float32]:
    """Squares of the straight lines to a point, on the unit sphere, in single precision."""
    centre = geometry.unit_vectors(np.array([near.latitude]), np.array([near.longitude]))
    x, y, z = (
        (table.arrays[axis][rows] if isinstance(rows, slice) else table.arrays[axis].take(rows)) - c
        for axis, c in zip("xyz", centre, strict=True)
    )
    squares: npt.NDArray[np.float32] = x * x
    squares += y * y
    squares += z * z
    return squares


def _measured(table: Table, rows: npt.NDArray[Any], near: Near) -> geometry.Floats:
    latitude, longitude = table.column("latitude")[rows], table.column("longitude")[rows]
    return geometry.distance_m(latitude, longitude, near)


def _scan(table: Table, box: Box, inside: Callable[[slice], Mask]) -> BitMap:
    """Test only rows on those pieces of the Z-curve that cover the box, and all later rows."""
    if table.size <= _FEW:  # to find the pieces would cost more
        return bitmaps.from_mask(inside(slice(0, table.size)))
    places = table.arrays["morton"][: table.located]
    mask = np.zeros(table.size, bool)
    pieces = np.array(geometry.curve_ranges(box), np.uint32)
    firsts = np.searchsorted(places, pieces[:, 0], "left").tolist()
    ends = np.searchsorted(places, pieces[:, 1], "right").tolist()
    spans = [*_joined(zip(firsts, ends, strict=True)), (table.built, table.size)]
    for first, end in spans:
        if first < end:
            mask[first:end] = inside(slice(first, end))
    return bitmaps.from_mask(mask)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap become one; a small gap is cheaper tested than skipped."""
    out: list[tuple[int, int]] = []
    for first, end in spans:
        if out and first <= out[-1][1] + 500:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((first, end))
    return out
