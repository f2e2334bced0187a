"""Moving a place to a later edition: an entry there, or a credit until it is on sale."""

import datetime as dt
import secrets

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, Order
from startline.entries.models.sale import sale_of
from startline.entries.rules.afterwards import Act, deferral_cost, reason_counts
from startline.entries.rules.life import OrderState, State
from startline.entries.services.changing import (
    NotPossibleError,
    add_line,
    allowed,
    begin,
    claim_change,
    done_before,
    follow,
    leave_state,
    locked,
    needs_money_first,
    tell_entrant,
)
from startline.entries.services.holding import NOBODY_WAITS, new_reference, refuse_unwanted
from startline.entries.services.offering import offer_places
from startline.events.models.catalogue import Edition, Race
from startline.events.services.places import claim_place, release_place


class CreditUsedError(Refusal):
    """The credit has been used."""

    code = "credit_used"


@transaction.atomic
def defer_entry(
    entry: Entry, *, reason: str, key: str, by: User | None, now: dt.datetime
) -> EntryChange:
    """Move the place to the next edition; the reason is a word that nobody has to prove.

    Raises NotPossibleError. With a fee the change waits until it is paid.
    """
    before = done_before(entry, key)
    if before is not None:
        return before
    mine = locked(entry.pk)
    standing, option = allowed(mine, Act.DEFERRAL, now=now)
    rule = next(r for r in standing.rules if r.kind is Act.DEFERRAL)
    if not reason_counts(rule, reason):
        raise NotPossibleError(code="reason")
    change = begin(standing, option, key=key, by=by, now=now)
    EntryChange.objects.filter(pk=change.pk).update(
        reason=reason[:20], cost_minor=deferral_cost(rule, reason)
    )
    change.refresh_from_db()
    if not needs_money_first(change):
        finish_deferral(change, now=now)
        change.refresh_from_db()
    return change


@transaction.atomic
def finish_deferral(change: EntryChange, *, now: dt.datetime) -> None:
    """The place here is free; the person has one there, or a credit."""
    if not claim_change(change, now=now):
        return
    old = locked(change.entry_id)
    leave_state(old, State.DEFERRED, now=now)
    if change.cost_minor:
        add_line(old.order, old, "change_fee", change.cost_minor, now=now)
    move_on(change, old, now=now)
    release_place(old.race, now=now)
    offer_places(old.race.pool, now=now)
    record_deed("defer_entry", old, by=change.by, now=now, change=change.pk)
    tell_entrant(change, "deferred", now=now)


def move_on(change: EntryChange, old: Entry, *, now: dt.datetime) -> None:
    """The entry in the next edition where it is on sale; else the token of a credit."""
    target = race_like(old, now=now)
    if target is not None and take_there(change, old, target, now=now):
        return
    EntryChange.objects.filter(pk=change.pk).update(
        token=secrets.token_urlsafe(32), to_edition=target.edition_id if target else None
    )


def later_editions(edition: Edition) -> list[Edition]:
    """Editions of the same event after this one, the next first."""
    if edition.starts_on is None:
        return []
    rows = Edition.objects.filter(event=edition.event_id, starts_on__gt=edition.starts_on).live()
    return list(rows.select_related("event", "terms").order_by("starts_on"))


def race_like(entry: Entry, *, now: dt.datetime) -> Race | None:
    """The race of the next edition with the same address, else of the same length."""
    for edition in later_editions(entry.race.edition):
        races = list(edition.races.filter(is_cancelled=False).select_related("pool"))
        same = [r for r in races if r.slug == entry.race.slug]
        same += [r for r in races if r.distance_m and r.distance_m == entry.race.distance_m]
        for race in same:
            race.edition = edition
            return race
    return None


def take_there(change: EntryChange, old: Entry, race: Race, *, now: dt.datetime) -> bool:
    """A confirmed entry in a race that is on sale and has a place; False where there is none."""
    try:
        with transaction.atomic():
            refuse_unwanted(sale_of(race.edition_id), [(race, race.party_size)], now=now)
            claim_place(race, now=now, only_if=NOBODY_WAITS)
            order = Order.objects.create(
                key=f"deferral-{change.pk}", reference=new_reference(), edition=race.edition,
                state=OrderState.SETTLED, method="free", name=old.order.name,
                email=old.order.email, user=old.order.user, currency=old.order.currency,
                created_at=now, held_at=now, settled_at=now,
            )  # fmt: skip
            successor = follow(old, race, State.CONFIRMED, now=now, order=order)
    except Refusal:  # closed, not yet on sale, full, or entered there already: a credit instead
        return False
    EntryChange.objects.filter(pk=change.pk).update(
        to_entry=successor, to_edition=race.edition_id, token=None
    )
    return True


@transaction.atomic
def use_credit(change: EntryChange, *, now: dt.datetime) -> Entry:
    """Turn the credit of a deferral into an entry. Raises NotPossibleError, CreditUsedError."""
    old = locked(change.entry_id)
    change.refresh_from_db()
    if change.to_entry_id is not None:
        raise CreditUsedError
    if change.kind != "deferral" or change.state != "done":
        raise NotPossibleError(code="not_confirmed")
    target = race_like(old, now=now)
    if target is None or not take_there(change, old, target, now=now):
        raise NotPossibleError(code="not_on_sale_yet")
    change.refresh_from_db()
    successor = Entry.objects.select_related("order").get(came_from=change)
    record_deed("use_credit", successor, by=change.by, now=now, change=change.pk)
    tell_entrant(change, "credit_used", now=now)
    return successor
