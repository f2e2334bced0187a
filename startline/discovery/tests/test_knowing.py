"""Words of the glossary in the one box: all names and aliases, and one slip in a longer word."""

import random
import string
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from startline.discovery.queries.knowing import Finder, split, terms_found
from startline.glossary.queries import library
from startline.glossary.tests.make import content_at

ENOUGH_S = 0.0005


@pytest.fixture
def small(tmp_path: Path, settings: Any) -> None:
    """Alpha, beta, gamma and a sore knee."""
    settings.KNOWLEDGE = content_at(tmp_path / "content")


def found(text: str) -> list[str]:
    return [term.slug for term in terms_found(text)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sore knee", "sore-knee"),
        ("Sore Knée", "sore-knee"),
        ("what is a sore knee?", "sore-knee"),
        ("knee ache", "sore-knee"),
        ("wehes Knie", "sore-knee"),
        ("genou sensible", "sore-knee"),
        ("alph", "alpha"),
        ("gamna", "gamma"),
        ("gamma wrod", None),  # four letters are taken at their word
        ("marathon in Lyon", None),
        ("αβγ", None),
        ("", None),
    ],
)
def test_a_word_is_found_by_name_alias_beginning_and_slip(typed: str, first: str | None) -> None:
    assert next(iter(found(typed)), None) == first


def slips(word: str, chance: random.Random) -> Iterator[str]:
    """One each: a letter changed, lost, doubled, and two swapped."""
    place = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase.replace(word[place], ""))
    yield word[:place] + letter + word[place + 1 :]
    yield word[:place] + word[place + 1 :]
    yield word[:place] + word[place] + word[place:]
    yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def test_every_shipped_name_and_alias_is_in_the_first_three() -> None:
    missed = [
        (name, term.slug)
        for term in library().terms
        for name in (term.name, *term.aliases, *(n for _, names in term.names for n in names))
        if term.slug not in found(name)
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Läuferknie", "runners-knee"),
        ("genou du coureur", "runners-knee"),
        ("Schienbeinkantensyndrom", "medial-tibial-stress-syndrome"),
        ("périostite tibiale", "medial-tibial-stress-syndrome"),
        ("Achillessehne", "achilles-tendinopathy"),
        ("Muskelkater", "delayed-onset-muscle-soreness"),
        ("courbatures", "delayed-onset-muscle-soreness"),
        ("Seitenstechen", "side-stitch"),
        ("point de côté", "side-stitch"),
        ("Fersensporn", "plantar-heel-pain"),
        ("syndrome de l'essuie-glace", "iliotibial-band-syndrome"),
        ("Ermüdungsbruch", "bone-stress-injury"),
        ("Zielschluss", "cut-off-time"),
        ("dossard", "bib-and-timing-chip"),
        ("Höhenmeter", "elevation-gain"),
        ("fractionné", "interval-training"),
        ("half", "half-marathon"),
    ],
)
def test_a_common_name_in_german_or_french_leads_to_its_page(typed: str, slug: str) -> None:
    assert found(typed)[0] == slug


def test_every_condition_and_most_other_pages_have_names_in_german_and_french() -> None:
    named = [term for term in library().terms if dict(term.names).keys() == {"de", "fr"}]

    assert all(term.names for term in library().terms if term.is_condition)
    assert len(named) >= 140


def test_every_shipped_name_is_found_with_one_slip() -> None:
    chance = random.Random(5)  # noqa: S311  -- the same slips at each run
    missed = []
    for term in library().terms:
        words = split(term.name)
        for place, word in enumerate(words):
            if len(word) < 5 or not word.isalpha():
                continue
            for wrong in slips(word, chance):
                typed = " ".join((*words[:place], wrong, *words[place + 1 :]))
                if term.slug not in found(typed):
                    missed.append((typed, term.slug))

    assert missed == []


def test_words_that_name_nothing_cost_next_to_nothing() -> None:
    finder = Finder(library().terms)
    queries = ["hilly half near lyon in may", "berlin", "quarteira", "under 60 euros"] * 50

    start = time.perf_counter()
    for query in queries:
        finder.find(query)

    assert (time.perf_counter() - start) / len(queries) < ENOUGH_S
