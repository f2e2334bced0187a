"""The fold of 2.13: what the plan does after each run, and what bad logs lead to."""

import datetime as dt
from dataclasses import replace

import pytest

from startline.recovery.rules.entries import (
    Check,
    Confirmed,
    Entry,
    Goal,
    Morning,
    Physio,
    Review,
    Strength,
    Trial,
    Walk,
    Withdrawn,
)
from startline.recovery.rules.gates import earliest
from startline.recovery.rules.irritability import Path
from startline.recovery.rules.lights import Light
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.programme import programme
from startline.recovery.rules.racing import demand
from startline.recovery.rules.running import Session
from startline.recovery.rules.state import State, replay
from startline.recovery.rules.today import (
    Kind,
    blocked_by,
    caps,
    green_weeks,
    may_progress,
    offer,
)
from startline.recovery.tests.make import (
    at,
    computed,
    make_morning,
    make_run,
    make_screen,
    make_start,
    session,
)

LADDER_START = {"tolerance_min": 8}


def climbed(days: float, *minutes: int) -> list[Entry]:
    """A ladder start, two walks, then green runs of these minutes, 50 hours apart."""
    log = make_start(**LADDER_START)
    day = 0.0
    for _ in range(2):
        day += 2.1
        log.append(Walk(id=f"w{day}", at=at(day), minutes=30, peak=0, is_limping=False))
    for run_min in minutes:
        day += 2.1
        log += session(day, run_min)
    return [*log, make_screen(day + days)]


def _after(log: list[Entry], hours: float = 0.1) -> State:
    return computed(log, max(line.at for line in log) + dt.timedelta(hours=hours))


def test_the_ladder_begins_with_walking_and_two_free_walks_open_it() -> None:
    assert _after(climbed(0.5)).position.stage == 1
    assert _after(make_start(**LADDER_START)).position.stage == 0


@pytest.mark.parametrize(
    ("peak", "minutes", "limping"),
    [(1, 30, False), (0, 29, False), (0, 30, True), (None, 30, False)],
)
def test_a_walk_that_hurts_or_is_short_opens_nothing(
    peak: int | None, minutes: int, *, limping: bool
) -> None:
    walks = [
        Walk(id=f"{n}", at=at(n), minutes=minutes, peak=peak, is_limping=limping) for n in (2, 5)
    ]

    assert _after([*make_start(**LADDER_START), *walks]).position.stage == 0


def test_two_green_runs_climb_one_stage_and_one_does_not() -> None:
    assert _after(climbed(2, 8)).position.stage == 1
    assert _after(climbed(2, 8, 8)).position.stage == 2
    assert offer(_after(climbed(2, 8, 8))).session == Session(8, 1.5, 1.5)


def test_a_run_shorter_than_its_stage_climbs_nothing() -> None:
    assert _after(climbed(2, 8, 7, 7, 7)).position.stage == 1


def test_green_runs_closer_than_48_hours_count_once() -> None:
    log = climbed(0.1)
    first = session(6.4, 8)
    second = session(7.4, 8)

    assert _after([*log, *first, *second]).position.stage == 1


def test_the_whole_ladder_takes_twenty_sessions_and_leads_to_the_rebuild() -> None:
    steps = [m for m in (8, 12, 16, 18, 20, 24, 27, 28) for _ in range(2)]

    assert _after(climbed(2, *steps)).position.stage == 9
    state = _after(climbed(2, *steps, 30, 30, 30, 30))
    assert state.position.path is Path.REBUILD


def test_red_goes_one_stage_lower_and_a_second_in_a_fortnight_two() -> None:
    log = climbed(0.1, 8, 8, 12, 12, 16, 16)
    one = [*log, make_run(20, 18, peak=5)]
    two = [*one, make_run(24, 10, peak=5)]

    assert _after(log).position.stage == 4
    assert _after(one).position.stage == 3
    assert _after(two).position.stage == 1


def test_three_ambers_in_a_row_go_one_stage_lower() -> None:
    log = climbed(0.1, 8, 8, 12, 12)
    ambers = [line for day in (15, 18, 21) for line in session(day, 16, peak=3)]

    assert _after([*log, *ambers[:6]]).position.stage == 3
    assert _after([*log, *ambers]).position.stage == 2


def test_amber_repeats_the_same_session_at_80_to_90_percent() -> None:
    log = [*climbed(0.1, 8, 8, 12, 12), *session(15, 16, peak=3), make_screen(18)]
    found = offer(_after(log, 3)).session

    assert found is not None
    assert 0.8 * 16 <= found.running_min <= 0.9 * 16


def test_with_the_morning_missing_nothing_is_longer_faster_steeper_or_higher() -> None:
    log = [*climbed(0.1, 8, 8, 12), make_run(14, 12), make_screen(16)]
    state = _after(log, 3)
    found = offer(state)

    assert state.last is not None
    assert state.last.light is Light.PENDING
    assert state.position.stage == 2
    assert found.session is not None
    assert found.session.running_min <= 12
    assert not found.features


