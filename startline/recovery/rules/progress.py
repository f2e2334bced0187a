"""The fold of 2.13: where the plan stands after each run. Only runs and walks move it."""

import datetime as dt
from dataclasses import dataclass, replace

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Run, Walk
from startline.recovery.rules.irritability import Path, at_least
from startline.recovery.rules.lights import Light, Marked
from startline.recovery.rules.running import (
    LADDER,
    REBUILD_STAGE,
    TOP,
    stage_after_lay_off,
    stage_for,
)


@dataclass(frozen=True, slots=True)
class Done:
    """A run with the light that counts."""

    run: Run
    marked: Marked
    light: Light


@dataclass(frozen=True, slots=True)
class Position:
    """Where the plan stands. `stage` 0 to 9 is the ladder, 10 the rebuild and path A; `greens`
    and `ambers` count since the last move, `best` is the highest stage so far."""

    path: Path
    stage: int
    greens: int = 0
    ambers: int = 0
    best: int = 0
    best_at: dt.datetime | None = None
    rebuild_at: dt.datetime | None = None
    counted_at: dt.datetime | None = None
    runs: tuple[Done, ...] = ()


def started(path: Path, at: dt.datetime) -> Position:
    """The first position: the ladder begins with walking, path A is above it."""
    stage = REBUILD_STAGE if path is Path.A else 0
    ladder_or_a = Path.A if path is Path.A else Path.B
    return Position(path=ladder_or_a, stage=stage, best=stage, best_at=at)


def after_run(position: Position, done: Done) -> Position:
    """The position after one more run, by the first line of 2.6 that its light meets."""
    position = rested(position, done.run.at)
    light = done.light
    if light is Light.RED:
        moved = lowered(position, 2 if _reds_near(position, done) else 1, done.run.at)
    elif light is Light.AMBER:
        moved = replace(position, ambers=position.ambers + 1, greens=0)
        if moved.ambers >= c.AMBERS_IN_A_ROW.value:
            moved = lowered(moved, 1, done.run.at)
    elif light is Light.GREEN:
        moved = _greener(replace(position, ambers=0), done.run)
    else:
        moved = position
    return replace(moved, runs=(*position.runs, done))


def after_walk(position: Position, walk: Walk) -> Position:
    """Two walks of 30 minutes without pain open the ladder (S0)."""
    is_free = walk.peak == 0 and walk.is_limping is False
    if position.path is not Path.B or position.stage != 0 or not is_free:
        return position
    if not at_least(walk.minutes, c.LADDER_WALK_MIN.value):
        return position
    return _counted(position, walk.at)


def rested(position: Position, at: dt.datetime) -> Position:
    """What a time without running does: after 28 days the ladder at S5 or below."""
    if not position.runs:
        return position
    days = (at - position.runs[-1].run.at).days
    if days >= c.LAY_OFF_FORTNIGHT_DAYS.value:
        position = replace(position, best_at=at)
    stage = stage_after_lay_off(position.stage, days)
    return position if stage == position.stage else _placed(position, stage, at)


def on_ladder(position: Position, at: dt.datetime) -> Position:
    """A bad day: path A and the rebuild fall back to the ladder; who stands there counts anew."""
    if position.path is Path.B:
        return replace(position, greens=0)
    stage = TOP if position.path is Path.REBUILD else _rung(position)
    return _placed(position, stage, at)


def lowered(position: Position, stages: int, at: dt.datetime) -> Position:
    """So many stages lower; path A goes to the ladder, by what was green there."""
    stage = _rung(position) if position.path is Path.A else position.stage
    placed = _placed(position, max(0, stage - stages), at)
    if stage >= stages:
        return placed
    # There is no lower stage: the red stays in the count of ambers, or it would wipe them out.
    return replace(placed, ambers=min(position.ambers + 1, c.AMBERS_IN_A_ROW.value - 1))


def _rung(position: Position) -> int:
    """Where path A stands beside the ladder: at the stage after the one its longest green run
    would have been."""
    greens = [done.run.run_min or 0 for done in position.runs if done.light is Light.GREEN]
    return min(stage_for(max(greens, default=0)) + 1, TOP)


def longest_green(position: Position, at: dt.datetime) -> float:
    """Minutes of the longest green run of the last 30 days; 0 when there is none."""
    since = at - dt.timedelta(days=c.SINGLE_RUN_DAYS.value)
    return max(
        (
            done.run.run_min or 0
            for done in position.runs
            if done.light is Light.GREEN and since <= done.run.at <= at
        ),
        default=0,
    )


def is_continuous(run: Run) -> bool:
    """Thirty minutes without a walk break; a break not answered is a break."""
    return at_least(run.run_min, c.CONTINUOUS_MIN.value) and run.walk_min == 0


def _reds_near(position: Position, done: Done) -> bool:
    """Whether another red lies within the fourteen days before."""
    since = done.run.at - dt.timedelta(days=c.TWO_REDS_DAYS.value)
    return any(one.light is Light.RED and one.run.at >= since for one in position.runs)


def _greener(position: Position, run: Run) -> Position:
    """A green run counts when it was as long as its stage asks."""
    if position.path is Path.REBUILD:
        return position
    if position.path is Path.A or position.stage == TOP:
        return _counted(position, run.at) if is_continuous(run) else position
    if position.stage == 0:
        return position
    is_whole = at_least(run.run_min, 0) and (run.run_min or 0) >= LADDER[position.stage].running_min
    return _counted(position, run.at) if is_whole else position


def _counted(position: Position, at: dt.datetime) -> Position:
    """One green more, when it lies 48 hours after the one before; two climb, four of 30 minutes
    open the rebuild."""
    apart = dt.timedelta(hours=c.LADDER_APART_HOURS.value)
    if position.counted_at is not None and at - position.counted_at < apart:
        return position
    position = replace(position, counted_at=at)
    greens = position.greens + 1
    is_top = position.path is Path.A or position.stage == TOP
    needed = c.REBUILD_AFTER.value if is_top else c.GREENS_TO_CLIMB.value
    if greens < needed:
        return replace(position, greens=greens)
    stage = REBUILD_STAGE if is_top else position.stage + 1
    path = Path.REBUILD if is_top else Path.B
    higher = stage > position.best
    return replace(
        position, path=path, stage=stage, greens=0,
        best=max(stage, position.best), best_at=at if higher else position.best_at,
        rebuild_at=at if is_top else position.rebuild_at,
    )  # fmt: skip


def _placed(position: Position, stage: int, at: dt.datetime) -> Position:
    """On the ladder at this stage, counting anew; standing still is counted from when the
    ladder began."""
    stage = min(stage, TOP)
    begun = at if position.path is not Path.B else position.best_at
    best = stage if position.path is not Path.B else position.best
    return replace(
        position, path=Path.B, stage=stage, greens=0, ambers=0, best=best, best_at=begun,
        rebuild_at=None,
    )  # fmt: skip
