"""Waiting for a place: join, leave, and what becomes of an offer. `offering` makes the offers."""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.orders import Order
from startline.entries.rules.cart import MOST_HEADS
from startline.entries.rules.life import OrderState
from startline.entries.services.expiring import expire_order, give_up
from startline.entries.services.offering import offer_places, tell
from startline.events.models.catalogue import CapacityPool, Race


class WaitingAlreadyError(Refusal):
    """This address waits for this race already."""

    code = "waiting_already"


class NobodyWaitsHereError(Refusal):
    """The race has no limit of places, or takes no entries here: there is nothing to wait for."""

    code = "no_waitlist"


class PlacesAreFreeError(Refusal):
    """There is a place now, and nobody in front: enter instead."""

    code = "places_free"


@transaction.atomic
def join_waitlist(
    race: Race, *, email: str, name: str, heads: int, now: dt.datetime
) -> WaitlistPlace:
    """Wait for so many heads at the end of the line; the link comes by mail.

    Raises NobodyWaitsHereError, PlacesAreFreeError, WaitingAlreadyError.
    """
    email = email.strip().lower()
    pool = race.pool
    if race.is_hidden:  # its code lets in so many, not a line of others
        raise NobodyWaitsHereError(most=0)
    if pool is None or not 1 <= heads <= min(MOST_HEADS, pool.places) or heads % race.party_size:
        raise NobodyWaitsHereError(most=min(MOST_HEADS, pool.places) if pool else 0)
    pool.refresh_from_db()
    waiting = WaitlistPlace.objects.filter(pool=pool, state="waiting")
    if pool.places - pool.taken >= heads and not waiting.exists():
        raise PlacesAreFreeError
    try:
        with transaction.atomic():
            place = WaitlistPlace.objects.create(
                pool=pool, race=race, email=email, name=name, heads=heads, joined_at=now,
                token=secrets.token_urlsafe(32),
            )  # fmt: skip
    except IntegrityError as error:
        raise WaitingAlreadyError from error
    tell(place, "waiting", now=now)
    return place


@transaction.atomic
def leave_waitlist(place: WaitlistPlace, *, now: dt.datetime) -> None:
    """Give up waiting, or an offer: the next in line is asked at once. Twice changes nothing."""
    waiting = WaitlistPlace.objects.filter(pk=place.pk, state="waiting")
    if waiting.update(state="left"):
        offer_places(place.pool, now=now)  # the first may have held up those behind
        return
    offered = WaitlistPlace.objects.filter(pk=place.pk, state="offered", order__state="held")
    if offered.update(state="left") and place.order is not None:
        give_up(place.order, now=now)
        offer_places(place.pool, now=now)


def end_waiting(places: QuerySet[WaitlistPlace], *, now: dt.datetime) -> None:
    """Tell those who wait that there will be no race; nobody behind them waits for it in vain."""
    for place in places.filter(state="waiting").order_by("pk"):
        if WaitlistPlace.objects.filter(pk=place.pk, state="waiting").update(state="ended"):
            tell(place, "ended", now=now)


def lapse_offers(now: dt.datetime) -> int:
    """Mark offers that were taken or ran out, and offer again; each in its own transaction."""
    done = 0
    offered = WaitlistPlace.objects.filter(state="offered").select_related("order", "pool")
    for place in offered.order_by("offered_until", "pk")[:500]:
        done += close_offer(place, now=now)
    for pool in CapacityPool.objects.filter(waitlist__state="waiting").distinct():
        with transaction.atomic():
            done += offer_places(pool, now=now)
    return done


@transaction.atomic
def close_offer(place: WaitlistPlace, *, now: dt.datetime) -> int:
    """One offer: taken when its order was placed, lapsed when its time is over."""
    mine = WaitlistPlace.objects.filter(pk=place.pk, state="offered")
    order = Order.objects.get(waitlistplace=place)
    if order.state in {OrderState.OPEN, OrderState.SETTLED}:
        return mine.update(state="taken")
    if order.state == OrderState.HELD:
        expire_order(order.pk, now=now)
        order.refresh_from_db()
    if order.state == OrderState.HELD or not mine.update(state="lapsed"):
        return 0
    tell(place, "lapsed", now=now)
    offer_places(place.pool, now=now)
    return 1


@task
def offer_what_is_free() -> int:
    """The schedule's job."""
    return lapse_offers(clock_now())
