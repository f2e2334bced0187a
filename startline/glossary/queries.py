"""The library as the site reads it: once, from the content folder that is set."""

import functools
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from startline.core.text import fold
from startline.glossary.rules.library import Library, library_at
from startline.glossary.rules.national import Country, countries_at
from startline.glossary.rules.terms import Term

LANGUAGE = "en"
"""The language in which the pages are written."""


def library() -> Library:
    """All pages of the glossary; read at the first call, then kept."""
    return _library_at(settings.KNOWLEDGE)


def named(name: str) -> Term | None:
    """The page called so, by slug, name or alias."""
    books = library()
    return books.by_slug.get(name) or _by_name(books).get(fold(name))


def countries() -> Mapping[str, Country]:
    """National things by country code; none where the content folder has no such file."""
    return _countries_at(settings.KNOWLEDGE / "national.yaml")


@functools.lru_cache(maxsize=2)
def _library_at(content: Path) -> Library:
    return library_at(content)


@functools.lru_cache(maxsize=2)
def _by_name(books: Library) -> Mapping[str, Term]:
    names = {fold(name): term for term in books.terms for _, names in term.names for name in names}
    aliases = {fold(alias): term for term in books.terms for alias in term.aliases}
    return names | aliases | {fold(term.name): term for term in books.terms}


@functools.lru_cache(maxsize=2)
def _countries_at(path: Path) -> Mapping[str, Country]:
    return countries_at(path) if path.exists() else {}
