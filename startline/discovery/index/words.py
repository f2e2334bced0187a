"""Words as the index sees them, and the spellings near a word."""

import bisect
import functools
import re
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from startline.core.text import words

ONE_EDIT_FROM = 4  # letters; shorter words are taken at their word
TWO_EDITS_FROM = 8
SIGNS_FROM = 3  # signs of a dense script that make a word; two may be what is left of three

# Scripts written without spaces: Thai, Hangul, kana, Han. Names in them are found by any part.
_DENSE = re.compile(
    "([\u0e00-\u0e7f\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_LAST = "\U0010ffff"


@functools.lru_cache(maxsize=50_000)
def whole(text: str) -> tuple[str, ...]:
    """The words of a text in order; a run of a dense script is a word of its own."""
    return tuple(part for word in words(text) for part in _DENSE.split(word) if part)


@functools.lru_cache(maxsize=50_000)
def terms(text: str) -> tuple[str, ...]:
    """The words of a text in order; a run of a dense script becomes its overlapping pairs."""
    return tuple(piece for word in whole(text) for piece in pieces(word))


def pieces(word: str) -> tuple[str, ...]:
    """What must be found for a word to be found: itself, or the pairs of a dense run."""
    if len(word) <= 2 or not is_dense(word):
        return (word,)
    return tuple(word[i : i + 2] for i in range(len(word) - 1))


@functools.lru_cache(maxsize=50_000)
def searchable(text: str) -> frozenset[str]:
    """All terms a text is found by: its words, and pairs and single signs of dense runs."""
    found = whole(text)
    return frozenset(found).union(terms(text), *(word for word in found if is_dense(word)))


def is_dense(word: str) -> bool:
    """Whether a word is of a script written without spaces."""
    return bool(_DENSE.match(word))


def edits_allowed(word: str) -> int:
    """How many slips of the finger a word may hold: none in numbers and in short words.

    In a dense script one slip; what is further away is looked for by its pairs (`most_pairs`).
    """
    if is_dense(word):
        return int(len(word) >= SIGNS_FROM - 1)
    if len(word) < ONE_EDIT_FROM or any(c.isdigit() for c in word):
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def most_pairs(count: int) -> int:
    """How many of so many pairs of a dense run must be there when no word is near; 0 if none do.

    All but two, for so many are lost where one sign is another; of many pairs two in three.
    """
    return max(2, count - max(2, count // 3)) if count > 2 else 0


class Vocabulary:
    """Sorted words, and the same words read backwards."""

    def __init__(self, sorted_words: Iterable[str] = ()) -> None:
        self.words: list[str] = list(sorted_words)
        self._backwards = sorted(word[::-1] for word in self.words)

    def add(self, word: str) -> None:
        """Take in a word that is not there yet."""
        bisect.insort(self.words, word)
        bisect.insort(self._backwards, word[::-1])

    def position(self, word: str) -> int | None:
        """Where the word stands, None if it is unknown."""
        place = bisect.bisect_left(self.words, word)
        return place if self.words[place : place + 1] == [word] else None

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """First and one past the last word that starts like this."""
        return _range(self.words, prefix)

    def near(self, word: str, edits: int) -> list[str]:
        """Words that many insertions, losses, changes or swaps away (at least 1).

        One edit leaves one half of the word alone, so two ranges hold all candidates. Two edits
        are looked for only among words with the same first letter. Of dense scripts only whole
        words are near, not single pairs; a pair is near to what it was before it lost its middle.
        """
        if is_dense(word):
            return self._near_runs(word)
        if edits > 1:
            found = _within(word, _slice(self.words, word[0]), edits)
            return [w for w in found if OSA.distance(w, word) == edits]
        return self._one_edit(word)

    def _near_runs(self, run: str) -> list[str]:
        if len(run) < SIGNS_FROM:
            return [w for w in _slice(self.words, run[0]) if len(w) == 3 and w[::2] == run]
        return [w for w in self._one_edit(run) if len(w) >= SIGNS_FROM]

    def _one_edit(self, word: str) -> list[str]:
        half = (len(word) - 1) // 2
        found = _within(word, _slice(self.words, word[:half]), 1)
        ending = word[half + 1 :][::-1]
        found += (w[::-1] for w in _within(word[::-1], _slice(self._backwards, ending), 1))
        return [w for w in dict.fromkeys(found) if w != word]


def _range(ordered: Sequence[str], prefix: str) -> tuple[int, int]:
    return bisect.bisect_left(ordered, prefix), bisect.bisect_right(ordered, prefix + _LAST)


def _slice(ordered: list[str], prefix: str) -> list[str]:
    first, end = _range(ordered, prefix)
    return ordered[first:end]


def _within(word: str, candidates: list[str], edits: int) -> list[str]:
    """Those at most so many edits away (optimal string alignment)."""
    found = process.extract(
        word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None, processor=None
    )
    return [choice for choice, _, _ in found]
