"""Irritability 2.5, paths 2.8, strength 2.7, racing 2.9, measures 2.11, settings 2.0."""

import datetime as dt
from typing import Any

import pytest

from startline.recovery.rules.constants import DESIGN_CHOICE, Grade, constants
from startline.recovery.rules.entries import Strength, Trial, Walk
from startline.recovery.rules.irritability import Answers, Irritability, Path, irritability, path
from startline.recovery.rules.lights import Light
from startline.recovery.rules.measures import is_akps_total, is_change_better, is_pain_better
from startline.recovery.rules.modes import Mode, Responsible, mode_of
from startline.recovery.rules.racing import Demand, demand, must_stop
from startline.recovery.rules.strength import (
    CATALOGUE,
    WEEKS,
    Done,
    Evidence,
    first_phase,
    may_leave,
    phase_after_lay_off,
    week_of,
)
from startline.recovery.tests.make import START, at

LOW, MODERATE, HIGH = Irritability.LOW, Irritability.MODERATE, Irritability.HIGH
CALM = {"worst_daily": 2, "has_rest_pain": False, "settle_min": 60, "tolerance_min": 30,
        "run_pain": 2, "is_limping": False, "days_without_running": 0}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({}, LOW), ({"worst_daily": 3}, MODERATE), ({"worst_daily": 5}, MODERATE),
        ({"worst_daily": 6}, HIGH), ({"has_rest_pain": True}, HIGH), ({"settle_min": 61}, MODERATE),
        ({"settle_min": 1440}, MODERATE), ({"settle_min": 1441}, HIGH),
        ({"tolerance_min": 5}, LOW), ({"tolerance_min": 4}, HIGH),
        ({"worst_daily": None}, MODERATE), ({"has_rest_pain": None}, MODERATE),
        ({"settle_min": None}, MODERATE),
    ],
)  # fmt: skip
def test_2_5_irritability(said: dict[str, Any], level: Irritability) -> None:
    assert irritability(Answers(**{**CALM, **said})) is level


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ({}, Path.A), ({"worst_daily": 6}, Path.NONE), ({"run_pain": 4}, Path.B),
        ({"is_limping": True}, Path.B), ({"is_limping": None}, Path.B),
        ({"tolerance_min": 9}, Path.B), ({"tolerance_min": 10}, Path.A),
        ({"tolerance_min": None}, Path.B), ({"days_without_running": 27}, Path.A),
        ({"days_without_running": 28}, Path.B), ({"days_without_running": None}, Path.B),
        ({"worst_daily": 4, "run_pain": 3}, Path.A), ({"worst_daily": 4, "run_pain": None}, Path.B),
        ({"worst_daily": 4, "settle_min": 1440}, Path.A),
        ({"worst_daily": 4, "settle_min": None}, Path.B),
    ],
)  # fmt: skip
def test_2_8_the_choice_of_a_path(said: dict[str, Any], leads: Path) -> None:
    assert path(Answers(**{**CALM, **said})) is leads


@pytest.mark.parametrize(
    ("level", "step_down", "phase"),
    [(HIGH, 0, 0), (MODERATE, 0, 1), (LOW, 2, 2), (LOW, 3, 1), (LOW, None, 1)],
)
def test_2_5_the_first_phase(level: Irritability, step_down: int | None, phase: int) -> None:
    assert first_phase(level, step_down) == phase


def _done(*lights: Light) -> list[Done]:
    return [Done(Strength(id=f"{n}", at=at(n), peak=1), light) for n, light in enumerate(lights)]


def _trial(name: str, amount: int | None, peak: int | None) -> Trial:
    return Trial(id=name, at=START, name=name, amount=amount, peak=peak)


G, A, R = Light.GREEN, Light.AMBER, Light.RED
BASE = Evidence([_trial("step_up_15", 10, 2)], [], _done(A, G, G, G))
BUILD = Evidence(
    [_trial("step_down_20", 10, 2), _trial("single_leg_bridge", 30, 5),
     _trial("calf_raise_single", 15, 5)], [], [],
)  # fmt: skip
STRONG = Evidence([_trial("box_squat", 10, 1), _trial("sides_percent", 90, 0)], [], [])


def _walked(minutes: int, peak: int) -> Evidence:
    walk = Walk(id="w", at=START, minutes=minutes, peak=peak, is_limping=False)
    return Evidence([], [walk], [])


@pytest.mark.parametrize(
    ("phase", "level", "seen", "leaves"),
    [
        (0, MODERATE, _walked(30, 2), True), (0, HIGH, _walked(30, 2), False),
        (0, MODERATE, _walked(29, 2), False), (0, MODERATE, _walked(30, 3), False),
        (1, LOW, BASE, True), (1, LOW, Evidence(BASE.trials, [], _done(A, A, G, G)), False),
        (1, LOW, Evidence([_trial("step_up_15", 10, 3)], [], BASE.sessions), False),
        (1, LOW, Evidence([], [], BASE.sessions), False),
        (2, LOW, BUILD, True), (2, LOW, Evidence(BUILD.trials[:2], [], []), False),
        (2, LOW, Evidence([_trial("step_down_20", 9, 2), *BUILD.trials[1:]], [], []), False),
        (3, LOW, STRONG, True), (3, LOW, Evidence([_trial("box_squat", 10, 2)], [], []), False),
        (3, LOW, Evidence([STRONG.trials[0], _trial("sides_percent", 89, 0)], [], []), False),
        (4, LOW, STRONG, False),
    ],
)  # fmt: skip
def test_2_7_the_gate_out_of_a_phase(
    phase: int, level: Irritability, seen: Evidence, *, leaves: bool
) -> None:
    assert may_leave(phase, level, seen) is leaves


