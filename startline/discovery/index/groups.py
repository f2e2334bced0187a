"""Several labels of a row packed into one number, so that one look counts several facets."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from startline.discovery.index import bitmaps

# Facets that are counted together: few combinations of them occur.
TOGETHER = (
    ("country", "region"),
    ("sport", "surface", "relief", "open"),
    ("month", "band", "certainty"),
)

Columns = Mapping[str, npt.NDArray[np.uint16]]


class Group:
    """One number per row for a combination of labels; combinations are numbered as they turn up."""

    def __init__(self, names: Sequence[str], columns: Columns, size: int, room: int) -> None:
        self.names = tuple(names)
        joined = np.zeros(size, np.int64)
        for name in self.names:
            joined = joined << 16 | columns[name][:size]
        found, numbers = np.unique(joined, return_inverse=True)
        shifts = range(16 * (len(self.names) - 1), -1, -16)
        self._codes = [found >> shift & 0xFFFF for shift in shifts]
        kind = np.uint16 if len(found) + room - size < 1 << 16 else np.uint32
        self._numbers: npt.NDArray[Any] = np.zeros(room, kind)
        self._numbers[:size] = numbers
        listed = (codes.tolist() for codes in self._codes)
        self._known = {codes: n for n, codes in enumerate(zip(*listed, strict=True))}

    def add(self, row: int, codes: Mapping[str, int]) -> None:
        """Take in a row that came after the build."""
        combination = tuple(codes[name] for name in self.names)
        number = self._known.setdefault(combination, len(self._known))
        if number == len(self._codes[0]):
            pairs = zip(self._codes, combination, strict=True)
            self._codes = [np.append(codes, code) for codes, code in pairs]
        self._numbers[row] = number

    def counted(self, ids: bitmaps.Ids) -> dict[str, dict[int, int]]:
        """For each facet of the group, how many of the rows have each label."""
        counts = np.bincount(self._numbers.take(ids))
        present = np.flatnonzero(counts)
        return {
            name: _summed(codes[present], counts[present])
            for name, codes in zip(self.names, self._codes, strict=True)
        }


def _summed(codes: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> dict[int, int]:
    sums = np.bincount(codes, counts)
    present = np.flatnonzero(sums)
    return dict(zip(present.tolist(), sums[present].astype(int).tolist(), strict=True))


def groups(columns: Columns, size: int, room: int) -> tuple[Group, ...]:
    """All facets, each in one group."""
    return tuple(Group(names, columns, size, room) for names in TOGETHER)
