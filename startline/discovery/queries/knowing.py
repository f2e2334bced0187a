"""Words of the glossary found by the one box: by name, alias, beginning, or one slip."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from startline.discovery.index.words import Vocabulary, terms
from startline.glossary.queries import library
from startline.glossary.rules.library import Library
from startline.glossary.rules.terms import Term

MOST = 3
MOST_WORDS = 10
ONE_EDIT_FROM = 5  # letters of the word meant; one of them may be lost
PREFIX_FROM = 3
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_ASKING = frozenset({
    "what", "whats", "is", "are", "a", "an", "the", "of", "does", "do", "mean", "means", "meaning",
    "definition", "define", "explain", "how", "to", "my", "i", "have",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name of a page in words; rank 0: its heading, 1: an alias, 2: one in another language."""

    words: tuple[str, ...]
    slug: str
    rank: int


def split(text: str) -> tuple[str, ...]:
    """The words of a name or a query; an apostrophe parts none."""
    return terms(_APOSTROPHE.sub("", text))


class Finder:
    """Phrases by word, built once over a library."""

    def __init__(self, pages: Iterable[Term]) -> None:
        self._pages = {page.slug: page for page in pages}
        self._phrases = [phrase for page in self._pages.values() for phrase in _phrases(page)]
        self._with: dict[str, set[int]] = {}
        for number, phrase in enumerate(self._phrases):
            for word in phrase.words:
                self._with.setdefault(word, set()).add(number)
        self._words = Vocabulary(sorted(self._with))

    def find(self, text: str, most: int = MOST) -> list[Term]:
        """The pages that the words name, best first; none when a word fits no name."""
        typed = split(text)
        if not typed or len(typed) > MOST_WORDS:
            return []
        asked = tuple(word for word in typed if word not in _ASKING)
        scores: dict[str, tuple[int, int, int, str]] = {}
        for words in dict.fromkeys((typed, asked)):
            for number, slips in self._matching(words).items():
                phrase = self._phrases[number]
                extra = len(phrase.words) - len(words)
                score = (slips + 2 * abs(extra), phrase.rank, len(phrase.words), phrase.slug)
                scores[phrase.slug] = min(score, scores.get(phrase.slug, score))
        best = sorted(scores, key=scores.__getitem__)
        return [self._pages[slug] for slug in best[:most]]

    def _matching(self, words: tuple[str, ...]) -> dict[int, int]:
        """Phrases that hold every word, with the slips it takes."""
        found: dict[int, int] = {}
        for place, word in enumerate(words):
            near = self._near(word)
            found = {
                number: slips + found.get(number, 0)
                for number, slips in near.items()
                if not place or number in found
            }
            if not found:
                break
        return found

    def _near(self, word: str) -> dict[int, int]:
        """Phrases with the word (0), one that begins so (1) or one slip away (1)."""
        found: dict[int, int] = {}
        others: list[str] = []
        if len(word) >= PREFIX_FROM:
            first, end = self._words.prefix_range(word)
            others += self._words.words[first:end]
        if len(word) >= ONE_EDIT_FROM - 1:
            others += [w for w in self._words.near(word, 1) if len(w) >= ONE_EDIT_FROM]
        for other in others:
            found |= dict.fromkeys(self._with[other], 1)
        return found | dict.fromkeys(self._with.get(word, ()), 0)


def _phrases(page: Term) -> list[Phrase]:
    names = [(page.name, 0), *((alias, 1) for alias in page.aliases)]
    names += [(name, 2) for _, foreign in page.names for name in foreign]
    return [Phrase(words, page.slug, rank) for name, rank in names if (words := split(name))]


def terms_found(text: str, most: int = MOST) -> list[Term]:
    """Pages of the site's glossary that a query names, best first."""
    return _finder(library()).find(text, most)


@functools.lru_cache(maxsize=2)
def _finder(found: Library) -> Finder:
    return Finder(found.terms)