@pytest.mark.parametrize(
    ("lights", "days_later", "week"),
    [
        ((), 0, 1), ((G, G), 0, 1), ((G, G, G), 0, 2), ((G, A, G, G), 0, 2),
        ((G, G, G, R), 0, 1), ((G,) * 9, 0, 3), ((G, G, G), 7, 1),
    ],
)  # fmt: skip
def test_2_7_the_row_of_the_programme(
    lights: tuple[Light, ...], days_later: int, week: int
) -> None:
    done = _done(*lights)
    last = done[-1].session.day if done else START.date()

    assert week_of(1, done, last + dt.timedelta(days=days_later)).number == week


@pytest.mark.parametrize(
    ("phase", "days", "after"), [(3, 13, 3), (3, 14, 2), (1, 30, 1), (0, 30, 0), (4, 14, 3)]
)
def test_2_7_missed_weeks_go_back_a_phase(phase: int, days: int, after: int) -> None:
    assert phase_after_lay_off(phase, days) == after


def test_2_7_every_week_is_there_and_names_known_exercises() -> None:
    assert [week.number for week in WEEKS] == list(range(13))
    assert [week.sessions for week in WEEKS] == [7, *[3] * 9, 2, 2, 2]
    assert len(CATALOGUE) == 18
    for week in WEEKS:
        assert all(dose.exercise in CATALOGUE for dose in week.doses)
        assert all(CATALOGUE[dose.exercise][1] <= week.phase for dose in week.doses)
    assert all("E18" not in {d.exercise for d in week.doses} for week in WEEKS if week.phase < 3)


@pytest.mark.parametrize(
    ("metres", "minutes", "wanted"),
    [
        (5_000, 33, Demand(33)), (10_000, 62, Demand(62)), (21_098, 125, Demand(100)),
        (42_195, 300, Demand(150, 2)), (42_195, 200, Demand(140, 2)),
    ],
)  # fmt: skip
def test_2_9_what_a_race_asks_for(metres: int, minutes: int, wanted: Demand) -> None:
    assert demand(metres, minutes) == wanted


@pytest.mark.parametrize(
    ("pain", "minutes", "limping", "stops"),
    [(4, 5, False, True), (4, 4, False, False), (3, 60, False, False), (0, 0, True, True),
     (4, None, None, True), (None, None, None, False)],
)  # fmt: skip
def test_2_9_the_stop_rule(
    pain: int | None, minutes: int | None, limping: bool | None, *, stops: bool
) -> None:
    assert must_stop(pain, minutes, is_limping=limping) is stops


@pytest.mark.parametrize(
    ("before", "now", "better"),
    [(6, 4, True), (6, 5, False), (3, 2, True), (4, 3, False), (0, 0, False), (None, 0, False),
     (5, None, False)],
)  # fmt: skip
def test_2_11_pain_is_better_by_two_points_or_a_third(
    before: int | None, now: int | None, *, better: bool
) -> None:
    assert is_pain_better(before, now) is better


def test_2_11_the_global_change_is_better_from_two_on() -> None:
    assert [is_change_better(change) for change in (None, 1, 2, 3)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("total", "fits"), [(0, True), (1, False), (2, True), (98, True), (99, True), (100, True)]
)
def test_2_11_an_akps_total_must_add_up(total: int, *, fits: bool) -> None:
    assert is_akps_total(total) is fits


WHOLE = Responsible("Dr Weiss", "PT 123", "1.0", dt.date(2026, 4, 1), "opinion 7", "study 2")


@pytest.mark.parametrize(
    ("wanted", "who", "mode"),
    [
        ("printed", None, Mode.PRINTED), ("marked", None, Mode.MARKED),
        ("computed", None, Mode.MARKED), ("computed", WHOLE, Mode.COMPUTED),
        ("computed", Responsible("Dr Weiss", " ", "1", dt.date(2026, 4, 1), "a", "b"), Mode.MARKED),
        ("computed", Responsible("Dr Weiss", "1", "1", None, "a", "b"), Mode.MARKED),
        ("computed", Responsible("D", "1", "1", dt.date(2027, 1, 1), "a", "b"), Mode.MARKED),
        ("computed", Responsible("D", "1", "1", dt.date(2026, 4, 1), "", "b"), Mode.MARKED),
        ("computed", Responsible("D", "1", "1", dt.date(2026, 4, 1), "a", ""), Mode.MARKED),
    ],
)  # fmt: skip
def test_2_0_computed_needs_every_line_of_who_answers_for_it(
    wanted: str, who: Responsible | None, mode: Mode
) -> None:
    assert mode_of(wanted, who, dt.date(2026, 5, 1)) is mode


def test_every_number_has_a_section_a_grade_and_a_source() -> None:
    for name, number in constants().items():
        assert number.section.startswith("2."), name
        assert number.unit, name
        assert (number.source == DESIGN_CHOICE) <= (number.grade is not Grade.LOW), name
        assert number.source, name
