"""Running (2.8): the walk-run ladder, the caps of the rebuild, lay-offs, what comes back in which
order. Minutes of running; halves are allowed because the ladder has them."""

import math
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.irritability import Irritability

REBUILD_STAGE = 10


@dataclass(frozen=True, slots=True)
class Session:
    """`repeats` times `run_min` of running and `walk_min` of walking; repeats 0: only walking."""

    repeats: int
    run_min: float
    walk_min: float

    @property
    def running_min(self) -> float:
        """Minutes of running in it."""
        return self.repeats * self.run_min


LADDER: tuple[Session, ...] = (
    Session(0, 0, 30),
    Session(8, 1, 2),
    Session(8, 1.5, 1.5),
    Session(8, 2, 1),
    Session(6, 3, 1),
    Session(5, 4, 1),
    Session(4, 6, 1),
    Session(3, 9, 1),
    Session(2, 14, 1),
    Session(1, 30, 0),
)
TOP = len(LADDER) - 1

# The order of re-introduction: one variable at a time, two green weeks each.
STEPS = ("frequency", "duration", "long_run", "uphill", "strides", "threshold", "downhill",
         "everything")  # fmt: skip
# What each step adds to the ground and pace a run may have.
STEP_FEATURES = {"uphill": ("uphill",), "strides": ("strides",),
                 "threshold": ("threshold", "intervals"), "downhill": ("downhill",),
                 "everything": ("stairs", "trail")}  # fmt: skip

CROSS_TRAINING = {
    "walking": "almost_always", "deep_water_running": "almost_always", "crawl": "almost_always",
    "cycling": "high_saddle", "elliptical": "little_pain", "rowing": "late",
}  # fmt: skip


