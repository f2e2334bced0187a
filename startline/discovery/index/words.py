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

# Scripts written without spaces: Thai, Hangul, kana, Han. Names in them are found by any part.
_DENSE = re.compile(
    "([\u0e00-\u0e7f\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_LAST = "\U0010ffff"


@functools.lru_cache(maxsize=50_000)
def terms(text: str) -> tuple[str, ...]:
    """The words of a text in order; a run of a dense script becomes its overlapping pairs."""
    out: list[str] = []
    for word in words(text):
        for part in _DENSE.split(word):
            out += _pairs(part) if _DENSE.match(part) else [part] if part else []
    return tuple(out)


@functools.lru_cache(maxsize=50_000)
def searchable(text: str) -> frozenset[str]:
    """All terms a text is found by: its words, and single signs of dense scripts."""
    found = terms(text)
    return frozenset(found).union(*(term for term in found if _DENSE.match(term)))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def edits_allowed(word: str) -> int:
    """How many slips of the finger a word may hold: none in short words, numbers, dense scripts."""
    if len(word) < ONE_EDIT_FROM or _DENSE.match(word) or any(c.isdigit() for c in word):
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1


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
        are looked for only among words with the same first letter.
        """
        if edits > 1:
            found = _within(word, _slice(self.words, word[0]), edits)
            return [w for w in found if OSA.distance(w, word) == edits]
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
