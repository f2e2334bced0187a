"""The organizer takes one entry off the list, whatever the rules say, with a share of the money."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry
from startline.entries.queries.verification import violations
from startline.entries.tests.make_in import (
    make_in,
    make_other_race,
    make_ruled_race,
    refunded,
    states,
    taken,
)
from startline.events.models.catalogue import Race
from startline.events.models.offer import Policy
from startline.events.tests.make import NOW
from startline.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def race(settings: Any, client: Client) -> Race:
    """A race whose refunds are over; its owner is signed in."""
    settings.TODAY = NOW.date()
    race = make_ruled_race()
    Policy.objects.filter(kind="refund").update(is_allowed=False)
    owner = User.objects.create(email="owner@example.org", name="Owner")
    organizer = race.edition.event.organizer
    assert organizer is not None
    organizer.memberships.create(user=owner, role="owner")
    client.force_login(owner, "allauth.account.auth_backends.AuthenticationBackend")
    return race


def take_off(client: Client, entry: Entry, percent: object, key: str = "k") -> str:
    """The button; what the page says then."""
    edition = entry.race.edition
    there = [edition.event.slug, edition.slug, entry.pk]
    form = {"percent": str(percent), "key": key}
    said = client.post(reverse("entries:take_off", args=there), form, follow=True)
    return said.content.decode()


@pytest.mark.parametrize(("percent", "share"), [(100, 1.0), (50, 0.5), (0, 0.0)])
def test_any_share_goes_back_once_and_the_place_is_free(
    percent: int, share: float, client: Client, race: Race
) -> None:
    entry = make_in(race)
    paid = sum(line.minor for line in entry.order.lines.all())
    before = taken(race)

    take_off(client, entry, percent)
    page = take_off(client, entry, percent)

    assert states(entry) == ["withdrawn"]
    assert refunded(entry) == round(paid * share)
    assert taken(race) == before - 1
    assert EntryChange.objects.count() == 1
    assert Notice.objects.filter(text__contains="off the list", to=entry.order.email).count() == 1
    assert "Take off the list" not in page
    assert violations(now=NOW) == []


@pytest.mark.parametrize("percent", ["101", "-1", "", "half"])
def test_a_share_that_is_none_changes_nothing(percent: str, client: Client, race: Race) -> None:
    entry = make_in(race)

    page = take_off(client, entry, percent)

    assert "a whole number from 0 to 100" in page
    assert states(entry) == ["confirmed"]


def test_while_another_change_is_under_way_it_is_refused(client: Client, race: Race) -> None:
    entry = make_in(race)
    EntryChange.objects.create(key="x", entry=entry, kind="transfer", state="open", made_at=NOW,
                               order=entry.order)  # fmt: skip

    page = take_off(client, entry, 100)

    assert "Another change is under way" in page
    assert (states(entry), refunded(entry)) == (["confirmed"], 0)


def test_the_history_tells_each_change_once_with_its_end(client: Client, race: Race) -> None:
    entry = make_in(race)
    make_other_race(race, minor=1_000)

    page = take_off(client, entry, 50)

    history = page.split('<ol class="history">')[1].split("</ol>")[0]
    assert "begin" not in history
    assert history.count("Refund") == 1
    assert "owner@example.org" in history
    assert "Given back" in history
