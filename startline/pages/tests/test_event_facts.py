"""The facts of an event page: each with its source, the place without doubling."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from startline.events.models.catalogue import Event, Race
from startline.pages.tests.test_event_page import full_race, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_may(settings: Any, now: dt.datetime) -> None:
    """It is 1 May 2026."""
    settings.TODAY = now.date()


def test_every_fact_opens_a_source_and_its_age(client: Client) -> None:
    race = full_race(starts_on=None, certainty="unknown")

    text = page_of(client, "edition", "ridge-race", race.edition.slug)
    facts = text.split('id="facts-h"')[1].split("</section>")[0]
    races = text.split('id="races-h"')[1].split("</section>")[0]
    offer = text.split('id="offer-h"')[1].split("</section>")[0]

    assert "To be confirmed" in facts
    assert facts.count("<dt>") == facts.count("<details") >= 4
    for part in (facts, races, offer):
        assert part.count("https://example.org/1") == part.count("<details")
        assert part.count(" ago)") == part.count("<details") >= 1
    assert "No source says this by itself" in races


def test_a_place_that_ends_in_its_country_names_it_once(client: Client) -> None:
    full_race()
    Event.objects.update(place_name="Chamonix, Frankreich")

    text = page_of(client, "event", "ridge-race")

    assert "Frankreich" not in text
    assert "Chamonix, France" in text


def test_a_relay_says_how_large_its_teams_are(client: Client) -> None:
    race = full_race()
    Race.objects.filter(pk=race.pk).update(format="relay", party_size=3)

    text = page_of(client, "event", "ridge-race")

    assert ", relay, teams of 3" in text.split('id="races-h"')[1]
