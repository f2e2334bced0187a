"""One price: card, event page, structured data, API, checkout and receipt say the same number."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.core.money import Money
from startline.discovery.services.indexing import rebuild_index
from startline.entries.models.orders import Order
from startline.entries.tests.make import make_paid_race
from startline.events.models.catalogue import Edition
from startline.events.models.offer import PriceStep, SaleTerms
from startline.events.tests.make import NOW
from startline.payments.models import PayoutAccount

PERSON = {
    "given_name": "Alice", "family_name": "Runner", "born_on": "1990-01-01",
    "emergency_name": "Mum", "emergency_phone": "0123 4567",
}  # fmt: skip
ADDED = {"fee_is_added": True}
ON_TOP = {"tax_basis_points": 2300, "tax_is_included": False}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "currency", "minor"),
    [
        ({}, "EUR", 5000),
        (ADDED, "EUR", 5102),  # 50.00 and the fee of 1.5% + 0.25
        (ON_TOP, "EUR", 6150),
        ({**ADDED, **ON_TOP}, "EUR", 6269),
        (ADDED, "JPY", 5102),
        ({"tax_basis_points": 2300}, "KWD", 5000),
    ],
)
def test_one_price_from_the_card_to_the_receipt(
    client: Client, settings: Any, terms: dict[str, Any], currency: str, minor: int
) -> None:
    settings.TODAY = NOW.date()
    race = make_paid_race(minor=5000, kind="fake")
    SaleTerms.objects.update(**terms)
    PayoutAccount.objects.update(fee_basis_points=150, fee_fixed_minor=25)
    PriceStep.objects.update(currency=currency)
    PriceStep.objects.create(race=race, minor=100, currency=currency, highest_age=17)
    Edition.objects.update(currency=currency)
    rebuild_index(NOW)
    money = Money(minor, currency)

    assert str(money) in client.get(reverse("search")).content.decode()
    assert str(money) in event_page(client, race.edition)
    page = race_page(client, race.edition, race.slug)
    assert str(money) in page
    assert f'"price": "{money.amount}", "priceCurrency": "{currency}"' in page
    assert api_price(client, race.edition) == (minor, currency)
    reference = entered(client, race.edition, race.slug, money)
    receipt = client.get(reverse("entries:order", args=[reference])).content.decode()
    assert str(money) in receipt
    assert Order.objects.get().total_minor == minor


def event_page(client: Client, edition: Edition) -> str:
    """The event's page."""
    return client.get(reverse("event", args=[edition.event.slug])).content.decode()


def race_page(client: Client, edition: Edition, race: str) -> str:
    """The race's page."""
    address = reverse("race", args=[edition.event.slug, edition.slug, race])
    return client.get(address).content.decode()


def api_price(client: Client, edition: Edition) -> tuple[int, str]:
    """The price as the API tells it."""
    told = json.loads(client.get(f"/api/v1/events/{edition.event.slug}").content)
    price = told["editions"][0]["races"][0]["price"]
    return price["minor"], price["currency"]


def entered(client: Client, edition: Edition, race: str, money: Money) -> str:
    """Through the checkout, which shows the same number; the order's reference."""
    held = client.post(reverse("entries:enter", args=[edition.event.slug, edition.slug, race]))
    form = client.get(held["Location"]).content.decode()
    assert str(money) in form
    assert re.search(rf'name="shown" value="{money.minor}"', form)
    order = Order.objects.get()
    person = {f"p{order.entries.get().pk}-{name}": value for name, value in PERSON.items()}
    typed = {**person, "email": "a@example.org", "shown": money.minor}
    client.post(held["Location"], typed)
    return order.reference
