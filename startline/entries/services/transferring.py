"""Handing a place to another person: offered by mail, taken by whoever fills in their part.

The place moves, so it works in a full race. The giver's ticket dies when it is taken, not before;
the money stays with who paid it.
"""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.access import held_order
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, Order
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.afterwards import Act
from startline.entries.rules.asking import Asked, Person
from startline.entries.rules.life import OrderState, State
from startline.entries.services.changing import (
    add_line,
    allowed,
    begin,
    claim_change,
    done_before,
    is_paid,
    leave_state,
    locked,
    needs_money_first,
    tell_entrant,
    undo_change,
)
from startline.entries.services.filling import (
    AlreadyEnteredError,
    refuse_double,
    refuse_unfit,
    write_persons,
)
from startline.entries.services.holding import new_reference

OFFER = dt.timedelta(days=14)
"""How long the other person has to take the place, never beyond the organizer's deadline."""


class TransferToSelfError(Refusal):
    """The place would go to the person who has it."""

    code = "transfer_to_self"


class OfferOverError(Refusal):
    """The offer was taken, taken back, or its time is over."""

    code = "offer_over"


@transaction.atomic
def offer_transfer(
    entry: Entry, *, to_email: str, key: str, by: User | None, now: dt.datetime
) -> EntryChange:
    """Offer the place to an address; the mail leaves when the fee, if there is one, is paid.

    Raises NotPossibleError, TransferToSelfError.
    """
    before = done_before(entry, key)
    if before is not None:
        return before
    to_email = to_email.strip().lower()
    mine = locked(entry.pk)
    standing, option = allowed(mine, Act.TRANSFER, now=now)
    if to_email == mine.order.email.lower():
        raise TransferToSelfError
    last = min(now + OFFER, option.until_at or standing.place.starts_at)
    change = begin(standing, option, key=key, by=by, now=now)
    EntryChange.objects.filter(pk=change.pk).update(
        to_email=to_email, token=secrets.token_urlsafe(32),
        until_at=change.until_at if needs_money_first(change) else last,
    )  # fmt: skip
    change.refresh_from_db()
    if not needs_money_first(change):
        tell_taker(change, now=now)
    return change


@transaction.atomic
def send_paid_offer(change: EntryChange, *, now: dt.datetime) -> None:
    """The fee came: the other person is asked now, and has the whole time for it."""
    last = change.entry.race.starts_at
    until = min(now + OFFER, last) if last else now + OFFER
    if EntryChange.objects.filter(pk=change.pk, state="open").update(until_at=until):
        tell_taker(change, now=now)


def tell_taker(change: EntryChange, *, now: dt.datetime) -> None:
    """Mail the link to the person the place is offered to."""
    tell_entrant(change, "transfer_offered", now=now, to=change.to_email)


@transaction.atomic
def accept_transfer(
    change: EntryChange, person: Person, *, key: str, by: User | None, now: dt.datetime
) -> Entry:
    """Take a place over: a new entry, order and ticket in the taker's name; the giver's ends.

    The same `key` finds the same entry. Raises OfferOverError, TransferToSelfError, AgeError,
    IncompleteError, AlreadyEnteredError.
    """
    before = Entry.objects.select_related("order").filter(order__key=key).first()
    if before is not None:
        return before
    old = locked(change.entry_id)
    change = EntryChange.objects.select_related("entry__order").get(pk=change.pk)
    refuse_over(change, now=now)
    asked = asked_for(old)
    refuse_same(old, person)
    refuse_unfit(person, asked)
    refuse_double([(old.race_id, person)], edition=old.order.edition_id, email=change.to_email)
    claim_change(change, now=now)
    leave_state(old, State.TRANSFERRED, now=now)
    successor = take_over(old, change, person, key=key, by=by, now=now)
    written = write_persons({successor.pk: (person, asked)}, now=now)
    Entry.objects.filter(pk=successor.pk).update(**written[successor.pk])
    EntryChange.objects.filter(pk=change.pk).update(to_entry=successor)
    if change.cost_minor:
        add_line(old.order, old, "change_fee", change.cost_minor, now=now)
    record_deed("take_over", successor, by=by, now=now, change=change.pk)
    tell_entrant(change, "transferred", now=now)
    tell_entrant(change, "taken_over", now=now, to=change.to_email)
    return successor


def refuse_over(change: EntryChange, *, now: dt.datetime) -> None:
    """Raise OfferOverError unless the offer stands; a clock that moves back opens none again."""
    over = change.until_at is not None and now >= change.until_at
    if change.state != "open" or over or not is_paid(change):
        raise OfferOverError


def refuse_same(entry: Entry, person: Person) -> None:
    """Raise TransferToSelfError where the taker is the person who has the place."""
    has = entry.athlete
    if has is None:
        return
    same_name = has.given_name.casefold() == person.given_name.casefold() and (
        has.family_name.casefold() == person.family_name.casefold()
    )
    if same_name and has.born_on == person.born_on:
        raise TransferToSelfError


def asked_for(entry: Entry) -> Asked:
    """Everything the race asks of the person who takes a place in it."""
    sheet = sheet_of(held_order(entry.order.reference))
    return next(place.asked for place in sheet.places if place.entry == entry.pk)


def take_over(
    old: Entry, change: EntryChange, person: Person, *, key: str, by: User | None, now: dt.datetime
) -> Entry:
    """The taker's order, which costs nothing, with the entry; a relay leg stays in its team."""
    try:
        with transaction.atomic():
            order = Order.objects.create(
                key=key, reference=new_reference(), edition_id=old.order.edition_id,
                state=OrderState.SETTLED, method="free", name=person.name[:200],
                email=change.to_email, user=by, currency=old.order.currency, created_at=now,
                held_at=now, settled_at=now,
            )  # fmt: skip
    except IntegrityError as error:  # the same form arrived twice at once: the first one counts
        raise AlreadyEnteredError from error
    return Entry.objects.create(
        order=order, race=old.race, party=old.party, leg=old.leg, state=State.CONFIRMED,
        price_minor=old.price_minor, sold_before=old.sold_before, previous=old,
        ticket=secrets.token_urlsafe(32), created_at=now, state_at=now,
    )  # fmt: skip


@transaction.atomic
def take_transfer_back(change: EntryChange, *, now: dt.datetime) -> None:
    """The giver keeps the place; a fee that was paid goes back. Twice changes nothing.

    Raises OfferOverError when the other person was quicker.
    """
    locked(change.entry_id)
    if undo_change(change, now=now):
        return
    change.refresh_from_db()
    if change.state == "done":
        raise OfferOverError


def offer_stands(change: EntryChange, *, now: dt.datetime) -> bool:
    """Whether the place can be taken now."""
    try:
        refuse_over(change, now=now)
    except OfferOverError:
        return False
    return True
