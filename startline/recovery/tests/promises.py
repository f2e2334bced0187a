"""What must hold for every log: asked of generated ones by the suite, the soak and hypothesis.

These read the raw log by themselves; they never ask the engine what a red is.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from startline.recovery.rules.danger import BY_ID, Lift
from startline.recovery.rules.entries import (
    Check,
    Clearance,
    Entry,
    Goal,
    Intake,
    Morning,
    Run,
    Screen,
    Walk,
    Withdrawn,
)
from startline.recovery.rules.gates import earliest
from startline.recovery.rules.lights import Light
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.racing import demand
from startline.recovery.rules.running import LADDER, features_of
from startline.recovery.rules.state import State, replay
from startline.recovery.rules.today import Kind, Offer, caps, offer
from startline.recovery.tests.make import generated

_RACES = {"ten": demand(10_000, 62)}


def replayed(seed: int) -> State:
    """The state of a generated history."""
    return replay(*generated(seed))


def broken(
    log: Sequence[Entry], now: dt.datetime, mode: Mode, *, with_race: bool = True
) -> list[str]:
    """The promises this log breaks at this instant; each is named by its sentence."""
    state = replay(log, now, mode)
    found = offer(state)
    lines = _counting(log, now)
    wrong = []
    if found.kind is Kind.RUN:
        wrong += _no_run(log, lines, now)
        wrong += _within_the_rules(state, found, lines, now)
    if with_race:
        wrong += _race_date(log, now, mode, state)
    return wrong


def _counting(log: Sequence[Entry], now: dt.datetime) -> list[Entry]:
    """Lines not replaced, withdrawn or of the future."""
    gone = {line.corrects for line in log if line.corrects}
    return [
        line for line in log
        if line.id not in gone and not isinstance(line, Withdrawn) and line.at <= now
    ]  # fmt: skip


def _no_run(log: Sequence[Entry], lines: Sequence[Entry], now: dt.datetime) -> list[str]:
    """No run under 18, with an uncleared sign, within 48 hours of a red, with bad walking."""
    wrong = []
    born = [line.born_on for line in lines if isinstance(line, Intake) and line.born_on]
    if not born or max(born).replace(year=max(born).year + 18) > now.date():
        wrong.append("a run under 18")
    if _uncleared(log, lines):
        wrong.append("a run with an uncleared danger sign")
    hours = dt.timedelta(hours=48)
    if any(isinstance(line, Run) and _is_red(line) and now - line.at < hours for line in lines):
        wrong.append("a run within 48 hours of a red")
    news = [line for line in lines if isinstance(line, Check | Morning) and line.new]
    if any(now - line.at < hours for line in news):
        wrong.append("a run within 48 hours of anything new")
    if _walks_badly(lines):
        wrong.append("a run while walking hurts or limps")
    return wrong


def _uncleared(log: Sequence[Entry], lines: Sequence[Entry]) -> bool:
    looks = [line for line in lines if isinstance(line, Clearance)]
    for screen in (line for line in log if isinstance(line, Screen)):
        signs = {s for s in screen.yes | screen.unsure if BY_ID[s].lift is Lift.CLEARANCE}
        if signs and not any(look.at > screen.at for look in looks):
            return True
    return False


def _is_red(run: Run) -> bool:
    return bool((run.peak is not None and run.peak >= 4) or run.is_limping or run.new)


def _walks_badly(lines: Sequence[Entry]) -> bool:
    said = [(k.at, k.walk_pain, k.is_limping) for k in lines if isinstance(k, Check)]
    said += [(k.at, k.peak, k.is_limping) for k in lines if isinstance(k, Walk)]
    pains = sorted((at, pain) for at, pain, _ in said if pain is not None)
    limps = sorted((at, limp) for at, _, limp in said if limp is not None)
    hurts = bool(pains) and pains[-1][1] >= 4
    return not pains or not limps or hurts or limps[-1][1]


def _within_the_rules(
    state: State, found: Offer, lines: Sequence[Entry], now: dt.datetime
) -> list[str]:
    """Nothing longer, faster, steeper or higher than 2.6 and 2.8 allow."""
    wrong = []
    runs = sorted((r for r in lines if isinstance(r, Run)), key=lambda r: r.at)
    minutes = found.session.running_min if found.session else 0
    last = runs[-1] if runs else None
    if last is not None and not _has_morning(last, lines):
        most = next((r.run_min for r in reversed(runs) if r.run_min), None)
        if most is not None and minutes > most and state.physio is None:
            wrong.append("longer than the last session with its morning missing")
        if found.features - (last.features or frozenset()):
            wrong.append("faster or steeper with the morning missing")
    if runs and now - runs[-1].at < dt.timedelta(hours=20):
        wrong.append("two runs within 20 hours")
    if state.physio is None:
        wrong += _within_the_caps(state, minutes, runs)
    if found.features - features_of(("uphill", "strides", "threshold", "downhill", "everything")):
        wrong.append("a feature nobody knows")
    return wrong


def _within_the_caps(state: State, minutes: float, runs: Sequence[Run]) -> list[str]:
    """The ladder's stage, 110 % or the smallest step of the longest of 30 days, the week."""
    wrong = []
    if state.position.stage < len(LADDER) and minutes > LADDER[state.position.stage].running_min:
        wrong.append("more than the stage")
    if state.position.stage < len(LADDER) and len(_days(runs, state.past.now, 7)) >= 3:
        wrong.append("a fourth run on the ladder within seven days")
    if state.position.rebuild_at is not None:
        longest = max((r.run_min or 0 for r in _days(runs, state.past.now, 30)), default=0)
        if minutes > max(1.1 * longest, longest + 4):
            wrong.append("more than the single run cap")
    left = caps(state).week_left_min
    if left is not None and minutes > left:
        wrong.append("more than the week has left")
    return wrong


