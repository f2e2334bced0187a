"""Every text of the interface is marked: in the language of accents no plain word is left."""

from typing import Any

import pytest
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.events.tests.make import NOW
from tests.languages.reading import plain_words
from tests.languages.world import greek_site

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

FOR_ALL = [
    "/", "/races/", "/races/?q=trail+50+km", "/races/?q=nothing+like+this", "/races/oreinos/",
    "/races/limni/", "/races/koilada/", "/races/oreinos/2026/fifty/",
    "/races/limni/2026/fifty/", "/races/oreinos/2026/fifty/enter/",
    "/races/oreinos/2026/fifty/starters/", "/knowledge/", "/knowledge/a-to-z/",
    "/knowledge/in/recovery-injury/", "/knowledge/runners-knee/", "/knowledge/help/",
    "/accounts/login/", "/accounts/signup/", "/for-race-directors/", "/races/add/", "/saved/",
    "/about/", "/about/figures/", "/about/sources/", "/about/status/", "/no-such-page/",
]  # fmt: skip
FOR_DIRECTORS = [
    "/organize/", "/organize/new/", "/organize/oreinos/", "/organize/oreinos/details/", "/you/",
    "/organize/oreinos/2026/edition/", "/organize/oreinos/2026/policies/",
    "/organize/oreinos/2026/races/new/", "/organize/oreinos/2026/offer/",
    "/organize/oreinos/2026/entrants/", "/organize/oreinos/2026/messages/",
]  # fmt: skip


def faults(client: Client, paths: list[str]) -> list[str]:
    """Page and text, of every text that nobody marked."""
    found = []
    for path in paths:
        answer = client.get(path, headers={"Accept-Language": "en-xa"}, follow=True)
        found += [f"{path}: {text}" for text in plain_words(answer.content.decode())]
    return found


def test_the_public_pages_hold_no_text_that_was_never_marked(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    greek_site(bruno, ridge)

    assert faults(client, FOR_ALL) == []


def test_the_pages_of_a_director_hold_no_text_that_was_never_marked(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    greek_site(bruno, ridge)
    client.force_login(bruno)

    assert faults(client, FOR_DIRECTORS) == []
