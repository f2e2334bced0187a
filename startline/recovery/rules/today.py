"""What is offered today, and the caps that stand whether anything is offered or not (2.6, 2.8)."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Strength, Trial
from startline.recovery.rules.irritability import Irritability, Path, at_least, at_most
from startline.recovery.rules.lights import Light
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.progress import longest_green
from startline.recovery.rules.running import (
    LADDER,
    Session,
    Weeks,
    features_of,
    fitted,
    lay_off_percent,
    open_steps,
    path_a_run_cap,
    path_a_week_cap,
    percent,
    single_run_cap,
    week_cap,
)
from startline.recovery.rules.state import State

_STRENGTH_A_WEEK = 3


class Kind(StrEnum):
    """What is offered."""

    NOTHING = "nothing"
    WALK = "walk"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Caps:
    """The most the next run may be: minutes of running, ground and paces, how many runs in seven
    days and how many hours apart; `week_left_min` None where the week has no cap of its own."""

    run_min: float
    features: frozenset[str]
    week_runs: int
    apart_hours: int
    week_left_min: float | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Today's offer; `not_before` is the earliest instant of the next run by the rules, `why`
    names the rules that decided."""

    kind: Kind
    why: tuple[str, ...]
    session: Session | None = None
    features: frozenset[str] = frozenset()
    not_before: dt.datetime | None = None
    slower_percent: tuple[int, int] = (
        c.SLOWER_LEAST_PERCENT.value,
        c.SLOWER_MOST_PERCENT.value,
    )


def offer(state: State) -> Offer:
    """What may be done today. Nothing stands before danger signs, questions, referral, rest."""
    blocked = blocked_by(state)
    if blocked:
        return Offer(Kind.NOTHING, blocked)
    limits = caps(state)
    begins = not_before(state, limits)
    if state.physio is not None and state.physio.run_cap_min is not None:
        limits = replace(limits, run_min=state.physio.run_cap_min, rules=("physio",))
    session = _session(state, limits)
    if session.repeats == 0:
        return Offer(Kind.WALK, (*limits.rules, "walk"), session)
    if begins > state.past.now:
        return Offer(Kind.WALK, (*limits.rules, "apart"), LADDER[0], not_before=begins)
    return Offer(Kind.RUN, limits.rules, session, limits.features, begins)


def blocked_by(state: State) -> tuple[str, ...]:
    """Why no run is offered at all; the first reason is the one to say."""
    now = state.past.now
    reasons = {
        "danger": not state.danger.is_open,
        "printed": state.mode is Mode.PRINTED,
        **dict.fromkeys(state.asks, True),
        "refer": bool(state.refer),
        "red_rest": state.rest_until is not None and now < state.rest_until,
        "walking": state.is_walking_well is False,
        "high": state.level is Irritability.HIGH,
    }
    return tuple(name for name, is_met in reasons.items() if is_met)


def not_before(state: State, limits: Caps) -> dt.datetime:
    """The earliest instant of the next run by rest, distance between runs and runs in a week."""
    runs = [done.run.at for done in state.position.runs]
    earliest = [state.past.now]
    if state.rest_until is not None:
        earliest.append(state.rest_until)
    if runs:
        earliest.append(runs[-1] + dt.timedelta(hours=limits.apart_hours))
    if len(runs) >= limits.week_runs:
        earliest.append(runs[-limits.week_runs] + dt.timedelta(days=7))
    return max(earliest)


def caps(state: State) -> Caps:
    """The caps of 2.8 for the path, then those of the last light (2.6), then of the week."""
    by_path = {Path.A: _path_a, Path.REBUILD: _rebuild}.get(state.position.path, _ladder)
    limits = _after_lay_off(state, by_path(state))
    limits = _after_last(state, limits)
    if limits.week_left_min is None:
        return limits
    if limits.week_left_min < limits.run_min:
        rules = (*limits.rules, "week_cap")
        return replace(limits, run_min=max(limits.week_left_min, 0), rules=rules)
    return limits


def _ladder(state: State) -> Caps:
    """The stage, and never more than its largest step above what was green in 30 days: a stage
    kept from better days is reached again from below."""
    stage = state.position.stage
    run_min = LADDER[stage].running_min
    since = state.past.now - dt.timedelta(days=c.SINGLE_RUN_DAYS.value)
    if any(done.run.at >= since for done in state.position.runs):
        green = longest_green(state.position, state.past.now)
        run_min = min(run_min, max(green + c.LADDER_STEP_MIN.value, LADDER[1].running_min))
    return Caps(
        run_min, frozenset(), c.LADDER_WEEK_SESSIONS.value,
        c.LADDER_APART_HOURS.value, None, (f"S{stage}",),
    )  # fmt: skip


def _path_a(state: State) -> Caps:
    """The first two weeks of path A, then the caps of the rebuild on the flat; a week may always
    be one at the top of the ladder, or path A would be slower than the path below it."""
    intake = state.past.intake
    tolerance = intake.tolerance_min if intake else None
    longest = intake.longest_run_min if intake else None
    floor = path_a_run_cap(tolerance, longest)
    is_early = intake is None or days_in(state) < c.PATH_A_DAYS.value
    usual = intake.week_min if intake else None
    if is_early:
        cap: float | None = path_a_week_cap(usual, state.level)
        run_min = floor
    else:
        first = path_a_week_cap(usual, max(state.level, Irritability.MODERATE))
        cap = week_cap(weeks(state), days_off(state))
        cap = max(first, cap or 0, c.LADDER_WEEK_SESSIONS.value * c.CONTINUOUS_MIN.value)
        run_min = max(floor, _longer(state))
    usual_runs = intake.week_runs if intake else None
    runs = min((usual_runs or 1) + c.PATH_A_EXTRA_RUNS.value, 7)
    return Caps(run_min, frozenset(), runs, c.RUN_APART_HOURS.value, _left(state, cap), ("path_a",))


