"""The rows in memory: arrays, one bitmap per label, words; and rows that come and go later."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps, columns, geometry, text
from startline.discovery.index.generation import Reader
from startline.discovery.index.query import Label
from startline.discovery.index.rows import RACE, Change, RaceRow


class OverlayFullError(Exception):
    """More rows came after the build than there is room for: build anew."""

    code = "overlay_full"


class Table:
    """One generation in memory, with the changes since it was built."""

    def __init__(self, reader: Reader) -> None:
        meta = reader.meta()
        self.built: int = meta["rows"]
        self.located: int = meta["located"]
        self.today: int = meta["today"]
        self.size = self.built
        self.arrays: dict[str, npt.NDArray[Any]] = columns.load(reader.path)
        self.labels = columns.load_labels(reader.path / "labels.json")
        self.sets: dict[str, dict[int, BitMap]] = {
            name: self._sets_of(name) for name in columns.LABELLED
        }
        self.text = text.load(reader.path, self.built)
        self.alive = BitMap(range(self.built))
        self.placed = BitMap(range(self.located))
        self._race_code = self.labels.code("kind", RACE)
        self.races = self.sets["kind"].get(self._race_code, BitMap()).copy()
        self._by_event = np.load(reader.path / "by_event.npy", mmap_mode="r")
        self._later: dict[tuple[str, int], list[int]] = {}
        self.events = 1 + int(self.column("event_no").max(initial=0))
        self.editions = 1 + int(self.column("edition_no").max(initial=0))

    def column(self, name: str) -> npt.NDArray[Any]:
        """The values of all rows, in row order."""
        return self.arrays[name][: self.size]

    def _sets_of(self, name: str) -> dict[int, BitMap]:
        codes = self.column(name)
        order = np.argsort(codes, kind="stable")
        found, starts = np.unique(codes[order], return_index=True)
        parts = np.split(order, starts[1:])
        sets = {
            int(code): bitmaps.from_ids(rows, self.built)
            for code, rows in zip(found, parts, strict=False)
        }
        for rows in sets.values():
            rows.run_optimize()
        return sets

    def labelled(self, name: str, labels: Iterable[Label]) -> BitMap:
        """Rows with any of the labels."""
        codes = (self.labels.known(name, label) for label in labels)
        sets = self.sets[name]
        return bitmaps.union([sets[code] for code in codes if code is not None and code in sets])

    def rows_of(self, kind: str, event_id: int) -> list[int]:
        """The numbers of an event's living rows, by edition and race."""
        later = self._later.get((kind, event_id))
        if later is not None:
            return later
        code = self.labels.known("kind", kind)
        ids = self.arrays["event_id"]
        first = np.searchsorted(ids[: self.built], event_id, "left", sorter=self._by_event)
        end = np.searchsorted(ids[: self.built], event_id, "right", sorter=self._by_event)
        numbers = self._by_event[first:end].tolist()
        return [n for n in numbers if self.arrays["kind"][n] == code]

    def apply(self, change: Change) -> None:
        """Put an event's rows as they are now in the place of those it had."""
        if self.size + len(change.rows) > len(self.arrays["event_id"]):
            msg = f"no room for {len(change.rows)} rows after {self.size}"
            raise OverlayFullError(msg)
        old = self.rows_of(change.kind, change.event_id)
        numbers = self._dense_numbers(old)
        for number in old:
            self.alive.discard(number)
            self.races.discard(number)
        added = {self._add(row, numbers): row for row in sorted(change.rows, key=_curve_place)}
        self._later[change.kind, change.event_id] = sorted(
            added, key=lambda number: (added[number].edition_id, added[number].race_id)
        )

    def _dense_numbers(self, old: Iterable[int]) -> dict[int | None, int]:
        """Edition id to dense number, and None to the event's own dense number."""
        numbers: dict[int | None, int] = {}
        for number in old:
            numbers[None] = int(self.arrays["event_no"][number])
            edition_id = int(self.arrays["edition_id"][number])
            numbers[edition_id] = int(self.arrays["edition_no"][number])
        return numbers

    def _add(self, row: RaceRow, numbers: dict[int | None, int]) -> int:
        if None not in numbers:
            numbers[None] = self.events
            self.events += 1
        if row.edition_id not in numbers:
            numbers[row.edition_id] = self.editions
            self.editions += 1
        number: int = self.size
        values: Mapping[str, float] = columns.numbers_of(row, self.today)
        for name, value in values.items():
            self.arrays[name][number] = value
        self.arrays["event_no"][number] = numbers[None]
        self.arrays["edition_no"][number] = numbers[row.edition_id]
        self._place(number, row)
        for name, label in columns.labels_of(row).items():
            code = self.labels.code(name, label)
            self.arrays[name][number] = code
            self.sets[name].setdefault(code, BitMap()).add(number)
        self.text.add(number, row)
        self.size += 1
        self.alive.add(number)
        if row.kind == RACE:
            self.races.add(number)
        return number

    def _place(self, number: int, row: RaceRow) -> None:
        if row.latitude is not None and row.longitude is not None:
            self.placed.add(number)
        spot = slice(number, number + 1)
        latitude, longitude = self.arrays["latitude"][spot], self.arrays["longitude"][spot]
        self.arrays["morton"][spot] = geometry.morton(latitude, longitude)
        for axis, values in zip("xyz", geometry.unit_vectors(latitude, longitude), strict=True):
            self.arrays[axis][spot] = values


def _curve_place(row: RaceRow) -> int:
    """Rows that come later keep the order of the build: along the Z-curve, unplaced ones last."""
    if row.latitude is None or row.longitude is None:
        return 1 << 32
    return int(geometry.morton(np.array([row.latitude]), np.array([row.longitude]))[0])
