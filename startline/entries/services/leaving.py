"""Giving a place back, with money or without, and putting a slip in a name right."""

import datetime as dt

from django.db import transaction

from startline.accounts.models import Athlete, User
from startline.accounts.services.audit import record_deed
from startline.core.money import Money
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, OrderLine
from startline.entries.queries.afterwards import Standing, standing_of
from startline.entries.rules.afterwards import Act, Option, is_a_slip, taken_off_option
from startline.entries.rules.life import State
from startline.entries.services.changing import (
    NotPossibleError,
    allowed,
    begin,
    claim_change,
    done_before,
    leave_state,
    locked,
    tell_entrant,
)
from startline.entries.services.expiring import extras_of
from startline.entries.services.giving import give_back
from startline.entries.services.offering import offer_places
from startline.events.services.places import release_extra, release_place


@transaction.atomic
def refund_entry(entry: Entry, *, key: str, by: User | None, now: dt.datetime) -> EntryChange:
    """Give the place back for the organizer's share of the price; a relay team, all its places.

    Raises NotPossibleError. The money goes to where it came from.
    """
    return leave(entry, Act.REFUND, key=key, by=by, now=now)


@transaction.atomic
def withdraw_entry(entry: Entry, *, key: str, by: User | None, now: dt.datetime) -> EntryChange:
    """Give the place back for nothing. Raises NotPossibleError."""
    return leave(entry, Act.WITHDRAWAL, key=key, by=by, now=now)


@transaction.atomic
def take_off(entry: Entry, *, percent: int, key: str, by: User, now: dt.datetime) -> EntryChange:
    """The organizer takes an entry off the list and gives back a share, whatever the rules say.

    A relay team goes whole. Raises NotPossibleError after the start, while another change is
    under way, and where money is to go back that this entrant never paid.
    """
    before = done_before(entry, key)
    if before is not None:
        return before
    mine = locked(entry.pk)
    standing = standing_of(mine, now=now)
    option = taken_off_option(standing.place, percent, standing.pool, now=now)
    if option.why_not:
        raise NotPossibleError(code=option.why_not)
    return carry_out_leaving(standing, option, "taken_off", key=key, by=by, now=now)


def leave(entry: Entry, act: Act, *, key: str, by: User | None, now: dt.datetime) -> EntryChange:
    """Both ways of giving a place back."""
    before = done_before(entry, key)
    if before is not None:
        return before
    standing, option = allowed(locked(entry.pk), act, now=now)
    return carry_out_leaving(standing, option, "left", key=key, by=by, now=now)


def carry_out_leaving(
    standing: Standing, option: Option, mail: str, *, key: str, by: User | None, now: dt.datetime
) -> EntryChange:
    """The place goes back, the money with it, and the entrant is told."""
    mine = standing.entry
    change = begin(standing, option, key=key, by=by, now=now)
    claim_change(change, now=now)
    for leg in standing.team:
        leave_state(leg, State.WITHDRAWN, now=now)
    settle_leaving(change, standing, option, now=now)
    release_place(mine.race, heads=len(standing.team), now=now)
    offer_places(mine.race.pool, now=now)
    record_deed(f"{option.kind}_entry", mine, by=by, now=now, change=change.pk)
    change.refresh_from_db()
    tell_entrant(change, mail, now=now)
    return change


def settle_leaving(
    change: EntryChange, standing: Standing, option: Option, *, now: dt.datetime
) -> None:
    """The money that goes back; what was never paid (on site) is not owed any more."""
    order = standing.paid.order
    if option.kind is Act.REFUND:
        release_extras(standing, now=now)
        give_back(
            order, standing.entry, option.gives_back, key=f"change-{change.pk}",
            reason="withdrawal", now=now,
        )  # fmt: skip
    elif order.method == "on_site" and not standing.paid.place.minor:
        own = OrderLine.objects.filter(entry__in=[e.pk for e in standing.team])
        owed = sum(own.values_list("minor", flat=True))
        give_back(
            order, standing.entry, Money(max(0, owed), order.currency), key=f"change-{change.pk}",
            reason="withdrawal", now=now,
        )  # fmt: skip


def release_extras(standing: Standing, *, now: dt.datetime) -> None:
    """Extras come back with the last place of their order; the bill says so, at no amount: their
    money is in the place's give-back.
    """
    if not standing.paid.extras.minor:
        return
    for size, quantity in extras_of(standing.paid.order):
        release_extra(size, quantity=quantity)
        OrderLine.objects.create(
            order=standing.paid.order, extra_size_id=size, kind="give_back", label="withdrawal",
            quantity=quantity, minor=0, made_at=now,
        )  # fmt: skip


@transaction.atomic
def correct_name(
    entry: Entry, names: tuple[str, str], *, key: str, by: User | None, now: dt.datetime
) -> EntryChange:
    """Put given and family name right. Raises NotPossibleError; another person is a transfer."""
    before = done_before(entry, key)
    if before is not None:
        return before
    mine = locked(entry.pk)
    standing, option = allowed(mine, Act.NAME_CHANGE, now=now)
    runner = mine.athlete
    if runner is None or not is_a_slip((runner.given_name, runner.family_name), names):
        raise NotPossibleError(code="another_person")
    change = begin(standing, option, key=key, by=by, now=now)
    claim_change(change, now=now)
    Athlete.objects.filter(pk=runner.pk).update(given_name=names[0], family_name=names[1])
    record_deed("correct_name", mine, by=by, now=now, change=change.pk)
    change.refresh_from_db()
    return change