def _rebuild(state: State) -> Caps:
    intake = state.past.intake
    greens = green_weeks(state)
    steps = open_steps(greens, is_downhill_ready=is_downhill_ready(state))
    usual = (intake.week_runs if intake else None) or c.LADDER_WEEK_SESSIONS.value
    base = c.LADDER_WEEK_SESSIONS.value
    cap = week_cap(weeks(state), days_off(state))
    share = percent(cap or 0, c.LONG_RUN_PERCENT.value)
    longest = max(share, c.CONTINUOUS_MIN.value)
    return Caps(
        min(_longer(state), longest), features_of(steps), min(max(base, usual), base + 1 + greens),
        c.RUN_APART_HOURS.value, _left(state, cap), ("S10",),
    )  # fmt: skip


def _longer(state: State) -> float:
    """The longest green run of 30 days, and more when the rules let it grow."""
    longest = longest_green(state.position, state.past.now)
    return single_run_cap(longest) if may_progress(state) else longest


def may_progress(state: State) -> bool:
    """The last two runs green, no red in seven days, 60 % of the strength sessions done, and
    nothing that holds (a review that is due, a line from the future)."""
    runs = state.position.runs
    last = [done.light for done in runs[-c.PROGRESS_GREENS.value :]]
    is_green = len(last) == c.PROGRESS_GREENS.value and set(last) == {Light.GREEN}
    since = state.past.now - dt.timedelta(days=c.PROGRESS_RED_DAYS.value)
    has_red = any(done.light is Light.RED and done.run.at >= since for done in runs)
    is_strong = state.is_best_case or _is_strong(state, since)
    return is_green and not has_red and is_strong and not state.is_held


def _is_strong(state: State, since: dt.datetime) -> bool:
    sessions = sum(one.at >= since for one in state.past.of(Strength))
    return sessions * 100 >= _STRENGTH_A_WEEK * c.PROGRESS_STRENGTH_PERCENT.value


def _after_lay_off(state: State, limits: Caps) -> Caps:
    part = lay_off_percent(days_off(state))
    if part == 100:
        return limits
    rules = (*limits.rules, "lay_off")
    return replace(limits, run_min=percent(limits.run_min, part), rules=rules)


def _after_last(state: State, limits: Caps) -> Caps:
    """Not green: never longer, faster or steeper than the last session; shorter after amber, and
    shorter still after red, so that more pain never means more running."""
    last = state.last
    run_min = next((d.run.run_min for d in reversed(state.position.runs) if d.run.run_min), None)
    if last is None or run_min is None or (last.light is Light.GREEN and not state.is_held):
        return limits
    parts = {Light.RED: c.RED_PERCENT.value, Light.AMBER: c.AMBER_PERCENT.value}
    most = percent(run_min, parts.get(last.light, 100))
    return replace(
        limits, run_min=min(limits.run_min, most),
        features=limits.features & (last.run.features or frozenset()),
        rules=(*limits.rules, last.light.word),
    )  # fmt: skip


def _session(state: State, limits: Caps) -> Session:
    """The session within the caps: that of the ladder's stage, or one run."""
    if state.position.path is Path.B and limits.rules[:1] != ("physio",):
        return fitted(LADDER[state.position.stage], limits.run_min)
    return Session(1, limits.run_min, 0) if limits.run_min >= 1 else LADDER[0]


def _left(state: State, cap: float | None) -> float | None:
    if cap is None:
        return None
    number = week_number(state, state.past.now.date())
    done = sum(d.run.run_min or 0 for d in state.position.runs
               if week_number(state, d.run.day) == number)  # fmt: skip
    return max(cap - done, 0)


def weeks(state: State) -> Weeks:
    """The minutes of the plan's weeks, seven days each from the day of the start."""
    now = week_number(state, state.past.now.date())
    minutes: dict[int, float] = {}
    for done in state.position.runs:
        number = week_number(state, done.run.day)
        if done.run.run_min and number < now:
            minutes[number] = minutes.get(number, 0) + done.run.run_min
    return Weeks(now, tuple(sorted(minutes.items())))


def week_number(state: State, day: dt.date) -> int:
    """The plan's week of a day; the first is 1."""
    intake = state.past.intake
    return (day - intake.day).days // 7 + 1 if intake else 1


def days_in(state: State) -> int:
    """Days since the plan began."""
    intake = state.past.intake
    return (state.past.now - intake.at).days if intake else 0


def days_off(state: State) -> int:
    """Days since the last run; 0 before the first."""
    last = state.last
    return (state.past.now - last.run.at).days if last else 0


def green_weeks(state: State) -> int:
    """Full weeks of the rebuild with nothing but green; a week with a red takes two away."""
    begun = state.position.rebuild_at
    if begun is None:
        return 0
    lights: dict[int, set[Light]] = {}
    for done in state.position.runs:
        if done.run.at >= begun:
            lights.setdefault(week_number(state, done.run.day), set()).add(done.light)
    now = week_number(state, state.past.now.date())
    count = 0
    for number in sorted(number for number in lights if number < now):
        if Light.RED in lights[number]:
            count = max(count - c.STEP_GREEN_WEEKS.value, 0)
        elif lights[number] == {Light.GREEN}:
            count += 1
    return count


def is_downhill_ready(state: State) -> bool:
    """Fifteen step-downs of 20 cm at 1 of 10 or less, at the last try."""
    tries = [one for one in state.past.of(Trial) if one.name == "step_down_20"]
    return (
        bool(tries)
        and at_least(tries[-1].amount, c.DOWNHILL_REPS.value)
        and at_most(tries[-1].peak, c.DOWNHILL_PAIN.value)
    )