def test_a_late_morning_makes_the_run_green_after_all() -> None:
    log = [*climbed(0.1, 8, 8, 12), make_run(14, 12), make_screen(16), make_morning(14)]

    assert computed(log, at(17)).position.stage == 3


@pytest.mark.parametrize(
    ("pain", "limping", "why"),
    [(4, False, "walking"), (10, False, "walking"), (0, True, "walking"), (3, False, "")],
)
def test_no_run_while_walking_hurts_4_or_limps(pain: int, why: str, *, limping: bool) -> None:
    check = Check(id="bad", at=at(1), walk_pain=pain, is_limping=limping)

    assert ("walking" in blocked_by(computed([*make_start(), check], at(2)))) is bool(why)


def test_bad_walking_stands_until_a_good_answer() -> None:
    bad = Check(id="bad", at=at(1), walk_pain=5, is_limping=False)
    silent = Check(id="silent", at=at(2), worst_daily=1)
    good = Check(id="good", at=at(3), walk_pain=1, is_limping=False)

    assert "walking" in blocked_by(computed([*make_start(), bad, silent], at(4)))
    assert "walking" not in blocked_by(computed([*make_start(), bad, silent, good], at(4)))


def test_two_answers_of_one_instant_are_read_as_the_worse() -> None:
    both = [Check(id=f"{n}", at=at(1), walk_pain=n, is_limping=False) for n in (0, 6)]

    assert "walking" in blocked_by(computed([*make_start(), *both], at(2)))


def test_path_a_begins_at_80_percent_of_what_is_tolerated() -> None:
    log = make_start(tolerance_min=30)
    found = offer(computed(log, at(0, 1)))

    assert (found.kind, found.session) == (Kind.RUN, Session(1, 24, 0))


def test_a_red_on_path_a_leads_to_the_ladder() -> None:
    log = [*make_start(), *session(1, 20), *session(3, 20, peak=5), make_screen(6)]
    state = computed(log, at(6, 1))

    assert (state.position.path, state.position.stage) == (Path.B, 5)
    assert offer(state).session == Session(4, 4, 1)  # 80 % of the 20 minutes that hurt


def test_the_week_cap_of_path_a_ends_the_week() -> None:
    log = [*make_start(week_min=60), *session(1, 24), *session(3, 24), make_screen(4)]

    assert caps(computed(log, at(4, 1))).run_min == 0
    assert offer(computed(log, at(4, 1))).kind is Kind.WALK


def _rebuilding(*more: int, strength: bool = True) -> list[Entry]:
    steps = [m for m in (8, 12, 16, 18, 20, 24, 27, 28) for _ in range(2)]
    log = climbed(0.1, *steps, 30, 30, 30, 30, *more)
    ends = (max(line.at for line in log) - at(0)).days
    log.append(Review(id="review", at=at(29), worst_pain=0, change=2, adherence=90))
    if strength:
        log += [Strength(id=f"s{n}", at=at(ends - n), peak=1) for n in (1, 3)]
    return log


def test_the_rebuild_grows_only_with_greens_and_strength() -> None:
    state = _after(_rebuilding())

    assert may_progress(state)
    assert not may_progress(_after(_rebuilding(strength=False)))
    assert caps(state).run_min <= 33


def test_a_lay_off_takes_its_share() -> None:
    log = _rebuilding()
    ends = max(line.at for line in log)

    assert "lay_off" in caps(computed(log, ends + dt.timedelta(days=8))).rules
    later = computed(log, ends + dt.timedelta(days=40))
    assert (later.position.path, later.position.stage) == (Path.B, 5)
    assert caps(later).run_min == 10


def test_ten_years_without_a_line_is_a_new_start() -> None:
    state = computed(_rebuilding(), at(3650))

    assert {"first_screen", "intake"} <= set(state.asks)
    assert offer(state).kind is Kind.NOTHING


def test_a_danger_sign_outlives_ten_years() -> None:
    assert computed([*make_start(), make_screen(1, "RF33")], at(3650)).danger.raised == ("RF33",)


def test_a_line_of_the_future_is_set_aside_and_nothing_progresses() -> None:
    ahead = make_run(4000, 60)
    state = _after([*_rebuilding()], 0.1)
    moved = computed([*_rebuilding(), ahead], state.past.now)

    assert [problem.entry for problem in moved.problems] == [ahead.id]
    assert may_progress(state)
    assert not may_progress(moved)


def test_the_order_of_writing_does_not_matter() -> None:
    log = climbed(2, 8, 8, 12)
    now = max(line.at for line in log)

    assert computed(log[::-1], now).position == computed(log, now).position


def test_an_edited_past_is_replayed() -> None:
    log = climbed(2, 8, 8)
    old = next(line for line in log if line.id.startswith("run"))
    worse = make_run(0, 8, id="edited", corrects=old.id, at=old.at, peak=6)
    gone = Withdrawn(id="gone", at=old.at, corrects=old.id)

    assert _after(log).position.stage == 2
    assert _after([*log, worse]).position.stage == 0
    assert _after([*log, gone]).position.stage == 1


