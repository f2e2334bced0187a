"""Putting rows in order and folding the races of an edition into one hit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps, filters, geometry
from startline.discovery.index.bitmaps import Matched
from startline.discovery.index.orders import Walk
from startline.discovery.index.query import Hit, Near, Query
from startline.discovery.index.table import Table

Ids = bitmaps.Ids
Values = Callable[[Ids], npt.NDArray[Any]]

_CHORD_DOUBT = 1e-6  # squares of chords in single precision; see filters
_FIRST_TRY = 64
_WORTH_RINGS = 5_000
_WORTH_SLOTS = 2_000
_RINGS_M = (20_011.0, 80_011.0, 320_011.0, 1_280_011.0)


@dataclass(frozen=True)
class Key:
    """One thing to order rows by, smaller first.

    `coarse` may be quicker and off by at most `doubt`; `exact` has the last word.
    """

    exact: Values
    coarse: Values | None = None
    doubt: float = 0.0


def keys_for(table: Table, query: Query) -> list[Key]:
    """What decides between rows of the same tier, in falling importance; always a total order."""
    keys = list(_asked(table, query))
    keys.append(_column(table, "rank"))
    if query.near is not None and query.sort != "distance":
        keys.append(_distance(table, query.near))
    return [*keys, *(_column(table, name) for name in ("event_id", "edition_id", "race_id"))]


def _asked(table: Table, query: Query) -> Iterable[Key]:
    if query.sort == "date":
        yield _column(table, "day")
    elif query.sort == "newest":
        fresh = table.arrays["fresh_on"]
        yield Key(lambda ids: -fresh.take(ids))
    elif query.sort == "rating":
        score = table.arrays["score"]
        yield Key(lambda ids: -score.take(ids))
    elif query.sort == "distance" and query.near is not None:
        yield _distance(table, query.near)


def _column(table: Table, name: str) -> Key:
    values = table.arrays[name]
    return Key(values.take)


def _distance(table: Table, near: Near) -> Key:
    latitude, longitude = table.arrays["latitude"], table.arrays["longitude"]

    def exact(ids: Ids) -> geometry.Floats:
        metres = geometry.distance_m(latitude.take(ids), longitude.take(ids), near)
        return np.where(np.isnan(metres), np.inf, np.round(metres, 3))  # equal to the millimetre

    def coarse(ids: Ids) -> npt.NDArray[np.float32]:
        chords = np.sqrt(filters.squared_chords(table, ids, near))
        return np.where(np.isnan(chords), np.float32(np.inf), chords)

    return Key(exact, coarse, _CHORD_DOUBT)


def first_editions(
    table: Table, members: Matched, keys: list[Key], wanted: int, walk: Walk | None
) -> Ids:
    """The best row of each of the first so many editions, in order."""
    edition = table.arrays["edition_no"]
    take = 2 * wanted + _FIRST_TRY
    sure: Ids
    while True:
        best = _best(table, members, keys, take, walk)
        complete = len(best) == members.count
        sure = best if complete else best[:take]  # further on, better rows may be missing
        places = _first_of_each(edition.take(sure), table.editions)
        if complete or len(places) >= wanted:
            return sure[places[:wanted]]
        take *= 4


def _best(table: Table, members: Matched, keys: list[Key], count: int, walk: Walk | None) -> Ids:
    """At least the first so many rows, in order; what stands behind those may be incomplete."""
    walked = walk.first(members, count) if walk is not None else None
    if walked is None:
        return _ordered(_smallest(members.ids, keys, count), keys)
    if table.size == table.built or not (later := members.rows & table.later()):
        return walked
    return _ordered(_smallest(np.concatenate([walked, bitmaps.to_ids(later)]), keys, count), keys)


def _first_of_each(values: npt.NDArray[np.uint32], limit: int) -> Ids:
    """Where each value (below the limit) stands first."""
    if len(values) < _WORTH_SLOTS:
        _, places = np.unique(values, return_index=True)
        places.sort()
        return places
    slots = np.empty(limit, np.int32)
    slots[values[::-1]] = np.arange(len(values) - 1, -1, -1)
    return np.flatnonzero(slots.take(values) == np.arange(len(values)))


def _smallest(ids: Ids, keys: list[Key], count: int) -> Ids:
    """At least the first so many rows by the keys, in any order, without sorting all of them."""
    if len(ids) <= count or not keys:
        return ids
    key, *rest = keys
    values = (key.coarse or key.exact)(ids)
    limit = np.partition(values, count - 1)[count - 1]
    places = np.flatnonzero(values <= (limit + 2 * key.doubt if key.doubt else limit))
    ids, values = ids[places], values[places]
    if key.doubt or len(ids) == count:
        return ids
    tied = values == limit
    below = ids[~tied]
    return np.concatenate([below, _smallest(ids[tied], rest, count - len(below))])


def _ordered(ids: Ids, keys: list[Key]) -> Ids:
    return ids[np.lexsort([key.exact(ids) for key in reversed(keys)])]


def hit(table: Table, row: int, rows: BitMap, tier: int) -> Hit:
    """The edition of a row, with all its matching races, the row's own first."""
    arrays = table.arrays
    edition_id, race_ids = int(arrays["edition_id"][row]), arrays["race_id"]
    others = [
        int(race_ids[n])
        for n in table.rows_of(int(arrays["event_no"][row]))
        if n != row and n in rows and arrays["edition_id"][n] == edition_id
    ]
    kind = str(table.labels.tables["kind"][int(arrays["kind"][row])])
    races = (int(race_ids[row]), *others)
    return Hit(int(arrays["event_id"][row]), edition_id, races, tier, kind)


def page(
    table: Table, query: Query, matched: Matched, groups: Iterable[tuple[int, BitMap]]
) -> tuple[Hit, ...]:
    """The editions from offset to offset + limit; earlier groups come before later ones.

    The last group must hold all rows that the others do not.
    """
    if not query.limit:
        return ()
    wanted = query.offset + query.limit
    keys = keys_for(table, query)
    walk = None if query.near is not None else table.orders.walk(query.sort, query.from_day)
    edition = table.arrays["edition_no"]
    seen = np.zeros(table.editions, bool)
    found: list[tuple[int, int]] = []
    rows = rest = matched.rows
    before = 0  # editions in earlier groups; `rest` are rows in none of them
    for tier, group in groups:
        all_of_it = group is rows and rest is rows
        members = matched if all_of_it else Matched(group & rest, table.size)
        rest = rest - group
        best = first_editions(table, members, keys, wanted, walk)  # some may have been seen
        best = best[~seen.take(edition.take(best))][: wanted - before]
        seen[edition.take(best)] = True
        found += [(tier, int(row)) for row in best[max(query.offset - before, 0) :]]
        before += len(best)
        if before >= wanted or not rest:
            break
    return tuple(hit(table, row, rows, tier) for tier, row in found)


def rings(table: Table, near: Near, rows: BitMap) -> Iterable[tuple[int, BitMap]]:
    """Rows in growing circles, so that the nearest few are found without measuring all."""
    if len(rows) > _WORTH_RINGS:
        for radius_m in _RINGS_M:
            yield 0, filters.in_circle(table, near, radius_m)
    yield 0, rows
