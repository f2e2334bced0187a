"""Sets of row numbers: bitmaps for set algebra, arrays for everything else."""

import array
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Ids = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

_CHUNK = 65_536  # rows per container of a roaring bitmap
_ARRAY_LIMIT = 4_096  # a container with at most so many rows lists them
_COOKIE = 12_346  # roaring portable format, no run containers
_FEW = 3_000  # below this, listing rows is quicker than a mask


def from_ids(ids: npt.NDArray[np.integer], size: int) -> BitMap:
    """The set of these rows (in any order, repeats allowed), all below size."""
    if len(ids) < _FEW:
        return BitMap(array.array("I", ids.astype(np.uint32).tobytes()))
    mask = np.zeros(size, bool)
    mask[ids] = True
    return from_mask(mask)


def from_mask(mask: Mask) -> BitMap:
    """The set of the rows where the mask is true.

    Written as roaring's portable serial form, which is about thirty times quicker than listing
    the rows. Source: RoaringFormatSpec, "standard 32-bit", serial cookie without runs.
    """
    bits = np.packbits(mask, bitorder="little")
    padded = np.zeros(-(-len(mask) // _CHUNK) * (_CHUNK // 8), np.uint8)
    padded[: len(bits)] = bits
    chunks = padded.reshape(-1, _CHUNK // 8)
    sizes = np.bitwise_count(chunks.view(np.uint64)).sum(axis=1, dtype=np.int64)
    keys = np.flatnonzero(sizes)
    bodies = [_container(chunks, mask, int(k), int(sizes[k])) for k in keys]
    head = np.array([_COOKIE, len(keys)], np.uint32).tobytes()
    table = np.stack([keys, sizes[keys] - 1], axis=1).astype(np.uint16).tobytes()
    lengths = [len(body) for body in bodies]
    first = len(head) + len(table) + 4 * len(keys)
    starts = first + np.concatenate([[0], np.cumsum(lengths)[:-1]]) if bodies else np.zeros(0)
    return BitMap.deserialize(b"".join([head, table, starts.astype(np.uint32).tobytes(), *bodies]))


def _container(chunks: npt.NDArray[np.uint8], mask: Mask, key: int, size: int) -> bytes:
    if size > _ARRAY_LIMIT:
        return bytes(chunks[key])
    rows = np.flatnonzero(mask[key * _CHUNK : (key + 1) * _CHUNK])
    return rows.astype(np.uint16).tobytes()


def to_ids(rows: BitMap) -> Ids:
    """The rows in rising order, in the type in which numpy looks things up quickest."""
    if not rows:
        return np.zeros(0, np.intp)
    return np.frombuffer(rows.to_array(), np.uint32).astype(np.intp)


def union(sets: Sequence[BitMap]) -> BitMap:
    """All rows of any of the sets. The answer may be one of the sets itself: never change it."""
    if not sets:
        return BitMap()
    return sets[0] if len(sets) == 1 else BitMap.union(*sets)


def intersection(sets: Iterable[BitMap], within: BitMap) -> BitMap:
    """The rows of `within` that are in every set, the smallest set first."""
    for rows in sorted(sets, key=len):
        within = rows & within
    return within
