"""How easily the knee is stirred up (2.5), and which path that opens (2.8)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from startline.recovery.rules import constants as c


class Irritability(IntEnum):
    """Calmer is lower."""

    LOW = 0
    MODERATE = 1
    HIGH = 2


class Path(StrEnum):
    """A: go on running, changed. B: the walk-run ladder. REBUILD: after 30 minutes four times."""

    NONE = "none"
    A = "A"
    B = "B"
    REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of 2.5 and of the choice of a path; None: not known or too old."""

    worst_daily: int | None = None
    has_rest_pain: bool | None = None
    settle_min: int | None = None
    tolerance_min: int | None = None
    run_pain: int | None = None
    is_limping: bool | None = None
    days_without_running: int | None = None


def irritability(answers: Answers) -> Irritability:
    """HIGH when any of its rows is met, LOW when all of its own are known and met (2.5)."""
    high = (
        at_least(answers.worst_daily, c.HIGH_DAILY_PAIN.value),
        bool(answers.has_rest_pain),
        at_least(answers.settle_min, c.HIGH_SETTLE_MIN.value + 1),
        at_most(answers.tolerance_min, c.HIGH_TOLERANCE_MIN.value - 1),
    )
    if any(high):
        return Irritability.HIGH
    low = (
        at_most(answers.worst_daily, c.LOW_DAILY_PAIN.value),
        at_most(answers.settle_min, c.LOW_SETTLE_MIN.value),
        answers.has_rest_pain is False,
    )
    return Irritability.LOW if all(low) else Irritability.MODERATE


def path(answers: Answers) -> Path:
    """Which running path opens (2.8); unknown answers lead to the more careful one."""
    level = irritability(answers)
    if level is Irritability.HIGH:
        return Path.NONE
    has_run = at_most(answers.days_without_running, c.PATH_B_WITHOUT_DAYS.value - 1)
    ladder = (
        at_least(answers.run_pain, c.RED_PEAK.value),
        answers.is_limping is not False,
        not at_least(answers.tolerance_min, c.PATH_A_TOLERANCE_MIN.value),
        not has_run,
    )
    if any(ladder):
        return Path.B
    settles = at_most(answers.settle_min, c.RED_SETTLE_MIN.value)
    mild = at_most(answers.run_pain, c.PATH_A_PAIN.value) and settles
    return Path.A if level is Irritability.LOW or mild else Path.B


def at_least(value: int | None, bound: int) -> bool:
    """Known, and so much or more."""
    return value is not None and value >= bound


def at_most(value: int | None, bound: int) -> bool:
    """Known, and no more."""
    return value is not None and value <= bound
