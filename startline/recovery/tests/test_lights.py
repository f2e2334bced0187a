"""The traffic light, 2.6."""

import datetime as dt
from typing import Any

import pytest

from startline.recovery.rules.entries import Check, Morning
from startline.recovery.rules.lights import (
    Light,
    belongs,
    mark,
    strength_light,
    usual_morning,
)
from startline.recovery.rules.today import blocked_by
from startline.recovery.tests.make import (
    at,
    computed,
    make_morning,
    make_run,
    make_screen,
    make_start,
)

R, A, P, G = Light.RED, Light.AMBER, Light.PENDING, Light.GREEN


@pytest.mark.parametrize(
    ("said", "step_down", "light"),
    [
        ({}, 1, G),
        ({"peak": 0}, 0, G),
        ({"peak": 2}, 1, G),
        ({"settle_min": 60}, 1, G),
        ({"peak": 3}, 1, A),
        ({"peak": 2, "is_rising": True}, 1, A),
        ({"settle_min": 61}, 1, A),
        ({"settle_min": 1440}, 1, A),
        ({}, 2, A),
        ({"peak": 4}, 1, R),
        ({"peak": 10}, 1, R),
        ({"is_limping": True}, 1, R),
        ({"new": frozenset({"swelling"})}, 1, R),
        ({"new": frozenset({"locking"})}, 1, R),
        ({"new": frozenset({"giving_way"})}, 1, R),
        ({"settle_min": 1441}, 1, R),
        ({"peak": 3, "is_rising": True}, 1, R),
        ({}, 3, R),
        ({"settle_min": None}, 1, P),
        ({}, None, P),
        ({"peak": None}, 1, P),
        ({"is_rising": None}, 1, P),
        ({"is_limping": None}, 1, P),
        ({"new": None}, 1, P),
        ({"run_min": None}, 1, P),
        ({"is_painkiller": None}, 1, P),
        ({"is_painkiller": True}, 1, P),
        ({"peak": 4}, None, R),
        ({"peak": 3, "settle_min": None}, None, A),
    ],
)
def test_2_6_the_light_of_a_run(said: dict[str, Any], step_down: int | None, light: Light) -> None:
    marked = mark(make_run(0, **said), [make_morning(0, step_down)], baseline=1)

    assert marked.light is light


def test_a_missing_morning_is_never_green() -> None:
    assert mark(make_run(0), [], baseline=1).light is P
    assert mark(make_run(0), [make_morning(0)], baseline=None).light is P


def test_the_worst_of_two_mornings_counts() -> None:
    both = [make_morning(0, 1), make_morning(0, 4)]

    assert mark(make_run(0), both, baseline=1).light is R


@pytest.mark.parametrize(
    ("day_zero", "before", "usual"),
    [
        (2, [], 2), (2, [0, 0], 2), (2, [0, 1, 1], 1), (None, [1, 2, 2], 2), (None, [1, 1], None),
        (5, [9, 9, 9, 1, 1, 1, 1, 1, 1, 1], 1), (1, [3, 3, 3, 3], 1), (5, [1, 2, 1, 2], 1),
    ],
)  # fmt: skip
def test_2_6_the_baseline(day_zero: int | None, before: list[int], usual: int | None) -> None:
    assert usual_morning(day_zero, before) == usual


@pytest.mark.parametrize(
    ("hours", "is_next"), [(3, False), (5, False), (13, True), (23, True), (36, True), (37, False)]
)
def test_a_morning_belongs_to_the_run_before_it(hours: int, *, is_next: bool) -> None:
    morning = Morning(id="m", at=at(0, hours), step_down=1)

    assert belongs(morning, make_run(0)) is is_next


def test_a_flight_over_time_zones_loses_no_morning() -> None:
    tokyo, hawaii = dt.timezone(dt.timedelta(hours=9)), dt.timezone(dt.timedelta(hours=-10))
    run = make_run(0, at=dt.datetime(2026, 5, 2, 18, tzinfo=tokyo))
    morning = Morning(id="m", at=dt.datetime(2026, 5, 2, 7, tzinfo=hawaii), step_down=1)

    assert morning.day == run.day
    assert not belongs(morning, run)  # eight hours later, on the same day: not yet a night
    assert belongs(Morning(id="m", at=morning.at + dt.timedelta(hours=5), step_down=1), run)


@pytest.mark.parametrize(
    ("peak", "rise", "light"),
    [(3, 0, G), (4, 0, A), (5, 1, A), (6, 0, R), (0, 2, R), (None, 0, P), (3, None, P)],
)
def test_2_6_the_light_of_a_strength_session(
    peak: int | None, rise: int | None, light: Light
) -> None:
    assert strength_light(peak, rise) is light


def test_no_run_for_48_hours_after_a_red() -> None:
    log = [*make_start(), make_run(1, peak=4), make_screen(1.1)]

    assert "red_rest" in blocked_by(computed(log, at(2, 23.9)))
    assert "red_rest" not in blocked_by(computed(log, at(3)))


def test_a_bad_morning_counts_its_48_hours_from_the_morning() -> None:
    log = [*make_start(), make_run(1), make_morning(1, 4), make_screen(2)]

    assert "red_rest" in blocked_by(computed(log, at(3, 22)))
    assert "red_rest" not in blocked_by(computed(log, at(3, 23)))


def test_anything_new_outside_a_run_stops_for_48_hours_too() -> None:
    new = Check(id="new", at=at(1), new=frozenset({"locking"}))

    assert "red_rest" in blocked_by(computed([*make_start(), new, make_screen(1.1)], at(2)))
