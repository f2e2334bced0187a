"""The door for race directors: fees by rule, true figures, a calculator without JavaScript."""

import pytest
from django.test import Client

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import Role
from startline.core.money import Money
from startline.discovery.rules.rates import UNITS_PER_EURO
from startline.events.forms.listing import CURRENCIES
from startline.events.tests.make import NOW, make_event
from startline.pages.queries.directing import home_currency
from startline.pages.rules.fees import SELLERS, compared, usual_price
from startline.places.rules.currencies import CURRENCY_OF


@pytest.mark.parametrize(
    ("key", "minor", "fee"),
    [
        ("ultrasignup", 5_000, 563), ("ultrasignup", 1_000, 350), ("ultrasignup", 10_000, 1_000),
        ("runreg", 5_000, 450), ("runreg", 10_000, 725), ("raceroster", 5_000, 550),
        ("active", 1_000, 325), ("active", 5_000, 463), ("runreg", 0, 0),
        ("runsignup", 2_000, 250), ("runsignup", 4_000, 300), ("runsignup", 8_000, 480),
        ("ultrasignup_abroad", 5_000, 400), ("ultrasignup_abroad", 20_000, 900),
        ("eventbrite", 5_000, 374), ("zapisyonline", 5_000, 300),
    ],
)  # fmt: skip
def test_fees_follow_the_published_rules(key: str, minor: int, fee: int) -> None:
    seller = next(s for s in SELLERS if s.key == key)

    assert seller.fee(minor) == (fee, fee)


@pytest.mark.parametrize(("minor", "fee"), [(5_000, (300, 480)), (1_900, None), (8_100, None)])
def test_between_published_prices_the_fee_is_a_range_and_beyond_them_nothing(
    minor: int, fee: tuple[int, int] | None
) -> None:
    seller = next(s for s in SELLERS if s.key == "runsignup")

    assert seller.fee(minor) == fee


def test_every_fee_names_its_source_and_date() -> None:
    assert all(s.source and s.known.isdigit() for s in SELLERS)


def test_a_card_processor_takes_what_its_list_says() -> None:
    assert compared(Money(5_000, "USD"), 2).card_all == Money(350, "USD")


@pytest.mark.parametrize("currency", UNITS_PER_EURO)
def test_every_currency_offered_can_be_compared(currency: str) -> None:
    price = usual_price(currency)
    rows = {row.seller.key: row for row in compared(price, 3).sellers}

    assert rows["raceroster"].least is not None
    assert 0 < rows["raceroster"].least.minor < price.minor
    assert rows["raceroster"].is_about == (currency != "USD")


def test_the_currency_of_every_country_is_one_that_is_sold_in() -> None:
    assert set(CURRENCY_OF.values()) <= {code for code, _ in CURRENCIES}


@pytest.mark.django_db
def test_the_currency_is_that_of_the_organizer_s_country() -> None:
    user = User.objects.create(email="bo@example.org")
    organizer = Organizer.objects.create(slug="ridge", name="Ridge", created_at=NOW)
    Membership.objects.create(user=user, organizer=organizer, role=Role.OWNER)

    assert (home_currency(None), home_currency(user)) == ("USD", "USD")
    make_event("Ridge", organizer)
    assert home_currency(user) == "EUR"


@pytest.mark.django_db
def test_the_calculator_answers_an_address(client: Client) -> None:
    page = client.get("/for-race-directors/?price=80&entries=1000")

    assert (page.context["sum"].price, page.context["sum"].entries) == (Money(8_000, "USD"), 1_000)
    assert "not published for this price" not in page.content.decode()
    assert page.context["sold"].fees == 0


@pytest.mark.django_db
def test_a_wrong_number_is_named_and_stays(client: Client) -> None:
    page = client.get("/for-race-directors/?price=cheap&entries=3")

    assert page.status_code == 200
    assert "price" in page.context["form"].errors
    assert 'value="cheap"' in page.content.decode()
