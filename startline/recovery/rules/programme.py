"""Where the strength programme stands (2.7): phase and week of today, from the replayed log."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Check, Entry, Morning, Strength, Trial, Walk
from startline.recovery.rules.history import History, answers_of
from startline.recovery.rules.irritability import Irritability, irritability
from startline.recovery.rules.lights import strength_light, usual_morning
from startline.recovery.rules.state import State
from startline.recovery.rules.strength import (
    Done,
    Evidence,
    Week,
    first_phase,
    may_leave,
    phase_after_lay_off,
    week_of,
)


@dataclass(frozen=True, slots=True)
class Programme:
    """Phase 0 to 4 and the row of the default programme; `may_load_today` is False on a day with
    a run in phases 1 and 2."""

    phase: int
    week: Week
    may_load_today: bool


def programme(state: State) -> Programme | None:
    """Today's row; None before the start."""
    past = state.past
    if past.intake is None:
        return None
    done = _sessions(past)
    begun = past.intake
    phase = first_phase(irritability(answers_of(begun)), begun.step_down)
    entered = begun.at
    for line in past.lines:
        moved = _moved(phase, line, past, _of_phase(done, entered))
        if moved != phase:
            phase, entered = moved, line.at
    phase = phase_after_lay_off(phase, _days_off(done, past.now))
    if state.level is Irritability.HIGH:
        phase = 0
    today = past.now.date()
    has_run = any(one.run.day == today for one in state.position.runs)
    week = week_of(phase, _of_phase(done, entered), today)
    return Programme(phase, week, may_load_today=not (has_run and phase in {1, 2}))


def _moved(phase: int, line: Entry, past: History, done: Sequence[Done]) -> int:
    """The phase after a line: the gate out of it met, by what was known then."""
    if not isinstance(line, Strength | Trial | Walk):
        return phase
    seen = Evidence(
        trials=[one for one in past.of(Trial) if one.at <= line.at],
        walks=[one for one in past.of(Walk) if one.at <= line.at],
        sessions=[one for one in done if one.session.at <= line.at],
    )
    said = [check for check in past.of(Check) if check.at <= line.at]
    level = irritability(answers_of(said[-1])) if said else Irritability.HIGH
    return phase + 1 if may_leave(phase, level, seen) else phase


def _of_phase(done: Sequence[Done], entered: dt.datetime) -> list[Done]:
    return [one for one in done if one.session.at >= entered]


def _days_off(done: Sequence[Done], now: dt.datetime) -> int:
    return (now - done[-1].session.at).days if done else 0


def _sessions(past: History) -> list[Done]:
    """Each strength session with its light, by the morning after."""
    mornings = past.of(Morning)
    intake = past.intake
    found = []
    for session in past.of(Strength):
        before = [m.step_down for m in mornings if m.at < session.at and m.step_down is not None]
        usual = usual_morning(intake.step_down if intake else None, before)
        after = _after(session, mornings)
        rise = None if not after or usual is None else max(after) - usual
        found.append(Done(session, strength_light(session.peak, rise)))
    return found


def _after(session: Strength, mornings: Sequence[Morning]) -> list[int]:
    hours = dt.timedelta(hours=1)
    return [
        morning.step_down
        for morning in mornings
        if morning.step_down is not None
        and c.MORNING_FROM_HOURS.value * hours <= morning.at - session.at
        and morning.at - session.at <= c.MORNING_UNTIL_HOURS.value * hours
        and morning.day > session.day
    ]
