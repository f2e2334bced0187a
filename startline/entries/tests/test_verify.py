"""`startline verify`: each promise is broken once, and the break is named with its ids."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from startline.entries.models.afterwards import Resale, WaitlistPlace
from startline.entries.models.coupons import Coupon, CouponUse
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.queries.promises import ALIVE, COUNTED
from startline.entries.queries.verification import PROMISES, Violation, violations
from startline.entries.rules.life import HOLDS_A_PLACE, LIVING
from startline.entries.tests.sold import (
    Sold,
    book,
    make_entry,
    make_order,
    make_payment,
    make_refund,
    make_sold,
)
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import ExtraSize
from startline.events.tests.make import NOW
from startline.payments.models import LedgerLine, Payment, Refund

LATER = NOW + dt.timedelta(minutes=20)
Named = dict[str, object]
Plant = Callable[[Sold], Named]


@pytest.fixture(autouse=True)
def checks_are_back(db: None) -> Iterator[None]:
    """SQLite's switch belongs to the connection and outlives the transaction."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = 0")


def without_checks(table: str, constraint: str) -> None:
    """Let a row break a check constraint until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 1")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids the change
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')


def without_index(name: str) -> None:
    """The same for a unique index."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX "{name}"')


def places_taken(sold: Sold) -> Named:
    CapacityPool.objects.update(taken=4)
    return {"pool": sold.race.pool_id, "taken": 4, "heads": 1}


def never_oversold(sold: Sold) -> Named:
    without_checks("events_capacitypool", "pool_never_oversold")
    CapacityPool.objects.update(places=0)
    return {"pool": sold.race.pool_id, "taken": 1, "places": 0}


def offered_fits(sold: Sold) -> Named:
    offered = make_entry(sold.order, sold.race, state="offered")
    Resale.objects.create(entry=offered, offered_at=NOW)
    CapacityPool.objects.update(taken=1, places=1)
    return {"pool": sold.race.pool_id, "offered": 1, "confirmed": 1, "entry": offered.pk}


def extras_taken(sold: Sold) -> Named:
    ExtraSize.objects.update(taken=3)
    return {"extra_size": sold.size.pk, "taken": 3, "sold": 1}


def coupon_used(sold: Sold) -> Named:
    Coupon.objects.update(spent_minor=700)
    return {"coupon": sold.coupon.pk, "spent_minor": 700, "minor": 500}


def coupon_given_back(sold: Sold) -> Named:
    dead = make_order(sold.race, "DEAD000001", state="expired")
    use = CouponUse.objects.create(coupon=sold.coupon, order=dead, heads=0, minor=0)
    return {"coupon_use": use.pk, "order_reference": "DEAD000001"}


def one_entry_per_person(sold: Sold) -> Named:
    other = make_entry(sold.order, sold.race)
    return {"race": sold.race.pk, "entry": sold.entry.pk, "other": other.pk}


def entry_follows_order(sold: Sold) -> Named:
    order = make_order(sold.race, "OPEN000001", state="open", total=100)
    entry = make_entry(order, sold.race, state="confirmed")
    return {"entry": entry.pk, "order_state": "open"}


def order_has_entries(sold: Sold) -> Named:
    order = make_order(sold.race, "HELD000001", state="held")
    return {"order_id": order.pk, "order_state": "held"}


def nothing_stays_held(sold: Sold) -> Named:
    order = make_order(sold.race, "HELD000001", state="held")
    make_entry(order, sold.race, state="held")
    Order.objects.filter(pk=order.pk).update(expires_at=NOW - dt.timedelta(minutes=16))
    return {"order_id": order.pk}


def transferred_has_a_follower(sold: Sold) -> Named:
    entry = make_entry(sold.order, sold.race, state="transferred")
    return {"entry": entry.pk}


def deferred_has_a_deed(sold: Sold) -> Named:
    entry = make_entry(sold.order, sold.race, state="deferred")
    return {"entry": entry.pk}


def one_follower(sold: Sold) -> Named:
    without_index("an_entry_is_followed_once")
    first = make_entry(make_order(sold.race, "NEXT000001"), sold.race)
    second = make_entry(make_order(sold.race, "NEXT000002"), sold.race)
    Entry.objects.filter(pk__in=[first.pk, second.pk]).update(previous=sold.entry)
    return {"entry": sold.entry.pk, "follower": first.pk, "other": second.pk}


