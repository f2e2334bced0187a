"""The state of a plan: a replay of its log (2.13). Same log, same instant, same state."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.danger import Outcome
from startline.recovery.rules.entries import (
    Check,
    Confirmed,
    Entry,
    Intake,
    Morning,
    Physio,
    Review,
    Run,
    Walk,
)
from startline.recovery.rules.history import (
    History,
    Problem,
    answers,
    answers_of,
    asked_at,
    danger,
    history,
    is_walking_well,
)
from startline.recovery.rules.irritability import Irritability, irritability, path
from startline.recovery.rules.irritability import Path as RunPath
from startline.recovery.rules.lights import Light, Marked, belongs, mark, usual_morning
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.progress import (
    Done,
    Position,
    after_run,
    after_walk,
    is_continuous,
    on_ladder,
    rested,
    started,
)
from startline.recovery.rules.referral import Facts, is_extended, is_review_due, triggers


@dataclass(frozen=True, slots=True)
class State:
    """Where a plan stands at `past.now`.

    `asks` must be answered before anything is offered; `also_asks` may wait, but hold progress
    when `is_held`. `rest_until` ends the last 48 hours after a red. `is_best_case` only while the
    earliest days of the gates are worked out: strength and reviews are then taken as done.
    """

    past: History
    mode: Mode
    danger: Outcome
    asks: tuple[str, ...]
    also_asks: tuple[str, ...]
    level: Irritability
    position: Position
    refer: tuple[str, ...]
    rest_until: dt.datetime | None
    is_walking_well: bool | None
    is_held: bool
    physio: Physio | None
    is_best_case: bool = False

    @property
    def last(self) -> Done | None:
        """The last run with its light."""
        return self.position.runs[-1] if self.position.runs else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Lines of the log that were set aside."""
        return self.past.problems


def replay(log: Sequence[Entry], now: dt.datetime, mode: Mode = Mode.MARKED) -> State:
    """The state of a log at `now` (an instant with its offset; its day is the reader's)."""
    past = history(log, now)
    runs = _done(past, mode)
    level = irritability(answers(past))
    position, _ = stations(past, runs)
    facts = _facts(past, position)
    reds_known = [done.marked.known_at for done in runs if done.light is Light.RED]
    troubled = [*reds_known, *_news(past)]
    rest = dt.timedelta(hours=c.RED_REST_HOURS.value)
    is_due = facts is not None and is_review_due(facts)
    physios = past.of(Physio)
    return State(
        past=past,
        mode=mode,
        danger=danger(past),
        asks=_asks(past, troubled, runs, mode),
        also_asks=_also_asks(facts),
        level=level,
        position=position,
        refer=triggers(facts) if facts else (),
        rest_until=max(troubled) + rest if troubled else None,
        is_walking_well=is_walking_well(
            past, [(w.at, w.peak, w.is_limping) for w in past.of(Walk)]
        ),
        is_held=is_due or bool(past.problems),
        physio=physios[-1] if physios else None,
    )


def marks(past: History) -> tuple[tuple[Run, Marked], ...]:
    """Each run with the rows of 2.6 its numbers fall on."""
    mornings = past.of(Morning)
    instants = [morning.at for morning in mornings]
    intake = past.intake
    found = []
    for run in past.of(Run):
        known = bisect_left(instants, run.at)
        scores = [m.step_down for m in mornings[:known] if m.step_down is not None]
        usual = usual_morning(intake.step_down if intake else None, scores)
        until = run.at + dt.timedelta(hours=c.MORNING_UNTIL_HOURS.value)
        near = mornings[known : bisect_right(instants, until)]
        found.append((run, mark(run, [m for m in near if belongs(m, run)], usual)))
    return tuple(found)


def _done(past: History, mode: Mode) -> tuple[Done, ...]:
    """The light that counts: the rule's own, or the reader's when it is the more careful. In the
    marked setting a run nobody has tapped is never green."""
    tapped: dict[str, Light] = {}
    for tap in past.of(Confirmed):
        tapped[tap.run] = Light[tap.light.upper()]
    done = []
    for run, marked in marks(past):
        said = Light.GREEN if mode is Mode.COMPUTED else Light.PENDING
        light = min(marked.light, tapped.get(run.id, said))
        done.append(Done(run, marked, light))
    return tuple(done)


