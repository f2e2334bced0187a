"""Entering a race, and giving the place back."""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from startline.accounts.models import Athlete, User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.orders import Entry, Order
from startline.entries.rules.life import (
    Entrant,
    OrderState,
    State,
    Window,
    age_is_allowed,
    age_on,
    entry_window_is_open,
)
from startline.events.models.catalogue import Race
from startline.events.rules.words import LIVE, Status
from startline.events.services.places import claim_place, release_place
from startline.notices.services import record_notice

REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class EntriesClosedError(Refusal):
    """The race takes no entries here now."""

    code = "entries_closed"


class HasAPriceError(Refusal):
    """The race costs something; this door is for free races."""

    code = "has_a_price"


class AgeError(Refusal):
    """Too young or too old on race day."""

    code = "age"


class AlreadyEnteredError(Refusal):
    """This person already holds a place in this race."""

    code = "already_entered"


@transaction.atomic
def enter_free_race(
    race: Race, entrant: Entrant, *, key: str, by: User | None, now: dt.datetime
) -> Entry:
    """Take a place in a free race and confirm it at once.

    The same `key` returns the entry it made before. Raises EntriesClosedError, HasAPriceError,
    AgeError, AlreadyEnteredError, SoldOutError.
    """
    before = Entry.objects.filter(order__key=key).first()
    if before:
        return before
    refuse_closed(race, now=now)
    refuse_age(race, entrant.born_on)
    claim_place(race, now=now)
    entry = make_entry(race, entrant, key=key, by=by, now=now)
    record_deed("enter_race", entry, by=by, now=now, race=race.pk)
    record_notice(
        key=f"entry-confirmed-{entry.pk}", to=entrant.email, template="entries/mail/confirmed",
        context={"entry": entry, "race": race, "edition": race.edition}, now=now, user=by,
    )  # fmt: skip
    return entry


def refuse_closed(race: Race, *, now: dt.datetime) -> None:
    """Raise unless the race takes free entries here, now."""
    edition = race.edition
    windows = [Window(w.opens_at, w.closes_at) for w in edition.windows.filter(kind="entry")]
    open_now = (
        edition.is_enterable_here
        and edition.event.published_at is not None
        and not race.is_cancelled
        and edition.starts_on is not None
        and Status(edition.status) in LIVE - {Status.ENTRIES_CLOSED}
        and entry_window_is_open(windows, starts_on=edition.starts_on, now=now)
    )
    if not open_now:
        raise EntriesClosedError
    if race.price_steps.filter(minor__gt=0).exists():
        raise HasAPriceError


def refuse_age(race: Race, born_on: dt.date) -> None:
    """Raise unless the person has the race's age on race day."""
    day = race.edition.starts_on
    if day is None:
        raise EntriesClosedError
    age = age_on(born_on, day)
    if not age_is_allowed(age, lowest=race.min_age, highest=race.max_age):
        raise AgeError(age=age, lowest=race.min_age, highest=race.max_age)


def make_entry(
    race: Race, entrant: Entrant, *, key: str, by: User | None, now: dt.datetime
) -> Entry:
    """The order, the athlete and the confirmed entry; AlreadyEnteredError when they run already."""
    same_person = Entry.objects.holding().filter(
        race=race,
        order__email__iexact=entrant.email,
        athlete__given_name__iexact=entrant.given_name,
        athlete__family_name__iexact=entrant.family_name,
        athlete__born_on=entrant.born_on,
    )
    if same_person.exists():
        raise AlreadyEnteredError
    athlete = Athlete.objects.create(
        given_name=entrant.given_name, family_name=entrant.family_name, born_on=entrant.born_on,
        gender=entrant.gender, country=entrant.country, club=entrant.club,
    )  # fmt: skip
    try:
        with transaction.atomic():
            order = Order.objects.create(
                key=key,
                reference=new_reference(),
                edition=race.edition,
                state=OrderState.SETTLED,
                method="free",
                name=f"{entrant.given_name} {entrant.family_name}",
                email=entrant.email,
                user=by,
                created_at=now,
                settled_at=now,
            )
    except IntegrityError as error:  # the same form arrived twice at once: the first one counts
        raise AlreadyEnteredError from error
    return Entry.objects.create(
        order=order,
        race=race,
        athlete=athlete,
        state=State.CONFIRMED,
        ticket=secrets.token_urlsafe(32),
        created_at=now,
        state_at=now,
    )


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: User | None, now: dt.datetime) -> None:
    """Give a place back. Doing it twice changes nothing."""
    changed = (
        Entry.objects.holding().filter(pk=entry.pk).update(state=State.WITHDRAWN, state_at=now)
    )
    if changed:
        release_place(entry.race, now=now)
        record_deed("withdraw_entry", entry, by=by, now=now)


def new_reference() -> str:
    """Ten letters and digits that can't be mistaken for each other, for people to read aloud."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(10))