def waiter(sold: Sold, number: int, *, state: str = "waiting", heads: int = 1) -> WaitlistPlace:
    """Somebody who joined at a minute; an offer holds one place."""
    order = None
    if state == "offered":
        order = make_order(sold.race, f"WAIT00000{number}", state="held")
        make_entry(order, sold.race, state="held")
    assert sold.race.pool is not None
    return WaitlistPlace.objects.create(
        pool=sold.race.pool, race=sold.race, email=f"w{number}@example.org", name="W", heads=heads,
        state=state, token=f"w{number}", joined_at=NOW + dt.timedelta(minutes=number), order=order,
        offered_until=NOW + dt.timedelta(days=1) if order else None,
    )  # fmt: skip


def waitlist_order(sold: Sold) -> Named:
    first, later = waiter(sold, 1), waiter(sold, 2, state="offered")
    return {"pool": sold.race.pool_id, "waiting": first.pk, "offered": later.pk}


def an_offer_is_held(sold: Sold) -> Named:
    short = waiter(sold, 1, state="offered", heads=2)
    return {"waitlist_place": short.pk, "heads": 2, "held": 1}


def resale_stands(sold: Sold) -> Named:
    Entry.objects.filter(pk=sold.entry.pk).update(state="offered")
    return {"entry": sold.entry.pk, "entry_state": "offered"}


def resold(sold: Sold, *, refund: int) -> Resale:
    """The entry's place bought by another."""
    buyer = make_entry(make_order(sold.race, "NEXT000001"), sold.race)
    return Resale.objects.create(
        entry=sold.entry, state="sold", offered_at=NOW, buyer=buyer, sold_at=NOW,
        refund_minor=refund,
    )  # fmt: skip


def resold_once(sold: Sold) -> Named:
    resale = resold(sold, refund=0)
    return {"resale": resale.pk, "entry": sold.entry.pk}


def payment_has_an_order(sold: Sold) -> Named:
    Payment.objects.update(reference="NOBODY")
    return {"payment": sold.payment.pk, "order_reference": "NOBODY"}


def one_currency(sold: Sold) -> Named:
    Order.objects.update(currency="CHF")
    return {"payment": sold.payment.pk, "currency": "EUR", "wanted": "CHF"}


def confirmed_is_paid(sold: Sold) -> Named:
    order = make_order(sold.race, "OWES000001", total=100)
    make_entry(order, sold.race)
    return {"order_id": order.pk, "total": 100, "received": 0}


def paid_has_a_place_or_a_refund(sold: Sold) -> Named:
    order = make_order(sold.race, "DEAD000001", total=100, state="expired")
    make_entry(order, sold.race, state="expired")
    make_payment(sold.payment.account, order)
    return {"order_id": order.pk, "received": 100, "refunded": 0}


def paid_is_settled(sold: Sold) -> Named:
    order = make_order(sold.race, "OPEN000001", total=100, state="open")
    make_entry(order, sold.race, state="pending")
    make_payment(sold.payment.account, order)
    return {"order_id": order.pk, "received": 100}


def nobody_got_more_back(sold: Sold) -> Named:
    make_refund(sold.payment, 100)
    return {"order_id": sold.order.pk, "bill": 5_500, "received": 5_500, "refunded": 100}


def lines_make_the_total(sold: Sold) -> Named:
    OrderLine.objects.filter(kind="entry").update(minor=3_999)
    return {"order_id": sold.order.pk, "total": 5_500, "lines": 5_499}


def no_platform_fee(sold: Sold) -> Named:
    without_checks("payments_payment", "no_platform_fee_on_a_payment")
    Payment.objects.update(platform_fee_minor=1)
    return {"payment": sold.payment.pk, "minor": 1}


def refunds_are_claimed(sold: Sold) -> Named:
    Refund.objects.create(payment=sold.payment, key="r", minor=10, reason="resale", made_at=NOW)
    return {"payment": sold.payment.pk, "refunded": 0, "refunds": 10}


def no_refund_above_what_came(sold: Sold) -> Named:
    without_checks("payments_payment", "no_refund_above_what_came")
    make_refund(sold.payment, 5_501)
    return {"payment": sold.payment.pk, "received": 5_500, "refunded": 5_501}


