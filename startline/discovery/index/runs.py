"""Rows of one event or edition mostly stand side by side: the first of each, bit by bit."""

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps

_LONGEST = 64  # rows; a run must fit into one word to be shifted over itself
_ONE = np.uint64(1)


class Runs:
    """Which rows belong to the same group as the row so many places before.

    `scattered` are the rows of groups that are not one run of at most 64 rows, and all rows that
    come after the build; they have to be looked at one by one.
    """

    def __init__(self, numbers: npt.NDArray[np.uint32]) -> None:
        begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] + 1))
        lengths = np.diff(begins, append=len(numbers))
        apart = np.bincount(numbers[begins], minlength=1).take(numbers[begins]) > 1
        apart |= lengths > _LONGEST
        self.scattered: BitMap = bitmaps.from_mask(np.repeat(apart, lengths))
        longest = int(lengths[~apart].max(initial=1))
        steps = (1 << k for k in range((longest - 1).bit_length()))
        self._same = [(step, _same_as_before(numbers, step)) for step in steps]

    def first(self, bits: bitmaps.Bits) -> bitmaps.Bits:
        """Of the given rows, none of them scattered, the first of each group.

        A row with an earlier one in its group is found by doubling: after the steps 1, 2, 4, ...
        every row knows whether any row before it in its run is there.
        """
        if not self._same:
            return bits
        reached = bits
        for step, same in self._same:
            reached = reached | (_shifted(reached, step) & _fitted(same, len(bits)))
        _, same = self._same[0]
        return bits & ~(_shifted(reached, 1) & _fitted(same, len(bits)))


def _same_as_before(numbers: npt.NDArray[np.uint32], step: int) -> bitmaps.Bits:
    same = np.zeros(len(numbers), bool)
    same[step:] = numbers[step:] == numbers[:-step]
    return bitmaps.to_bits(bitmaps.from_mask(same), len(numbers))


def _fitted(bits: bitmaps.Bits, count: int) -> bitmaps.Bits:
    """As many words; rows that came later have no neighbours."""
    if len(bits) >= count:
        return bits[:count]
    return np.concatenate([bits, np.zeros(count - len(bits), np.uint64)])


def _shifted(bits: bitmaps.Bits, step: int) -> bitmaps.Bits:
    """Every bit so many places further on (fewer than 64)."""
    out = bits << np.uint64(step)
    out[1:] |= bits[:-1] >> np.uint64(64 - step)
    return out
