"""Released places: sold by the ordinary way, refunded when the race is full without them."""

import datetime as dt
import threading

import pytest
from django.db import connection

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import Resale, WaitlistPlace
from startline.entries.models.orders import Entry, Order
from startline.entries.queries.starters import start_list
from startline.entries.services.changing import locked
from startline.entries.services.giving import surplus_of
from startline.entries.services.placing import place_order
from startline.entries.services.resale import (
    BeingSoldError,
    release_for_resale,
    settle_due_resales,
    take_back,
)
from startline.entries.services.settling import settle_order
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, buy, hold, make_cart, sheet
from startline.entries.tests.make_in import (
    make_in,
    make_ruled_race,
    only_change,
    pay,
    refunded,
    states,
    taken,
)
from startline.events.models.catalogue import CapacityPool
from startline.events.models.offer import EntryWindow, PriceStep, SaleTerms
from startline.notices.models import Notice
from startline.payments.models import PayoutAccount

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def release(entry: Entry, *, key: str = "s", now: dt.datetime = LATER) -> None:
    """The place is offered."""
    release_for_resale(entry, key=key, by=None, now=now)


def test_a_released_place_of_a_full_race_is_sold_to_the_next_buyer_and_refunded_once() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    release(seller)
    release(seller)
    before = refunded(seller)

    buyer = make_in(race, "bob")
    settle_order(buyer.order.reference, LATER)

    resale = Resale.objects.get()
    assert before == 0
    assert (resale.state, resale.buyer, resale.refund_minor) == ("sold", buyer, 5000)
    assert states(seller, buyer) == ["withdrawn", "confirmed"]
    assert refunded(seller) == 5000
    assert surplus_of(seller.order) == 0
    assert taken(race) == 1
    assert Notice.objects.filter(key=f"change-resold-{only_change(seller).pk}").count() == 1


def test_free_places_are_sold_before_a_released_one() -> None:
    race = make_ruled_race(places=3)
    seller = make_in(race)
    release(seller)

    make_in(race, "bob")
    make_in(race, "carl")
    before = states(seller)
    make_in(race, "dan")

    assert before == ["offered"]
    assert states(seller) == ["withdrawn"]


def test_the_place_released_first_is_sold_first() -> None:
    race = make_ruled_race(places=2)
    first, second = make_in(race, "a"), make_in(race, "b")
    release(second, now=LATER)
    release(first, now=LATER + MINUTE)

    make_in(race, "bob")

    assert states(first, second) == ["offered", "withdrawn"]


def test_holds_and_unpaid_orders_sell_nothing() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    release(seller)

    buy(race, key="bob", email="bob@example.org")
    settle_due_resales(LATER)

    assert states(seller) == ["offered"]
    assert refunded(seller) == 0


def test_a_released_place_goes_to_the_waitlist_at_todays_price() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    race.pool.refresh_from_db()  # type: ignore[union-attr]  # it has one
    waiting = join_waitlist(race, email="zoe@example.org", name="Zoe", heads=1, now=LATER)
    PriceStep.objects.update(minor=7000)

    release(seller)
    order = Order.objects.get(waitlistplace=waiting)
    place_order(sheet(order), make_cart(order, email="zoe@example.org"), by=None, now=LATER)
    order.refresh_from_db()
    pay(order, order.total_minor, key="zoe")

    assert order.total_minor == 7000
    assert states(seller) == ["withdrawn"]
    assert refunded(seller) == 5000
    assert WaitlistPlace.objects.get().pk == waiting.pk


@pytest.mark.parametrize(
    ("bearer", "difference_to", "price", "back"),
    [
        ("entrant", "organizer", 7000, 4870),
        ("organizer", "organizer", 7000, 5000),
        ("entrant", "entrant", 7000, 5000),
        ("entrant", "entrant", 4000, 3870),
        ("organizer", "organizer", 4000, 5000),
    ],
)
def test_the_refund_of_a_resale_follows_the_terms(
    bearer: str, difference_to: str, price: int, back: int
) -> None:
    race = make_ruled_race(places=1)
    PayoutAccount.objects.update(fee_basis_points=200, fee_fixed_minor=30)
    SaleTerms.objects.update(kept_fee_bearer=bearer, difference_to=difference_to)
    seller = make_in(race)
    release(seller)
    PriceStep.objects.update(minor=price)

    make_in(race, "bob")

    assert refunded(seller) == back


def test_a_released_place_can_be_taken_back_while_nobody_has_it() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    release(seller)

    take_back(seller, by=None, now=LATER)
    take_back(seller, by=None, now=LATER)

    assert states(seller) == ["confirmed"]
    assert Resale.objects.get().state == "taken_back"
    assert only_change(seller).state == "undone"
    assert taken(race) == 1


def test_while_somebody_fills_in_the_form_for_it_it_cannot_be_taken_back() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    release(seller)
    hold(race, key="bob", now=LATER)

    with pytest.raises(BeingSoldError):
        take_back(seller, by=None, now=LATER)

    assert states(seller) == ["offered"]
    assert taken(race) == 1


def test_once_sold_it_cannot_be_taken_back() -> None:
    race = make_ruled_race(places=1)
    seller = make_in(race)
    release(seller)
    make_in(race, "bob")

    with pytest.raises(BeingSoldError):
        take_back(seller, by=None, now=LATER)

    assert states(seller) == ["withdrawn"]


def test_a_place_nobody_bought_before_entries_close_stays_its_owners() -> None:
    race = make_ruled_race(places=1)
    closes = LATER + dt.timedelta(days=30)
    EntryWindow.objects.create(edition=race.edition, closes_at=closes)
    seller = make_in(race)
    release(seller)

    settle_due_resales(closes - MINUTE)
    before = states(seller)
    settle_due_resales(closes)

    assert before == ["offered"]
    assert states(seller) == ["confirmed"]
    assert Resale.objects.get().state == "lapsed"
    assert taken(race) == 1


def test_while_offered_one_is_on_the_start_list_and_nothing_else_can_be_done() -> None:
    race = make_ruled_race(places=2)
    seller = make_in(race)
    release(seller)

    with pytest.raises(Refusal) as said_no:
        release_for_resale(locked(seller.pk), key="other tab", by=None, now=LATER)

    assert said_no.value.code == "offered"
    assert len(start_list(race)) == 1


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_buying_at_the_same_moment_sell_the_place_once() -> None:
    race = make_ruled_race(places=1, minor=0)
    seller = make_in(race)
    Entry.objects.filter(pk=seller.pk).update(state="offered")
    Resale.objects.create(entry=seller, offered_at=LATER)
    CapacityPool.objects.update(taken=0)
    outcomes: list[str] = []

    def back() -> None:
        try:
            take_back(seller, by=None, now=LATER)
            outcomes.append("kept")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    def bob() -> None:
        try:
            hold(race, key="bob", now=LATER)
            outcomes.append("held")
        except Refusal:
            outcomes.append("sold out")
        finally:
            connection.close()

    threads = [threading.Thread(target=back), threading.Thread(target=bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (["held", "refused"], ["kept", "sold out"])
    assert CapacityPool.objects.get().taken == 1