def _days(runs: Sequence[Run], now: dt.datetime, days: int) -> list[Run]:
    return [run for run in runs if now - run.at < dt.timedelta(days=days)]


def _has_morning(run: Run, lines: Sequence[Entry]) -> bool:
    """Whether any step-down was written from four to 36 hours after the run."""
    hours = dt.timedelta(hours=1)
    return any(
        isinstance(line, Morning) and line.step_down is not None
        and 4 * hours <= line.at - run.at <= 36 * hours
        for line in lines
    )  # fmt: skip


def _race_date(log: Sequence[Entry], now: dt.datetime, mode: Mode, state: State) -> list[str]:
    """Without its race, or with another, everything is the same."""
    without = [line for line in log if not isinstance(line, Goal)]
    if len(without) == len(log) and not log:
        return []
    goal = Goal(id="another race", at=log[0].at, race_on=now.date(), race_min=60)
    other = replay([*without, goal], now, mode)
    is_same = caps(other) == caps(state) and offer(other) == offer(state)
    return [] if is_same else ["a race date changed a cap"]


def worsened(log: Sequence[Entry], number: int) -> list[Entry] | None:
    """The same log with more pain in the run of this number; None when it cannot be worse."""
    runs = [n for n, line in enumerate(log) if isinstance(line, Run) and line.peak is not None]
    if not runs:
        return None
    place = runs[number % len(runs)]
    run = log[place]
    if not isinstance(run, Run) or run.peak is None:
        return None
    worse = [*log]
    step = 1 + number % 3
    worse[place] = replace(
        run, peak=min(run.peak + step, 10), is_rising=run.is_rising or number % 2 == 0,
        settle_min=None if run.settle_min is None else run.settle_min + 60 * (number % 4),
    )  # fmt: skip
    return worse


def better_for_pain(
    log: Sequence[Entry], worse: Sequence[Entry], now: dt.datetime, mode: Mode
) -> list[str]:
    """What more pain made better: a light, the stage, the load, the day of a gate."""
    before, after = replay(log, now, mode), replay(worse, now, mode)
    wrong = []
    lights = {done.run.id: done.light for done in before.position.runs}
    if any(done.light > lights.get(done.run.id, Light.GREEN) for done in after.position.runs):
        wrong.append("a better light")
    if after.position.stage > before.position.stage:
        wrong.append("a higher stage")
    if after.position.path is before.position.path:
        one, two = caps(before), caps(after)
        if two.run_min > one.run_min or two.features - one.features:
            wrong.append("more load")
    return wrong


def earlier_for_pain(
    log: Sequence[Entry], worse: Sequence[Entry], now: dt.datetime, mode: Mode
) -> list[str]:
    """Whether more pain brought a gate nearer."""
    before, after = (
        earliest(replay(log, now, mode), _RACES),
        earliest(replay(worse, now, mode), _RACES),
    )
    return [
        f"an earlier {name}: {day} after {before[name]}"
        for name, day in after.items()
        if day is not None and (before[name] is not None and day < (before[name] or day))
    ]
