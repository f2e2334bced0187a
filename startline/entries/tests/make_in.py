"""People who are in: their order paid and settled."""

import datetime as dt
from typing import Any

from startline.accounts.models import Organizer
from startline.core.money import Money
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, Order
from startline.entries.services.changing import locked
from startline.entries.services.settling import settle_order
from startline.entries.tests.make import LATER, buy, make_paid_race
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import Policy, PriceStep
from startline.payments.models import Payment, PayoutAccount
from startline.payments.rules.provider import Ask
from startline.payments.services.paying import note_payment, start_payment

DAY = dt.timedelta(days=1)


def make_ruled_race(
    *, places: int | None = 3, minor: int = 5000, organizer: Organizer | None = None,
    name: str = "Ridge Paid", **changes: Any,
) -> Race:  # fmt: skip
    """A race on sale where everything is allowed for a hundred days more."""
    race = make_paid_race(places=places, minor=minor, organizer=organizer, name=name)
    for kind, _word in Policy.KINDS:
        Policy.objects.create(
            edition=race.edition, kind=kind, is_allowed=True, until_at=LATER + 100 * DAY,
            **changes,
        )  # fmt: skip
    return race


def make_other_race(race: Race, *, minor: int, places: int | None = 3) -> Race:
    """A second race of the same edition, with a pool of its own."""
    pool = None
    if places is not None:
        pool = CapacityPool.objects.create(edition=race.edition, name="Other", places=places)
    other = Race.objects.create(
        edition=race.edition, slug="other", name="Ridge 20K", distance_m=20_000, pool=pool
    )
    PriceStep.objects.create(race=other, minor=minor, currency="EUR")
    return other


def pay(order: Order, minor: int, *, key: str, now: dt.datetime = LATER) -> None:
    """The money comes by bank transfer, and what it pays for follows."""
    account = PayoutAccount.objects.get(organizer=order.edition.event.organizer, kind="bank")
    ask = Ask(reference=order.reference, money=Money(minor, "EUR"), key=key)
    started = start_payment(account, ask, now=now)
    note_payment(Payment.objects.get(pk=started.payment_id), now=now)
    settle_order(order.reference, now)


def make_in(race: Race, name: str = "alice", *, now: dt.datetime = LATER, **more: Any) -> Entry:
    """One confirmed entry, paid in full."""
    order = buy(race, key=f"buy-{name}", email=f"{name}@example.org", **more)
    if order.total_minor:
        pay(order, order.total_minor, key=f"pay-{name}", now=now)
    return locked(order.entries.get().pk)


def refunded(entry: Entry) -> int:
    """Minor units of all refunds under the entry's order."""
    rows = Payment.objects.filter(reference=entry.order.reference)
    return sum(rows.values_list("refunded_minor", flat=True))


def taken(race: Race) -> int:
    """Places taken in the race's pool."""
    return CapacityPool.objects.get(races=race).taken


def states(*entries: Entry) -> list[str]:
    """The states of entries as they are now."""
    return [Entry.objects.get(pk=entry.pk).state for entry in entries]


def only_change(entry: Entry) -> EntryChange:
    """The one thing done with an entry."""
    return EntryChange.objects.get(entry=entry)
