"""A browser's key finds what the same browser's click made, and nothing else."""

from typing import Any

import pytest
from django.test import Client

from startline.entries.models.orders import Order
from startline.entries.services.offering import offer_places
from startline.entries.services.transferring import offer_transfer
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, hold, make_paid_race
from startline.entries.tests.make_in import make_in, make_other_race, make_ruled_race
from startline.entries.tests.test_checkout import PERSON, enter_address
from startline.events.services.places import release_place
from startline.events.tests.make import NOW

pytestmark = pytest.mark.django_db
OURS = ("waitlist-1", "deferral-1", "transfer-1", "list-1-2")
"""Keys of orders that the house makes itself."""


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


@pytest.mark.parametrize("key", OURS)
def test_no_key_of_a_form_finds_an_order_that_the_house_made(client: Client, key: str) -> None:
    race = make_paid_race(places=9)
    stranger = hold(race, key=key)

    answer = client.post(enter_address(race), {"key": key})

    assert answer.status_code == 302
    assert stranger.reference not in answer["Location"]


def test_nobody_puts_an_order_of_their_own_in_the_way_of_an_offer(client: Client) -> None:
    race = make_ruled_race(places=1)
    make_in(race, "runner")
    race.pool.refresh_from_db()  # type: ignore[union-attr]  # it has one
    place = join_waitlist(race, email="zoe@example.org", name="Zoe", heads=1, now=LATER)
    other = make_other_race(race, minor=4000)
    client.post(enter_address(other), {"key": f"waitlist-{place.pk}"})
    mallory = Order.objects.get(entries__race=other)

    release_place(race, now=LATER)
    offer_places(race.pool, now=LATER)

    place.refresh_from_db()
    assert place.order_id not in {None, mallory.pk}


def test_the_taker_of_one_place_finds_no_other_order_by_its_key(client: Client) -> None:
    race = make_ruled_race(places=9)
    giver, stranger = make_in(race, "giver"), make_in(race, "stranger")
    Order.objects.filter(pk=stranger.order_id).update(key="deferral-1")
    change = offer_transfer(giver, to_email="zoe@example.org", key="o", by=None, now=LATER)
    form = {f"p{giver.pk}-{name}": value for name, value in PERSON.items()}

    answer = client.post(f"/entries/transfer/{change.token}/", {**form, "key": "deferral-1"})

    assert answer.status_code == 302
    assert stranger.order.reference not in answer["Location"]
