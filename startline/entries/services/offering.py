"""Offering places that come free to those who wait, in the order in which they joined.

The order is strict: first come, first offered. Where the first party needs more places than are
free, those that are free wait for it, and nobody passes, neither a smaller party nor a buyer.
Only who waits for a race that takes no entries now is passed over by those who wait for another.
"""

import datetime as dt

from django.db import transaction

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.services.holding import OFFER_KEY, hold_places
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.services.places import SoldOutError
from startline.notices.services import record_notice

OFFER = dt.timedelta(hours=24)
"""How long an offered place is kept."""
MOST_OFFERS = 50


def offer_places(pool: CapacityPool | None, now: dt.datetime) -> int:
    """Offer what is free to those who wait, in their order, until it runs out; how many offers.

    Belongs into the transaction that freed the places, so that no buyer comes between.
    """
    offers, closed = 0, set[int]()
    while pool is not None and offers < MOST_OFFERS:
        first = (
            WaitlistPlace.objects.filter(pool=pool, state="waiting")
            .exclude(race_id__in=closed)
            .select_related("race__edition__event", "race__edition__terms", "race__pool")
            .order_by("joined_at", "pk")
            .first()
        )
        if first is None:
            return offers
        try:
            if not offer_place(first, now=now):
                return offers
        except RaceClosedError:
            closed.add(first.race_id)
        else:
            offers += 1
    return offers


def offer_place(place: WaitlistPlace, *, now: dt.datetime) -> bool:
    """Hold what one party waits for and tell them; False when it can't be had now.

    Raises RaceClosedError where nobody can enter that race now.
    """
    race = place.race
    until = now + OFFER
    try:
        with transaction.atomic():
            order = hold_places(
                race.edition, [(race, place.heads)], key=f"{OFFER_KEY}{place.pk}", now=now,
                offer_until=until,
            )  # fmt: skip
            waiting = WaitlistPlace.objects.filter(pk=place.pk, state="waiting")
            if not waiting.update(state="offered", offered_until=until, order=order):
                raise TakenByAnotherError  # rolls the hold back
    except (SoldOutError, TakenByAnotherError):
        return False
    except Refusal as refusal:  # entries are closed: the line of that race stays as it is
        raise RaceClosedError from refusal
    place.refresh_from_db()
    tell(place, "offered", now=now)
    return True


class RaceClosedError(Exception):
    """The race takes no entries now."""


class TakenByAnotherError(Refusal):
    """Another process offered to this person first, or they left."""

    code = "taken_by_another"


def tell(place: WaitlistPlace, word: str, *, now: dt.datetime) -> None:
    """Mail what happened to somebody who waits; once for each word and place."""
    race = Race.objects.select_related("edition__event").get(pk=place.race_id)
    record_notice(
        key=f"waitlist-{word}-{place.pk}", to=place.email, template=f"entries/mail/wait_{word}",
        context={"place": place, "race": race, "edition": race.edition}, now=now,
    )  # fmt: skip
