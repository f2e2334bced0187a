"""Sentences, the figures in them, and how hard they are to read. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from startline.glossary.rules.terms import Block, Mark, Piece, Text

_END = re.compile(r"[.!?…][”’)]*(?=\s|$)")
_NUMBER = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    "|sixty|seventy|eighty|ninety|hundred|thousand|dozen"
)
_UNIT = (
    "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|metres?|kilometres?|miles?|km"
    "|grams?|litres?|degrees?|per cent|percent|times|people|runners|athletes|trials|studies"
)
_FIGURE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ₂])\d|\b(?:{_NUMBER})\s+(?:(?:to|or|and)\s+\w+\s+)?(?:{_UNIT})\b"
    rf"|\b(?:one|{_NUMBER}) (?:\w+ )?in (?:\w+ )?(?:{_NUMBER})\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*")
_DISTANCE = re.compile(r"\b\d+[Kk]s?\b")
_REFUSED = re.compile(
    r"\b(?:diagnos\w*|treats|cures|fix|safe to run|cleared)\b(?<!not a diagnosis)", re.IGNORECASE
)
"""Words of a medical device: the language lint of the evidence file, whole words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words up to a full stop, with the references and grades that stand right behind them."""

    words: str
    cited: tuple[str, ...]
    grades: tuple[str, ...]


def sentences_of(text: Text) -> Iterator[Sentence]:
    """The sentences of a text; a citation belongs to the sentence before it."""
    words = ""
    cited: list[str] = []
    grades: list[str] = []
    for piece in text:
        if piece.mark == Mark.CITE:
            cited.append(piece.target)
        elif piece.mark == Mark.GRADE:
            grades.append(piece.words)
        else:
            for part in _cut(piece):
                if part.strip() and _END.search(words.rstrip()):
                    yield Sentence(words.strip(), tuple(cited), tuple(grades))
                    words, cited, grades = "", [], []
                words += part
    if words.strip():
        yield Sentence(words.strip(), tuple(cited), tuple(grades))


def _cut(piece: Piece) -> Iterator[str]:
    """The words of a piece, cut behind each end of a sentence."""
    start = 0
    for found in _END.finditer(piece.words):
        yield piece.words[start : found.end()]
        start = found.end()
    if start < len(piece.words):
        yield piece.words[start:]


def has_figure(words: str, names: Collection[str] = ()) -> bool:
    """Whether a sentence says a number; digits inside names (VO2max, 5K, the given) are none."""
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(re.escape(name), " ", words, flags=re.IGNORECASE)
    return bool(_FIGURE.search(_DISTANCE.sub(" ", words)))


def refused_words(text: str) -> list[str]:
    """Words that a page about a condition must not use."""
    return [found[0] for found in _REFUSED.finditer(text)]


def texts_of(blocks: Sequence[Block]) -> Iterator[tuple[Text, int]]:
    """Every text with the line of its block."""
    for block in blocks:
        for text in block.texts:
            yield text, block.line


def reading_grade(
    sentences: Sequence[str], syllables: Callable[[str], int], excluded: Collection[str]
) -> float:
    """The Flesch–Kincaid grade (Kincaid 1975) of sentences; excluded words count one syllable."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    short = {word.lower() for word in excluded}
    count = sum(1 if word.lower() in short else _syllables(word, syllables) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59


def _syllables(word: str, count: Callable[[str], int]) -> int:
    """Of all parts of a word; an ending behind an apostrophe adds none."""
    return sum(max(1, count(part)) for part in re.split(r"[’'].*|-", word) if part)
