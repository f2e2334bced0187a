"""Releasing a place to be sold again: the refund goes out when it is.

A released place is back in its pool at once, so the waitlist and buyers take it by the ordinary
way. It counts as sold again when more heads of the pool are paid for than there would be places
without it: free places go first, the place released first is sold first.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange, Resale
from startline.entries.models.orders import Entry
from startline.entries.queries.afterwards import (
    after_terms_of,
    confirmed_in,
    paid_for,
    start_of,
)
from startline.entries.rules.afterwards import Act, resale_refund
from startline.entries.rules.life import State, Window, entry_window_is_open
from startline.entries.services.changing import (
    allowed,
    begin,
    done_before,
    leave_state,
    locked,
    tell_entrant,
)
from startline.entries.services.giving import give_back
from startline.entries.services.holding import NOBODY_WAITS
from startline.entries.services.offering import offer_places
from startline.events.models.catalogue import CapacityPool
from startline.events.services.places import SoldOutError, claim_place, release_place


class BeingSoldError(Refusal):
    """Somebody was offered the place, is paying for it, or has it: it can't be taken back now."""

    code = "being_sold"


@transaction.atomic
def release_for_resale(entry: Entry, *, key: str, by: User | None, now: dt.datetime) -> EntryChange:
    """Offer the place to the waitlist, else to the next buyer of a full race.

    Raises NotPossibleError.
    """
    before = done_before(entry, key)
    if before is not None:
        return before
    mine = locked(entry.pk)
    standing, option = allowed(mine, Act.RESALE, now=now)
    change = begin(standing, option, key=key, by=by, now=now)
    EntryChange.objects.filter(pk=change.pk).update(until_at=None, cost_minor=0)
    leave_state(mine, State.OFFERED, now=now)
    Resale.objects.create(entry=mine, offered_at=now)
    release_place(mine.race, now=now)
    offer_places(mine.race.pool, now=now)
    change.refresh_from_db()
    tell_entrant(change, "released", now=now)
    return change


@transaction.atomic
def take_back(entry: Entry, *, by: User | None, now: dt.datetime) -> None:
    """Keep the place after all, while nobody has it. Twice changes nothing.

    Raises BeingSoldError.
    """
    mine = locked(entry.pk)
    if mine.state == State.CONFIRMED:
        return
    if not end_resale(mine, "taken_back", now=now):
        raise BeingSoldError
    record_deed("take_back", mine, by=by, now=now)


def end_resale(entry: Entry, word: str, *, now: dt.datetime) -> bool:
    """Claim a place again for an entry whose place was offered; False when there is none."""
    try:
        with transaction.atomic():
            claim_place(entry.race, now=now, only_if=NOBODY_WAITS)
            mine = Resale.objects.filter(entry=entry, state="offered")
            back = Entry.objects.filter(pk=entry.pk, state=State.OFFERED)
            if not mine.update(state=word) or not back.update(state=State.CONFIRMED, state_at=now):
                raise BeingSoldError
    except (SoldOutError, BeingSoldError):
        return False
    EntryChange.objects.filter(entry=entry, kind="resale", state="open").update(
        state="undone", done_at=now
    )
    return True


@transaction.atomic
def settle_resales(pool: CapacityPool | None, now: dt.datetime) -> int:
    """Sell what was bought of the released places, the first released first; how many.

    Called in the transaction that confirms entries of the pool, and by the schedule.
    """
    offered = Resale.objects.filter(entry__race__pool=pool, state="offered")
    if pool is None or not offered.exists():
        return 0
    CapacityPool.objects.filter(pk=pool.pk).update(taken=F("taken"))  # one count at a time
    pool.refresh_from_db()
    sold = 0
    too_many = offered.count() - (pool.places - confirmed_in(pool))
    for resale in offered.select_related("entry").order_by("offered_at", "pk")[: max(0, too_many)]:
        buyer = buyer_for(resale, pool)
        if buyer is not None:
            sold += sell(resale, buyer, now=now)
    return sold


def buyer_for(resale: Resale, pool: CapacityPool) -> Entry | None:
    """The latest confirmed entry of the pool that has not bought another released place."""
    rows = Entry.objects.filter(race__pool=pool, state=State.CONFIRMED, bought__isnull=True)
    return rows.exclude(pk=resale.entry_id).order_by("-state_at", "-pk").first()


def sell(resale: Resale, buyer: Entry, *, now: dt.datetime) -> int:
    """The seller's entry ends and the money goes back by the rule."""
    seller = locked(resale.entry_id)
    paid = paid_for([seller])
    terms = after_terms_of(seller.race.edition)
    back = resale_refund(paid.place, paid.kept_fee, paid_for([buyer]).place, terms)
    sold = Resale.objects.filter(pk=resale.pk, state="offered").update(
        state="sold", buyer=buyer, sold_at=now, refund_minor=back.minor
    )
    if not sold:
        return 0
    Entry.objects.filter(pk=seller.pk, state=State.OFFERED).update(
        state=State.WITHDRAWN, state_at=now
    )
    give_back(paid.order, seller, back, key=f"resale-{resale.pk}", reason="resale", now=now)
    record_deed("sell_again", seller, by=None, now=now, resale=resale.pk)
    changes = EntryChange.objects.filter(entry=seller, kind="resale", state="open")
    for change in changes:
        EntryChange.objects.filter(pk=change.pk).update(
            state="done", done_at=now, cost_minor=-back.minor, to_entry=buyer
        )
        tell_entrant(change, "resold", now=now)
    return sold


def settle_due_resales(now: dt.datetime) -> int:
    """Every pool with released places, then those whose sale is over: they are kept after all."""
    pools = CapacityPool.objects.filter(races__entries__resales__state="offered").distinct()
    sold = sum(settle_resales(pool, now) for pool in list(pools))
    return sold + sum(lapse(resale, now=now) for resale in offered_resales())


def offered_resales() -> list[Resale]:
    """What is on offer, the oldest first."""
    rows = Resale.objects.filter(state="offered").select_related("entry__race__edition")
    return list(rows.order_by("offered_at", "pk")[:500])


@transaction.atomic
def lapse(resale: Resale, *, now: dt.datetime) -> bool:
    """When entries are closed nobody can buy any more: the place is its owner's again."""
    if sale_is_open(resale, now=now):
        return False
    entry = locked(resale.entry_id)
    if not end_resale(entry, "lapsed", now=now):
        return False
    change = EntryChange.objects.filter(entry=entry, kind="resale").order_by("-pk").first()
    if change is not None:
        tell_entrant(change, "not_resold", now=now)
    return True


def sale_is_open(resale: Resale, *, now: dt.datetime) -> bool:
    """Whether the race still takes entries, by its windows and its day."""
    edition = resale.entry.race.edition
    if edition.starts_on is None or now >= start_of(resale.entry.race):
        return False
    windows = [
        Window(None, w.closes_at)
        for w in edition.windows.filter(kind="entry")
        if w.race_id in {None, resale.entry.race_id}
    ]
    return entry_window_is_open(windows, starts_on=edition.starts_on, now=now)
