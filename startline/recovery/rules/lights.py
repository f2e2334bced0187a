"""The traffic light of a session (2.6) as a table, and the morning that belongs to a run."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from statistics import median

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Morning, Run

ROWS = ("peak", "rising", "limp", "new", "settle", "morning", "painkiller")


class Light(IntEnum):
    """Better lights are higher."""

    RED = 0
    AMBER = 1
    PENDING = 2
    GREEN = 3

    @property
    def word(self) -> str:
        """As a saved log names it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Marked:
    """The light of one run: which rows of the printed rule the numbers fall on, when the last bad
    number was known, what is missing, each row alone, and how far the morning stood above usual."""

    light: Light
    rows: tuple[str, ...]
    known_at: dt.datetime
    missing: tuple[str, ...] = ()
    by_row: tuple[tuple[str, Light], ...] = ()
    rise: int | None = None


def mark(run: Run, mornings: Sequence[Morning], baseline: int | None) -> Marked:
    """The light of a run by 2.6, first match wins: red, then amber, pending, green.

    A painkiller in the six hours before makes the numbers blind: never green.
    """
    delta = morning_rise(mornings, baseline)
    red = _red_rows(run, delta)
    if any(morning.new for morning in mornings):
        red["new"] = max(morning.at for morning in mornings if morning.new)
    missing = _missing(run, delta)
    amber = _amber_rows(run, delta)
    alone = _each_alone(red, amber, missing)
    rise = delta[0] if delta else None
    if red:
        return Marked(Light.RED, tuple(red), max(red.values()), by_row=alone, rise=rise)
    if amber:
        return Marked(Light.AMBER, amber, run.at, missing, alone, rise)
    if missing:
        return Marked(Light.PENDING, (), run.at, missing, alone, rise)
    return Marked(Light.GREEN, ("green",), run.at, (), alone, rise)


def morning_rise(
    mornings: Sequence[Morning], baseline: int | None
) -> tuple[int, dt.datetime] | None:
    """How far the worst of these mornings stands above the usual one, and when; None: unknown."""
    scores = [(m.step_down, m.at) for m in mornings if m.step_down is not None]
    if not scores or baseline is None:
        return None
    worst, at = max(scores)
    return worst - baseline, at


def _red_rows(run: Run, delta: tuple[int, dt.datetime] | None) -> dict[str, dt.datetime]:
    """The red rows met, each with the instant at which it was known."""
    peak = run.peak if run.peak is not None else 0
    rows: dict[str, dt.datetime] = {}
    if peak >= c.RED_PEAK.value:
        rows["peak"] = run.at
    if run.is_limping:
        rows["limp"] = run.at
    if run.new:
        rows["new"] = run.at
    if run.is_rising and peak >= c.AMBER_PEAK.value:
        rows["rising"] = run.at
    if run.settle_min is not None and run.settle_min > c.RED_SETTLE_MIN.value:
        rows["settle"] = run.at + dt.timedelta(minutes=c.RED_SETTLE_MIN.value)
    if delta is not None and delta[0] >= c.RED_MORNING.value:
        rows["morning"] = delta[1]
    return rows


def _amber_rows(run: Run, delta: tuple[int, dt.datetime] | None) -> tuple[str, ...]:
    settle = run.settle_min if run.settle_min is not None else 0
    rows = {
        "peak": run.peak is not None and run.peak >= c.AMBER_PEAK.value,
        "rising": bool(run.is_rising),
        "settle": settle > c.GREEN_SETTLE_MIN.value,
        "morning": delta is not None and delta[0] >= c.AMBER_MORNING.value,
    }
    return tuple(row for row, is_met in rows.items() if is_met)


def _missing(run: Run, delta: tuple[int, dt.datetime] | None) -> tuple[str, ...]:
    """What a green needs and was not said."""
    said = {
        "run_min": run.run_min is not None,
        "peak": run.peak is not None,
        "rising": run.is_rising is not None,
        "limp": run.is_limping is not None,
        "new": run.new is not None,
        "settle": run.settle_min is not None,
        "morning": delta is not None,
        "painkiller": run.is_painkiller is False,
    }
    return tuple(name for name, is_said in said.items() if not is_said)


def _each_alone(
    red: Collection[str], amber: Collection[str], missing: Collection[str]
) -> tuple[tuple[str, Light], ...]:
    """The light of each row by itself, for the table beside the reader's numbers."""
    alone = []
    for row in ROWS:
        met = {Light.RED: red, Light.AMBER: amber, Light.PENDING: missing}
        alone.append(
            (row, next((light for light, rows in met.items() if row in rows), Light.GREEN))
        )
    return tuple(alone)


def belongs(morning: Morning, run: Run) -> bool:
    """Whether this is the morning after that run: 4 to 36 hours later, and another day or at
    least twelve hours on, so that a flight over time zones changes nothing."""
    elapsed = morning.at - run.at
    hours = dt.timedelta(hours=1)
    if not c.MORNING_FROM_HOURS.value * hours <= elapsed <= c.MORNING_UNTIL_HOURS.value * hours:
        return False
    return morning.day > run.day or elapsed >= c.MORNING_SAME_DAY_HOURS.value * hours


def usual_morning(day_zero: int | None, before: Sequence[int]) -> int | None:
    """The baseline of 2.6: the median of the last seven morning scores, the score of day 0 until
    there are three. It never rises above day 0 (our addition: pain that creeps up does not
    become the usual). Half points are read as the lower score.
    """
    if len(before) < c.BASELINE_LEAST.value:
        return day_zero
    usual = int(median(before[-c.BASELINE_MORNINGS.value :]))
    return usual if day_zero is None else min(usual, day_zero)


def strength_light(peak: int | None, rise: int | None) -> Light:
    """The light of a strength session: to 3 green, 4 and 5 amber, over 5 or a morning 2 up red."""
    if (peak or 0) > c.STRENGTH_AMBER_PEAK.value or (rise or 0) >= c.RED_MORNING.value:
        return Light.RED
    if (peak or 0) > c.STRENGTH_GREEN_PEAK.value:
        return Light.AMBER
    return Light.PENDING if peak is None or rise is None else Light.GREEN
