"""All pages together: by name, category, tag and letter; who mentions whom. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from startline.core.text import fold
from startline.glossary.rules.checking import Known, problems_of
from startline.glossary.rules.problems import Problem
from startline.glossary.rules.reading import read_references, read_terms
from startline.glossary.rules.terms import CATEGORIES, Reference, Term

type Groups = Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True, eq=False)
class Library:
    """The pages that could be read, and the faults of those that could not."""

    terms: tuple[Term, ...]
    by_slug: Mapping[str, Term]
    by_category: Groups
    by_tag: Groups
    by_letter: Groups
    mentions: Groups
    references: Mapping[str, Reference]
    problems: tuple[Problem, ...]


def library_at(content: Path) -> Library:
    """Read `terms/` and `references.json` of a content folder."""
    references = read_references(content / "references.json")
    terms, problems = read_terms(content / "terms", references)
    return library_of(terms, references, problems)


def library_of(
    terms: list[Term], references: Mapping[str, Reference], problems: list[Problem]
) -> Library:
    """Put pages in order and compute what leads back to each."""
    terms = sorted(terms, key=lambda term: (fold(term.name), term.slug))
    by_slug = {term.slug: term for term in terms}
    by_category: dict[str, list[Term]] = {category: [] for category in CATEGORIES}
    by_tag: dict[str, list[Term]] = {}
    by_letter: dict[str, list[Term]] = {}
    mentions: dict[str, list[Term]] = {slug: [] for slug in by_slug}
    for term in terms:
        by_category[term.category].append(term)
        by_letter.setdefault(letter_of(term.name), []).append(term)
        for tag in term.tags:
            by_tag.setdefault(tag, []).append(term)
        for slug in {slug for slug, _ in term.links()} | set(term.related):
            if slug in mentions and slug != term.slug:
                mentions[slug].append(term)
    return Library(
        terms=tuple(terms),
        by_slug=MappingProxyType(by_slug),
        by_category=_frozen(by_category),
        by_tag=_frozen({tag: by_tag[tag] for tag in sorted(by_tag)}),
        by_letter=_frozen({letter: by_letter[letter] for letter in sorted(by_letter)}),
        mentions=_frozen(mentions),
        references=MappingProxyType(dict(references)),
        problems=tuple(sorted(problems)),
    )


def _frozen(groups: dict[str, list[Term]]) -> Groups:
    return MappingProxyType({key: tuple(terms) for key, terms in groups.items()})


def letter_of(name: str) -> str:
    """Where a name stands in an A–Z; figures and signs stand under "0–9"."""
    first = fold(name)[:1].upper()
    return first if first.isalpha() else "0–9"


def all_problems(library: Library, known: Known) -> list[Problem]:
    """The faults of the files that were left out, and of those that were not."""
    found = [problem for term in library.terms for problem in problems_of(term, known)]
    return sorted([*library.problems, *found])
