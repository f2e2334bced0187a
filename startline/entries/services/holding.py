"""Keeping places while somebody fills in the form: claim first, then write the rest."""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.orders import Entry, Order, Party
from startline.entries.models.sale import Sale, sale_of
from startline.entries.queries.selling import accounts_by_method, methods_of, terms_of
from startline.entries.queries.sheet import as_code, coupon_of, currency_of, steps_of
from startline.entries.rules.cart import MOST_HEADS, party_kind
from startline.entries.rules.coupons import code_flaw
from startline.entries.rules.life import OrderState, State, Window, entry_window_is_open
from startline.events.models.catalogue import Edition, Race
from startline.events.rules.pricing import Step, in_force, is_on_sale
from startline.events.rules.words import LIVE, Status
from startline.events.services.changes import record_changes
from startline.events.services.places import SoldOutError, claim_place, release_place

REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
OFFER_KEY = "waitlist-"
"""How the key of an order begins that was held for somebody who waits."""
NOBODY_WAITS = ~Q(Exists(WaitlistPlace.objects.filter(pool=OuterRef("pk"), state="waiting")))

Wanted = Sequence[tuple[Race, int]]
"""Races of one edition, each with the heads wanted: runners, not teams."""


class EntriesClosedError(Refusal):
    """The race takes no entries here now."""

    code = "entries_closed"


class NotForSaleError(Refusal):
    """The race has no price in force, or a price that nobody here can take."""

    code = "not_for_sale"


class TooManyError(Refusal):
    """More people than one order takes, or none."""

    code = "too_many"


class WholeTeamError(Refusal):
    """A relay is entered as whole teams."""

    code = "whole_team"


class CouponError(Refusal):
    """A code that gives nothing here now; `code` says why."""

    def __init__(self, *, why: str) -> None:
        super().__init__()
        self.code = why


def hold_places(
    edition: Edition, wanted: Wanted, *, key: str, now: dt.datetime, coupon: str = "",
    offer_until: dt.datetime | None = None,
) -> Order:  # fmt: skip
    """Keep all the places that are wanted, or none; the same `key` finds the same order.

    `offer_until` makes it the offer to somebody from the waitlist: until then, ahead of all
    who wait. The edition comes with its event and terms. Raises SoldOutError,
    EntriesClosedError, NotForSaleError, TooManyError, WholeTeamError, CouponError.
    """
    try:
        with transaction.atomic():
            return make_hold(edition, wanted, key, now, coupon, offer_until)
    except (SoldOutError, IntegrityError):  # the same click may have come twice at once
        before = Order.objects.filter(key=key).first()
        if before is None:
            raise
        return before


def make_hold(
    edition: Edition, wanted: Wanted, key: str, now: dt.datetime, coupon: str,
    offer_until: dt.datetime | None,
) -> Order:  # fmt: skip
    """Refuse what can be refused without writing, then write, then claim.

    Everybody waits for the pool's row until the claim is committed: little may follow it.
    """
    sale = sale_of(edition.pk)
    steps = steps_of(sale)
    refuse_unwanted(sale, wanted, now=now)
    if offer_until is None:  # an offer was asked for by somebody who could
        refuse_hidden(edition, wanted, coupon, now=now)
    mine = {race.pk: steps.get(race.pk, ()) for race, _ in wanted}
    order = Order.objects.create(
        key=key, reference=new_reference(), edition=edition, state=OrderState.HELD,
        coupon_code=coupon.strip()[:40], currency=currency_of(edition, mine), created_at=now,
        held_at=now, expires_at=offer_until or now + hold_time(edition),
    )  # fmt: skip
    before = claim_all(wanted, steps, now=now, only_if=None if offer_until else NOBODY_WAITS)
    write_held(order, wanted, before, now=now)
    return order


def claim_all(
    wanted: Wanted, steps: dict[int, tuple[Step, ...]], *, now: dt.datetime, only_if: Q | None
) -> dict[int, int]:
    """Claim every pool in the order of their numbers; heads taken before, by race."""
    before: dict[int, int] = {}
    for race, heads in sorted(wanted, key=lambda w: (w[0].pool_id or 0, w[0].pk)):
        before[race.pk] = claim_place(race, heads=heads, now=now, only_if=only_if)
        reached = range(before[race.pk] + 1, before[race.pk] + heads + 1)
        if any(step.until_sold in reached for step in steps.get(race.pk, ())):
            record_changes([race.edition.event_id], now=now)  # the next price begins
    return before


def write_held(order: Order, wanted: Wanted, before: dict[int, int], *, now: dt.datetime) -> None:
    """One entry a head; relay teams and several people are parties with a link for members."""
    rows: list[Entry] = []
    several = sum(heads for _, heads in wanted)
    together: Party | None = None
    for race, heads in wanted:
        legs = race.party_size
        for number in range(heads):
            if legs > 1 and number % legs == 0:
                team: Party | None = make_party(order, "relay")
            elif legs == 1 and several > 1:
                together = together or make_party(order, party_kind(several, legs=1))
                team = together
            elif legs == 1:
                team = None
            rows.append(
                Entry(
                    order=order, race=race, party=team, leg=number % legs + 1 if legs > 1 else None,
                    state=State.HELD, sold_before=before[race.pk] + number,
                    ticket=secrets.token_urlsafe(32), created_at=now, state_at=now,
                )
            )  # fmt: skip
    Entry.objects.bulk_create(rows)


def make_party(order: Order, kind: str) -> Party:
    """A party with a link of its own."""
    return Party.objects.create(order=order, kind=kind, token=secrets.token_urlsafe(32))


