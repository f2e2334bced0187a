"""What people do with entries, each by the services that the pages call.

A deed picks its row by a number among those it fits, acts, and answers whether there was one. It
raises what the services raise. `key` is the form's one-time key.
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import Model, QuerySet

from startline.core.refusals import Refusal
from startline.entries.access import held_order
from startline.entries.models.afterwards import EntryChange, WaitlistPlace
from startline.entries.models.orders import Entry, Order
from startline.entries.queries.sheet import sheet_of
from startline.entries.rules.asking import Person
from startline.entries.rules.cart import Cart
from startline.entries.services.calling import CallingTerms, call_off, carry_on_all
from startline.entries.services.changing import change_race
from startline.entries.services.collecting import due_of, settle_all, sweep
from startline.entries.services.deferring import defer_entry
from startline.entries.services.expiring import give_up, release_expired
from startline.entries.services.holding import hold_places
from startline.entries.services.leaving import refund_entry, withdraw_entry
from startline.entries.services.placing import place_or_retake
from startline.entries.services.resale import release_for_resale, take_back
from startline.entries.services.settling_changes import sweep_changes
from startline.entries.services.transferring import (
    accept_transfer,
    offer_transfer,
    take_transfer_back,
)
from startline.entries.services.waitlist import join_waitlist, lapse_offers, leave_waitlist
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import ExtraSize
from startline.payments.models import Payment, PayoutAccount, Refund
from startline.payments.rules.provider import Ask
from startline.payments.services.paying import note_payment, start_payment
from startline.payments.services.refunding import carry_out_refunds, note_refund_sent

METHODS = ("bank", "bank", "bank", "on_site")


def picked[Row: Model](rows: QuerySet[Row], pick: int) -> Row | None:
    """One of the rows, by a number of any size."""
    found = list(rows.order_by("pk"))
    return found[pick % len(found)] if found else None


def person(number: int) -> Person:
    """A grown-up with a name of their own."""
    return Person(
        "Alice", f"Runner{number}", dt.date(1990, 1, 1), emergency_name="Mum",
        emergency_phone="0123456", signed=f"Alice Runner{number}",
    )  # fmt: skip


def hold(pick: int, key: str, now: dt.datetime) -> bool:
    """Keep one or two places."""
    race = picked(Race.objects.filter(edition__slug="2026"), pick)
    if race is None:
        return False
    edition = Edition.objects.select_related("event", "terms").get(pk=race.edition_id)
    race.edition = edition
    hold_places(edition, [(race, 1 + pick % 2)], key=key, now=now)
    return True


def place(pick: int, key: str, now: dt.datetime) -> bool:
    """Fill in the form of a hold, in time or not, with a shirt and a code now and then."""
    order = picked(Order.objects.filter(state__in=["held", "expired"], email=""), pick)
    if order is None:
        return False
    order = held_order(order.reference)
    entries = order.entries.order_by("pk").values_list("pk", flat=True)
    size = ExtraSize.objects.filter(extra__edition=order.edition_id).first()
    cart = Cart(
        email=f"p{pick}@example.org",
        persons={pk: person(pk) for pk in entries},
        method=METHODS[pick % len(METHODS)],
        extras={size.pk: 1} if size and pick % 3 == 0 else {},
        coupon="TEN" if pick % 2 else "",
    )
    place_or_retake(sheet_of(order), cart, by=None, now=now)
    return True


def abandon(pick: int, key: str, now: dt.datetime) -> bool:
    """Let a hold go."""
    order = picked(Order.objects.filter(state="held"), pick)
    if order is None:
        return False
    give_up(order, now=now)
    return True


def ask_to_pay(pick: int, key: str, now: dt.datetime) -> bool:
    """The bank's instructions for what an order owes, also after it has ended."""
    placed = Order.objects.exclude(email="").exclude(method="free")
    orders = list(placed.filter(state__in=["open", "settled", "expired"]).order_by("pk"))
    turn = pick % len(orders) if orders else 0
    owing = (o for o in orders[turn:] + orders[:turn] if due_of(o).minor)
    order = next(owing, None)
    if order is None:
        return False
    due = due_of(order)
    kind = "on_site" if order.method == "on_site" else "bank"
    account = PayoutAccount.objects.get(kind=kind, organizer=order.edition.event.organizer_id)
    start_payment(account, Ask(reference=order.reference, money=due, key=key), now=now)
    return True


def money_comes(pick: int, key: str, now: dt.datetime) -> bool:
    """A payment that was asked for arrives, and what it pays for follows."""
    payment = picked(Payment.objects.filter(state="open").select_related("account"), pick)
    if payment is None:
        return False
    settle_all(note_payment(payment, now=now), now=now)
    return True


def send_refund(pick: int, key: str, now: dt.datetime) -> bool:
    """The organizer sends what is owed and says so."""
    refund = picked(Refund.objects.filter(state="asked").select_related("payment__account"), pick)
    return refund is not None and note_refund_sent(refund, now=now)


