"""The ladder, the caps and lay-offs: 2.8, as tables."""

import pytest

from startline.recovery.rules.irritability import Irritability
from startline.recovery.rules.running import (
    CADENCE_FADE,
    LADDER,
    STEPS,
    Session,
    Weeks,
    cadence_helps,
    cadence_trial,
    fitted,
    lay_off_percent,
    open_steps,
    path_a_run_cap,
    path_a_week_cap,
    single_run_cap,
    stage_after_lay_off,
    stage_for,
    week_cap,
)


@pytest.mark.parametrize(
    ("stage", "repeats", "run", "walk", "running"),
    [
        (1, 8, 1, 2, 8), (2, 8, 1.5, 1.5, 12), (3, 8, 2, 1, 16), (4, 6, 3, 1, 18),
        (5, 5, 4, 1, 20), (6, 4, 6, 1, 24), (7, 3, 9, 1, 27), (8, 2, 14, 1, 28), (9, 1, 30, 0, 30),
    ],
)  # fmt: skip
def test_2_8_the_ladder(stage: int, repeats: int, run: float, walk: float, running: float) -> None:
    assert LADDER[stage] == Session(repeats, run, walk)
    assert LADDER[stage].running_min == running


def test_2_8_the_ladder_begins_with_walking() -> None:
    assert LADDER[0] == Session(0, 0, 30)


@pytest.mark.parametrize(
    ("longest", "cap"),
    [(0, 4), (8, 12), (20, 24), (28, 30), (30, 33), (31, 34), (40, 44), (45, 49.5), (100, 110)],
)
def test_2_8_the_single_run_cap(longest: float, cap: float) -> None:
    assert single_run_cap(longest) == cap


@pytest.mark.parametrize(
    ("number", "earlier", "days_off", "cap"),
    [
        (1, (), 0, None),
        (3, ((1, 90), (2, 90)), 0, 100),  # ten minutes more than the last week
        (3, ((1, 200), (2, 200)), 0, 220),  # 110 %
        (3, ((1, 100), (2, 40)), 0, 52),  # 130 % of the last week
        (4, ((1, 90), (2, 100), (3, 100)), 0, 80),  # every fourth week
        (5, ((2, 100), (3, 100), (4, 80)), 0, 104),  # 130 % of the light week
        (3, ((1, 40), (2, 40)), 0, 48),  # never over 120 %
        (4, ((1, 100), (2, 100)), 9, 70),  # a week without a run
        (6, ((1, 100), (2, 100)), 20, 50),  # more than a fortnight
    ],
)
def test_2_8_the_week_cap(
    number: int, earlier: tuple[tuple[int, float], ...], days_off: int, cap: float | None
) -> None:
    assert week_cap(Weeks(number, earlier), days_off) == cap


@pytest.mark.parametrize(
    ("days", "left"), [(0, 100), (6, 100), (7, 70), (13, 70), (14, 50), (40, 50)]
)
def test_2_8_what_is_left_after_a_lay_off(days: int, left: int) -> None:
    assert lay_off_percent(days) == left


@pytest.mark.parametrize(
    ("stage", "days", "after"), [(10, 27, 10), (10, 28, 5), (9, 28, 5), (3, 28, 3), (5, 400, 5)]
)
def test_2_8_after_28_days_the_ladder_at_s5(stage: int, days: int, after: int) -> None:
    assert stage_after_lay_off(stage, days) == after


@pytest.mark.parametrize(
    ("tolerance", "longest", "cap"),
    [(30, 60, 24), (10, 60, 8), (60, 20, 22), (None, 60, 0), (30, None, 0)],
)
def test_2_8_one_run_of_path_a(tolerance: int | None, longest: int | None, cap: float) -> None:
    assert path_a_run_cap(tolerance, longest) == cap


@pytest.mark.parametrize(
    ("usual", "level", "cap"),
    [
        (100, Irritability.LOW, 80), (100, Irritability.MODERATE, 50),
        (100, Irritability.HIGH, 0), (None, Irritability.LOW, 0),
    ],
)  # fmt: skip
def test_2_8_a_week_of_path_a(usual: int | None, level: Irritability, cap: float) -> None:
    assert path_a_week_cap(usual, level) == cap


@pytest.mark.parametrize(
    ("weeks", "ready", "opened"),
    [(0, True, 1), (1, True, 1), (2, True, 2), (3, True, 2), (4, True, 3), (6, True, 4),
     (8, True, 5), (10, True, 6), (12, True, 7), (12, False, 6), (14, True, 8), (40, False, 6)],
)  # fmt: skip
def test_2_8_the_order_of_re_introduction(weeks: int, opened: int, *, ready: bool) -> None:
    assert open_steps(weeks, is_downhill_ready=ready) == STEPS[:opened]


@pytest.mark.parametrize(
    ("stage", "limit", "running"),
    [(5, 18, 17.5), (5, 20, 20), (1, 7, 7), (9, 27, 27), (8, 25, 25), (5, 1, 1), (0, 0, 0),
     (7, 0.4, 0)],
)  # fmt: skip
def test_a_session_is_cut_to_its_limit(stage: int, limit: float, running: float) -> None:
    assert fitted(LADDER[stage], limit).running_min == running


@pytest.mark.parametrize(("minutes", "stage"), [(0, 0), (7, 0), (8, 1), (19, 4), (30, 9), (90, 9)])
def test_minutes_have_their_stage(minutes: float, stage: int) -> None:
    assert stage_for(minutes) == stage


@pytest.mark.parametrize(
    ("cadence", "sore", "tries"),
    [(160, False, [168, 172, 176]), (170, False, [178, 182, 187]), (171, False, []),
     (160, True, []), (160, None, []), (None, False, [])],
)  # fmt: skip
def test_2_8_the_cadence_trial(cadence: int | None, sore: bool | None, tries: list[int]) -> None:
    offered = cadence_trial(cadence, is_lower_leg_sore=sore)

    assert [one.steps_a_minute for one in offered] == tries
    assert all(one.percent <= 10 for one in offered)


def test_2_8_a_cadence_is_kept_only_when_it_helps() -> None:
    assert cadence_helps(3, 2)
    assert not cadence_helps(3, 3)
    assert not cadence_helps(3, None)
    assert len(CADENCE_FADE) == 8
