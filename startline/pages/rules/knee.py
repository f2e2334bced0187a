"""What the rules of recovery say about the days before a race: gates and nothing else. Pure.

A race's date goes in nowhere: it is compared with the gates afterwards, and moves none of them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from startline.recovery.rules import constants as c
from startline.recovery.rules.danger import Outcome
from startline.recovery.rules.entries import Entry, Intake, Run, Screen
from startline.recovery.rules.gates import earliest
from startline.recovery.rules.irritability import Path
from startline.recovery.rules.lights import Light, Marked
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.progress import Done, Position
from startline.recovery.rules.racing import Demand, demand
from startline.recovery.rules.running import REBUILD_STAGE, TOP
from startline.recovery.rules.state import State, replay
from startline.recovery.rules.today import blocked_by

MINUTE_MS = 60_000
ASSUMED_MIN_PER_KM = 7
"""A calm pace for who names no race time: a convention of ours; the page says it and asks."""


@dataclass(frozen=True)
class Asking:
    """A race whose gate is asked for: metres, and the minutes it may take."""

    key: str
    name: str
    distance_m: int | None
    race_min: int | None = None


@dataclass(frozen=True)
class Gate:
    """One gate: `on` is the earliest day by the rules, None where none can be named."""

    key: str
    name: str = ""
    wanted: Demand | None = None
    on: dt.date | None = None
    race_min: int | None = None


@dataclass(frozen=True)
class Knee:
    """The side of the knee. `why` names what keeps a day from being named; without a log and
    without an answer nothing is known (`is_said`)."""

    is_said: bool = False
    is_from_log: bool = False
    gates: tuple[Gate, ...] = ()
    why: tuple[str, ...] = ()
    danger: Outcome | None = None
    light: str = ""
    zone: dt.tzinfo = field(default=dt.UTC)

    def gate(self, key: str) -> Gate | None:
        """The gate of that key."""
        return next((gate for gate in self.gates if gate.key == key), None)

    @property
    def is_in_danger(self) -> bool:
        """Whether a danger sign stands: it comes before everything else."""
        return self.danger is not None and not self.danger.is_open


def race_minutes(distance_m: int | None, given_min: int | None, cutoff_ms: int | None) -> int:
    """The minutes a race may take: as said, else at a calm pace but no longer than its cut-off;
    0 where its length is not known."""
    if given_min:
        return given_min
    if not distance_m:
        return 0
    calm = round(distance_m / 1000 * ASSUMED_MIN_PER_KM)
    return min(calm, cutoff_ms // MINUTE_MS) if cutoff_ms else calm


def at_same_pace(distance_m: int | None, of_m: int | None, race_min: int) -> int:
    """The minutes of a shorter race at the pace of the longer one: rather too many than too few."""
    if not distance_m or not of_m:
        return 0
    return -(-race_min * distance_m // of_m)


def knee_of_log(
    log: Sequence[Entry], races: Sequence[Asking], *, now: dt.datetime, mode: Mode
) -> Knee:
    """The gates of a log at `now`, an instant of the reader's zone."""
    state = replay(log, now, mode)
    last = state.last
    knee = _knee(state, races)
    return replace(knee, is_from_log=True, light=last.light.word if last else "")


def knee_of_stage(
    stage: int, longest_min: int, races: Sequence[Asking], *, now: dt.datetime
) -> Knee:
    """The gates from a stage of the ladder that the reader names (0: not begun; 10: the rebuild
    with a longest run of so many minutes), as if nothing stood against running."""
    state = replay(_nothing_against(now), now, Mode.COMPUTED)
    return _knee(replace(state, position=_position(stage, longest_min, now)), races)


def _knee(state: State, races: Sequence[Asking]) -> Knee:
    wanted = {
        race.key: demand(race.distance_m, race.race_min)
        for race in races
        if race.distance_m and race.race_min
    }
    days = earliest(state, wanted)
    names = {race.key: race for race in races}
    gates = [_gate(key, day, wanted, names) for key, day in days.items()]
    why: tuple[str, ...] = ()
    if not any(days.values()):
        why = ("physio",) if state.physio is not None else blocked_by(state)
    return Knee(
        is_said=True, gates=tuple(gates), why=why, danger=state.danger, zone=state.past.now.tzinfo
        or dt.UTC,
    )  # fmt: skip


def _gate(
    key: str, day: dt.date | None, wanted: Mapping[str, Demand], names: Mapping[str, Asking]
) -> Gate:
    race = names.get(key)
    if race is None:
        return Gate(key, on=day)
    return Gate(key, race.name, wanted.get(key), day, race.race_min)


def _nothing_against(now: dt.datetime) -> list[Entry]:
    """A log whose answers stand against nothing: no sign, an adult, a calm knee."""
    born = dt.date(now.year - 40, 1, 1)
    at = now - dt.timedelta(minutes=1)
    return [
        Screen(id="first", at=at, asked="first"),
        Screen(id="weekly", at=at, asked="weekly"),
        Intake(
            id="start", at=at, born_on=born, worst_daily=0, has_rest_pain=False, settle_min=0,
            tolerance_min=30, run_pain=0, walk_pain=0, is_limping=False, new=frozenset(),
        ),
    ]  # fmt: skip


def _position(stage: int, longest_min: int, now: dt.datetime) -> Position:
    """Where the reader says to stand; the rebuild with three green runs of the longest."""
    if stage <= TOP:
        return Position(path=Path.B, stage=stage, best=stage, best_at=now)
    runs = tuple(_green(longest_min, now - dt.timedelta(days=days)) for days in (5, 3, 1))
    return Position(
        path=Path.REBUILD, stage=REBUILD_STAGE, best=REBUILD_STAGE, best_at=now, rebuild_at=now,
        runs=runs,
    )  # fmt: skip


def _green(run_min: int, at: dt.datetime) -> Done:
    run_min = max(run_min, int(c.CONTINUOUS_MIN.value))
    run = Run(id=f"said {at.isoformat()}", at=at, run_min=run_min, walk_min=0)
    return Done(run, Marked(Light.GREEN, (), at), Light.GREEN)