def stations(past: History, runs: Sequence[Done]) -> tuple[Position, Mapping[str, Position]]:
    """Fold runs, walks and checks in the order in which they were lived: the last position, and
    the one before each run by its id."""
    before: dict[str, Position] = {}
    intake = past.intake
    begun = intake.at if intake else past.now
    position = started(_path(intake), begun)
    done = {one.run.id: one for one in runs}
    for line in past.lines:
        if line.at < begun:
            continue
        if isinstance(line, Run):
            before[line.id] = rested(position, line.at)
            position = after_run(position, done[line.id])
        elif isinstance(line, Walk):
            position = after_walk(position, line)
        elif isinstance(line, Check) and line is not intake and _is_bad_day(line):
            position = on_ladder(position, line.at)
    return rested(position, past.now), before


def _path(intake: Intake | None) -> RunPath:
    """The path of the start (2.8); path A needs to know a usual week and the longest run."""
    if intake is None or intake.week_min is None or intake.longest_run_min is None:
        return RunPath.B
    return path(answers_of(intake))


def _is_bad_day(check: Check) -> bool:
    """What leads from path A to the ladder (2.8): pain of 4 in a run, a limp, less than ten
    minutes, or a day that is HIGH by itself."""
    said = answers_of(check)
    pain = said.run_pain is not None and said.run_pain >= c.RED_PEAK.value
    short = said.tolerance_min is not None and said.tolerance_min < c.PATH_A_TOLERANCE_MIN.value
    return pain or short or bool(said.is_limping) or irritability(said) is Irritability.HIGH


def _news(past: History) -> list[dt.datetime]:
    """Anything new outside a run: swelling, locking, giving way."""
    return [line.at for line in past.lines if isinstance(line, Check | Morning) and line.new]


def _asks(
    past: History, troubled: Sequence[dt.datetime], runs: Sequence[Done], mode: Mode
) -> tuple[str, ...]:
    """What has to be answered first."""
    first, weekly = asked_at(past, "first"), asked_at(past, "weekly")
    intake = past.intake
    oldest = past.now - dt.timedelta(days=c.SCREEN_DAYS.value)
    is_new = weekly is None or weekly < oldest or any(at >= weekly for at in troubled)
    taps = {tap.run for tap in past.of(Confirmed)}
    is_untapped = mode is Mode.MARKED and bool(runs) and runs[-1].run.id not in taps
    wanted = {
        "first_screen": first is None,
        "weekly_screen": is_new,
        "intake": intake is None,
        "age": intake is not None and intake.born_on is None,
        "check": is_walking_well(past, [(w.at, w.peak, w.is_limping) for w in past.of(Walk)])
        is None,
        "confirm": is_untapped,
    }
    return tuple(name for name, is_asked in wanted.items() if is_asked)


def _also_asks(facts: Facts | None) -> tuple[str, ...]:
    if facts is None:
        return ()
    week = dt.timedelta(days=c.SCREEN_DAYS.value)
    last = facts.reviews[-1].at if facts.reviews else facts.intake.at
    wanted = {"review": facts.now - last >= week, "barriers": is_extended(facts)}
    return tuple(name for name, is_asked in wanted.items() if is_asked)


def _facts(past: History, position: Position) -> Facts | None:
    intake = past.intake
    if intake is None:
        return None
    idle = past.now - position.runs[-1].run.at if position.runs else dt.timedelta()
    is_off = idle >= dt.timedelta(days=c.LAY_OFF_FORTNIGHT_DAYS.value)
    stands = position.path is RunPath.B and not is_off
    return Facts(
        now=past.now,
        intake=intake,
        cleared_at=past.cleared_at,
        reds=[done.run.at for done in position.runs if done.light is Light.RED],
        stage_since=position.best_at if stands else None,
        high_since=_high_since(past),
        checks=past.of(Check),
        reviews=past.of(Review),
        is_continuous=any(
            done.light is Light.GREEN and is_continuous(done.run) for done in position.runs
        ),
    )


def _high_since(past: History) -> dt.datetime | None:
    """Since when each day is HIGH; a day whose pain was not answered does not end it."""
    begun = None
    for check in past.of(Check):
        said = answers_of(check)
        if irritability(said) is Irritability.HIGH:
            begun = begun or check.at
        elif said.worst_daily is not None:
            begun = None
    return begun
