"""The rows in memory: arrays, one bitmap per label, words; and rows that come and go later."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps, columns, geometry, text
from startline.discovery.index.generation import Reader
from startline.discovery.index.groups import groups
from startline.discovery.index.orders import Orders
from startline.discovery.index.query import Label
from startline.discovery.index.rows import RACE, Change, RaceRow
from startline.discovery.index.runs import Runs

# What it costs to count the common rows with a bitmap, in nanoseconds, measured: one call, a row
# of a container that lists rows, a container of bits or of runs.
_CALL_NS, _LISTED_NS, _BITS_NS, _RUNS_NS = 150, 0.5, 250, 60
NUMBERS = ("event_no", "edition_no")

_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


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
        self.size: int = self.built
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
        self._by_event = _loaded(reader, "by_event")
        self._event_starts = _loaded(reader, "event_starts")
        self._event_ids = self.arrays["event_id"].take(self._by_event.take(self._event_starts[:-1]))
        self._later: dict[int, list[int]] = {}
        self._later_events: dict[tuple[str, int], int] = {}
        self.events = len(self._event_ids)
        self.count_ns = {
            name: sum(_count_ns(rows) for rows in sets.values()) for name, sets in self.sets.items()
        }
        self.groups = groups(self.arrays, self.built, len(self.arrays["event_id"]))
        self.orders = Orders(reader.path, self.arrays, self.built)
        self.runs = {name: Runs(self.column(name)) for name in NUMBERS}
        self.totals = {
            name: Counter({code: len(rows & self.races) for code, rows in sets.items()})
            for name, sets in self.sets.items()
        }
        self.sizes = {name: self._sizes(name) for name in NUMBERS}
        self.living = {name: int(np.count_nonzero(sizes)) for name, sizes in self.sizes.items()}
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

    def _sizes(self, name: str) -> npt.NDArray[np.int32]:
        """How many living races each event or edition has, with room for later ones."""
        numbers = self.arrays[name].take(bitmaps.to_ids(self.races))
        room = int(self.column(name).max(initial=0)) + 1 + columns.SPARE_ROWS
        return np.bincount(numbers, minlength=room).astype(np.int32)

    def later(self) -> BitMap:
        """Rows that came after the build."""
        return BitMap(range(self.built, self.size))

    def labelled(self, name: str, labels: Iterable[Label]) -> BitMap:
        """Rows with any of the labels."""
        codes = (self.labels.known(name, label) for label in labels)
        sets = self.sets[name]
        return bitmaps.union([sets[code] for code in codes if code is not None and code in sets])

    def event_number(self, kind: str, event_id: int) -> int | None:
        """The dense number of an event, None if it was never seen."""
        later = self._later_events.get((kind, event_id))
        if later is not None:
            return later
        code = self.labels.known("kind", kind)
        first, end = (int(np.searchsorted(self._event_ids, event_id, s)) for s in _SIDES)
        starts = ((n, int(self._event_starts[n])) for n in range(first, end))
        return next((n for n, s in starts if self.arrays["kind"][self._by_event[s]] == code), None)

    def rows_of(self, event_no: int) -> list[int]:
        """The numbers of an event's living rows, by edition and race."""
        later = self._later.get(event_no)
        if later is not None:
            return later
        rows = self._by_event[self._event_starts[event_no] : self._event_starts[event_no + 1]]
        found: list[int] = rows.tolist()
        return found

    def apply(self, change: Change) -> None:
        """Put an event's rows as they are now in the place of those it had."""
        if self.size + len(change.rows) > len(self.arrays["event_id"]):
            msg = f"no room for {len(change.rows)} rows after {self.size}"
            raise OverlayFullError(msg)
        event_no = self.event_number(change.kind, change.event_id)
        old = [] if event_no is None else self.rows_of(event_no)
        for number in old:
            self._remove(number)
        if event_no is None:
            event_no = self._later_events[change.kind, change.event_id] = self.events
            self.events += 1
        editions = {int(self.arrays["edition_id"][n]): self.arrays["edition_no"][n] for n in old}
        added: dict[int, RaceRow] = {}
        for row in sorted(change.rows, key=_curve_place):
            if row.edition_id not in editions:
                editions[row.edition_id] = self.editions
                self.editions += 1
            added[self._add(row, event_no, editions[row.edition_id])] = row
        self._later[event_no] = sorted(
            added, key=lambda number: (added[number].edition_id, added[number].race_id)
        )

    def _remove(self, number: int) -> None:
        self.alive.discard(number)
        if number in self.races:
            self.races.discard(number)
            self._count(number, -1)

    def _count(self, number: int, change: int) -> None:
        for name, totals in self.totals.items():
            totals[int(self.arrays[name][number])] += change
        for name, sizes in self.sizes.items():
            of_group = self.arrays[name][number]
            was = bool(sizes[of_group])
            sizes[of_group] += change
            self.living[name] += bool(sizes[of_group]) - was

    def _add(self, row: RaceRow, event_no: int, edition_no: int) -> int:
        number: int = self.size
        values: Mapping[str, float] = columns.numbers_of(row, self.today)
        for name, value in values.items():
            self.arrays[name][number] = value
        self.arrays["event_no"][number] = event_no
        self.arrays["edition_no"][number] = edition_no
        self._place(number, row)
        codes = {n: self.labels.code(n, v) for n, v in columns.labels_of(row).items()}
        for group in self.groups:
            group.add(number, codes)
        for name, code in codes.items():
            self.arrays[name][number] = code
            self.sets[name].setdefault(code, BitMap()).add(number)
        self.text.add(number, row)
        self.size += 1
        self.alive.add(number)
        for runs in self.runs.values():
            runs.scattered.add(number)
        if row.kind == RACE:
            self.races.add(number)
            self._count(number, 1)
        return number

    def _place(self, number: int, row: RaceRow) -> None:
        if row.latitude is not None and row.longitude is not None:
            self.placed.add(number)
        spot = slice(number, number + 1)
        latitude, longitude = self.arrays["latitude"][spot], self.arrays["longitude"][spot]
        self.arrays["morton"][spot] = geometry.morton(latitude, longitude)
        for axis, values in zip("xyz", geometry.unit_vectors(latitude, longitude), strict=True):
            self.arrays[axis][spot] = values


def _count_ns(rows: BitMap) -> float:
    found = rows.get_statistics()
    return (
        _CALL_NS
        + _LISTED_NS * found["n_values_array_containers"]
        + _BITS_NS * found["n_bitset_containers"]
        + _RUNS_NS * found["n_run_containers"]
    )


def _loaded(reader: Reader, name: str) -> npt.NDArray[np.uint32]:
    return np.asarray(np.load(reader.path / f"{name}.npy", mmap_mode="r"), np.uint32)


def _curve_place(row: RaceRow) -> int:
    """Rows that come later keep the order of the build: along the Z-curve, unplaced ones last."""
    if row.latitude is None or row.longitude is None:
        return 1 << 32
    return int(geometry.morton(np.array([row.latitude]), np.array([row.longitude]))[0])
