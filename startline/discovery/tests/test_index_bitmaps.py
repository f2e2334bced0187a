"""Sets of rows in their several shapes, and what is worked out from them bit by bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from startline.discovery.index import bitmaps
from startline.discovery.index.groups import TOGETHER
from startline.discovery.index.query import FACETS
from startline.discovery.index.runs import Runs

SIZE = 300_000


@pytest.mark.parametrize(
    "rows",
    [
        BitMap(),
        BitMap([0, 63, 64, 65_535, 65_536, SIZE - 1]),  # lists
        BitMap(range(0, SIZE, 3)),  # bits
        BitMap(range(5, SIZE - 7)),  # runs
        BitMap([*range(10, 90_000), *range(90_002, 200_000, 2), 299_000]),  # all three
        BitMap(range(70_000, 70_010)),  # one container of runs, without a table of offsets
    ],
)
def test_bits_are_the_same_rows_whatever_the_containers(rows: BitMap) -> None:
    rows.run_optimize()

    bits = bitmaps.to_bits(rows, SIZE)

    assert bitmaps.from_bits(bits).tolist() == rows.to_array().tolist()
    asked = np.array([299_000, 12, 70_005, 0])
    assert bitmaps.has(bits, asked).tolist() == [int(n) in rows for n in asked]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 70), min_size=1, max_size=30),
    repeated=st.sets(st.integers(0, 29), max_size=3),
    data=st.data(),
)
def test_the_first_row_of_each_group_is_found(
    lengths: list[int], repeated: set[int], data: st.DataObject
) -> None:
    names = [0 if place in repeated else place + 1 for place in range(len(lengths))]
    groups = np.repeat(np.array(names, np.uint32), lengths)
    runs = Runs(groups)
    every = set(range(len(groups)))
    chosen = BitMap(data.draw(st.sets(st.sampled_from(sorted(every)))))
    together = chosen - runs.scattered

    first = runs.first(bitmaps.to_bits(together, len(groups)))

    _, wanted = np.unique(groups[bitmaps.to_ids(together)], return_index=True)
    assert bitmaps.from_bits(first).tolist() == bitmaps.to_ids(together)[np.sort(wanted)].tolist()


def test_every_facet_is_counted_in_one_group() -> None:
    assert sorted(name for names in TOGETHER for name in names) == sorted(FACETS)
