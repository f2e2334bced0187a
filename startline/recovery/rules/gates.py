"""The earliest possible day of each gate, from the rules alone: as if each session were green and
done on the first day allowed. It is a bound, never a forecast, and no date moves it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Run, Walk
from startline.recovery.rules.irritability import Path
from startline.recovery.rules.lights import Light, Marked
from startline.recovery.rules.progress import Done, after_run, after_walk, is_continuous
from startline.recovery.rules.racing import Demand
from startline.recovery.rules.state import State
from startline.recovery.rules.today import blocked_by, caps, not_before, week_number

HORIZON_DAYS = 730
# What keeps a day from being named at all; a rest of two days does not.
_STOPS = frozenset(
    {"danger", "refer", "walking", "high", "first_screen", "intake", "age", "printed"}
)


def earliest(state: State, races: Mapping[str, Demand]) -> dict[str, dt.date | None]:
    """The earliest day of `continuous` (30 minutes, green), `rebuild` (four times) and of each
    race by its demand; None: not within two years, or not to be said while something stops."""
    days: dict[str, dt.date | None] = dict.fromkeys(("continuous", "rebuild", *races))
    if _STOPS & set(blocked_by(state)) or state.physio is not None:
        return days
    ends = state.past.now + dt.timedelta(days=HORIZON_DAYS)
    state = replace(state, is_best_case=True, is_held=False)
    _note(days, state, races)
    while None in days.values():
        following = _after_one_more(state, ends)
        if following is None or following.past.now > ends:
            break
        state = following
        _note(days, state, races)
    return days


def _note(days: dict[str, dt.date | None], state: State, races: Mapping[str, Demand]) -> None:
    """Write today's day beside each gate that is met now for the first time."""
    greens = [done.run for done in state.position.runs if done.light is Light.GREEN]
    since = state.past.now - dt.timedelta(days=c.SINGLE_RUN_DAYS.value)
    recent = [run for run in greens if run.at >= since]
    is_rebuilding = state.position.path is Path.REBUILD
    met = {
        "continuous": any(is_continuous(run) for run in recent),
        "rebuild": is_rebuilding,
        **{
            name: is_rebuilding
            and sum((run.run_min or 0) >= wanted.run_min for run in recent) >= wanted.runs
            for name, wanted in races.items()
        },
    }
    for name, is_met in met.items():
        if is_met and days[name] is None:
            days[name] = state.past.now.date()


def _after_one_more(state: State, ends: dt.datetime) -> State | None:
    """The state after the next session, done green on the first day allowed."""
    is_walk = state.position.path is Path.B and state.position.stage == 0
    at = not_before(state, caps(state))
    moved = _at(state, at)
    if is_walk:
        return _walked(state, at)
    while (limits := caps(moved)).run_min < 1:
        at = _next_week(moved)
        if at > ends:
            return None
        moved = _at(state, at)
    run = Run(id=f"best {at.isoformat()}", at=at, run_min=int(limits.run_min), walk_min=0)
    done = Done(run, Marked(Light.GREEN, (), at), Light.GREEN)
    return replace(moved, position=after_run(moved.position, done))


def _walked(state: State, at: dt.datetime) -> State:
    counted = state.position.counted_at
    if counted is not None:
        at = max(at, counted + dt.timedelta(hours=c.LADDER_APART_HOURS.value))
    walk = Walk(id="best", at=at, minutes=c.LADDER_WALK_MIN.value, peak=0, is_limping=False)
    return replace(_at(state, at), position=after_walk(state.position, walk))


def _at(state: State, at: dt.datetime) -> State:
    return replace(state, past=replace(state.past, now=at))


def _next_week(state: State) -> dt.datetime:
    """The first instant of the plan's next week."""
    now = state.past.now
    number = week_number(state, now.date())
    days = next(
        n for n in range(1, 9) if week_number(state, (now + dt.timedelta(n)).date()) > number
    )
    return now + dt.timedelta(days=days)
