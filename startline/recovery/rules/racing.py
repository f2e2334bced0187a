"""Back to full training and to a race (2.9): printed lists, and what a race asks of the runs."""

from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.running import percent

FULL_TRAINING = ("weeks", "terrain", "step_down", "sides", "akps", "strength", "confidence")
RACE = ("full_training", "longest_run", "race_pace", "downhill", "green_days", "no_painkiller",
        "stop_rule")  # fmt: skip
# If the date comes first the plan offers these, never a faster ramp.
INSTEAD = ("run_walk", "shorter", "defer")
SHORT_M = 15_000
MARATHON_M = 30_000


@dataclass(frozen=True, slots=True)
class Demand:
    """So many green runs of at least so many minutes."""

    run_min: float
    runs: int = 1


def demand(distance_m: int, race_min: int) -> Demand:
    """The longest green run before a race: all of the race time up to 15 km, 80 % up to 30 km,
    beyond that two runs of 150 minutes or of 70 % of the race time, whichever is less."""
    if distance_m <= SHORT_M:
        return Demand(percent(race_min, c.RACE_SHORT_PERCENT.value))
    if distance_m <= MARATHON_M:
        return Demand(percent(race_min, c.RACE_HALF_PERCENT.value))
    share = percent(race_min, c.RACE_MARATHON_PERCENT.value)
    return Demand(min(c.RACE_MARATHON_MIN.value, share), c.RACE_MARATHON_RUNS.value)


def must_stop(pain: int | None, minutes: int | None, *, is_limping: bool | None) -> bool:
    """The stop rule agreed before the start: limping, or 4 of 10 for five minutes; an answer that
    is missing beside pain of 4 stops too."""
    if is_limping:
        return True
    lasts = minutes is None or minutes >= c.RACE_STOP_MIN.value
    return pain is not None and pain >= c.RACE_STOP_PAIN.value and lasts
