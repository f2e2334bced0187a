"""Date rules, held against days on which the races really were."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.feeds.rules.date_rule import RuleError, easter_sunday, in_year, next_on_or_after

HELD = [
    # rule, the days of past editions
    ("third monday of april", "2023-04-17 2024-04-15 2025-04-21 2026-04-20"),  # Boston
    ("first sunday of march", "2023-03-05 2024-03-03 2025-03-02 2026-03-01"),  # Tokyo
    ("first sunday of november", "2022-11-06 2023-11-05 2024-11-03 2025-11-02"),  # New York
    ("second sunday of october", "2022-10-09 2023-10-08 2024-10-13 2025-10-12"),  # Chicago
    ("last sunday of october", "2022-10-30 2023-10-29 2024-10-27 2025-10-26"),  # Dublin
    ("second sunday of november", "2022-11-13 2023-11-12 2024-11-10 2025-11-09"),  # Athens
    ("last saturday of june", "2022-06-25 2023-06-24 2024-06-29 2025-06-28"),  # Western States
    ("31 december", "2023-12-31 2024-12-31"),  # São Silvestre
    ("fixed 1 may", "2024-05-01 2025-05-01"),
    ("easter saturday", "2023-04-08 2024-03-30 2025-04-19 2026-04-04"),  # Two Oceans
    ("whit monday", "2024-05-20 2025-06-09"),
    ("friday of the week containing 30 august", "2022-09-02 2023-09-01 2024-08-30 2025-08-29"),
    ("third tuesday of july", "2022-07-19 2023-07-18 2024-07-16 2025-07-15"),  # Nijmegen
]
EXAMPLES = [
    ("second weekend of october", 2026, "2026-10-10"),
    ("last weekend of may", 2026, "2026-05-30"),
    ("saturday before last sunday of may", 2026, "2026-05-30"),
    ("sunday after first saturday of june", 2026, "2026-06-07"),
    ("sunday after first sunday of june", 2026, "2026-06-14"),
    ("sunday on or after 7 june", 2026, "2026-06-07"),
    ("sunday on or before 7 june", 2026, "2026-06-07"),
    ("sunday before 7 june", 2026, "2026-05-31"),
    ("3 days before easter sunday", 2026, "2026-04-02"),
    ("1 day after last sunday of december", 2027, "2027-12-27"),
    ("10 days before 1 january", 2027, "2026-12-22"),
    ("last sunday of december", 2028, "2028-12-31"),
    ("  Last SUNDAY of   September ", 2026, "2026-09-27"),
]
BAD = [
    "", "sunday", "fifth sunday of may", "last sunday of sept", "29 february", "31 june",
    "0 days before 1 may", "400 days after 1 may", "sunday after", "easter tuesday",
    "sunday after sunday after sunday after sunday after 1 may", "٣ may of",
]  # fmt: skip


@pytest.mark.parametrize(("rule", "days"), HELD)
def test_rules_name_the_days_on_which_races_were_held(rule: str, days: str) -> None:
    expected = [dt.date.fromisoformat(day) for day in days.split()]
    assert [in_year(rule, day.year) for day in expected] == expected


@pytest.mark.parametrize(("rule", "year", "day"), EXAMPLES)
def test_every_form_of_rule(rule: str, year: int, day: str) -> None:
    assert in_year(rule, year).isoformat() == day


@pytest.mark.parametrize("rule", BAD)
def test_a_rule_that_cannot_be_read_is_named(rule: str) -> None:
    with pytest.raises(RuleError) as caught:
        in_year(rule, 2026)
    assert caught.value.rule == rule


def test_easter_is_where_the_church_has_it() -> None:
    known = (
        "2000-04-23 2008-03-23 2011-04-24 2019-04-21 2024-03-31 2025-04-20 2026-04-05 2038-04-25"
    )
    for day in known.split():
        assert easter_sunday(int(day[:4])).isoformat() == day


def test_next_edition_may_be_today_or_next_year() -> None:
    rule = "last sunday of september"
    assert next_on_or_after(rule, dt.date(2026, 9, 27)) == dt.date(2026, 9, 27)
    assert next_on_or_after(rule, dt.date(2026, 9, 28)) == dt.date(2027, 9, 26)


def test_next_edition_crosses_the_year_with_its_rule() -> None:
    rule = "10 days before 1 january"
    assert next_on_or_after(rule, dt.date(2026, 12, 1)) == dt.date(2026, 12, 22)
    assert next_on_or_after(rule, dt.date(2026, 12, 23)) == dt.date(2027, 12, 22)


@given(
    rule=st.sampled_from([rule for rule, *_ in (*HELD, *EXAMPLES)]),
    day=st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2090, 1, 1)),
)
def test_next_edition_is_never_past_and_at_most_thirteen_months_away(
    rule: str, day: dt.date
) -> None:
    found = next_on_or_after(rule, day)
    assert day <= found <= day + dt.timedelta(days=400)
    assert next_on_or_after(rule, found) == found
