"""The rules of the timeline as tables."""

import datetime as dt

import pytest

from startline.core.money import Money
from startline.entries.rules.afterwards import Act, Place, Rule
from startline.entries.rules.life import State
from startline.events.rules.pricing import Step
from startline.pages.rules.knee import (
    Asking,
    Gate,
    Knee,
    at_same_pace,
    knee_of_stage,
    race_minutes,
)
from startline.pages.rules.timeline import (
    RACE,
    Choice,
    Planned,
    Verdict,
    decide_by,
    elsewhere,
    lead,
    marks,
    verdict,
    ways,
)
from startline.pages.rules.timeline_drawing import LEFT, RIGHT, drawing
from startline.recovery.rules.racing import Demand

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
RACE_DAY = dt.date(2026, 9, 12)
START = dt.datetime(2026, 9, 12, 7, tzinfo=dt.UTC)


def at_end_of(month: int, day: int) -> dt.datetime:
    """The first moment after a day."""
    return dt.datetime(2026, month, day, tzinfo=dt.UTC) + dt.timedelta(days=1)


def a_race(*rules: Rule, paid: int | None = 6000, steps: tuple[Step, ...] = ()) -> Planned:
    """A half marathon bought elsewhere for 60.00 with these rules."""
    amount = Money(paid or 0, "EUR")
    place = Place(State.CONFIRMED, amount, Money(0, "EUR"), Money(0, "EUR"), START)
    return Planned(
        event="Ridge", name="Half", on=RACE_DAY, starts_at=START, distance_m=21_097,
        race_min=140, paid=None if paid is None else amount, steps=steps,
        options=elsewhere(place, rules, now=NOW),
    )  # fmt: skip


def a_knee(on: dt.date | None, *why: str) -> Knee:
    """A knee whose gate of the race is on that day."""
    return Knee(is_said=True, gates=(Gate(RACE, "Half", Demand(112), on, 140),), why=why)


DEFER = Rule(Act.DEFERRAL, is_allowed=True, until_at=at_end_of(8, 1), fee_minor=1000)
REFUND = Rule(Act.REFUND, is_allowed=True, until_at=at_end_of(6, 15), fee_minor=1200)


@pytest.mark.parametrize(
    ("knee", "expected"),
    [
        (Knee(), Verdict.UNKNOWN),
        (a_knee(RACE_DAY), Verdict.IN_TIME),
        (a_knee(RACE_DAY + dt.timedelta(days=1)), Verdict.TOO_LATE),
        (a_knee(None), Verdict.TOO_LATE),
        (a_knee(None, "refer"), Verdict.STOPPED),
        (Knee(is_said=True), Verdict.NO_LENGTH),
    ],
)
def test_what_is_said_first(knee: Knee, expected: Verdict) -> None:
    assert verdict(a_race(), knee, TODAY) is expected


def test_a_race_of_yesterday_is_over_whatever_the_knee_says() -> None:
    assert verdict(a_race(), a_knee(TODAY), RACE_DAY + dt.timedelta(days=1)) is Verdict.OVER


def test_until_the_first_last_day_every_choice_is_open() -> None:
    race = a_race(DEFER, REFUND)

    assert decide_by(ways(race, a_knee(RACE_DAY)), race, TODAY) == dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("knee", "rules", "expected"),
    [
        (a_knee(RACE_DAY), [DEFER], Choice.GO),
        (a_knee(None), [DEFER, REFUND], Choice.DEFER),
        (a_knee(None), [REFUND], Choice.REFUND),
        (Knee(), [DEFER], None),
    ],
)
def test_the_first_way_whose_dates_fit_leads(
    knee: Knee, rules: list[Rule], expected: Choice | None
) -> None:
    first = lead(ways(a_race(*rules), knee), knee)

    assert (first.choice if first else None) == expected


def test_a_refund_is_what_was_paid_less_what_is_kept_and_unknown_without_the_price() -> None:
    known = {way.choice: way for way in ways(a_race(REFUND), Knee())}[Choice.REFUND]
    unknown = {way.choice: way for way in ways(a_race(REFUND, paid=None), Knee())}[Choice.REFUND]

    assert known.back == Money(4800, "EUR")
    assert (unknown.back, unknown.cost, unknown.why) == (None, None, "")
    assert unknown.until_on == dt.date(2026, 6, 15)


def test_what_the_organizer_did_not_say_is_closed_with_its_reason() -> None:
    closed = {way.choice: way.why for way in ways(a_race(), Knee()) if not way.is_open}

    assert closed == dict.fromkeys(
        (Choice.SHORTER, Choice.DEFER, Choice.RESALE, Choice.TRANSFER, Choice.REFUND), "no_rule"
    )


def test_the_line_stands_in_order_and_a_gate_after_the_race_stands_behind_it() -> None:
    steps = (
        Step(Money(5000, "EUR"), until_at=at_end_of(6, 30)), Step(Money(6000, "EUR")),
    )  # fmt: skip
    late = dt.date(2026, 12, 11)

    line = marks(a_race(DEFER, REFUND, steps=steps), a_knee(late), TODAY)

    assert [(mark.kind, mark.state) for mark in line] == [
        ("today", "today"), ("way", ""), ("price", ""), ("way", ""), ("start", "last"),
        ("gate", "miss"),
    ]  # fmt: skip
    assert line[2].on == dt.date(2026, 6, 30)


def test_the_drawing_keeps_every_date_between_today_and_the_race() -> None:
    race, knee = a_race(DEFER, REFUND), a_knee(dt.date(2026, 12, 11))
    drawn = drawing(race, marks(race, knee, TODAY), TODAY, dt.date(2026, 6, 15))

    assert drawn is not None
    assert all(LEFT < bar.end < RIGHT for bar in drawn.bars)
    assert [ring.is_late for ring in drawn.rings] == [True]
    assert drawn.decide_x == drawn.bars[0].end


def test_on_race_day_there_is_no_line_to_draw() -> None:
    race = a_race(DEFER)

    assert drawing(race, marks(race, Knee(), RACE_DAY), RACE_DAY, None) is None


@pytest.mark.parametrize(
    ("distance_m", "given", "cutoff_ms", "expected"),
    [(10_000, 55, None, 55), (10_000, None, None, 70), (10_000, None, 3_600_000, 60),
     (None, None, None, 0)],
)  # fmt: skip
def test_the_minutes_of_a_race(
    distance_m: int | None, given: int | None, cutoff_ms: int | None, expected: int
) -> None:
    assert race_minutes(distance_m, given, cutoff_ms) == expected


def test_a_shorter_race_takes_its_share_rounded_up() -> None:
    assert at_same_pace(5_200, 21_097, 140) == 35


def test_a_higher_stage_never_runs_thirty_minutes_later() -> None:
    days = [knee_of_stage(stage, 0, [], now=NOW).gate("continuous") for stage in range(10)]
    on = [gate.on for gate in days if gate and gate.on]

    assert len(on) == 10
    assert on == sorted(on, reverse=True)


def test_no_race_moves_the_gates_of_another() -> None:
    alone = knee_of_stage(3, 0, [Asking("ten", "Ten", 10_000, 65)], now=NOW)
    beside = knee_of_stage(
        3, 0, [Asking("ten", "Ten", 10_000, 65), Asking("m", "M", 42_195, 280)], now=NOW
    )

    assert alone.gate("ten") == beside.gate("ten")
    assert alone.gate("continuous") == beside.gate("continuous")