def fitted(session: Session, limit_min: float) -> Session:
    """The same session within a limit: fewer repeats or shorter ones, whichever keeps more."""
    if session.running_min <= limit_min or not session.repeats:
        return session
    fewer = Session(int(limit_min // session.run_min), session.run_min, session.walk_min)
    each = half_down(limit_min / session.repeats)
    shorter = Session(session.repeats, each, session.walk_min)
    once = Session(1, half_down(min(limit_min, session.run_min)), session.walk_min)
    best = max(fewer, shorter, once, key=lambda s: s.running_min)
    return best if best.running_min > 0 else LADDER[0]


def stage_for(minutes: float) -> int:
    """The highest stage of the ladder with no more running than this."""
    return max(n for n, session in enumerate(LADDER) if session.running_min <= max(minutes, 0))


def single_run_cap(longest_green_min: float) -> float:
    """No run longer than this, by the longest green run of the last 30 days (S10).

    From 30 minutes on the larger of 110 % and 3 minutes more; below, the ladder's largest step
    (the 10 % rule is not applied there), up to 30 minutes.
    """
    if longest_green_min < c.CONTINUOUS_MIN.value:
        return min(longest_green_min + c.LADDER_STEP_MIN.value, c.CONTINUOUS_MIN.value)
    tenth_more = percent(longest_green_min, c.SINGLE_RUN_PERCENT.value)
    return max(tenth_more, longest_green_min + c.SINGLE_RUN_MIN.value)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Minutes of the plan's weeks: today is in week `number` (1 is the first of the plan);
    `earlier` are the weeks before it in which there was a run, as (number, minutes)."""

    number: int
    earlier: tuple[tuple[int, float], ...]


def is_light_week(number: int) -> bool:
    """Every fourth week of the plan."""
    return number > 0 and number % c.LIGHT_WEEK_EVERY.value == 0


def week_cap(weeks: Weeks, days_off: int = 0) -> float | None:
    """No week longer than this in the rebuild; None before anything was run.

    The larger of 110 % of the mean of the last two weeks that were not light and the last week
    and 10 minutes; never over 120 % of that mean nor 130 % of the last week; every fourth week
    80 % of the last. After a week without a run 70 % of the last that had one, 50 % after two.
    """
    if not weeks.earlier:
        return None
    before, last = weeks.earlier[-1]
    if before < weeks.number - 1:
        return percent(last, min(lay_off_percent(days_off), c.LAY_OFF_WEEK_PERCENT.value))
    if is_light_week(weeks.number):
        return percent(last, c.LIGHT_WEEK_PERCENT.value)
    full = [minutes for number, minutes in weeks.earlier if not is_light_week(number)][-2:]
    mean = sum(full) / len(full) if full else last
    wanted = max(percent(mean, c.WEEK_PERCENT.value), last + c.WEEK_STEP_MIN.value)
    ceiling = percent(mean, c.WEEK_CEILING_PERCENT.value)
    block = percent(last, c.WEEK_BLOCK_PERCENT.value)
    return min(wanted, ceiling, block)


def lay_off_percent(days: int) -> int:
    """How much is left of the minutes after so many days without running."""
    if days >= c.LAY_OFF_FORTNIGHT_DAYS.value:
        return c.LAY_OFF_FORTNIGHT_PERCENT.value
    return c.LAY_OFF_WEEK_PERCENT.value if days >= c.LAY_OFF_WEEK_DAYS.value else 100


def stage_after_lay_off(stage: int, days: int) -> int:
    """After 28 days the ladder at S5; who stood lower stays there."""
    return (
        min(stage, c.LAY_OFF_LADDER_STAGE.value) if days >= c.LAY_OFF_LADDER_DAYS.value else stage
    )


def path_a_run_cap(tolerance_min: int | None, longest_min: float | None) -> float:
    """One run in the first two weeks of path A: 80 % of what runs before 3 of 10, never over
    110 % of the longest of the last 30 days; unknown is nothing."""
    if tolerance_min is None or longest_min is None:
        return 0
    by_tolerance = percent(tolerance_min, c.PATH_A_TOLERANCE_PERCENT.value)
    return min(by_tolerance, percent(longest_min, c.SINGLE_RUN_PERCENT.value))


def path_a_week_cap(usual_min: float | None, level: Irritability) -> float:
    """A week in the first two weeks of path A: 80 % of a usual one, 50 % when MODERATE."""
    if usual_min is None or level is Irritability.HIGH:
        return 0
    is_low = level is Irritability.LOW
    part = c.PATH_A_LOW_PERCENT if is_low else c.PATH_A_MODERATE_PERCENT
    return percent(usual_min, part.value)


def open_steps(green_weeks: int, *, is_downhill_ready: bool) -> tuple[str, ...]:
    """What may come back after so many green weeks of the rebuild: frequency at once, each other
    after two more; the long run not before three, downhill only with its own step-down."""
    done = 1 + green_weeks // c.STEP_GREEN_WEEKS.value
    if green_weeks < c.LONG_RUN_WEEKS.value:
        done = min(done, STEPS.index("long_run"))
    if not is_downhill_ready:
        done = min(done, STEPS.index("downhill"))
    return STEPS[:done]


def features_of(steps: tuple[str, ...]) -> frozenset[str]:
    """Ground and paces open with these steps."""
    return frozenset(name for step in steps for name in STEP_FEATURES.get(step, ()))


@dataclass(frozen=True, slots=True)
class CadenceTry:
    """One step of the cadence trial."""

    percent: float
    steps_a_minute: int


def cadence_trial(cadence: int | None, *, is_lower_leg_sore: bool | None) -> tuple[CadenceTry, ...]:
    """5, 7.5 and 10 % more steps, offered only at 170 or below and with a quiet lower leg; never
    more than 10 %. Empty: not offered, also when an answer is missing."""
    if cadence is None or cadence > c.CADENCE_MOST.value or is_lower_leg_sore is not False:
        return ()
    parts = (c.CADENCE_FIRST.value, c.CADENCE_SECOND.value, c.CADENCE_THIRD.value)
    return tuple(CadenceTry(part, int(cadence * (100 + part) // 100)) for part in parts)


def cadence_helps(usual_pain: int | None, trial_pain: int | None) -> bool:
    """Whether a try is worth keeping: a point less within the run; unknown is no."""
    if usual_pain is None or trial_pain is None:
        return False
    return usual_pain - trial_pain >= c.CADENCE_BENEFIT.value


# Eight sessions with the beat fading out: all the time, half, every other five minutes, none.
CADENCE_FADE = ("full", "full", "half", "half", "alternate", "alternate", "none", "none")


def percent(minutes: float, part: float) -> float:
    """So many percent, rounded down to half a minute."""
    return half_down(minutes * part / 100)


def half_down(minutes: float) -> float:
    """Down to half a minute."""
    return math.floor(minutes * 2 + 1e-9) / 2
