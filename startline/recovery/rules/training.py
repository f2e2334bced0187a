"""Full training again (2.9): which lines of the printed list a log meets. It moves nothing.

What was not said is None and never counts as good news.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Review, Strength, Trial
from startline.recovery.rules.lights import Light
from startline.recovery.rules.progress import Done
from startline.recovery.rules.racing import FULL_TRAINING
from startline.recovery.rules.state import State

type Met = bool | None
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Week:
    """Seven days of the last four weeks."""

    runs: tuple[Done, ...]
    strength: int


def full_training(state: State) -> dict[str, Met]:
    """Each line of the list by its name, in its order: met, not met, or not said.

    Which ground and paces are usual a log does not know: `terrain` is never said.
    """
    weeks = _weeks(state)
    found: dict[str, Met] = {
        "weeks": _all([_is_full(week, _usual(state)) for week in weeks]),
        "terrain": None,
        "step_down": _step_down(state),
        "sides": _all(
            [_at_least_part(state, "sides_percent"), _at_least_part(state, "hop_distance")]
        ),
        "akps": _akps(state),
        "strength": all(week.strength >= c.FULL_STRENGTH_A_WEEK.value for week in weeks),
        "confidence": _confidence(state),
    }
    return {name: found[name] for name in FULL_TRAINING}


def _all(parts: Sequence[Met]) -> Met:
    """One that fails decides; else one that was not said."""
    if any(part is False for part in parts):
        return False
    return None if None in parts else True


def _weeks(state: State) -> list[_Week]:
    now = state.past.now
    edges = [now - number * _WEEK for number in range(c.FULL_WEEKS.value + 1)]
    return [
        _Week(
            tuple(done for done in state.position.runs if begins < done.run.at <= ends),
            sum(begins < one.at <= ends for one in state.past.of(Strength)),
        )
        for ends, begins in pairwise(edges)
    ]


def _usual(state: State) -> int | None:
    """Minutes of running in a usual week."""
    return state.past.intake.week_min if state.past.intake else None


def _is_full(week: _Week, usual: int | None) -> Met:
    """So much of the usual time, no red, one amber at most, and no light still waiting."""
    lights = [done.light for done in week.runs]
    if Light.RED in lights or lights.count(Light.AMBER) > 1:
        return False
    if usual is None:
        return None
    minutes = sum(done.run.run_min or 0 for done in week.runs)
    if minutes * 100 < usual * c.FULL_PERCENT.value:
        return False
    return None if Light.PENDING in lights else True


def _last(state: State, name: str) -> Trial | None:
    tries = [one for one in state.past.of(Trial) if one.name == name and one.amount is not None]
    return tries[-1] if tries else None


def _step_down(state: State) -> Met:
    last = _last(state, "step_down_20")
    if last is None or last.amount is None:
        return None
    if last.amount < c.FULL_STEP_DOWN_REPS.value:
        return False
    return None if last.peak is None else last.peak <= c.FULL_STEP_DOWN_PAIN.value


def _at_least_part(state: State, name: str) -> Met:
    last = _last(state, name)
    return None if last is None or last.amount is None else last.amount >= c.SIDES_PERCENT.value


def _akps(state: State) -> Met:
    totals = [one.akps for one in state.past.of(Review) if one.akps is not None]
    if not totals:
        return None
    before = state.past.intake.akps if state.past.intake else None
    has_gained = before is not None and totals[-1] - before >= c.FULL_AKPS_GAIN.value
    return has_gained or totals[-1] >= c.FULL_AKPS.value


def _confidence(state: State) -> Met:
    said = [one.confidence for one in state.past.of(Review) if one.confidence is not None]
    return said[-1] >= c.FULL_CONFIDENCE.value if said else None
