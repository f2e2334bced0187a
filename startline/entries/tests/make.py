"""The smallest valid things of this room."""

import datetime as dt
from typing import Any

from startline.accounts.models import Organizer
from startline.entries.access import held_order
from startline.entries.models.orders import Order
from startline.entries.queries.sheet import Sheet, sheet_of
from startline.entries.rules.asking import Person
from startline.entries.rules.cart import Cart
from startline.entries.services.holding import hold_places
from startline.entries.services.placing import place_order
from startline.events.models.catalogue import Race
from startline.events.models.offer import PriceStep, SaleTerms
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.payments.models import PayoutAccount

LATER = NOW + dt.timedelta(minutes=5)


def make_person(number: int = 1, *, born_on: dt.date = dt.date(1990, 1, 1)) -> Person:
    """A runner of 36 who signs."""
    return Person(
        "Alice", f"Runner{number}", born_on, emergency_name="Mum", emergency_phone="0123456",
        signed=f"Alice Runner{number}",
    )  # fmt: skip


def make_organizer() -> Organizer:
    """Ridge Running, without anybody."""
    return Organizer.objects.create(slug="ridge", name="Ridge Running", created_at=NOW)


def make_account(organizer: Organizer, kind: str = "bank", **more: object) -> PayoutAccount:
    """An account that takes money."""
    iban = "FR7630006000011234567890189" if kind == "bank" else ""
    return PayoutAccount.objects.create(
        organizer=organizer, kind=kind, name=kind, iban=iban, holder="Ridge Running",
        webhook_token=f"token-{kind}-{organizer.pk}", made_at=NOW, **more,
    )  # fmt: skip


def make_paid_race(
    *, minor: int = 5000, places: int | None = 10, organizer: Organizer | None = None,
    kind: str = "bank", name: str = "Ridge Paid",
) -> Race:  # fmt: skip
    """A race with one price, sold by an organizer with one account and terms."""
    owner = organizer or make_organizer()
    race = make_race(make_edition(make_event(name, owner)), places=places)
    SaleTerms.objects.create(edition=race.edition)
    PriceStep.objects.create(race=race, minor=minor, currency="EUR")
    make_account(owner, kind)
    return race


def hold(race: Race, *, heads: int = 1, key: str = "k", now: dt.datetime = NOW) -> Order:
    """Places held."""
    return hold_places(race.edition, [(race, heads)], key=key, now=now)


def sheet(order: Order) -> Sheet:
    """The sheet of an order as the checkout loads it."""
    return sheet_of(held_order(order.reference))


def make_cart(order: Order, *, email: str = "alice@example.org", **more: Any) -> Cart:
    """One person for each head, paid by bank."""
    entries = order.entries.order_by("pk").values_list("pk", flat=True)
    persons = {pk: make_person(number) for number, pk in enumerate(entries, 1)}
    return Cart(**{"email": email, "persons": persons, "method": "bank", **more})


def buy(race: Race, *, key: str = "k", heads: int = 1, **more: Any) -> Order:
    """Held and placed."""
    order = hold(race, key=key, heads=heads)
    return place_order(sheet(order), make_cart(order, **more), by=None, now=LATER)
