"""The whole answer to a log, as codes and numbers: what the page and the API both show."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from startline.recovery.rules.entries import Confirmed, Entry, Run, Strength
from startline.recovery.rules.gates import earliest
from startline.recovery.rules.irritability import Path
from startline.recovery.rules.lights import Light, Marked
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.programme import Programme, programme
from startline.recovery.rules.progress import Done, Position
from startline.recovery.rules.running import LADDER, Session
from startline.recovery.rules.state import State, replay, stations
from startline.recovery.rules.today import Caps, Kind, Offer, blocked_by, caps, offer, week_number
from startline.recovery.rules.training import Met, full_training

MOST_SHOWN = 60
MOST_WEEKS = 16
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run: the light its numbers fall on (`marked`), the one that counts (`light`), and whether
    a tap of the reader would change which one counts."""

    run: Run
    marked: Marked
    light: Light
    stage: int
    cap_min: float | None
    is_to_confirm: bool


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week of the plan from its first day on; minutes of running and the runs by light."""

    number: int
    begins_on: dt.date
    minutes: int
    longest_min: int
    worst: int | None
    lights: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a log at `state.past.now`; `change` names what would change today's offer,
    `following` is the run after the rest of today, if nothing else is written until then;
    `training` holds the lines of full training while the plan rebuilds, else nothing."""

    state: State
    offer: Offer
    caps: Caps | None
    gates: dict[str, dt.date | None]
    runs: tuple[RunLine, ...]
    weeks: tuple[WeekLine, ...]
    programme: Programme | None
    change: tuple[str, ...]
    following: Offer | None
    training: dict[str, Met]

    @property
    def last(self) -> RunLine | None:
        """The last run."""
        return self.runs[-1] if self.runs else None

    @property
    def stage_session(self) -> Session | None:
        """The session of the ladder's stage; None beside the ladder."""
        position = self.state.position
        return LADDER[position.stage] if position.path is Path.B else None


def report(log: Sequence[Entry], now: dt.datetime, mode: Mode) -> Report:
    """Everything the rules say of a log at `now` (with its offset: the reader's day). In the
    printed setting only danger signs, questions and the plain sums of the weeks: no row is marked.
    """
    state = replay(log, now, mode)
    offered = offer(state)
    is_applied = mode is not Mode.PRINTED
    return Report(
        state=state,
        offer=offered,
        caps=caps(state) if is_applied else None,
        gates=earliest(state, {}),
        runs=_run_lines(state) if is_applied else (),
        weeks=_week_lines(state),
        programme=programme(state) if state.danger.is_open and is_applied else None,
        change=_change(state, offered),
        following=_following(state, offered),
        training=full_training(state) if is_applied and _is_rebuilding(state) else {},
    )


def _is_rebuilding(state: State) -> bool:
    return state.danger.is_open and state.position.path is Path.REBUILD


def _following(state: State, offered: Offer) -> Offer | None:
    """The run that waits behind a day of rest; None when today's offer is it, or there is none."""
    at = offered.not_before
    if at is None or at <= state.past.now:
        return None
    later = offer(replace(state, past=replace(state.past, now=at)))
    return later if later.kind is Kind.RUN else None


def _run_lines(state: State) -> tuple[RunLine, ...]:
    """Each run with the stage it was done on and the longest the rules allowed then; the caps
    only for the last ones, which the pictures show."""
    _, before = stations(state.past, state.position.runs)
    taps = {tap.run: tap.light for tap in state.past.of(Confirmed)}
    runs = state.position.runs
    return tuple(
        RunLine(
            run=done.run,
            marked=done.marked,
            light=done.light,
            stage=before[done.run.id].stage,
            cap_min=_cap_then(state, before[done.run.id], done.run) if is_shown else None,
            is_to_confirm=state.mode is Mode.MARKED and _wants_tap(taps.get(done.run.id), done),
        )
        for done, is_shown in zip(runs, _last(len(runs), MOST_SHOWN), strict=True)
    )


def _last(of: int, most: int) -> list[bool]:
    return [number >= of - most for number in range(of)]


def _wants_tap(tapped: str | None, done: Done) -> bool:
    """Nobody has tapped, or the tap said "waiting" and what was missing has been said since."""
    waits = tapped == Light.PENDING.word and done.marked.light is not Light.PENDING
    return tapped is None or waits


def _cap_then(state: State, before: Position, run: Run) -> float:
    """The cap of the rules just before that run, with what was written by then."""
    sessions = tuple(one for one in state.past.of(Strength) if one.at <= run.at)
    known = {**state.past.by_kind, Strength: sessions}
    past = replace(state.past, now=run.at, by_kind=known)
    return caps(replace(state, past=past, position=before, is_held=False)).run_min


def _week_lines(state: State) -> tuple[WeekLine, ...]:
    """The plan's weeks up to this one, also those without a run; the last ones only."""
    intake = state.past.intake
    if intake is None:
        return ()
    now = week_number(state, state.past.now.date())
    by_week: dict[int, list[Done]] = {}
    for done in state.position.runs:
        by_week.setdefault(week_number(state, done.run.day), []).append(done)
    numbers = range(max(1, now - MOST_WEEKS + 1), now + 1)
    return tuple(
        _week_line(number, intake.day + _WEEK * (number - 1), by_week.get(number, []), state.mode)
        for number in numbers
    )


def _week_line(number: int, begins_on: dt.date, runs: Sequence[Done], mode: Mode) -> WeekLine:
    minutes = [done.run.run_min or 0 for done in runs]
    peaks = [done.run.peak for done in runs if done.run.peak is not None]
    lights = Counter(done.light.word for done in runs)
    return WeekLine(
        number,
        begins_on,
        sum(minutes),
        max(minutes, default=0),
        max(peaks, default=None),
        tuple(sorted(lights.items())) if mode is not Mode.PRINTED else (),
    )


def _change(state: State, offered: Offer) -> tuple[str, ...]:
    """What would change today's offer: what stands in the way, or what was not said."""
    if offered.kind is Kind.NOTHING:
        return blocked_by(state)
    last = state.last
    waits = last is not None and last.light is Light.PENDING
    missing = [f"say_{name}" for name in last.marked.missing] if last and waits else []
    held = ["clock"] if state.problems else []
    return (*missing, *state.also_asks, *held)
