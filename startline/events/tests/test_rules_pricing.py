"""What an entry costs: by time, number, age and answer; coupons, family, tax, fee."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.core.money import FeeRule, Money
from startline.events.rules.pricing import (
    Buyer,
    Discount,
    Head,
    NotForSaleError,
    Step,
    Terms,
    Wish,
    all_in_price,
    price_at,
    quote,
)

AT = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
CARD = FeeRule(basis_points=150, fixed_minor=25)
FREE = FeeRule()


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def terms(**more: object) -> Terms:
    return Terms(currency="EUR", **more)  # type: ignore[arg-type]  # as given


def test_a_step_ends_with_its_time_or_with_its_number() -> None:
    early = Step(eur(3000), until_at=AT)
    first_fifty = Step(eur(3500), until_sold=50, until_at=AT + dt.timedelta(days=9))
    normal = Step(eur(4500))

    steps = [normal, early, first_fifty]

    assert price_at(steps, at=AT - dt.timedelta(seconds=1)) == eur(3000)
    assert price_at(steps, at=AT, sold=49) == eur(3500)
    assert price_at(steps, at=AT, sold=50) == eur(4500)


@pytest.mark.parametrize(
    ("buyer", "minor"),
    [
        (Buyer(age=17), 1000),
        (Buyer(age=18), 4000),
        (Buyer(), 4000),
        (Buyer(age=30, answers={"club": "yes"}), 3500),
        (Buyer(age=30, answers={"club": "no"}), 4000),
    ],
)
def test_a_step_for_an_age_or_an_answer_goes_first(buyer: Buyer, minor: int) -> None:
    steps = [
        Step(eur(4000)),
        Step(eur(1000), highest_age=17),
        Step(eur(3500), answer_key="club", answer_value="yes"),
    ]

    assert price_at(steps, at=AT, buyer=buyer) == eur(minor)


def test_the_bill_of_a_family_with_a_coupon_and_a_shirt_adds_up() -> None:
    heads = [Head("10 km", [Step(eur(2000))], race=7) for _ in range(3)]

    bill = quote(
        heads,
        terms=terms(family_from=3, family_percent=50, tax_basis_points=2300),
        fee=CARD,
        at=AT,
        wishes=[Wish("extra", "Shirt", eur(800), 2), Wish("donation", "Rescue", eur(500))],
        discounts=[Discount("CLUB", minor=500, race=7, left_heads=2)],
    )

    assert [bill.of_head(n).minor for n in range(3)] == [1500, 1500, 1000]
    assert bill.total == eur(4000 + 1600 + 500)
    assert bill.tax == eur(5600 - round(5600 / 1.23))
    assert bill.processor_fee == eur(CARD.of(6100))
    assert bill.to_organizer + bill.processor_fee == bill.total


def test_a_coupon_stops_at_its_budget_and_below_nothing() -> None:
    heads = [Head("5 km", [Step(eur(1000))]) for _ in range(3)]

    bill = quote(
        heads,
        terms=terms(),
        fee=FREE,
        at=AT,
        discounts=[Discount("ALL", minor=5000, left_minor=1500)],
    )

    assert [bill.of_head(n).minor for n in range(3)] == [0, 500, 1000]


def test_a_place_without_a_price_in_force_is_not_for_sale() -> None:
    with pytest.raises(NotForSaleError):
        quote([Head("x", [Step(eur(1), until_at=AT)])], terms=terms(), fee=FREE, at=AT)


def test_the_price_shown_first_holds_tax_and_fee_that_are_added() -> None:
    shown = all_in_price(
        [Step(eur(2000))],
        terms=terms(tax_basis_points=1000, tax_is_included=False, fee_is_added=True),
        fee=CARD,
        at=AT,
    )

    assert shown is not None
    assert shown.minor - CARD.of(shown.minor) == 2200


@given(
    prices=st.lists(st.integers(0, 50_000), min_size=1, max_size=6),
    percent=st.integers(0, 100),
    off=st.integers(0, 60_000),
    points=st.integers(0, 600),
    tax=st.integers(0, 3000),
    included=st.booleans(),
    added=st.booleans(),
)
def test_every_bill_adds_up_and_no_place_costs_less_than_nothing(
    *, prices: list[int], percent: int, off: int, points: int, tax: int, included: bool, added: bool
) -> None:
    fee = FeeRule(points, 30)

    bill = quote(
        [Head("r", [Step(eur(p))]) for p in prices],
        terms=terms(
            tax_basis_points=tax, tax_is_included=included, fee_is_added=added,
            family_from=2, family_percent=percent,
        ),
        fee=fee,
        at=AT,
        discounts=[Discount("c", minor=off)],
    )  # fmt: skip

    assert sum(n.money.minor for n in bill.lines) == bill.total.minor
    assert all(bill.of_head(n).minor >= 0 for n in range(len(prices)))
    assert bill.processor_fee + bill.to_organizer == bill.total
    if added:
        net = sum(n.money.minor for n in bill.lines if n.kind != "fee")
        assert bill.to_organizer.minor >= net
