"""The life of entries by chance: whatever is done in whatever order, the promises hold."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange, Resale
from startline.entries.models.orders import Entry, Order
from startline.entries.queries.afterwards import alive_in
from startline.entries.rules.life import State
from startline.entries.services.changing import change_race, locked
from startline.entries.services.deferring import defer_entry
from startline.entries.services.giving import surplus_of
from startline.entries.services.leaving import refund_entry
from startline.entries.services.resale import release_for_resale, take_back
from startline.entries.services.settling_changes import sweep_changes
from startline.entries.services.transferring import (
    accept_transfer,
    offer_transfer,
    take_transfer_back,
)
from startline.entries.services.waitlist import join_waitlist, lapse_offers
from startline.entries.tests.make import LATER, make_person
from startline.entries.tests.make_in import make_in, make_other_race, make_ruled_race, pay
from startline.events.models.catalogue import CapacityPool, Race
from startline.payments.models import Payment

HOUR = dt.timedelta(hours=1)
Deed = Callable[[Race, int, dt.datetime], object]


def entry_of(number: int) -> Entry:
    """One of all entries, dead ones too."""
    found = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    return locked(found[number % len(found)])


def newest() -> Entry:
    """The latest confirmed entry."""
    found = Entry.objects.filter(state=State.CONFIRMED).order_by("-pk").first()
    if found is None:
        raise Refusal
    return locked(found.pk)


def open_transfer(number: int) -> EntryChange:
    """One of all transfers, whatever became of it."""
    found = list(
        EntryChange.objects.filter(kind="transfer").select_related("entry__order").order_by("pk")
    )
    if not found:
        raise Refusal
    return found[number % len(found)]


def buy(race: Race, number: int, now: dt.datetime) -> object:
    """Somebody new enters and pays."""
    return make_in(race, f"new{number}-{Entry.objects.count()}", now=now)


def pay_what_waits(race: Race, number: int, now: dt.datetime) -> None:
    """The money of a change comes, perhaps too late."""
    change = EntryChange.objects.filter(cost_minor__gt=0).order_by("-pk").first()
    if change is None or change.order is None:
        raise Refusal
    pay(change.order, change.cost_minor, key=f"p{Payment.objects.count()}", now=now)


def wait(race: Race, number: int, now: dt.datetime) -> object:
    """Somebody joins the line."""
    pool = CapacityPool.objects.get(races=race)
    race.pool = pool
    return join_waitlist(race, email=f"w{number}@example.org", name="W", heads=1, now=now)


DEEDS: tuple[Deed, ...] = (
    buy,
    wait,
    lambda race, n, now: accept_transfer(
        open_transfer(-1), make_person(200 + n), key=f"b{now}"[:64], by=None, now=now
    ),
    lambda race, n, now: offer_transfer(
        newest(), to_email=f"to{n}@example.org", key=f"u{now}", by=None, now=now
    ),
    lambda race, n, now: offer_transfer(
        entry_of(n), to_email=f"to{n}@example.org", key=f"t{now}", by=None, now=now
    ),
    lambda race, n, now: accept_transfer(
        open_transfer(n), make_person(100 + n), key=f"a{now}"[:64], by=None, now=now
    ),
    lambda race, n, now: take_transfer_back(open_transfer(n), now=now),
    lambda race, n, now: release_for_resale(entry_of(n), key=f"s{now}", by=None, now=now),
    lambda race, n, now: take_back(entry_of(n), by=None, now=now),
    lambda race, n, now: refund_entry(entry_of(n), key=f"r{now}", by=None, now=now),
    lambda race, n, now: defer_entry(entry_of(n), reason="", key=f"d{now}", by=None, now=now),
    lambda race, n, now: change_race(
        entry_of(n), Race.objects.order_by("-pk")[n % 2], key=f"c{now}", by=None, now=now
    ),
    pay_what_waits,
    wait,
    lambda race, n, now: lapse_offers(now),
    lambda race, n, now: sweep_changes(now),
)


def check() -> None:
    """What must never be false."""
    for pool in CapacityPool.objects.all():
        assert pool.taken == alive_in(pool) <= pool.places
    for order in Order.objects.filter(state="settled"):
        waiting = EntryChange.objects.filter(order=order, state="open", cost_minor__gt=0)
        assert 0 <= surplus_of(order) <= sum(waiting.values_list("cost_minor", flat=True))
    for payment in Payment.objects.all():
        assert payment.refunded_minor <= payment.received_minor
    offered = Entry.objects.filter(state=State.OFFERED).count()
    assert offered == Resale.objects.filter(state="offered").count()


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.integers(0, len(DEEDS) - 1), st.integers(0, 9), st.integers(1, 72)),
        min_size=25, max_size=25,
    )
)  # fmt: skip
def test_three_hundred_deeds_by_chance_keep_every_promise(
    steps: list[tuple[int, int, int]],
) -> None:
    with transaction.atomic():
        race = make_ruled_race(places=2)
        make_other_race(race, minor=8000, places=2)
        make_in(race, "first")
        make_in(race, "second")
        now = LATER
        for deed, number, hours in steps:
            now += hours * HOUR + dt.timedelta(microseconds=1)
            try:
                with transaction.atomic():
                    DEEDS[deed](race, number, now)
            except Refusal:
                pass
            check()
        transaction.set_rollback(True)
