"""A person's races on one page: entered, saved, over, and what is due."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.discovery.services.wishes import save_races
from startline.discovery.tests.make import make_findable
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.events.models.offer import EntryWindow
from startline.events.tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(settings: Any, client: Client) -> User:
    settings.TODAY = NOW.date()
    user = User.objects.create_user("alice@example.org")
    client.force_login(user)
    return user


def saved(user: User, name: str, on: dt.date) -> None:
    edition = make_findable(name, on=on)
    closes = NOW + dt.timedelta(days=3)
    EntryWindow.objects.create(edition=edition, kind="entry", opens_at=NOW, closes_at=closes)
    save_races(user=user, edition_ids=[edition.pk], now=NOW)


def test_saved_races_show_what_is_due_and_what_is_over(alice: User, client: Client) -> None:
    saved(alice, "Lake Half", dt.date(2026, 6, 6))
    saved(alice, "Old Half", dt.date(2026, 4, 6))

    page = client.get(reverse("my_races"))

    races = page.context["mine"]
    assert [race.card.title for race in races.ahead] == ["Lake Half"]
    assert [race.card.title for race in races.over] == ["Old Half"]
    assert [str(due.deadline.kind) for due in races.due] == ["entry_closes"]
    points = client.get(reverse("my_races_map")).json()["features"]
    assert [point["properties"]["title"] for point in points] == ["Lake Half"]


def test_an_entry_is_among_them(alice: User, client: Client) -> None:
    entry = make_in(make_ruled_race())
    type(entry.order).objects.filter(pk=entry.order_id).update(user=alice)

    races = client.get(reverse("my_races")).context["mine"]

    assert [one.entries[0].pk for one in races.ahead] == [entry.pk]


def test_a_calendar_follows_them_by_an_address_nobody_can_guess(
    alice: User, client: Client
) -> None:
    saved(alice, "Lake Half", dt.date(2026, 6, 6))
    token = client.get(reverse("my_races")).context["token"]
    client.logout()

    file = client.get(reverse("my_calendar", args=[token])).content.decode()

    assert "SUMMARY:Lake Half" in file
    assert client.get(reverse("my_calendar", args=["forged"])).status_code == 404
    assert client.get(reverse("my_races")).status_code == 302