def entry_like(pick: int, **columns: object) -> Entry | None:
    """One of the entries with these columns."""
    return picked(Entry.objects.filter(**columns).select_related("race", "order"), pick)


def offer_to_person(pick: int, key: str, now: dt.datetime) -> bool:
    """Offer a place to somebody."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    offer_transfer(entry, to_email=f"taker{pick}@example.org", key=key, by=None, now=now)
    return True


def open_change(pick: int, kind: str) -> EntryChange | None:
    """A change of a kind that is not done."""
    rows = EntryChange.objects.filter(kind=kind, state="open")
    return picked(rows.select_related("entry__order", "order", "by"), pick)


def take_over(pick: int, key: str, now: dt.datetime) -> bool:
    """Somebody takes the place that was offered to them."""
    change = open_change(pick, "transfer")
    if change is None:
        return False
    accept_transfer(change, person(10_000 + change.pk), key=key, by=None, now=now)
    return True


def take_offer_back(pick: int, key: str, now: dt.datetime) -> bool:
    """The giver keeps the place."""
    change = open_change(pick, "transfer")
    if change is None:
        return False
    take_transfer_back(change, now=now)
    return True


def change_distance(pick: int, key: str, now: dt.datetime) -> bool:
    """To another race of the edition."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    others = Race.objects.filter(edition=entry.race.edition_id).exclude(pk=entry.race_id)
    other = picked(others, pick)
    if other is None:
        return False
    change_race(entry, other, key=key, by=None, now=now)
    return True


def defer(pick: int, key: str, now: dt.datetime) -> bool:
    """To the next edition, injured or not."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    reason = "injury" if pick % 2 else "other"
    defer_entry(entry, reason=reason, key=key, by=None, now=now)
    return True


def refund(pick: int, key: str, now: dt.datetime) -> bool:
    """Give the place back for money."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    refund_entry(entry, key=key, by=None, now=now)
    return True


def withdraw(pick: int, key: str, now: dt.datetime) -> bool:
    """Give the place back for nothing."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    withdraw_entry(entry, key=key, by=None, now=now)
    return True


def release(pick: int, key: str, now: dt.datetime) -> bool:
    """Offer the place for resale."""
    entry = entry_like(pick, state="confirmed")
    if entry is None:
        return False
    release_for_resale(entry, key=key, by=None, now=now)
    return True


def keep_after_all(pick: int, key: str, now: dt.datetime) -> bool:
    """Take a place back from resale."""
    entry = entry_like(pick, state="offered")
    if entry is None:
        return False
    take_back(entry, by=None, now=now)
    return True


def join(pick: int, key: str, now: dt.datetime) -> bool:
    """Wait for one or two places."""
    race = picked(Race.objects.filter(edition__slug="2026"), pick)
    if race is None:
        return False
    race = Race.objects.select_related("edition__event", "pool").get(pk=race.pk)
    heads = 1 + pick % 2
    join_waitlist(race, email=f"{key}@example.org", name="W", heads=heads, now=now)
    return True


def stop_waiting(pick: int, key: str, now: dt.datetime) -> bool:
    """Leave the line, or an offer."""
    rows = WaitlistPlace.objects.filter(state__in=["waiting", "offered"])
    waiting = picked(rows.select_related("pool", "order"), pick)
    if waiting is None:
        return False
    leave_waitlist(waiting, now=now)
    return True


def call_it_off(pick: int, key: str, now: dt.datetime) -> bool:
    """The organizer cancels the edition; everybody is refunded whole or chooses."""
    edition = picked(Edition.objects.filter(slug="2026").exclude(status="cancelled"), pick)
    if edition is None:
        return False
    terms = CallingTerms(
        kind="cancelled", choose_until_at=now + dt.timedelta(days=1), refund_percent=100,
        offers_deferral=bool(pick % 2),
    )  # fmt: skip
    call_off(edition, terms, by=None, now=now)
    carry_on_all(now)
    return True


def sweep_everything(now: dt.datetime) -> None:
    """What the schedule does, until nothing moves."""
    for _ in range(10):
        moved = (
            sweep(now=now) + release_expired(now) + sweep_changes(now) + lapse_offers(now)
            + carry_on_all(now) + carry_out_refunds(now=now)
        )  # fmt: skip
        if not moved:
            return


Deed = Callable[[int, str, dt.datetime], bool]
DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        hold, place, abandon, ask_to_pay, money_comes, send_refund, offer_to_person, take_over,
        take_offer_back, change_distance, defer, refund, withdraw, release, keep_after_all, join,
        stop_waiting, call_it_off,
    )
}  # fmt: skip


def done(name: str, pick: int, key: str, now: dt.datetime) -> str:
    """Do a deed; a word for how it went. A no is an answer; anything else is a fault."""
    try:
        return "done" if DEEDS[name](pick, key, now) else "nobody"
    except Refusal as no:
        return no.code
