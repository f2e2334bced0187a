"""Prices at an instant, next year's dates, completeness."""

import datetime as dt
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.core.money import Money
from startline.events.rules.completeness import Listed, missing, score
from startline.events.rules.copying import same_weekday_next_year, shifted
from startline.events.rules.pricing import Step, offer_at, price_at

pytestmark = pytest.mark.one_database


def day(number: int) -> dt.datetime:
    """A day of 2026 at noon UTC."""
    return dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=number)


def euro(amount: int) -> Money:
    """Whole euros."""
    return Money(amount * 100, "EUR")


STEPS = [
    Step(euro(19), until_at=day(10)),
    Step(euro(22), until_at=day(20), until_sold=100),
    Step(euro(25)),
]


@pytest.mark.parametrize(
    ("at", "sold", "price"),
    [(0, 0, 19), (9, 500, 19), (10, 0, 22), (19, 99, 22), (19, 100, 25), (20, 0, 25), (400, 0, 25)],
)
def test_the_price_follows_time_and_number_sold(at: int, sold: int, price: int) -> None:
    assert price_at(STEPS, at=day(at), sold=sold) == euro(price)


def test_before_the_first_step_begins_nothing_is_for_sale_and_the_first_one_follows() -> None:
    steps = [Step(euro(10), from_at=day(5))]

    offer = offer_at(steps, at=day(1))

    assert (offer.now, offer.following) == (None, steps[0])


@given(ends=st.lists(st.integers(1, 300), max_size=6, unique=True), at=st.integers(0, 300))
def test_the_step_in_force_is_never_over(ends: list[int], at: int) -> None:
    steps = [Step(euro(n), until_at=day(end)) for n, end in enumerate(ends, 1)]

    now = offer_at(steps, at=day(at)).now

    assert now is None or (now.until_at is not None and now.until_at > day(at))
    assert (now is None) == all(end <= at for end in ends)


@pytest.mark.parametrize(
    ("this", "following"),
    [("2026-04-26", "2027-04-25"), ("2026-09-27", "2027-09-26"), ("2026-05-03", "2027-05-02"),
     ("2026-08-30", "2027-08-29"), ("2027-12-26", "2028-12-31"), ("2024-02-29", "2025-02-27")],
)  # fmt: skip
def test_next_year_is_the_same_weekday_of_the_month(this: str, following: str) -> None:
    moved = same_weekday_next_year(dt.date.fromisoformat(this))

    assert moved == dt.date.fromisoformat(following)
    assert moved.weekday() == dt.date.fromisoformat(this).weekday()


def test_a_deadline_keeps_its_civil_time_over_the_clock_change() -> None:
    before = dt.datetime(2026, 3, 28, 22, 59, tzinfo=dt.UTC)  # 23:59 in Paris, winter time

    moved = shifted(before, by=dt.timedelta(days=2), zone="Europe/Paris")

    assert moved == dt.datetime(2026, 3, 30, 21, 59, tzinfo=dt.UTC)


def test_a_full_listing_scores_100_and_an_empty_one_0() -> None:
    names = [field.name for field in fields(Listed)]

    assert score(Listed(**dict.fromkeys(names, True))) == 100
    assert score(Listed(**dict.fromkeys(names, False))) == 0
    assert missing(Listed(**dict.fromkeys(names, False)))[0].code == "has_date"
