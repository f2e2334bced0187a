"""The door for race directors: fees by rule, true figures, a calculator without JavaScript."""

import pytest
from django.test import Client

from startline.pages.rules.fees import SELLERS, compared


@pytest.mark.parametrize(
    ("key", "minor", "fee"),
    [
        ("ultrasignup", 5_000, 563), ("ultrasignup", 1_000, 350), ("ultrasignup", 10_000, 1_000),
        ("runreg", 5_000, 450), ("runreg", 10_000, 725), ("raceroster", 5_000, 550),
        ("active", 1_000, 325), ("active", 5_000, 463), ("runreg", 0, 0),
    ],
)  # fmt: skip
def test_fees_follow_the_published_rules(key: str, minor: int, fee: int) -> None:
    seller = next(s for s in SELLERS if s.key == key)

    assert seller.fee(minor) == fee


def test_every_fee_names_its_source_and_date() -> None:
    assert all(s.source and s.known.isdigit() for s in SELLERS)


def test_a_card_processor_takes_what_its_list_says() -> None:
    assert compared(5_000, 2).card_all == 350


@pytest.mark.django_db
def test_the_calculator_answers_an_address(client: Client) -> None:
    page = client.get("/for-race-directors/?price=80&entries=1000")

    assert (page.context["sum"].minor, page.context["sum"].entries) == (8_000, 1_000)
    assert page.context["sold"].fees == 0


@pytest.mark.django_db
def test_a_wrong_number_is_named_and_stays(client: Client) -> None:
    page = client.get("/for-race-directors/?price=cheap&entries=3")

    assert page.status_code == 200
    assert "price" in page.context["form"].errors
    assert 'value="cheap"' in page.content.decode()
