"""Codes, extras, fees: what is beside the place."""

import datetime as dt
import threading

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from startline.core.money import FeeRule, Money
from startline.core.refusals import Refusal
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Order
from startline.entries.rules.asking import Asked
from startline.entries.rules.cart import Cart, Place, Selling, bill, shares
from startline.entries.services.expiring import release_expired
from startline.entries.services.holding import CouponError, hold_places
from startline.entries.services.placing import (
    place_order,
)
from startline.entries.tests.make import (
    LATER,
    buy,
    hold,
    make_account,
    make_cart,
    make_paid_race,
    sheet,
)
from startline.events.models.catalogue import Race
from startline.events.models.offer import Extra, ExtraSize, SaleTerms
from startline.events.rules.pricing import Step, Terms
from startline.events.services.places import ExtraSoldOutError
from startline.events.tests.make import NOW, make_race

QUARTER = dt.timedelta(minutes=15)


@pytest.mark.django_db
def test_extras_are_taken_from_stock_and_given_back_when_the_order_dies() -> None:
    race = make_paid_race()
    extra = Extra.objects.create(edition=race.edition, name="Shirt", minor=800)
    size = ExtraSize.objects.create(extra=extra, name="M", stock=2)

    order = buy(race, extras={size.pk: 2})
    size.refresh_from_db()
    taken = size.taken
    other = hold(race, key="b")
    with pytest.raises(ExtraSoldOutError):
        place_order(
            sheet(other), make_cart(other, email="b@example.org", extras={size.pk: 1}),
            by=None, now=LATER,
        )  # fmt: skip
    release_expired(NOW + dt.timedelta(days=9))
    size.refresh_from_db()

    assert (order.total_minor, taken, size.taken) == (6600, 2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until_at": NOW}, "coupon_over"),
        ({"from_at": LATER}, "coupon_not_yet"),
        ({"most_uses": 0}, "coupon_used_up"),
        ({"email": "other@example.org"}, "coupon_not_yours"),
        ({"code": "OTHER"}, "coupon_unknown"),
    ],
)
def test_a_code_that_gives_nothing_says_why(change: dict[str, object], code: str) -> None:
    race = make_paid_race()
    Coupon.objects.create(**{"edition": race.edition, "code": "TEN", "kind": "amount",
                             "minor": 1000, **change})  # fmt: skip

    with pytest.raises(CouponError) as no:
        buy(race, coupon="ten")

    assert no.value.code == code


@pytest.mark.django_db
def test_a_code_is_used_and_given_back_when_nobody_pays() -> None:
    race = make_paid_race()
    coupon = Coupon.objects.create(
        edition=race.edition, code="TEN", kind="amount", minor=1000, most_uses=1
    )

    order = buy(race, coupon="ten")
    coupon.refresh_from_db()
    used = (coupon.used, coupon.spent_minor)
    release_expired(NOW + dt.timedelta(days=9))
    coupon.refresh_from_db()

    assert (order.total_minor, used, coupon.used) == (4000, (1, 1000), 0)
    assert list(order.lines.values_list("kind", "minor")) == [("entry", 5000), ("discount", -1000)]


@pytest.mark.django_db(transaction=True)
def test_fifty_people_race_for_ten_uses_of_a_code() -> None:
    race = make_paid_race(places=50)
    Coupon.objects.create(
        edition=race.edition, code="HALF", kind="percent", percent=50, most_uses=10
    )
    orders = [hold_places(race.edition, [(race, 1)], key=str(n), now=NOW) for n in range(50)]
    ready = [(sheet(o), make_cart(o, email=f"a{o.pk}@example.org", coupon="half")) for o in orders]
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            outcomes.append(str(place_order(*ready[number], by=None, now=LATER).total_minor))
        except Refusal as no:
            outcomes.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["2500"] * 10 + ["coupon_used_up"] * 40
    assert Coupon.objects.get().used == 10
    assert Order.objects.filter(state="held").count() == 40


@pytest.mark.django_db
def test_the_fee_is_added_once_and_the_organizer_gets_the_price() -> None:
    race = make_paid_race(minor=5000, kind="fake")
    make_account(race.edition.event.organizer, "bank")  # type: ignore[arg-type]  # it has one
    SaleTerms.objects.update(fee_is_added=True)
    type(race.edition.event.organizer.payout_accounts.get(kind="fake")).objects.filter(  # type: ignore[union-attr]  # it has one
        kind="fake"
    ).update(fee_basis_points=150, fee_fixed_minor=25)

    by_card = buy(race, key="a", method="card")
    by_bank = buy(race, key="b", method="bank", email="b@example.org")

    assert by_card.total_minor == by_bank.total_minor == FeeRule(150, 25).grossed_up(5000)
    assert list(by_card.lines.values_list("kind", flat=True)) == ["entry", "fee"]


ASKED = Asked(day=dt.date(2026, 9, 12))


@given(
    prices=st.lists(st.integers(0, 100_000), min_size=1, max_size=6),
    legs=st.integers(1, 5),
    percent=st.integers(0, 100),
    family=st.integers(0, 4),
)
@settings(max_examples=200, deadline=None)
def test_the_shares_of_all_places_sum_to_the_places_on_the_bill(
    prices: list[int], legs: int, percent: int, family: int
) -> None:
    places = [
        Place(
            entry=10 * number + leg, race=number, label="R",
            steps=(Step(Money(price, "EUR")),), sold_before=0, asked=ASKED,
            party=number if legs > 1 else None, leg=leg + 1 if legs > 1 else None,
        )
        for number, price in enumerate(prices, 1)
        for leg in range(legs)
    ]  # fmt: skip
    terms = Terms("EUR", family_from=family, family_percent=percent)
    cart = Cart(email="a@example.org", persons={})

    priced = bill(places, Selling(terms, FeeRule()), cart, at=NOW)
    split = shares(places, priced)

    assert sum(split.values()) == priced.total.minor
    assert set(split) == {place.entry for place in places}
    assert min(split.values()) >= 0


@pytest.mark.django_db
@pytest.mark.parametrize("coupon", ["", "other"])
def test_a_code_that_opened_a_race_can_not_be_taken_off_at_the_checkout(coupon: str) -> None:
    race = make_paid_race()
    Race.objects.filter(pk=race.pk).update(is_hidden=True)
    race = Race.objects.select_related("edition__event").get(pk=race.pk)
    other = make_race(race.edition, name="Other")
    Coupon.objects.create(edition=race.edition, code="OPEN", kind="opens", race=race, most_uses=1)
    Coupon.objects.create(edition=race.edition, code="OTHER", kind="amount", minor=1, race=other)
    order = hold_places(race.edition, [(race, 1)], key="k", now=NOW, coupon="OPEN")

    with pytest.raises(CouponError):
        place_order(sheet(order), make_cart(order, coupon=coupon), by=None, now=LATER)

    placed = place_order(sheet(order), make_cart(order, coupon="OPEN"), by=None, now=LATER)
    assert placed.state == "open"
    assert Coupon.objects.get(code="OPEN").used == 1
