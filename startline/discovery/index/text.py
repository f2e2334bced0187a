"""Which rows hold a word, and in which field; which words stand side by side in a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from startline.discovery.index import bitmaps
from startline.discovery.index.rows import RaceRow
from startline.discovery.index.words import Vocabulary, pieces, searchable, terms

FIELDS = ("name", "place", "organizer", "feature")
SEARCHED = 3  # the fields that free text looks into; the last holds features, asked for by name
FEATURE = 3

_FEW_RANGES = 3  # of words; more are joined row by row
_MOST_KEPT = 8_000_000  # rows in lists kept ready, about two bytes each

EDGE = ""  # stands before the first and behind the last word of a name


def words_of(row: RaceRow) -> tuple[frozenset[str], ...]:
    """The words of each field of a row."""
    return (
        _all_terms((row.name, *row.alt_names)),
        _all_terms(row.places),
        _all_terms(row.organizers),
        frozenset(row.features),
    )


def _all_terms(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(searchable(text) for text in texts))


def name_pairs(row: RaceRow) -> frozenset[tuple[str, str]]:
    """Neighbouring words in the row's names, with the edges of each name."""
    return frozenset(
        pair for name in (row.name, *row.alt_names) for pair in pairwise((EDGE, *terms(name), EDGE))
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """Words that stand in for one: ranges of the built vocabulary, and words that came later."""

    ranges: tuple[tuple[int, int], ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of one word; at least so many of them must be there."""

    parts: tuple[Selection, ...]
    least: int


class TextIndex:
    """Lists of rows per word and field as built, and bitmaps for what came later."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]], words: list[str]) -> None:
        self._starts = [arrays[f"{field}_starts"].tolist() for field in FIELDS]
        self._rows = [np.asarray(arrays[f"{field}_rows"], np.uint32) for field in FIELDS]
        self._pair_keys = np.asarray(arrays["pair_keys"], np.uint64)
        self._pair_starts = np.asarray(arrays["pair_starts"], np.int64)
        self._pair_rows = np.asarray(arrays["pair_rows"], np.uint32)
        self._built = Vocabulary(words)
        self._later = Vocabulary()
        self._later_rows: list[dict[str, BitMap]] = [{} for _ in FIELDS]
        self._later_pairs: dict[tuple[str, str], BitMap] = {}
        self._cache: dict[tuple[int, int, int], BitMap] = {}  # the one used longest ago first
        self._kept = 0
        self.size = 0

    def exact(self, word: str) -> Selection:
        """The word itself."""
        return self._select([word])

    def prefix(self, prefix: str) -> Selection:
        """Every word that starts like this."""
        first, end = self._later.prefix_range(prefix)
        return Selection((self._built.prefix_range(prefix),), tuple(self._later.words[first:end]))

    def near(self, word: str, edits: int) -> Selection:
        """Words that many edits away."""
        return self._select(
            dict.fromkeys([*self._built.near(word, edits), *self._later.near(word, edits)])
        )

    def _select(self, words: Iterable[str]) -> Selection:
        words = list(words)
        places = (self._built.position(word) for word in words)
        return Selection(
            tuple((place, place + 1) for place in places if place is not None),
            tuple(word for word in words if self._later.position(word) is not None),
        )

    def pieces(self, word: str, most: int) -> Pieces:
        """All pieces of a word, of which so many are looked at."""
        parts = tuple(self.exact(piece) for piece in pieces(word)[:most])
        return Pieces(parts, len(parts))

    def words_in(self, selection: Selection | Pieces) -> tuple[str, ...]:
        """The words of a selection, spelled out; pieces spell none."""
        if isinstance(selection, Pieces):
            return ()
        built = (w for a, b in selection.ranges for w in self._built.words[a:b])
        return tuple(dict.fromkeys([*built, *selection.later]))

    def rows(self, selection: Selection, fields: range) -> BitMap:
        """Rows that hold any of the words in any of the fields."""
        sets = [
            found
            for field in fields
            for word in selection.later
            if (found := self._later_rows[field].get(word)) is not None
        ]
        if len(selection.ranges) <= _FEW_RANGES:
            sets += [self._listed(field, *ends) for field in fields for ends in selection.ranges]
            return bitmaps.union([rows for rows in sets if rows])
        lists = [self._slice(field, *ends) for field in fields for ends in selection.ranges]
        return bitmaps.union([*sets, bitmaps.from_ids(np.concatenate(lists), self.size)])

    def met(self, wanted: Selection | Pieces, fields: range) -> BitMap:
        """Rows where the selection, or enough of the pieces, is in the fields."""
        if isinstance(wanted, Selection):
            return self.rows(wanted, fields)
        if wanted.least < len(wanted.parts):
            return bitmaps.from_mask(self.counts(wanted, fields) >= wanted.least)
        first, *others = (self.rows(part, fields) for part in wanted.parts)
        return bitmaps.intersection(others, first)

    def counts(self, wanted: Pieces, fields: range) -> npt.NDArray[np.uint8]:
        """How many of the pieces each row has in the fields."""
        found = np.zeros(self.size, np.uint8)
        for part in wanted.parts:
            found[bitmaps.to_ids(self.rows(part, fields))] += 1
        return found

    def _slice(self, field: int, first: int, end: int) -> npt.NDArray[np.uint32]:
        starts = self._starts[field]
        return self._rows[field][starts[first] : starts[end]]

    def _listed(self, field: int, first: int, end: int) -> BitMap:
        """Rows with any of these words; what was asked for last is kept."""
        key = field, first, end
        found = self._cache.pop(key, None)
        if found is None:
            found = bitmaps.from_ids(self._slice(*key), self.size)
            self._kept += len(found)
        self._cache[key] = found
        while self._kept > _MOST_KEPT and len(self._cache) > 1:
            self._kept -= len(self._cache.pop(next(iter(self._cache))))
        return found

    def phrase(self, words: Sequence[str]) -> BitMap | None:
        """Rows with all these neighbours somewhere in their names; None for fewer than two."""
        sets = [self._pair(pair) for pair in pairwise(words)]
        return BitMap.intersection(*sets) if sets else None

    def _pair(self, pair: tuple[str, str]) -> BitMap:
        later = self._later_pairs.get(pair)
        numbers = [0 if word == EDGE else self._number(word) for word in pair]
        if None in numbers:
            return later if later is not None else BitMap()
        key = np.uint64(pair_key(*(n for n in numbers if n is not None)))
        place = int(np.searchsorted(self._pair_keys, key))
        if place == len(self._pair_keys) or self._pair_keys[place] != key:
            return later if later is not None else BitMap()
        rows = self._pair_rows[self._pair_starts[place] : self._pair_starts[place + 1]]
        found = bitmaps.from_ids(rows, self.size)
        return found if later is None else found | later

    def _number(self, word: str) -> int | None:
        place = self._built.position(word)
        return None if place is None else place + 1

    def add(self, number: int, row: RaceRow) -> None:
        """Take in the words of a row that came after the build."""
        self.size = max(self.size, number + 1)
        for field, words in enumerate(words_of(row)):
            for word in words:
                if self._later.position(word) is None:
                    self._later.add(word)
                self._later_rows[field].setdefault(word, BitMap()).add(number)
        for pair in name_pairs(row):
            self._later_pairs.setdefault(pair, BitMap()).add(number)


def pair_key(first: int, second: int) -> int:
    """One number for two neighbouring words, each its place + 1, or 0 for an edge."""
    return first << 32 | second


def load(folder: Path, size: int) -> TextIndex:
    """The text index of a built generation."""
    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    names = [f"{field}_{part}" for field in FIELDS for part in ("starts", "rows")]
    arrays = {
        name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
        for name in [*names, "pair_keys", "pair_starts", "pair_rows"]
    }
    index = TextIndex(arrays, [word for word in words if word])
    index.size = size
    return index
