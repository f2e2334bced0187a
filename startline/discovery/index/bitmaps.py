"""Sets of row numbers: bitmaps for set algebra, arrays for everything else."""

import array
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Ids = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]

_CHUNK = 65_536  # rows per container of a roaring bitmap
_ARRAY_LIMIT = 4_096  # a container with at most so many rows lists them
_COOKIE = 12_346  # roaring portable format, no run containers
_COOKIE_RUNS = 12_347  # some containers list runs
_CHUNK_WORDS = _CHUNK // 64
_OFFSETS_FROM = 4  # containers; with runs among them, fewer have no table of offsets
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


def to_bits(rows: BitMap, size: int) -> Bits:
    """One bit per row, the lowest first, for all rows below size; no row may be above.

    Reads roaring's portable serial form: twenty times quicker than going by way of row numbers.
    """
    bits = np.zeros(-(-size // _CHUNK) * _CHUNK_WORDS, np.uint64)
    data = rows.serialize()
    cookie = int.from_bytes(data[:2], "little")
    if cookie == _COOKIE_RUNS:
        count = int.from_bytes(data[2:4], "little") + 1
        table = 4 + -(-count // 8)
        flags = np.unpackbits(np.frombuffer(data, np.uint8, table - 4, 4), bitorder="little")
    else:
        count, table = int.from_bytes(data[4:8], "little"), 8
        flags = np.zeros(count, np.uint8)
    heads = np.frombuffer(data, np.uint16, 2 * count, table).reshape(-1, 2).tolist()
    at = table + 4 * count
    if cookie == _COOKIE or count >= _OFFSETS_FROM:
        at += 4 * count
    for (key, last), is_run in zip(heads, flags.tolist(), strict=False):
        chunk = bits[key * _CHUNK_WORDS : (key + 1) * _CHUNK_WORDS]
        at += _read_container(data, at, chunk, last + 1, is_run=is_run)
    return bits


def _read_container(data: bytes, at: int, chunk: Bits, size: int, *, is_run: int) -> int:
    """Set the bits of one container; answer with how many bytes it takes."""
    if not is_run and size > _ARRAY_LIMIT:
        chunk[:] = np.frombuffer(data, np.uint64, _CHUNK_WORDS, at)
        return _CHUNK // 8
    inside = np.zeros(_CHUNK, np.bool_)
    if is_run:
        count = int.from_bytes(data[at : at + 2], "little")
        runs = np.frombuffer(data, np.uint16, 2 * count, at + 2).reshape(-1, 2)
        for first, more in runs.tolist():
            inside[first : first + more + 1] = True
    else:
        inside[np.frombuffer(data, np.uint16, size, at)] = True
    chunk[:] = np.packbits(inside, bitorder="little").view(np.uint64)
    return 2 + 4 * count if is_run else 2 * size


def from_bits(bits: Bits) -> Ids:
    """The rows whose bits are set, rising."""
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_))


def has(bits: Bits, rows: npt.NDArray[np.integer]) -> Mask:
    """Which of the rows have their bits set, in the order of the rows."""
    words = bits.take(rows >> 6)
    words >>= (rows & 63).astype(np.uint64)
    words &= np.uint64(1)
    return words.astype(np.bool_)


class Matched:
    """A set of rows in the three shapes in which it is looked at, each made when first asked for.

    `rows` must not change any more; all are below `size`.
    """

    def __init__(self, rows: BitMap, size: int) -> None:
        self.rows = rows
        self.size = size
        self.count = len(rows)

    @cached_property
    def ids(self) -> Ids:
        """The row numbers, rising."""
        return to_ids(self.rows)

    @cached_property
    def bits(self) -> Bits:
        """One bit per row."""
        return to_bits(self.rows, self.size)


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
