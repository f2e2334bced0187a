"""How many races each label has, every facet without its own filter."""

from collections.abc import Mapping

import numpy as np
from pyroaring import BitMap

from startline.discovery.index import bitmaps
from startline.discovery.index.bitmaps import Matched
from startline.discovery.index.query import FACETS, Label
from startline.discovery.index.table import Table

# Rough cost in nanoseconds, measured: making a row's number, looking up one row in a group of
# facets. What counting by bitmaps costs is noted in the table.
_NUMBER_NS = 0.6
_LOOK_NS = 2.6
_SPARSE = 16  # where fewer than one row in so many matches, bitmaps are never quicker

Counts = Mapping[int, int]


def counted(
    table: Table, chosen: Mapping[str, BitMap], matched: Matched
) -> dict[str, dict[Label, int]]:
    """All facets of the matching rows; `chosen` are the sets that were intersected to get them."""
    own = {name: _without(table, chosen, name) for name in FACETS if name in chosen}
    free = [name for name in FACETS if name not in chosen]
    counts = _all_of(table, free, matched)
    counts |= {name: _all_of(table, [name], rows)[name] for name, rows in own.items()}
    return {name: _labelled(table, name, counts[name]) for name in FACETS}


def _without(table: Table, chosen: Mapping[str, BitMap], name: str) -> Matched:
    others = [rows for key, rows in chosen.items() if key != name]
    return Matched(bitmaps.intersection(others, table.races), table.size)


def _all_of(table: Table, names: list[str], matched: Matched) -> dict[str, Counts]:
    """Of more than half of all races, the others are counted instead."""
    if 2 * matched.count <= len(table.races):
        return _looked_at(table, names, matched)
    rest = Matched(table.races - matched.rows, table.size)
    if not rest.count:
        return {name: table.totals[name] for name in names}
    found = _looked_at(table, names, rest)
    return {
        name: {code: n - found[name].get(code, 0) for code, n in table.totals[name].items()}
        for name in names
    }


def _looked_at(table: Table, names: list[str], matched: Matched) -> dict[str, Counts]:
    out: dict[str, Counts] = {}
    for group in table.groups:
        asked = [name for name in group.names if name in names]
        if _by_bitmaps(table, asked, matched):
            out |= {name: _common(table, name, matched.rows) for name in asked}
        elif len(asked) == 1:
            out[asked[0]] = _column(table, asked[0], matched.ids)
        elif asked:
            out |= group.counted(matched.ids)
    return out


def _by_bitmaps(table: Table, names: list[str], matched: Matched) -> bool:
    if matched.count * _SPARSE < table.size:
        return False
    look_ns = _LOOK_NS if "ids" in vars(matched) else _LOOK_NS + _NUMBER_NS
    return matched.count * look_ns > sum(table.count_ns[name] for name in names)


def _common(table: Table, name: str, rows: BitMap) -> Counts:
    sets = table.sets[name]
    return {code: rows.intersection_cardinality(of_label) for code, of_label in sets.items()}


def _column(table: Table, name: str, ids: bitmaps.Ids) -> Counts:
    counts = np.bincount(table.arrays[name].take(ids))
    codes = np.flatnonzero(counts)
    return dict(zip(codes.tolist(), counts[codes].tolist(), strict=True))


def _labelled(table: Table, name: str, counts: Counts) -> dict[Label, int]:
    labels = table.labels.tables[name]
    return {
        label: count
        for code, count in counts.items()
        if count and ((label := labels[code]) or label is False)
    }
