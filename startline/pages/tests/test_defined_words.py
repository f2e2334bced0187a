"""Words of the trade are explained where they appear to readers."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.events.models.catalogue import Edition, Race
from startline.events.models.course import AidStation
from startline.events.tests.make import NOW, make_edition, make_event, make_race

pytestmark = pytest.mark.django_db
DEFINED = re.compile(
    r'<span class="defined"><a href="/knowledge/([a-z-]+)/" aria-describedby="def-\1">[^<]+</a>'
    r'<span class="defined__is" role="tooltip" id="def-\1">([^<]+)</span></span>'
)


@pytest.fixture
def race(settings: Any) -> Race:
    """A trail race of 50 km and 2,400 m, with a cut-off, an aid station and mandatory kit."""
    settings.TODAY = NOW.date()
    race = make_race(make_edition(make_event()))
    Race.objects.filter(pk=race.pk).update(cutoff_ms=36_000_000, surface="trail")
    Edition.objects.filter(pk=race.edition_id).update(
        trail_facts={"mandatory_kit": "Jacket", "crew": "At 20 km", "markings": "Flags"}
    )
    AidStation.objects.create(race=race, name="Col", at_m=20_000, has_drop_bags=True)
    return race


def defined(client: Client, name: str, *args: str) -> list[str]:
    """The terms that a page explains in place, in order."""
    text = client.get(reverse(name, args=args)).content.decode()
    found = DEFINED.findall(text)
    assert all(words.endswith(".") for _, words in found)
    assert text.count('class="defined"') == len(found)
    return [slug for slug, _ in found]


def test_a_race_explains_climb_effort_cutoff_and_aid_stations(client: Client, race: Race) -> None:
    found = defined(client, "race", "ridge-race", "2026", race.slug)

    assert found == [
        "elevation-gain", "km-effort", "cut-off-time", "aid-station", "drop-bag", "crew-and-pacer",
    ]  # fmt: skip


def test_an_event_explains_its_table_and_the_facts_of_the_trail(client: Client, race: Race) -> None:
    found = defined(client, "event", "ridge-race")

    assert found == ["cut-off-time", "elevation-gain", "mandatory-kit", "crew-and-pacer"]


def test_the_filters_explain_two_words_and_lists_none(client: Client, race: Race) -> None:
    assert sorted(defined(client, "search")) == ["cut-off-time", "elevation-gain"]


@pytest.mark.parametrize(
    ("values", "effort"),
    [
        ({"surface": "trail"}, 74),
        ({"surface": "trail", "climb_m": None}, None),
        ({"surface": "trail", "distance_m": None}, None),
        ({"surface": "road"}, None),
    ],
)
def test_km_effort_is_said_off_the_road_where_both_figures_are_known(
    client: Client, race: Race, values: dict[str, Any], effort: int | None
) -> None:
    Race.objects.filter(pk=race.pk).update(**values)

    text = client.get(reverse("race", args=["ridge-race", "2026", race.slug])).content.decode()

    assert ("Km-effort" in text) == (effort is not None)
    assert effort is None or f"<p>{effort}</p>" in text
