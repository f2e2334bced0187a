"""Every page that is shipped: all there, all sound."""

import ast
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


MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
TAGS = re.compile(
    r'{%-? *translate "([^"]*)"|{% *blocktranslate[^%]*%}(.*?){% *endblocktranslate', re.DOTALL
)


@pytest.mark.parametrize("pattern", ["*/templates/**/*.html", "*/templates/**/*.txt", "**/*.py"])
def test_the_interface_never_speaks_like_a_medical_device(pattern: str) -> None:
    found, read = [], 0
    for path in sorted(settings.PACKAGE.glob(pattern)):
        if "tests" in path.parts:
            continue
        for words in _marked_for_translation(path):
            read += 1
            found += [f"{path.name}: {word} in {words!r}" for word in refused_words(words)]

    assert found == []
    assert read > 100


def _marked_for_translation(path: Path) -> list[str]:
    text = path.read_text()
    if path.suffix != ".py":
        return [tag or block for tag, block in TAGS.findall(text)]
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [
        word.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in MARKS
        for word in call.args
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    ]


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
