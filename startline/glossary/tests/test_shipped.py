"""Every page that is shipped: all there, all sound."""

import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from startline.glossary.queries import countries, library
from startline.glossary.rules.checking import SEARCH_KEYS, Known
from startline.glossary.rules.library import all_problems
from startline.glossary.rules.names import EXPECTED, HARD_NAMES
from startline.glossary.rules.sentences import refused_words

EXCUSED = "not a diagnosis"


def test_all_names_of_the_evidence_have_a_page() -> None:
    assert len(EXPECTED) == 208
    assert sorted(library().by_slug) == sorted(EXPECTED)


def test_no_shipped_page_has_a_fault() -> None:
    books = library()
    count = importlib.import_module("syllables").estimate
    known = Known(books.by_slug, books.references, (), count, HARD_NAMES)

    assert [str(problem) for problem in all_problems(books, known)] == []


@pytest.mark.parametrize("room", ["templates", "python"])
def test_the_interface_never_speaks_like_a_medical_device(room: str) -> None:
    found = []
    pattern = "*/templates/**/*.html" if room == "templates" else "*/*.py"
    for path in sorted(settings.PACKAGE.glob(pattern)):
        for words in _sentences(path, room):
            found += [f"{path.name}: {word} in {words!r}" for word in refused_words(words)]

    assert found == []


def _sentences(path: Path, room: str) -> list[str]:
    """What is marked for translation."""
    text = path.read_text()
    if room == "templates":
        blocks = re.findall(
            r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL
        )
        return [*re.findall(r'{% translate "([^"]*)"', text), *blocks]
    return re.findall(r'\b_\(\s*"([^"]*)"', text)


def test_each_country_says_where_it_was_read() -> None:
    shipped = countries()

    assert len(shipped) >= 25
    for country in shipped.values():
        assert country.emergency
        assert re.fullmatch(r"\d{3}", country.emergency.value)
        assert country.emergency.source.startswith("https://")
    physiotherapy = [c for c in shipped.values() if c.register or c.direct_access]
    assert len(physiotherapy) >= 15
    numbers = {"US": "911", "CA": "911", "NZ": "111", "JP": "119", "AU": "000", "BR": "192"}
    for code, number in numbers.items():
        emergency = shipped[code].emergency
        assert emergency
        assert emergency.value == number
    assert "ZZ" not in shipped


def test_links_to_races_use_words_the_search_page_knows() -> None:
    used = {name for term in library().terms for link in term.races for name, _ in link.find}

    assert used <= SEARCH_KEYS
