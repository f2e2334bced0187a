"""From rows to files: one pass over the rows, then a few sorts."""

import json
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from startline.discovery.index import columns, geometry, orders, text
from startline.discovery.index.generation import FORMAT, write_generation
from startline.discovery.index.rows import RaceRow

Uint64s = npt.NDArray[np.uint64]

_TYPECODES = {np.int64: "q", np.int32: "i", np.uint32: "I", np.uint16: "H", np.float64: "d"}
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def build(rows: Iterable[RaceRow], folder: Path, *, today: int, watermark: int = 0) -> Path:
    """Write a new generation of the index and make it the current one; answer with its folder.

    `today` (a day ordinal) decides what is over and what is fresh. `watermark` is the last change
    the rows already contain; whoever follows the changes starts behind it. A build that dies
    leaves the current generation as it was.
    """
    collected = _Collected(today)
    for row in rows:
        collected.add(row)
    meta = {"format": FORMAT, "rows": collected.count, "today": today, "watermark": watermark}
    return write_generation(folder, lambda target: _write(collected, target, meta))


class _Collected:
    """Everything read from the rows, in the order they came."""

    def __init__(self, today: int) -> None:
        self.today = today
        self.count = 0
        self.labels = columns.Labels()
        self.values: dict[str, array[Any]] = {
            name: array(_TYPECODES[dtype])
            for name, dtype in columns.DTYPES.items()
            if name not in columns.COMPUTED
        }
        self.words: dict[str, int] = {}
        self.postings = [array("I") for _ in text.FIELDS]
        self.pairs = [array("I"), array("I")]  # first words, second words
        self.posting_rows = [array("I") for _ in (*text.FIELDS, "pairs")]
        self._texts: tuple[object, ...] = ()
        self._numbered: list[list[int]] = []

    def add(self, row: RaceRow) -> None:
        for name, label in columns.labels_of(row).items():
            self.values[name].append(self.labels.code(name, label))
        for name, value in columns.numbers_of(row, self.today).items():
            self.values[name].append(value)
        texts = (row.name, row.alt_names, row.places, row.organizers, row.features)
        if texts != self._texts:  # the races of an edition mostly share their words
            self._texts, self._numbered = texts, self._numbers_of_words(row)
        for postings, numbers in zip((*self.postings, *self.pairs), self._numbered, strict=True):
            postings.extend(numbers)
        for rows, numbers in zip(self.posting_rows, self._numbered, strict=False):
            rows.extend([self.count] * len(numbers))
        self.count += 1

    def _numbers_of_words(self, row: RaceRow) -> list[list[int]]:
        """The words of each field, then the first and the second word of each pair."""
        pairs = text.name_pairs(row)
        found = [*text.words_of(row), [a for a, _ in pairs], [b for _, b in pairs]]
        return [[self._word(word) for word in words] for words in found]

    def _word(self, word: str) -> int:
        return self.words.setdefault(word, len(self.words))


def _write(collected: _Collected, target: Path, meta: dict[str, int]) -> None:
    arrays: dict[str, columns.Array] = {
        name: np.frombuffer(values, columns.DTYPES[name])
        if values
        else np.zeros(0, columns.DTYPES[name])
        for name, values in collected.values.items()
    }
    latitude, longitude = arrays["latitude"], arrays["longitude"]
    arrays["morton"] = geometry.morton(latitude, longitude)
    arrays |= dict(zip("xyz", geometry.unit_vectors(latitude, longitude), strict=True))
    order = _curve_order(arrays)
    ordered = {name: values[order] for name, values in arrays.items()}
    by_event = _number_events(ordered, target)
    orders.write(target, ordered, by_event)
    columns.save(target, ordered)
    columns.save_labels(target / "labels.json", collected.labels)
    _write_words(collected, target, _inverse(order))
    located = int(np.count_nonzero(~np.isnan(latitude)))
    (target / "meta.json").write_text(json.dumps(meta | {"located": located}), encoding="utf-8")


def _curve_order(arrays: dict[str, columns.Array]) -> npt.NDArray[np.int64]:
    """Along the Z-curve, an edition's races side by side; rows without a position come last."""
    unlocated = np.isnan(arrays["latitude"])
    keys = ("race_id", "edition_id", "event_id", "morton")
    return np.lexsort((*(arrays[key] for key in keys), unlocated))


def _number_events(arrays: dict[str, columns.Array], target: Path) -> npt.NDArray[np.int64]:
    """Count events and editions through, and note which rows each event has, in which order."""
    parts = [arrays[name] for name in ("event_id", "kind", "edition_id", "race_id")]
    order = np.lexsort(parts[::-1])
    event, kind, edition, _ = (part[order] for part in parts)
    new_event = np.ones(len(order), bool)
    new_event[1:] = (event[1:] != event[:-1]) | (kind[1:] != kind[:-1])
    new_edition = new_event.copy()
    new_edition[1:] |= edition[1:] != edition[:-1]
    for name, new in (("event_no", new_event), ("edition_no", new_edition)):
        numbers = np.zeros(len(order), np.uint32)
        numbers[order] = np.cumsum(new) - 1
        arrays[name] = numbers
    np.save(target / "by_event.npy", order.astype(np.uint32))
    starts = np.append(np.flatnonzero(new_event), len(order))
    np.save(target / "event_starts.npy", starts.astype(np.uint32))
    return order


def _inverse(order: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    numbers = np.zeros(len(order), np.uint64)
    numbers[order] = np.arange(len(order), dtype=np.uint64)
    return numbers


def _write_words(collected: _Collected, target: Path, row_numbers: Uint64s) -> None:
    collected.words.pop(text.EDGE, None)
    words = sorted(collected.words)
    places = np.zeros(max(collected.words.values(), default=0) + 2, np.uint64)
    places[[collected.words[word] for word in words]] = np.arange(1, len(words) + 1)
    (target / "words.txt").write_text("\n".join(words), encoding="utf-8")
    rows = [row_numbers[_array(numbers)] for numbers in collected.posting_rows]
    for number, field in enumerate(text.FIELDS):
        keys = places[_array(collected.postings[number])] - np.uint64(1)
        starts, numbers = _grouped(keys, rows[number], len(words))
        np.save(target / f"{field}_starts.npy", starts)
        np.save(target / f"{field}_rows.npy", numbers)
    first, second = (places[_array(part)] for part in collected.pairs)
    _write_pairs(target, first << _HALF | second, rows[-1])


def _array(values: "array[int]") -> npt.NDArray[np.uint32]:
    return np.frombuffer(values, np.uint32) if values else np.zeros(0, np.uint32)


def _grouped(
    keys: Uint64s, rows: Uint64s, count: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """The rows of each key 0..count side by side and rising, and where each key's rows start."""
    joined = np.sort(keys << _HALF | rows)
    starts = np.searchsorted(joined, np.arange(count + 1, dtype=np.uint64) << _HALF)
    return starts.astype(np.int64), (joined & _LOW).astype(np.uint32)


def _write_pairs(target: Path, keys: Uint64s, rows: Uint64s) -> None:
    distinct, places = np.unique(keys, return_inverse=True)
    starts, numbers = _grouped(places.astype(np.uint64), rows, len(distinct))
    np.save(target / "pair_keys.npy", distinct)
    np.save(target / "pair_starts.npy", starts)
    np.save(target / "pair_rows.npy", numbers)
