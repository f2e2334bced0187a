"""What a reader writes down: frozen entries of an append-only log.

Each field carries the bounds within which it is read (`saved` checks them); None means "not
answered", which never counts as good news. Pain is 0 to 10, times are whole minutes, instants know
their offset, so the day of an entry is the day the reader lived it in.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

MINUTES = 24 * 60
NEWS = frozenset({"swelling", "locking", "giving_way"})
FEATURES = frozenset({"uphill", "strides", "threshold", "intervals", "downhill", "stairs", "trail"})
_DAY = {"kind": "day"}
LIGHTS = frozenset({"green", "amber", "red", "pending"})
TESTS = frozenset({"step_up_15", "step_down_20", "single_leg_bridge", "calf_raise_single",
                   "box_squat", "hop_distance", "sides_percent"})  # fmt: skip


def _number(low: int, high: int) -> Any:
    return field(default=None, metadata={"kind": "number", "low": low, "high": high})


def _pain() -> Any:
    return _number(0, 10)


def _minutes() -> Any:
    return _number(0, MINUTES)


def _flag() -> Any:
    return field(default=None, metadata={"kind": "flag"})


def _words(allowed: frozenset[str]) -> Any:
    return field(default=None, metadata={"kind": "words", "allowed": allowed})


def _text(most: int) -> Any:
    return field(default="", metadata={"kind": "text", "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log; `corrects` names the earlier line that this one replaces."""

    id: str
    at: dt.datetime
    corrects: str = ""

    @property
    def day(self) -> dt.date:
        """The reader's own day, wherever they were."""
        return self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen(Entry):
    """Danger signs answered; `asked` is "first" (all of them) or "weekly" (anything new?)."""

    asked: str = field(default="weekly", metadata={"kind": "word", "allowed": {"first", "weekly"}})
    yes: frozenset[str] = field(default=frozenset(), metadata={"kind": "signs"})
    unsure: frozenset[str] = field(default=frozenset(), metadata={"kind": "signs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance(Entry):
    """The reader says a clinician has looked; kept as said, not verified."""

    cleared_on: dt.date | None = field(default=None, metadata=_DAY)
    note: str = _text(500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Entry):
    """How a day was; what irritability (2.5) and the walking rule read."""

    worst_daily: int | None = _pain()
    has_rest_pain: bool | None = _flag()
    settle_min: int | None = _number(0, 7 * MINUTES)
    tolerance_min: int | None = _minutes()
    run_pain: int | None = _pain()
    walk_pain: int | None = _pain()
    is_limping: bool | None = _flag()
    is_painkiller_day: bool | None = _flag()
    new: frozenset[str] | None = _words(NEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake(Check):
    """The questions of the start; the answers of a check are asked with them."""

    born_on: dt.date | None = field(default=None, metadata=_DAY)
    step_down: int | None = _pain()
    weeks_since_onset: int | None = _number(0, 5200)
    is_both_knees: bool | None = _flag()
    recurrences: int | None = _number(0, 100)
    days_without_running: int | None = _number(0, 36500)
    longest_run_min: int | None = _minutes()
    week_min: int | None = _number(0, 7 * MINUTES)
    week_runs: int | None = _number(0, 14)
    cadence: int | None = _number(60, 260)
    fear: int | None = _pain()
    is_low_mood: bool | None = _flag()
    akps: int | None = _number(0, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Entry):
    """A run; `run_min` counts only running, `walk_min` the walk breaks."""

    run_min: int | None = _minutes()
    walk_min: int | None = _minutes()
    peak: int | None = _pain()
    is_rising: bool | None = _flag()
    is_limping: bool | None = _flag()
    settle_min: int | None = _number(0, 7 * MINUTES)
    new: frozenset[str] | None = _words(NEWS)
    is_painkiller: bool | None = _flag()
    features: frozenset[str] | None = _words(FEATURES)
    is_race_pace: bool | None = _flag()
    climb_m: int | None = _number(0, 20_000)
    descent_m: int | None = _number(0, 20_000)
    cadence: int | None = _number(60, 260)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk(Entry):
    """A brisk walk: the ground of the ladder."""

    minutes: int | None = _minutes()
    peak: int | None = _pain()
    is_limping: bool | None = _flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning(Entry):
    """The slow step-down of the morning after."""

    step_down: int | None = _pain()
    new: frozenset[str] | None = _words(NEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength(Entry):
    """A strength session."""

    peak: int | None = _pain()
    effort: int | None = _pain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Entry):
    """A try of one's own: repetitions, seconds or percent, and the pain in it."""

    name: str = field(default="", metadata={"kind": "word", "allowed": TESTS})
    amount: int | None = _number(0, 1000)
    peak: int | None = _pain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Entry):
    """The weekly look back."""

    worst_pain: int | None = _pain()
    change: int | None = _number(-3, 3)
    adherence: int | None = _number(0, 100)
    akps: int | None = _number(0, 100)
    fear: int | None = _pain()
    is_low_mood: bool | None = _flag()
    confidence: int | None = _pain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Entry):
    """The reader's tap on the row of the printed rule that a run belongs to."""

    run: str = _text(64)
    light: str = field(default="pending", metadata={"kind": "word", "allowed": LIGHTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Physio(Entry):
    """Numbers of one's own physiotherapist; from then on our rules only stop. A dose names an
    exercise of the catalogue, sets and amount: `E06 3x10`."""

    run_cap_min: int | None = _minutes()
    review_on: dt.date | None = field(default=None, metadata=_DAY)
    doses: tuple[str, ...] | None = field(default=None, metadata={"kind": "doses"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Entry):
    """A race; it never changes a cap, a light or a stage."""

    race_on: dt.date | None = field(default=None, metadata=_DAY)
    race_min: int | None = _number(1, 10 * MINUTES)
    distance_m: int | None = _number(100, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Entry):
    """Takes the entry it corrects out of the log; a danger sign stays raised."""


KINDS: dict[str, type[Entry]] = {
    "screen": Screen, "clearance": Clearance, "check": Check, "intake": Intake, "run": Run,
    "walk": Walk, "morning": Morning, "strength": Strength, "trial": Trial, "review": Review,
    "confirmed": Confirmed, "physio": Physio, "goal": Goal, "withdrawn": Withdrawn,
}  # fmt: skip
