"""Deadlines in order, weekly dates, profiles as drawings."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.core.money import Money
from startline.events.rules.courses import long_descents
from startline.events.rules.pricing import Step
from startline.pages.rules.deadlines import Deadline, Kind, in_line, price_deadlines
from startline.pages.rules.profile import NARROW, WIDE, draw, round_step
from startline.pages.rules.weekly import next_dates

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC)  # 1 July in Paris


def test_deadlines_stand_in_order_with_today_among_them_and_the_start_last() -> None:
    start = Deadline(Kind.START, dt.datetime(2026, 9, 12, 4, 0, tzinfo=dt.UTC), "start")
    opened = Deadline(Kind.ENTRY_OPENS, NOW - dt.timedelta(days=9), "o")
    closes = Deadline(Kind.ENTRY_CLOSES, MIDNIGHT, "c")

    line = in_line([closes, opened], zone="Europe/Paris", now=NOW, start=start)

    assert [one.kind for one in line] == ["entry_opens", "today", "entry_closes", "start"]
    assert [one.state for one in line] == ["done", "today", "", "last"]


def test_an_end_at_midnight_is_shown_as_the_day_before_without_a_time() -> None:
    (line,) = in_line(
        [Deadline(Kind.REFUND, MIDNIGHT, "r")], zone="Europe/Paris", now=NOW, start=None
    )

    assert line.shown is not None
    assert line.shown.date() == dt.date(2026, 6, 30)
    assert not line.has_time


def test_a_price_rises_where_a_dated_step_is_followed_by_another() -> None:
    steps = [Step(Money(2200, "EUR"), until_at=MIDNIGHT), Step(Money(2500, "EUR"))]

    (found,) = price_deadlines("Half", "7", steps)

    assert (found.at, found.price, found.then) == (MIDNIGHT, Money(2200, "EUR"), Money(2500, "EUR"))
    assert price_deadlines("Half", "7", steps[1:]) == []


@pytest.mark.parametrize(
    ("rule", "first", "start"),
    [
        ("saturday 09:00", dt.date(2026, 5, 2), dt.time(9)),
        ("friday 18:30", dt.date(2026, 5, 1), dt.time(18, 30)),
        ("Sunday", dt.date(2026, 5, 3), None),
        ("monday nine", dt.date(2026, 5, 4), None),
    ],
)
def test_weekly_dates_begin_with_the_next_day_of_the_rule(
    rule: str, first: dt.date, start: dt.time | None
) -> None:
    dates = next_dates(rule, today=dt.date(2026, 5, 1))

    assert [date.on for date in dates] == [first + dt.timedelta(weeks=n) for n in range(4)]
    assert dates[0].start == start


def test_a_rule_that_is_not_weekly_gives_no_dates() -> None:
    assert next_dates("last sunday of may", today=dt.date(2026, 5, 1)) == []
    assert next_dates("", today=dt.date(2026, 5, 1)) == []


@pytest.mark.parametrize(
    ("least", "step"), [(1, 1), (1.1, 2), (3, 5), (7, 10), (0.3, 0.5), (130, 200)]
)
def test_steps_of_an_axis_are_round(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)


@given(st.lists(st.floats(-100, 4000), min_size=2, max_size=300), st.sampled_from(["km", "mi"]))
def test_every_profile_is_drawn_inside_its_box(heights: list[float], units: str) -> None:
    profile = [(n * 137.0, height) for n, height in enumerate(heights)]
    for size in (WIDE, NARROW):
        drawing = draw(profile, long_descents(profile), size, units)
        numbers = [float(n) for n in drawing.line[1:].split()]

        assert all(size.left - 1 <= x <= size.right + 1 for x in numbers[::2])
        assert all(size.top - 1 <= y <= size.base + 1 for y in numbers[1::2])
        assert 1 <= len(drawing.grid) <= 8
