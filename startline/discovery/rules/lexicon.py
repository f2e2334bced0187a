"""The phrases of all languages in one table, looked up by their first word. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from startline.discovery.rules.languages import de, en, fr
from startline.discovery.rules.tokens import tokens

Words = dict[str, dict[str, str]]

LANGUAGES: dict[str, Words] = {"en": en.WORDS, "de": de.WORDS, "fr": fr.WORDS}

SIGNS: Words = {
    "under": {"": "<, ≤"},
    "over": {"": ">, ≥"},
    "or_more": {"": "+"},
    "and": {"": "&, +"},
    "about": {"": "~"},
    "currency": {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"},
}
"""Signs that mean the same in every language."""

FUNCTION = frozenset(
    {
        "article",
        "of",
        "in",
        "at",
        "and",
        "or",
        "to",
        "between",
        "start_range",
        "under",
        "over",
        "about",
        "near",
        "within",
        "around",
        "on",
        "from",
        "until",
        "before",
        "after",
        "this",
        "next",
        "noise",
        "area",
    }
)
"""Categories whose words say nothing when no rule has used them: they are left out of the rest."""

_UNCORRECTED = frozenset(
    {"noise", "everyday", "article", "of", "in", "at", "or_more", "or_less", "not"}
)
SHORTEST_MISTYPED = 5
"""Words shorter than this are taken as typed: one changed letter makes another word of them."""
_MIDDLING = 7
"""Below this length one letter for another is no slip: "courte" is not "course"."""
_LONG = 9
"""From this length on two slips are forgiven."""


class Phrase(NamedTuple):
    """Words that mean a value of a category."""

    words: tuple[str, ...]
    category: str
    value: str


class Lexicon:
    """What phrases mean. Built once for an order of languages; the first language wins a tie."""

    def __init__(self, order: Sequence[str]) -> None:
        self.first = order[0]
        self._by_first: dict[str, list[Phrase]] = {}
        self._known: set[str] = set()
        self._targets: dict[str, list[str]] = {}
        for table in [SIGNS, *(LANGUAGES[code] for code in order)]:
            for phrase in _phrases(table):
                self._add(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))

    def _add(self, phrase: Phrase) -> None:
        self._by_first.setdefault(phrase.words[0], []).append(phrase)
        for word in phrase.words:
            self._known.add(word)
            if phrase.category not in _UNCORRECTED and len(word) >= SHORTEST_MISTYPED:
                near = self._targets.setdefault(word[0], [])
                if word not in near:
                    near.append(word)

    def knows(self, word: str) -> bool:
        """Whether the word is part of any phrase."""
        return word in self._known

    def corrected(self, word: str) -> str | None:
        """The known word this one was most likely meant to be: same first letter, one slip away."""
        if len(word) < SHORTEST_MISTYPED or word in self._known:
            return None
        slips = 2 if len(word) >= _LONG else 1
        best: tuple[int, str] | None = None
        for target in self._targets.get(word[0], ()):
            if abs(len(target) - len(word)) > slips:
                continue
            distance = OSA.distance(word, target, score_cutoff=slips)
            if (
                distance <= slips
                and (best is None or distance < best[0])
                and _is_slip(word, target)
            ):
                best = (distance, target)
        return best[1] if best else None

    def meanings(self, words: Sequence[str], start: int) -> dict[str, list[tuple[int, str]]]:
        """For each category the ends and values of its phrases at this position, longest first."""
        found: dict[str, list[tuple[int, str]]] = {}
        ends: set[tuple[str, int]] = set()
        for phrase in self._by_first.get(words[start], ()):
            end = start + len(phrase.words)
            key = (phrase.category, end)
            if key not in ends and tuple(words[start:end]) == phrase.words:
                ends.add(key)
                found.setdefault(phrase.category, []).append((end, phrase.value))
        return found


def _is_slip(word: str, target: str) -> bool:
    """Whether a short word has a letter too many, too few, or two of them swapped."""
    if len(word) >= _MIDDLING or len(word) != len(target):
        return True
    return sorted(word) == sorted(target)


@lru_cache(maxsize=16)
def lexicon(order: tuple[str, ...]) -> Lexicon:
    """The table for these languages, most likely first; languages not named come after."""
    known = [code for code in order if code in LANGUAGES]
    return Lexicon([*known, *(code for code in LANGUAGES if code not in known)])


def _phrases(table: Words) -> Iterator[Phrase]:
    for category, values in table.items():
        for value, phrases in values.items():
            for typed in phrases.split(","):
                for words in _spellings(typed):
                    yield Phrase(words, category, value)


def _spellings(typed: str) -> Iterator[tuple[str, ...]]:
    """The phrase folded, and with ä ö ü written ae oe ue."""
    typed = typed.strip()
    spelled_out = typed.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    for spelling in dict.fromkeys((typed, spelled_out)):
        words = tuple(token.text for token in tokens(spelling))
        if words:
            yield words


def expanded(pattern: str) -> list[tuple[str, ...]]:
    """A pattern's plain sequences: "a b? c|d" gives a b c, a b d, a c and a d."""
    choices = [_choices(item) for item in pattern.split()]
    return [tuple(item for item in picked if item) for picked in product(*choices)]


def _choices(item: str) -> list[str]:
    optional = item.endswith("?")
    name, _, label = item.removesuffix("?").partition(":")
    out = [f"{part}:{label or part}" for part in name.split("|")]
    return [*out, ""] if optional else out
