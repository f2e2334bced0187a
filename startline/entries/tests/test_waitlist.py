"""Waiting: in order, with a deadline, ahead of buyers."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.orders import Order
from startline.entries.rules.life import OrderState
from startline.entries.services.leaving import refund_entry
from startline.entries.services.offering import OFFER, offer_places
from startline.entries.services.placing import place_order
from startline.entries.services.waitlist import (
    NobodyWaitsHereError,
    PlacesAreFreeError,
    WaitingAlreadyError,
    join_waitlist,
    lapse_offers,
    leave_waitlist,
)
from startline.entries.tests.make import LATER, hold, make_cart, sheet
from startline.entries.tests.make_in import make_in, make_other_race, make_ruled_race, taken
from startline.events.models.catalogue import Race
from startline.events.models.offer import EntryWindow
from startline.events.services.places import SoldOutError, release_place
from startline.notices.models import Notice

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def wait(race: Race, name: str, *, heads: int = 1, minutes: int = 0) -> WaitlistPlace:
    """Somebody joins the line."""
    return join_waitlist(
        race, email=f"{name}@example.org", name=name, heads=heads, now=LATER + minutes * MINUTE
    )


def full_race(places: int = 1) -> Race:
    """A race whose places are all taken."""
    race = make_ruled_race(places=places)
    for number in range(places):
        make_in(race, f"runner{number}")
    race.pool.refresh_from_db()  # type: ignore[union-attr]  # it has one
    return race


def state(place: WaitlistPlace) -> str:
    """As it is now."""
    place.refresh_from_db()
    return place.state


def test_nobody_waits_while_there_are_places_or_twice() -> None:
    free = make_ruled_race(places=2)
    with pytest.raises(PlacesAreFreeError):
        wait(free, "zoe")
    make_in(free, "a")
    make_in(free, "b")
    wait(free, "zoe")

    with pytest.raises(WaitingAlreadyError):
        wait(free, "zoe", minutes=1)


def test_a_released_place_is_offered_to_the_first_who_waits_and_to_no_buyer() -> None:
    race = full_race()
    first, second = wait(race, "zoe"), wait(race, "yan", minutes=1)

    release_place(race, now=LATER)
    offer_places(race.pool, LATER)

    assert (state(first), state(second)) == ("offered", "waiting")
    assert taken(race) == 1
    assert Notice.objects.filter(key=f"waitlist-offered-{first.pk}").count() == 1
    with pytest.raises(SoldOutError):
        hold(race, key="buyer", now=LATER)


def test_a_refund_in_a_full_race_offers_the_place_in_the_same_breath() -> None:
    race = make_ruled_race(places=1)
    entry = make_in(race)
    place = wait(race, "zoe")

    refund_entry(entry, key="r", by=None, now=LATER)

    assert state(place) == "offered"
    assert taken(race) == 1


def test_a_smaller_party_does_not_pass_and_free_places_wait_for_the_first() -> None:
    race = full_race(places=3)
    large, small = wait(race, "zoe", heads=2), wait(race, "yan", minutes=1)

    release_place(race, now=LATER)
    offered = offer_places(race.pool, LATER)

    assert offered == 0
    assert (state(large), state(small)) == ("waiting", "waiting")
    with pytest.raises(SoldOutError):
        hold(race, key="buyer", now=LATER)
    release_place(race, now=LATER)
    assert offer_places(race.pool, LATER) == 1
    assert (state(large), state(small)) == ("offered", "waiting")


def test_who_waits_for_a_race_that_is_closed_holds_up_nobody_of_another() -> None:
    race = full_race(2)
    other = make_other_race(race, minor=3000, places=None)
    Race.objects.filter(pk=other.pk).update(pool=race.pool)
    other.refresh_from_db()
    first, later = wait(race, "first"), wait(other, "later", minutes=1)
    closed = EntryWindow.objects.create(
        edition=race.edition, race=race, closes_at=LATER - dt.timedelta(hours=1)
    )
    release_place(race, now=LATER)
    assert offer_places(race.pool, LATER) == 1
    assert (state(first), state(later)) == ("waiting", "offered")

    closed.delete()
    release_place(race, now=LATER)
    assert offer_places(race.pool, LATER) == 1

    assert state(first) == "offered", "its line stood meanwhile"


def test_nobody_joins_a_line_for_a_hidden_race_but_who_joined_before_is_served() -> None:
    race = full_race()
    early = wait(race, "early")
    Race.objects.filter(pk=race.pk).update(is_hidden=True)
    race.refresh_from_db()

    with pytest.raises(NobodyWaitsHereError):
        wait(race, "late", minutes=1)
    release_place(race, now=LATER)
    offer_places(race.pool, LATER)

    assert state(early) == "offered"


def test_when_the_first_leaves_those_behind_are_offered_what_was_kept() -> None:
    race = full_race(places=3)
    large, small = wait(race, "zoe", heads=2), wait(race, "yan", minutes=1)
    release_place(race, now=LATER)
    offer_places(race.pool, LATER)

    leave_waitlist(large, now=LATER)

    assert (state(large), state(small)) == ("left", "offered")


def test_an_offer_that_is_not_taken_in_time_goes_to_the_next() -> None:
    race = full_race()
    first, second = wait(race, "zoe"), wait(race, "yan", minutes=1)
    release_place(race, now=LATER)
    offer_places(race.pool, LATER)

    lapse_offers(LATER + OFFER - MINUTE)
    before = state(first)
    lapse_offers(LATER + OFFER)

    assert before == "offered"
    assert (state(first), state(second)) == ("lapsed", "offered")
    assert taken(race) == 1


def test_an_offer_that_is_let_go_goes_to_the_next_and_twice_changes_nothing() -> None:
    race = full_race()
    first, second = wait(race, "zoe"), wait(race, "yan", minutes=1)
    release_place(race, now=LATER)
    offer_places(race.pool, LATER)

    leave_waitlist(WaitlistPlace.objects.get(pk=first.pk), now=LATER)
    leave_waitlist(WaitlistPlace.objects.get(pk=first.pk), now=LATER)

    assert (state(first), state(second)) == ("left", "offered")
    assert taken(race) == 1


def test_an_offer_becomes_an_order_and_stays_when_its_time_is_over() -> None:
    race = full_race()
    first = wait(race, "zoe")
    release_place(race, now=LATER)
    offer_places(race.pool, LATER)
    order = Order.objects.get(waitlistplace=first)

    place_order(sheet(order), make_cart(order, email="zoe@example.org"), by=None, now=LATER)
    lapse_offers(LATER + OFFER)

    order.refresh_from_db()
    assert order.state == OrderState.OPEN
    assert state(first) == "taken"
    assert taken(race) == 1


def test_the_page_shows_the_order_and_the_offer_and_lets_go(client: Client) -> None:
    race = full_race()
    first, second = wait(race, "zoe"), wait(race, "yan", minutes=1)

    waiting = client.get(f"/entries/waitlist/{second.token}/").content.decode()
    client.post(f"/entries/waitlist/{first.token}/leave/")

    assert "Number 2 in the line" in waiting
    assert state(first) == "left"


def test_joining_by_the_page_gives_a_link_of_ones_own(client: Client) -> None:
    race = full_race()
    event = race.edition.event.slug
    path = f"/races/{event}/{race.edition.slug}/{race.slug}/waitlist/"

    answer = client.post(path, {"name": "Zoe", "email": "zoe@example.org", "heads": 1})

    place = WaitlistPlace.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/entries/waitlist/{place.token}/"
    assert client.get(path).status_code == 200


def test_eve_cannot_guess_a_place_in_the_line(client: Client, eve: object) -> None:
    wait(full_race(), "zoe")

    assert client.get("/entries/waitlist/zoe@example.org/").status_code == 404
    assert client.post("/entries/waitlist/1/leave/").status_code == 404


def test_a_full_race_offers_its_line(client: Client, settings: Any) -> None:
    settings.TODAY = LATER.date()
    race = full_race()
    path = f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}/"

    answer = client.post(f"{path}enter/", {})

    assert answer.status_code == 409
    assert f'href="{path}waitlist/"' in answer.content.decode()
