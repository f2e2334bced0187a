"""Giving back what nobody paid for: holds and unpaid orders whose time is over."""

import datetime as dt

from django.db import transaction
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.rules.life import OrderState, State
from startline.entries.services.coupons import give_coupons_back
from startline.entries.services.holding import Wanted, heads_by_race
from startline.entries.services.offering import offer_places
from startline.events.models.catalogue import Race
from startline.events.services.places import release_extra, release_place

BATCH = 200
ALIVE = (OrderState.HELD, OrderState.OPEN)


def release_expired(now: dt.datetime, *, most: int = BATCH) -> int:
    """End up to `most` orders whose time is over, each in a transaction of its own; how many."""
    over = (
        Order.objects.filter(expires_at__lte=now, state__in=ALIVE)
        .order_by("expires_at", "pk")
        .values_list("pk", flat=True)[:most]
    )
    return sum(expire_order(pk, now=now) for pk in list(over))


@transaction.atomic
def expire_order(pk: int, *, now: dt.datetime) -> bool:
    """End one order whose time is over; whether it was this call that ended it."""
    mine = Order.objects.filter(pk=pk, state__in=ALIVE, expires_at__lte=now)
    if not mine.update(state=OrderState.EXPIRED):
        return False
    let_go(pk, now=now)
    return True


@transaction.atomic
def give_up(order: Order, *, now: dt.datetime) -> None:
    """The person lets a hold go before its time. A placed order stays as it is."""
    held = Order.objects.filter(pk=order.pk, state=OrderState.HELD)
    if held.update(state=OrderState.EXPIRED, expires_at=now):
        let_go(order.pk, now=now)


def let_go(pk: int, *, now: dt.datetime) -> None:
    """Entries, places, coupon and extras of an order that was just ended."""
    order = Order.objects.select_related("edition__event").get(pk=pk)
    living = Entry.objects.filter(order=order, state__in=[State.HELD, State.PENDING])
    entries = list(living.select_related("race__pool").order_by("pk"))
    living.update(state=State.EXPIRED, state_at=now)
    for race, heads in by_pool(heads_by_race(entries, order.edition)):
        release_place(race, heads=heads, now=now)
        offer_places(race.pool, now=now)
    give_coupons_back(order, now=now)
    for size, quantity in extras_of(order):
        release_extra(size, quantity=quantity)


def by_pool(wanted: Wanted) -> list[tuple[Race, int]]:
    """In the order in which pools are claimed."""
    return sorted(wanted, key=lambda w: (w[0].pool_id or 0, w[0].pk))


def extras_of(order: Order) -> list[tuple[int, int]]:
    """Extras of an order as placed: size and quantity, in the order of their numbers."""
    rows = OrderLine.objects.filter(order=order, extra_size__isnull=False, kind="extra")
    return list(rows.order_by("extra_size_id").values_list("extra_size_id", "quantity"))


@task
def release_what_expired() -> int:
    """The schedule's job: end what is over, until nothing is left."""
    ended = 0
    while batch := release_expired(clock_now()):
        ended += batch
    return ended