@transaction.atomic
def add_place(order: Order, race: Race, *, now: dt.datetime) -> None:
    """One more runner, or one more relay team, in an order that is held.

    Raises SoldOutError, TooManyError, HoldOverError.
    """
    alive = Order.objects.filter(pk=order.pk, state=OrderState.HELD, expires_at__gt=now)
    if not alive.update(held_at=order.held_at):  # takes the order's row until this is written
        raise HoldOverError
    heads = race.party_size
    if order.entries.count() + heads > MOST_HEADS:
        raise TooManyError(most=MOST_HEADS)
    before = claim_all([(race, heads)], {}, now=now, only_if=NOBODY_WAITS)
    write_held(order, [(race, heads)], before, now=now)
    alone = list(order.entries.filter(party__isnull=True).values_list("pk", flat=True))
    together = order.parties.exclude(kind="relay").first()
    if together or len(alone) > 1:
        together = together or make_party(order, "family")
        Entry.objects.filter(pk__in=alone).update(party=together)


class HoldOverError(Refusal):
    """The time to fill in the form is over."""

    code = "hold_over"


@transaction.atomic
def retake_places(order: Order, *, now: dt.datetime) -> None:
    """Keep the places of a hold that ran out for as long again, at today's price.

    Does nothing for a hold that still stands. Raises SoldOutError, EntriesClosedError,
    NotForSaleError where they can't be had again, HoldOverError for an order that was placed.
    """
    mine = Order.objects.filter(pk=order.pk, email="")
    until = now + hold_time(order.edition)
    if mine.filter(state=OrderState.HELD, expires_at__gt=now).exists():
        return
    if mine.filter(state=OrderState.HELD).update(held_at=now, expires_at=until):
        return  # nobody has swept it yet: the places are still counted
    if not mine.filter(state=OrderState.EXPIRED).update(
        state=OrderState.HELD, held_at=now, expires_at=until
    ):
        raise HoldOverError
    entries = list(order.entries.select_related("race").order_by("pk"))
    wanted = heads_by_race(entries, order.edition)
    sale = sale_of(order.edition_id)
    refuse_unwanted(sale, wanted, now=now)
    before = claim_all(wanted, steps_of(sale), now=now, only_if=NOBODY_WAITS)
    for entry in entries:
        Entry.objects.filter(pk=entry.pk).update(
            state=State.HELD, state_at=now, sold_before=before[entry.race_id]
        )
        before[entry.race_id] += 1


def heads_by_race(entries: Sequence[Entry], edition: Edition) -> list[tuple[Race, int]]:
    """How many heads of each race; the races know the edition."""
    races = {entry.race_id: entry.race for entry in entries}
    for race in races.values():
        race.edition = edition
    return [(race, sum(e.race_id == pk for e in entries)) for pk, race in races.items()]


def refuse_unwanted(sale: Sale, wanted: Wanted, *, now: dt.datetime) -> None:
    """Raise unless all these races can be entered here, now, by so many."""
    heads = [number for _, number in wanted]
    if not wanted or min(heads) < 1 or sum(heads) > MOST_HEADS:
        raise TooManyError(most=MOST_HEADS)
    if any(number % race.party_size for race, number in wanted):
        raise WholeTeamError
    steps = steps_of(sale)
    for pk in [race.pk for race, _ in wanted]:
        mine = [Window(w.opens_at, w.closes_at) for w in sale.windows if w.race_id in {None, pk}]
        refuse_closed(sale.races[pk], sale.edition, mine, now=now)
        refuse_unsold(sale, steps.get(pk, ()), now=now)


def refuse_closed(race: Race, edition: Edition, windows: list[Window], *, now: dt.datetime) -> None:
    """Raise unless the race takes entries here, now."""
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


def refuse_unsold(sale: Sale, steps: Sequence[Step], *, now: dt.datetime) -> None:
    """Raise where a race has no price in force, or nobody can take the money."""
    if not is_on_sale(steps, has_prices=bool(sale.steps), at=now):
        raise NotForSaleError
    costs = any(step.price.minor for step in in_force(steps, at=now))
    if costs and not methods_of(terms_of(sale.edition), accounts_by_method(sale.accounts)):
        raise NotForSaleError


def refuse_hidden(edition: Edition, wanted: Wanted, coupon: str, *, now: dt.datetime) -> None:
    """Raise where a hidden race is wanted without a code that opens it, or the code is wrong."""
    hidden = [race for race, _ in wanted if race.is_hidden]
    if not hidden:
        return
    found = coupon_of(edition, coupon) if coupon.strip() else None
    if found is None:
        raise CouponError(why="coupon_unknown" if coupon.strip() else "coupon_needed")
    flaw = code_flaw(as_code(found), email="", at=now)
    opens_all = all(race.pk == found.race_id for race in hidden)  # a code for all races is public
    if flaw or not opens_all:
        raise CouponError(why=flaw or "coupon_unknown")


def hold_time(edition: Edition) -> dt.timedelta:
    """How long a place is kept while the form is filled in."""
    return dt.timedelta(minutes=terms_of(edition).hold_minutes)


def new_reference() -> str:
    """Ten letters and digits that can't be mistaken for each other, for people to read aloud."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(10))


@transaction.atomic
def drop_place(order: Order, entry: int, *, now: dt.datetime) -> None:
    """One runner less, or one relay team less, while the order is held; the last one stays."""
    alive = Order.objects.filter(pk=order.pk, state=OrderState.HELD, expires_at__gt=now)
    if not alive.update(held_at=order.held_at):  # takes the order's row until this is written
        raise HoldOverError
    held = order.entries.filter(state=State.HELD)
    one = held.select_related("race").filter(pk=entry).first()
    if one is None:
        return
    going = held.filter(party=one.party_id) if one.leg else held.filter(pk=entry)
    if held.count() == going.count():
        return
    heads, _ = going.delete()
    one.race.edition = order.edition
    release_place(one.race, heads=heads, now=now)
