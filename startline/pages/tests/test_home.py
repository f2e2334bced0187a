"""The first page and the figures on it."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from startline.discovery.tests.make import NOW, make_findable
from startline.events.models.catalogue import Event
from startline.events.models.provenance import Fact
from startline.events.rules.words import Certainty, Status
from startline.pages.queries.counted import counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_may(settings: object) -> None:
    settings.TODAY = dt.date(2026, 5, 1)  # type: ignore[attr-defined]  # pytest-django's wrapper
    cache.clear()


def test_figures_count_coming_races_and_leave_demonstrations_out() -> None:
    make_findable("Lyon Half", lengths_m=(21_097, 10_000))
    make_findable("Guessed Half", certainty=Certainty.EXPECTED, country="PT")
    make_findable("Shown Half", is_demo=True, country="IT")
    make_findable("Called Off", status=Status.CANCELLED, country="ES")
    make_findable("Long Ago", on=dt.date(2026, 4, 1), country="GB")
    Event.objects.filter(name="Guessed Half").update(created_at=NOW - dt.timedelta(days=8))

    figures = counts(NOW)

    assert (figures.races, figures.events, figures.confirmed, figures.countries) == (3, 2, 1, 2)
    assert figures.added == 3  # also those that are called off or over: they are new here


def test_the_first_page_shows_figures_that_lead_to_how_they_are_counted(client: Client) -> None:
    edition = make_findable("Lyon Half", on=dt.date(2026, 5, 2))
    Fact.objects.create(event=edition.event, source="list", record_key="1", seen_at=NOW)

    text = client.get("/").content.decode()

    assert "Starting this weekend" in text
    assert "1 event added in seven days" in text
    assert "sources last read Fri 1 May 2026" in text
    for figure in ("races", "events", "confirmed", "countries", "added", "read"):
        assert f"/about/figures/#{figure}" in text
        assert f'id="{figure}"' in client.get("/about/figures/").content.decode()


def test_with_nothing_to_count_no_figure_is_shown(client: Client) -> None:
    text = client.get("/").content.decode()

    assert "Counted here" not in text
    assert "New here" not in text
    assert "coming races in" not in text
    assert "nothing to count yet" in client.get("/about/figures/").content.decode()


def test_the_door_for_race_directors_opens(client: Client) -> None:
    assert "platform’s own fee" in client.get("/for-race-directors/").content.decode()