def no_double_refund(sold: Sold) -> Named:
    pair = [make_refund(sold.payment, 10, key=key) for key in ("a", "b")]
    Refund.objects.update(provider_id="re_1")
    return {"refund": pair[0].pk, "other": pair[1].pk}


def resold_is_refunded(sold: Sold) -> Named:
    resale = resold(sold, refund=3_000)
    return {"resale": resale.pk, "promised": 3_000, "refunds": 0}


def a_deed_sums_to_zero(sold: Sold) -> Named:
    book(sold.payment, "unequal", 10)
    LedgerLine.objects.create(
        deed="unequal", book="processor_fee", minor=1, currency="EUR", reference="SOLD000001",
        account=sold.payment.account, at=NOW,
    )  # fmt: skip
    return {"deed": "unequal", "minor": 1, "lines": 3}


def an_order_sums_to_zero(sold: Sold) -> Named:
    LedgerLine.objects.create(
        deed="alone", book="organizer", minor=7, currency="EUR", reference="SOLD000001",
        account=sold.payment.account, at=NOW,
    )  # fmt: skip
    return {"order_reference": "SOLD000001", "minor": 7}


def the_ledger_has_every_payment(sold: Sold) -> Named:
    book(sold.payment, "payment-again", 100)
    return {"payment": sold.payment.pk, "received": 5_500, "entrant": -5_600}


PLANTS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        places_taken, never_oversold, offered_fits, extras_taken, coupon_used, coupon_given_back,
        one_entry_per_person, entry_follows_order, order_has_entries, nothing_stays_held,
        transferred_has_a_follower, deferred_has_a_deed, one_follower, waitlist_order,
        an_offer_is_held, resale_stands, resold_once, payment_has_an_order, one_currency,
        confirmed_is_paid, paid_has_a_place_or_a_refund, paid_is_settled, nobody_got_more_back,
        lines_make_the_total,
        no_platform_fee, refunds_are_claimed, no_refund_above_what_came, no_double_refund,
        resold_is_refunded, a_deed_sums_to_zero, an_order_sums_to_zero,
        the_ledger_has_every_payment,
    )
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", [promise.name for promise in PROMISES])
def test_a_broken_promise_is_named_with_its_ids(name: str) -> None:
    sold = make_sold()
    assert violations(now=LATER) == []

    named = PLANTS[name](sold)

    found = [v for v in violations(now=LATER) if v.promise == name]
    assert len(found) == 1
    assert named.items() <= found[0].ids.items()


def test_every_promise_has_its_plant() -> None:
    assert set(PLANTS) == {promise.name for promise in PROMISES}


def test_alive_in_the_questions_is_alive_in_the_rules() -> None:
    assert set(re.findall(r"'(\w+)'", ALIVE)) == LIVING
    assert set(re.findall(r"'(\w+)'", COUNTED)) == HOLDS_A_PLACE


@pytest.mark.django_db
def test_the_command_is_content_with_a_sound_database() -> None:
    make_sold()
    out = StringIO()

    call_command("verify", stdout=out)

    assert f"{len(PROMISES)} of {len(PROMISES)} promises kept" in out.getvalue()


@pytest.mark.django_db
def test_the_command_names_what_is_broken_and_fails() -> None:
    sold = make_sold()
    CapacityPool.objects.update(taken=4)
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=out)

    assert ended.value.code == 1
    assert f"places_taken: pool={sold.race.pool_id} taken=4 heads=1" in out.getvalue()


@pytest.mark.django_db
def test_the_command_speaks_to_machines() -> None:
    sold = make_sold()
    CapacityPool.objects.update(taken=4)
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("verify", "--json", stdout=out)

    told = json.loads(out.getvalue())
    wanted = {"promise": "places_taken", "pool": sold.race.pool_id, "taken": 4, "heads": 1}
    assert told["violations"] == [wanted]


@pytest.mark.django_db(transaction=True)
def test_the_questions_are_asked_at_one_moment_and_leave_no_transaction_behind() -> None:
    make_sold()

    assert violations(now=LATER) == []

    assert connection.get_autocommit()
    make_order(make_sold_race(), "AFTER00001", state="expired")  # writing works at once


def make_sold_race() -> Race:
    """The race that is there."""
    return Order.objects.select_related("edition").get().entries.get().race


def test_a_violation_reads_in_one_line() -> None:
    assert str(Violation("p", {"pool": 1, "extra": None, "taken": 2})) == "p: pool=1 taken=2"
