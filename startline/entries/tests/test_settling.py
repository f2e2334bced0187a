"""Money that comes: in time, too late, twice, too little."""

import datetime as dt

import pytest

from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order
from startline.entries.services.expiring import release_expired
from startline.entries.services.settling import settle_order
from startline.entries.tests.make import LATER, buy, hold, make_paid_race
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.models.offer import Extra, ExtraSize
from startline.events.tests.make import NOW
from startline.notices.models import Notice
from startline.payments.models import Payment, PayoutAccount, Refund

LATE = NOW + dt.timedelta(days=9)


def money_comes(order: Order, minor: int = 5000) -> Payment:
    """A payment that came in."""
    return Payment.objects.create(
        account=PayoutAccount.objects.get(), reference=order.reference,
        key=f"pay-{order.pk}-{Payment.objects.count()}", state="received", minor=minor,
        currency="EUR", received_minor=minor, made_at=LATER, received_at=LATER,
    )  # fmt: skip


@pytest.mark.django_db
def test_money_in_full_confirms_once_and_mails_once() -> None:
    order = buy(make_paid_race(minor=5000))
    money_comes(order)

    settle_order(order.reference, LATER)
    settle_order(order.reference, LATER)

    order.refresh_from_db()
    assert (order.state, order.settled_at, order.expires_at) == ("settled", LATER, None)
    assert Entry.objects.get().state == "confirmed"
    assert Notice.objects.filter(key=f"order-confirmed-{order.pk}").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("minor", [1, 4999])
def test_too_little_confirms_nothing(minor: int) -> None:
    order = buy(make_paid_race(minor=5000))
    money_comes(order, minor)

    settle_order(order.reference, LATER)

    assert Entry.objects.get().state == "pending"
    assert not Refund.objects.exists()


@pytest.mark.django_db
def test_two_parts_make_a_whole() -> None:
    order = buy(make_paid_race(minor=5000))
    money_comes(order, 3000)
    money_comes(order, 2000)

    settle_order(order.reference, LATER)

    assert Entry.objects.get().state == "confirmed"


@pytest.mark.django_db
def test_a_reference_of_no_order_and_an_order_without_money_change_nothing() -> None:
    order = buy(make_paid_race())

    settle_order("NOBODY0000", LATER)
    settle_order(order.reference, LATER)

    assert Entry.objects.get().state == "pending"


@pytest.mark.django_db
def test_late_money_gets_the_place_again_where_one_is_left() -> None:
    race = make_paid_race(places=1)
    extra = Extra.objects.create(edition=race.edition, name="Shirt", minor=800)
    size = ExtraSize.objects.create(extra=extra, stock=1)
    coupon = Coupon.objects.create(
        edition=race.edition, code="TEN", kind="amount", minor=800, most_uses=1
    )
    order = buy(race, extras={size.pk: 1}, coupon="TEN")
    release_expired(LATE)
    money_comes(order)

    settle_order(order.reference, LATE)

    size.refresh_from_db()
    coupon.refresh_from_db()
    assert Entry.objects.get().state == "confirmed"
    assert (CapacityPool.objects.get().taken, size.taken, coupon.used) == (1, 1, 1)
    assert not Refund.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["place", "extra", "coupon", "race"])
def test_late_money_goes_back_whole_where_something_is_gone(what: str) -> None:
    race = make_paid_race(places=1 if what == "place" else 9)
    extra = Extra.objects.create(edition=race.edition, name="Shirt", minor=800)
    size = ExtraSize.objects.create(extra=extra, stock=1)
    Coupon.objects.create(edition=race.edition, code="TEN", kind="amount", minor=800, most_uses=1)
    order = buy(race, extras={size.pk: 1}, coupon="TEN")
    release_expired(LATE)
    if what == "place":
        hold(race, key="other")
    elif what == "extra":
        ExtraSize.objects.update(taken=1)
    elif what == "coupon":
        Coupon.objects.update(used=1)
    else:
        Edition.objects.update(status="cancelled")
    taken = CapacityPool.objects.get().taken
    money_comes(order)

    settle_order(order.reference, LATE)
    settle_order(order.reference, LATE)

    refund = Refund.objects.get()
    assert (refund.minor, refund.state, refund.reason) == (5000, "asked", "too_late")
    assert CapacityPool.objects.get().taken == taken
    assert Entry.objects.get(order=order).state == "expired"
    assert Notice.objects.filter(key=f"order-late-{order.pk}").count() == 1


@pytest.mark.django_db
def test_late_money_for_somebody_who_entered_anew_goes_back() -> None:
    race = make_paid_race(places=9)
    first = buy(race, key="a")
    release_expired(LATE)
    buy(race, key="b")
    money_comes(first)

    settle_order(first.reference, LATE)

    assert Refund.objects.get().minor == 5000


@pytest.mark.django_db
def test_late_money_that_is_too_little_goes_back() -> None:
    order = buy(make_paid_race(minor=5000))
    release_expired(LATE)
    money_comes(order, 100)

    settle_order(order.reference, LATE)

    assert Refund.objects.get().minor == 100


@pytest.mark.django_db
def test_paying_for_one_thing_twice_is_left_to_the_director() -> None:
    order = buy(make_paid_race(minor=5000))
    money_comes(order)
    settle_order(order.reference, LATER)
    money_comes(order)

    settle_order(order.reference, LATER)

    assert Entry.objects.get().state == "confirmed"
    assert not Refund.objects.exists()
