"""The log as it counts today: corrections applied, future lines set aside, in the order lived."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from startline.recovery.rules import constants as c
from startline.recovery.rules.danger import BY_ID, Lift, Outcome, gate
from startline.recovery.rules.entries import Check, Clearance, Entry, Intake, Screen, Withdrawn
from startline.recovery.rules.irritability import Answers

_GONE_BY = dt.timedelta(days=c.FRESH_START_DAYS.value)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was set aside, and why."""

    entry: str
    code: str


@dataclass(frozen=True, slots=True)
class History:
    """`lines` count, sorted by their instant; `screens` are all that were ever answered, also
    corrected ones: a danger sign is never edited away."""

    now: dt.datetime
    lines: tuple[Entry, ...]
    screens: tuple[Screen, ...]
    problems: tuple[Problem, ...] = ()
    is_stale: bool = False
    by_kind: Mapping[type[Entry], tuple[Entry, ...]] = field(default_factory=dict, repr=False)

    def of[Kind: Entry](self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The lines of one kind; the start is a check too."""
        return cast(tuple[Kind, ...], self.by_kind.get(kind, ()))

    @property
    def intake(self) -> Intake | None:
        """The answers of the start: the first ones. Later ones count as a check, so that answering
        anew never wipes what came between."""
        intakes = self.of(Intake)
        return intakes[0] if intakes else None

    @property
    def cleared_at(self) -> dt.datetime | None:
        """When the reader last wrote that a clinician had looked."""
        return max((one.at for one in self.of(Clearance) if _is_said(one)), default=None)


def history(log: Sequence[Entry], now: dt.datetime) -> History:
    """What of a log counts at `now`.

    A line of the future (the clock was moved) is set aside and named, but its danger signs count
    from now. After 90 days without a line only what came later counts: a new start.
    """
    latest = now + dt.timedelta(minutes=c.CLOCK_MINUTES.value)
    replaced = _replaced(log)
    screens = [line if line.at <= now else replace(line, at=now) for line in log
               if isinstance(line, Screen)]  # fmt: skip
    kept = [line for line in log if line.id not in replaced and not isinstance(line, Withdrawn)]
    problems = [Problem(line.id, "future") for line in kept if line.at > latest]
    lines = sorted((line for line in kept if line.at <= latest), key=lambda line: line.at)
    lines, is_stale = _since_the_last_gap(lines, now)
    screens.sort(key=lambda line: line.at)
    return History(now, tuple(lines), tuple(screens), tuple(problems), is_stale, _by_kind(lines))


def _by_kind(lines: Sequence[Entry]) -> dict[type[Entry], tuple[Entry, ...]]:
    found: dict[type[Entry], list[Entry]] = {}
    for line in lines:
        found.setdefault(type(line), []).append(line)
        if isinstance(line, Intake):
            found.setdefault(Check, []).append(line)
    return {kind: tuple(some) for kind, some in found.items()}


def _replaced(log: Sequence[Entry]) -> frozenset[str]:
    """Lines that a later line of the file replaces; a clearance stays while it is not named."""
    return frozenset(line.corrects for line in log if line.corrects)


def _since_the_last_gap(lines: list[Entry], now: dt.datetime) -> tuple[list[Entry], bool]:
    if lines and now - lines[-1].at >= _GONE_BY:
        return [], True
    for number in range(len(lines) - 1, 0, -1):
        if lines[number].at - lines[number - 1].at >= _GONE_BY:
            return lines[number:], False
    return lines, False


def danger(past: History) -> Outcome:
    """The signs raised and not lifted: those of the body by a clearance, those of the situation
    by new answers, the age by a birthday."""
    standing = {name for screen in past.screens for name in _raised(past, screen)}
    born = [intake.born_on for intake in past.of(Intake) if intake.born_on is not None]
    if born:
        is_young = age_on(max(born), past.now.date()) < c.ADULT_YEARS.value
        standing = standing | {"G01"} if is_young else standing - {"G01"}
    return gate(standing)


def _raised(past: History, screen: Screen) -> Iterator[str]:
    for name in screen.yes | screen.unsure:
        if BY_ID[name].lift is Lift.ANSWERS and _answered_anew(past, screen, name):
            continue
        if BY_ID[name].lift is not Lift.AGE and _cleared(past, screen):
            continue
        yield name


def _cleared(past: History, screen: Screen) -> bool:
    """A clinician has looked since, on the same day or later, and not in the future."""
    return any(
        one.at > screen.at and one.cleared_on is not None
        and screen.day <= one.cleared_on <= past.now.date()
        for one in past.of(Clearance) if _is_said(one)
    )  # fmt: skip


def _is_said(one: Clearance) -> bool:
    """A clearance names a day and says in words who looked."""
    return one.cleared_on is not None and bool(one.note.strip())


def _answered_anew(past: History, screen: Screen, name: str) -> bool:
    """All first questions were answered again later; an injury only after its fortnight."""
    wait = dt.timedelta(days=c.INJURY_DAYS.value if name == "G02" else 0)
    return any(
        later.asked == "first" and later.at > screen.at and later.at - screen.at >= wait
        and name not in later.yes | later.unsure
        for later in past.screens
    )  # fmt: skip


def asked_at(past: History, kind: str) -> dt.datetime | None:
    """When the danger signs were last gone through; the first questions hold the weekly ones."""
    begins = past.lines[0].at if past.lines else past.now
    kinds = {"first"} if kind == "first" else {"first", "weekly"}
    return max((s.at for s in past.screens if s.asked in kinds and s.at >= begins), default=None)


def answers(past: History) -> Answers:
    """The latest answers of 2.5, none older than a fortnight; the worse of two of one instant."""
    checks = past.of(Check)
    oldest = past.now - dt.timedelta(days=c.ANSWER_DAYS.value)
    fresh = [check for check in checks if check.at >= oldest]
    intake = past.intake
    return Answers(
        worst_daily=_last_worst([(k.at, k.worst_daily) for k in fresh]),
        has_rest_pain=_last_true([(k.at, k.has_rest_pain) for k in fresh]),
        settle_min=_last_worst([(k.at, k.settle_min) for k in fresh]),
        tolerance_min=_last_least([(k.at, k.tolerance_min) for k in fresh]),
        run_pain=_last_worst([(k.at, k.run_pain) for k in fresh]),
        is_limping=_last_true([(k.at, k.is_limping) for k in checks]),
        days_without_running=intake.days_without_running if intake else None,
    )


def answers_of(check: Check) -> Answers:
    """The answers of one day alone."""
    return Answers(
        worst_daily=check.worst_daily,
        has_rest_pain=check.has_rest_pain,
        settle_min=check.settle_min,
        tolerance_min=check.tolerance_min,
        run_pain=check.run_pain,
        is_limping=check.is_limping,
        days_without_running=check.days_without_running if isinstance(check, Intake) else None,
    )


type Said[Value] = list[tuple[dt.datetime, Value | None]]


def _last_worst(said: Said[int]) -> int | None:
    return max(_latest(said), default=None)


def _last_least(said: Said[int]) -> int | None:
    return min(_latest(said), default=None)


def _last_true(said: Said[bool]) -> bool | None:
    values = _latest(said)
    return any(values) if values else None


def _latest[Value](said: Said[Value]) -> list[Value]:
    """What was said at the last instant at which anything was."""
    known = [(at, value) for at, value in said if value is not None]
    last = max((at for at, _ in known), default=None)
    return [value for at, value in known if at == last]


def is_walking_well(
    past: History, walks: Iterable[tuple[dt.datetime, int | None, bool | None]]
) -> bool | None:
    """Whether walking hurts less than 4 and without a limp, by the latest answers; None: not
    known. A bad answer stands until a good one follows."""
    said = [(k.at, k.walk_pain, k.is_limping) for k in past.of(Check)] + list(walks)
    pain = _last_worst([(at, value) for at, value, _ in said])
    limp = _last_true([(at, value) for at, _, value in said])
    if limp or (pain is not None and pain >= c.WALK_STOP_PAIN.value):
        return False
    return None if pain is None or limp is None else True


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Full years."""
    is_before = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - is_before
