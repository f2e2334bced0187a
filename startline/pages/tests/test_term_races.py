"""From a term to races: the addresses that shipped pages link to, and what they show."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.test import Client
from django.urls import reverse

from startline.discovery.rules.addresses import asked_from
from startline.discovery.tests.make import make_findable
from startline.glossary.queries import library
from startline.glossary.tests.make import content_at


def test_the_search_page_understands_every_link_of_a_shipped_page() -> None:
    wrong = []
    for term in library().terms:
        for link in term.races:
            values = parse_qs(urlencode(link.find, doseq=True))
            asked, problems = asked_from(values)
            wrong += [(term.slug, str(problem)) for problem in problems]
            wrong += [(term.slug, name) for name in values if name not in asked.given]

    assert wrong == []


@pytest.mark.django_db
def test_a_link_to_no_race_is_not_shown(
    client: Client, tmp_path: Any, settings: Any, now: dt.datetime
) -> None:
    settings.TODAY = now.date()
    settings.KNOWLEDGE = content_at(tmp_path / "content")
    address = reverse("term", args=["alpha"])

    empty = client.get(address).content.decode()
    make_findable("Long Ridge", lengths_m=(60_000,), surface="trail", sport="trail")
    full = client.get(address).content.decode()

    assert "Long trail races" not in empty
    assert "From here to a start line" not in empty
    assert "Long trail races" in full