def test_answering_the_start_anew_wipes_nothing() -> None:
    log = [*climbed(0.1, 8, 8), make_run(12, 12, peak=6)]
    again = replace(log[1], id="again", at=at(12.5))

    assert _after([*log, again]).position.stage == _after(log).position.stage


def test_entries_in_other_zones_mean_the_same() -> None:
    log = climbed(2, 8, 8, 12)
    tokyo = dt.timezone(dt.timedelta(hours=9))
    moved = [replace(line, at=line.at.astimezone(tokyo)) for line in log]
    now = max(line.at for line in log)

    assert computed(moved, now).position.stage == computed(log, now).position.stage


def test_a_race_date_changes_no_cap_and_no_gate() -> None:
    log = climbed(2, 8, 8, 12)
    goal = Goal(id="goal", at=at(0), race_on=at(20).date(), race_min=60, distance_m=10_000)
    plain, hurried = _after(log), _after([*log, goal])

    assert caps(plain) == caps(hurried)
    assert offer(plain) == offer(hurried)
    races = {"ten": demand(10_000, 62)}
    assert earliest(plain, races) == earliest(hurried, races)


def test_the_earliest_day_of_30_minutes_is_about_seven_weeks_on_the_ladder() -> None:
    days = earliest(computed(make_start(**LADDER_START), at(0, 1)), {"five": demand(5_000, 33)})
    continuous, rebuild, five = days["continuous"], days["rebuild"], days["five"]

    assert continuous is not None
    assert rebuild is not None
    assert five is not None
    assert 40 <= (continuous - at(0).date()).days <= 50
    assert continuous < rebuild < five


def test_no_day_is_named_while_something_stops() -> None:
    locked = computed([*make_start(), make_screen(1, "RF33")], at(2))

    assert set(earliest(locked, {}).values()) == {None}


def test_in_the_marked_setting_the_plan_moves_only_on_a_tap() -> None:
    log = climbed(2, 8, 8)
    runs = [line for line in log if line.id.startswith("run")]
    taps = [
        Confirmed(id=f"tap {run.id}", at=run.at + dt.timedelta(days=1), run=run.id, light="green")
        for run in runs
    ]
    now = max(line.at for line in log)

    untapped = replay(log, now, Mode.MARKED)
    assert untapped.position.stage == 1
    assert "confirm" in blocked_by(untapped)
    assert replay([*log, *taps], now, Mode.MARKED).position.stage == 2


def test_a_tap_on_a_better_row_does_not_make_it_better() -> None:
    run = make_run(1, 20, peak=5)
    tap = Confirmed(id="tap", at=at(1.1), run=run.id, light="green")
    state = replay([*make_start(), run, tap], at(4), Mode.MARKED)

    assert state.last is not None
    assert state.last.light is Light.RED


def test_the_printed_setting_offers_nothing() -> None:
    assert blocked_by(replay(make_start(), at(0, 1), Mode.PRINTED)) == ("printed",)


def test_with_a_physiotherapists_numbers_our_rules_only_stop() -> None:
    physio = Physio(id="p", at=at(0.1), run_cap_min=12)
    log: list[Entry] = [*make_start(), physio]

    assert offer(computed(log, at(0.2))).session == Session(1, 12, 0)
    red = [*log, make_run(1, 12, peak=6), make_screen(1.1)]
    assert "red_rest" in blocked_by(computed(red, at(2)))


def test_green_weeks_open_the_steps_one_after_another() -> None:
    log = _rebuilding(30, 30, 30, 30, 30, 30)

    assert green_weeks(_after(log)) >= 1
    assert "downhill" not in caps(_after(log)).features


def test_the_strength_programme_moves_with_its_tries() -> None:
    log = make_start(worst_daily=4)
    for day in (1, 3, 5, 8):
        log += [Strength(id=f"s{day}", at=at(day), peak=1),
                Morning(id=f"m{day}", at=at(day, 23), step_down=1)]  # fmt: skip
    tried = Trial(id="t", at=at(9.5), name="step_up_15", amount=10, peak=2)
    before, after = programme(computed(log, at(10))), programme(computed([*log, tried], at(10)))

    assert before is not None
    assert after is not None
    assert (before.phase, after.phase) == (1, 2)
    assert programme(computed([], at(1))) is None


def test_a_run_of_the_future_is_no_run_yet() -> None:
    ahead = make_run(30, 8, peak=6)

    assert computed([*make_start(), ahead], at(2)).position.runs == ()


def test_after_a_short_run_without_its_morning_the_next_is_as_short() -> None:
    log = [*climbed(0.1, 8, 8, 12), make_run(14, 10), make_screen(16)]

    assert caps(_after(log, 3)).run_min == 10


def test_a_knee_that_is_easily_stirred_up_gets_no_run() -> None:
    assert "high" in blocked_by(computed(make_start(worst_daily=6), at(0, 1)))
    assert offer(computed(make_start(worst_daily=6), at(0, 1))).kind is Kind.NOTHING
