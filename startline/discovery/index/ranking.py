"""How well the words match: readings of each word, and tiers from the whole name down to slips."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pyroaring import BitMap

from startline.discovery.index import bitmaps
from startline.discovery.index.query import Query
from startline.discovery.index.text import EDGE, FIELDS, SEARCHED, Pieces, Selection, TextIndex
from startline.discovery.index.words import edits_allowed, is_dense, most_pairs, pieces, whole

# How a word may be met, best first.
EXACT, PREFIX, ONE_EDIT, TWO_EDITS = range(4)
QUALITIES = ("exact", "prefix", "one edit", "two edits")

MOST_WORDS = 16  # of a question; what comes behind them is not looked at

WHOLE_NAME, PHRASE = 0, 1
# Within a quality, all words in the name come before words in the place, then in the organizer.
TIERS = (
    "whole name",
    "phrase of the name",
    *(f"{quality}, {field}" for quality in QUALITIES for field in FIELDS[:SEARCHED]),
)


@dataclass
class Reading:
    """One word of the question and all that may stand for it."""

    word: str
    selections: dict[int, Selection | Pieces]
    text: TextIndex
    _rows: dict[tuple[int, int], BitMap] = field(default_factory=dict)

    def rows(self, quality: int, fields: int) -> BitMap:
        """Rows where the word is met this well or better, in the first so many fields."""
        found = self._rows.get((quality, fields))
        if found is None:
            within = range(fields)
            sets = [self.text.met(s, within) for q, s in self.selections.items() if q <= quality]
            found = self._rows[quality, fields] = bitmaps.union(sets)
        return found

    def everything(self) -> BitMap:
        """Rows where the word is met at all."""
        return self.rows(TWO_EDITS, SEARCHED)


def readings(text: TextIndex, query: Query, alive: BitMap) -> list[Reading]:
    """What each word of the question may mean.

    A word that occurs is taken at its word. One that does not is read as its near spellings. If
    all words occur, but nowhere together, all are read as their near spellings too.
    """
    strict = _read_all(text, query, alive, widen=query.widen)
    if query.widen or _meet(strict, alive) or not any(edits_allowed(r.word) for r in strict):
        return strict
    return _read_all(text, query, alive, widen=True)


def _meet(found: list[Reading], alive: BitMap) -> bool:
    return bool(bitmaps.intersection([r.everything() for r in found], alive))


def _read_all(text: TextIndex, query: Query, alive: BitMap, *, widen: bool) -> list[Reading]:
    words = whole(query.text)[:MOST_WORDS]
    last = len(words) - 1 if query.last_is_prefix else -1
    return [
        _read_run(text, word, alive, widen=widen)
        if is_dense(word)
        else _read(text, word, alive, prefix=place == last, widen=widen)
        for place, word in enumerate(words)
    ]


def _read(text: TextIndex, word: str, alive: BitMap, *, prefix: bool, widen: bool) -> Reading:
    reading = Reading(word, {EXACT: text.exact(word)}, text)
    if prefix:
        reading.selections[PREFIX] = text.prefix(word)
    known = bool(reading.rows(PREFIX, SEARCHED) & alive)
    edits = edits_allowed(word)
    if edits and (widen or not known):
        reading.selections[ONE_EDIT] = text.near(word, 1)
        if edits > 1 and not reading.rows(ONE_EDIT, SEARCHED) & alive:
            reading.selections[TWO_EDITS] = text.near(word, 2)
    return reading


def _read_run(text: TextIndex, run: str, alive: BitMap, *, widen: bool) -> Reading:
    """A run of a dense script is met by all its pairs, a near word, or else by most of its pairs.

    Its beginning is among its pairs, so that it need not be told whether it is still being typed.
    """
    exact = text.pieces(run, MOST_WORDS)
    reading = Reading(run, {EXACT: exact}, text)
    known = bool(reading.rows(EXACT, SEARCHED) & alive)
    if edits_allowed(run) and (widen or not known):
        reading.selections[ONE_EDIT] = text.near(run, 1)
        least = most_pairs(len(exact.parts))
        if least and not reading.rows(ONE_EDIT, SEARCHED) & alive:
            counts = text.counts(exact, range(SEARCHED))
            best = int(counts.take(bitmaps.to_ids(alive)).max(initial=0))
            reading.selections[TWO_EDITS] = replace(exact, least=max(best, least))
    return reading


def tiers(text: TextIndex, found: list[Reading]) -> Iterator[tuple[int, BitMap]]:
    """Every tier with the rows that reach it; each tier holds all better ones of its quality."""
    words = [piece for reading in found for piece in pieces(reading.word)[:MOST_WORDS]]
    if phrase := text.phrase((EDGE, *words, EDGE)):
        yield WHOLE_NAME, phrase
    if phrase := text.phrase(words):
        yield PHRASE, phrase
    present = sorted({quality for reading in found for quality in reading.selections})
    for quality in present:
        for fields in range(1, SEARCHED + 1):
            sets = [reading.rows(quality, fields) for reading in found]
            if all(sets):
                within = bitmaps.intersection(sets[1:], sets[0])
                yield PHRASE + 1 + quality * SEARCHED + fields - 1, within


def spelling(found: list[Reading], alive: BitMap) -> dict[str, tuple[str, ...]]:
    """For every word that does not occur itself, the words that stand in for it."""
    return {
        reading.word: tuple(
            word
            for quality in (ONE_EDIT, TWO_EDITS)
            if quality in reading.selections
            for word in reading.text.words_in(reading.selections[quality])
        )
        for reading in found
        if ONE_EDIT in reading.selections and not reading.rows(PREFIX, SEARCHED) & alive
    }
