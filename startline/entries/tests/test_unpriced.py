"""A race added to a priced event is not free until somebody says so."""

from typing import Any

import pytest
from django.test import Client

from startline.accounts.models import Membership, User
from startline.accounts.rules import Role
from startline.entries.queries.afterwards import price_today, targets_of
from startline.entries.services.holding import NotForSaleError, hold_places
from startline.entries.tests.make import LATER, make_paid_race
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.entries.tests.test_checkout import enter_address
from startline.events.models.catalogue import Race
from startline.events.models.offer import PriceStep
from startline.events.queries import completeness
from startline.events.tests.make import NOW, make_race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


def added_to(race: Race) -> Race:
    """A second race, saved before its price."""
    other = Race.objects.create(
        edition=race.edition, slug="ridge-21", name="Ridge 21", distance_m=21_100
    )
    other.edition = race.edition
    return other


def main_of(client: Client, path: str) -> str:
    """What a page is about, without its frame."""
    return client.get(path).content.decode().partition("<main")[2].partition("</main")[0]


def test_the_door_and_every_page_say_no_and_none_says_free(client: Client) -> None:
    race = make_paid_race()
    other = added_to(race)
    with pytest.raises(NotForSaleError):
        hold_places(race.edition, [(other, 1)], key="k", now=NOW)

    page = main_of(client, f"/races/{race.edition.event.slug}/")
    door = main_of(client, enter_address(race))

    assert "Ridge 21" in page
    assert "Free" not in page
    assert enter_address(other) not in page
    assert "Ridge 21" in door
    assert "Free" not in door
    assert client.post(enter_address(other), {f"race-{other.pk}": "1"}).status_code == 409
    assert "prices" in {gap.section for gap in completeness(race.edition)[1]}


def test_nobody_changes_into_it_for_nothing() -> None:
    race = make_ruled_race()
    entry = make_in(race)
    other = added_to(race)

    assert price_today(other, entry, now=LATER) is None
    assert [target.price for target in targets_of(entry, now=LATER)] == [None]


def test_a_price_of_zero_makes_it_free(client: Client) -> None:
    race = make_paid_race()
    other = added_to(race)
    PriceStep.objects.create(race=other, minor=0, currency="EUR")

    order = hold_places(race.edition, [(other, 1)], key="k", now=NOW)

    assert order.entries.count() == 1
    assert "Free" in main_of(client, f"/races/{race.edition.event.slug}/")


def test_an_event_without_any_price_stays_free(client: Client) -> None:
    race = make_race()

    assert hold_places(race.edition, [(race, 1)], key="k", now=NOW).entries.count() == 1
    assert "Free" in main_of(client, f"/races/{race.edition.event.slug}/")


def test_the_desk_names_what_waits_for_its_price(client: Client, bruno: User) -> None:
    race = make_paid_race()
    added_to(race)
    organizer = race.edition.event.organizer
    assert organizer is not None
    Membership.objects.create(user=bruno, organizer=organizer, role=Role.OWNER)
    client.force_login(bruno)

    words = client.get(
        f"/organize/{race.edition.event.slug}/{race.edition.slug}/offer/"
    ).content.decode()

    assert words.count("No price yet, so it is not on sale.") == 1
