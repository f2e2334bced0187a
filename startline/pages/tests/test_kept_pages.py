"""An event's page is drawn once for many readers, and never shows what is no longer so."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from startline.events.models.catalogue import CapacityPool, Event
from startline.events.services.changes import record_changes
from startline.events.services.places import claim_place
from startline.events.tests.make import NOW, make_race
from startline.pages.queries.kept_pages import LISTED, SOLD_HERE, kept_page


def address() -> str:
    race = make_race(places=2)
    return f"/races/{race.edition.event.slug}/{race.edition.slug}/"


@pytest.mark.django_db
def test_a_second_reader_costs_one_question(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = address()
    first = client.get(page)

    with django_assert_num_queries(1):
        second = client.get(page)

    assert first.content == second.content


@pytest.mark.django_db
def test_a_change_shows_at_once(client: Client) -> None:
    page = address()
    client.get(page)

    Event.objects.update(name="Another Name 50K")
    record_changes([Event.objects.get().pk], now=NOW)

    assert "Another Name 50K" in client.get(page).text


@pytest.mark.django_db
def test_a_full_race_is_full_at_once(client: Client) -> None:
    race = make_race(places=1)
    page = f"/races/{race.edition.event.slug}/{race.edition.slug}/"
    before = client.get(page).text

    claim_place(race, now=NOW)

    assert CapacityPool.objects.get().taken == 1
    assert client.get(page).text != before


@pytest.mark.django_db
def test_units_are_pages_of_their_own(client: Client) -> None:
    page = address()
    metric = client.get(page).text
    client.cookies["units"] = "mi"

    assert client.get(page).text != metric


@pytest.mark.django_db
@pytest.mark.parametrize("kept_for", [SOLD_HERE, LISTED])
def test_what_no_change_tells_of_is_as_old_as_the_page_may_be(kept_for: dt.timedelta) -> None:
    made = [0]

    def make() -> dict[str, dt.timedelta]:
        made[0] += 1
        return {"kept_for": kept_for}

    for later in (dt.timedelta(), kept_for / 2, kept_for + dt.timedelta(seconds=1)):
        kept_page(("x",), make, now=NOW + later)

    assert made == [2]
