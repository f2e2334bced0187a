"""Every number of the recovery rules with its grade and its source. No number stands elsewhere.

Grades: `moderate`, `low` and `very low` as in the evidence file; `convention` where practice agrees
and trials do not decide; `design` where the value is our choice. `source` is a reference of the
knowledge base, or "design choice". None of these values has been validated on people.
"""

from dataclasses import dataclass
from enum import StrEnum

DESIGN_CHOICE = "design choice"


class Grade(StrEnum):
    """How sure the value is."""

    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    CONVENTION = "convention"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Constant[Value: (int, float)]:
    """One number: what it is, which section asks for it, how sure it is, who says so."""

    value: Value
    unit: str
    section: str
    grade: Grade = Grade.DESIGN
    source: str = DESIGN_CHOICE


# Scope (2.1, 2.3)
ADULT_YEARS = Constant(18, "years", "2.1", Grade.CONVENTION, "rathleff2019")
INJURY_DAYS = Constant(14, "days", "2.1", Grade.CONVENTION, "nhslothianknee")
SCREEN_DAYS = Constant(7, "days", "2.0")
FRESH_START_DAYS = Constant(90, "days", "2.0")
MOST_SCREENS = Constant(5, "screens", "2.3")

# Irritability (2.5)
HIGH_DAILY_PAIN = Constant(6, "of 10", "2.5")
HIGH_SETTLE_MIN = Constant(1440, "minutes", "2.5")
HIGH_TOLERANCE_MIN = Constant(5, "minutes", "2.5")
LOW_DAILY_PAIN = Constant(2, "of 10", "2.5")
LOW_SETTLE_MIN = Constant(60, "minutes", "2.5")
LOW_STEP_DOWN = Constant(2, "of 10", "2.5")
HIGH_REFER_DAYS = Constant(14, "days", "2.5")
ANSWER_DAYS = Constant(14, "days", "2.5")

# Lights (2.6)
GREEN_PEAK = Constant(2, "of 10", "2.6", Grade.LOW, "trekrunners")
AMBER_PEAK = Constant(3, "of 10", "2.6")
RED_PEAK = Constant(4, "of 10", "2.6")
GREEN_SETTLE_MIN = Constant(60, "minutes", "2.6", Grade.LOW, "trekrunners")
RED_SETTLE_MIN = Constant(1440, "minutes", "2.6")
AMBER_MORNING = Constant(1, "points", "2.6", Grade.LOW, "trekrunners")
RED_MORNING = Constant(2, "points", "2.6")
BASELINE_MORNINGS = Constant(7, "mornings", "2.6")
BASELINE_LEAST = Constant(3, "mornings", "2.6")
RED_REST_HOURS = Constant(48, "hours", "2.6")
AMBER_PERCENT = Constant(90, "percent of the last time", "2.6")
RED_PERCENT = Constant(80, "percent of the last time", "2.6")
TWO_REDS_DAYS = Constant(14, "days", "2.6")
THREE_REDS_DAYS = Constant(21, "days", "2.6")
AMBERS_IN_A_ROW = Constant(3, "sessions", "2.6")
PAINKILLER_HOURS = Constant(6, "hours", "2.6")
MORNING_FROM_HOURS = Constant(4, "hours", "2.6")
MORNING_SAME_DAY_HOURS = Constant(12, "hours", "2.6")
MORNING_UNTIL_HOURS = Constant(36, "hours", "2.6")
STRENGTH_GREEN_PEAK = Constant(3, "of 10", "2.6", Grade.LOW, "bimphysio")
STRENGTH_AMBER_PEAK = Constant(5, "of 10", "2.6", Grade.LOW, "thomee1997")

# Walking comes before running
WALK_STOP_PAIN = Constant(4, "of 10", "2.6")

# Strength (2.7)
PHASE_WALK_MIN = Constant(30, "minutes", "2.7")
PHASE_WALK_PAIN = Constant(2, "of 10", "2.7")
STEP_UP_CM = Constant(15, "centimetres", "2.7")
STEP_UP_SETS = Constant(3, "sets", "2.7")
STEP_UP_REPS = Constant(10, "repetitions", "2.7")
STEP_UP_PAIN = Constant(2, "of 10", "2.7")
GREEN_OF_LAST = Constant(3, "sessions", "2.7")
LAST_SESSIONS = Constant(4, "sessions", "2.7")
STEP_DOWN_CM = Constant(20, "centimetres", "2.7")
STEP_DOWN_REPS = Constant(10, "repetitions", "2.7")
STEP_DOWN_PAIN = Constant(2, "of 10", "2.7")
BRIDGE_S = Constant(30, "seconds", "2.7")
CALF_RAISES = Constant(15, "repetitions", "2.7")
BOX_SQUATS = Constant(10, "repetitions", "2.7")
BOX_SQUAT_PAIN = Constant(1, "of 10", "2.7")
SIDES_PERCENT = Constant(90, "percent of the other side", "2.7")
BASE_EFFORT = Constant(5, "of 10", "2.7")
BUILD_EFFORT = Constant(6, "of 10", "2.7")
STRONG_EFFORT = Constant(7, "of 10", "2.7")
MOST_EFFORT = Constant(8, "of 10", "2.7")
KEEP_LEAST = Constant(1, "session a week", "2.7")
KEEP_MOST = Constant(2, "sessions a week", "2.7")
KEEP_MONTHS = Constant(6, "months", "2.7")
RESERVE_REPS = Constant(2, "repetitions", "2.7", Grade.CONVENTION, "acsm2009")
REPEAT_WEEK_DAYS = Constant(7, "days", "2.7")
BACK_A_PHASE_DAYS = Constant(14, "days", "2.7")
LOAD_STEP_PERCENT = Constant(5, "percent", "2.7", Grade.CONVENTION, "acsm2009")
LOAD_STEP_MOST_PERCENT = Constant(10, "percent", "2.7", Grade.CONVENTION, "acsm2009")
STRENGTH_APART_HOURS = Constant(6, "hours", "2.7")

# Running (2.8)
PATH_A_PAIN = Constant(3, "of 10", "2.8")
PATH_A_TOLERANCE_MIN = Constant(10, "minutes", "2.8")
PATH_B_WITHOUT_DAYS = Constant(28, "days", "2.8")
PATH_A_DAYS = Constant(14, "days", "2.8")
PATH_A_LOW_PERCENT = Constant(80, "percent of a usual week", "2.8")
PATH_A_MODERATE_PERCENT = Constant(50, "percent of a usual week", "2.8")
PATH_A_TOLERANCE_PERCENT = Constant(80, "percent of tolerance", "2.8")
PATH_A_EXTRA_RUNS = Constant(2, "runs a week", "2.8", Grade.LOW, "trekrunners")
SINGLE_RUN_PERCENT = Constant(110, "percent", "2.8", Grade.LOW, "frandsen2025")
SINGLE_RUN_MIN = Constant(3, "minutes", "2.8")
SINGLE_RUN_DAYS = Constant(30, "days", "2.8", Grade.LOW, "frandsen2025")
SLOWER_LEAST_PERCENT = Constant(10, "percent", "2.8", Grade.LOW, "trekrunners")
SLOWER_MOST_PERCENT = Constant(20, "percent", "2.8", Grade.LOW, "trekrunners")
LADDER_WALK_MIN = Constant(30, "minutes", "2.8", Grade.VERY_LOW, "uwwalkrun")
LADDER_WEEKS = Constant(7, "weeks", "2.8")
LADDER_APART_HOURS = Constant(48, "hours", "2.8", Grade.CONVENTION, "orthocincy2018")
LADDER_WEEK_SESSIONS = Constant(3, "sessions", "2.8", Grade.CONVENTION, "orthocincy2018")
GREENS_TO_CLIMB = Constant(2, "sessions", "2.8")
LADDER_STEP_MIN = Constant(4, "minutes", "2.8")
CONTINUOUS_MIN = Constant(30, "minutes", "2.8")
REBUILD_AFTER = Constant(4, "runs", "2.8")
RUN_APART_HOURS = Constant(20, "hours", "2.8")
WEEK_PERCENT = Constant(110, "percent", "2.8", Grade.CONVENTION, "buist2008")
WEEK_STEP_MIN = Constant(10, "minutes", "2.8", Grade.CONVENTION)
WEEK_CEILING_PERCENT = Constant(120, "percent", "2.8", Grade.CONVENTION)
WEEK_BLOCK_PERCENT = Constant(130, "percent", "2.8", Grade.VERY_LOW, "nielsen2014")
LIGHT_WEEK_EVERY = Constant(4, "weeks", "2.8")
LIGHT_WEEK_PERCENT = Constant(80, "percent", "2.8")
LIGHT_WEEK_LEAST_PERCENT = Constant(70, "percent", "2.8")
PROGRESS_GREENS = Constant(2, "runs", "2.8")
PROGRESS_RED_DAYS = Constant(7, "days", "2.8")
PROGRESS_STRENGTH_PERCENT = Constant(60, "percent", "2.8")
LAY_OFF_WEEK_DAYS = Constant(7, "days", "2.8")
LAY_OFF_WEEK_PERCENT = Constant(70, "percent", "2.8")
LAY_OFF_FORTNIGHT_DAYS = Constant(14, "days", "2.8")
LAY_OFF_FORTNIGHT_PERCENT = Constant(50, "percent", "2.8")
LAY_OFF_LADDER_DAYS = Constant(28, "days", "2.8")
LAY_OFF_LADDER_STAGE = Constant(5, "stage", "2.8")
STEP_GREEN_WEEKS = Constant(2, "weeks", "2.8")
LONG_RUN_WEEKS = Constant(3, "weeks", "2.8")
LONG_RUN_PERCENT = Constant(35, "percent of the week", "2.8")
DOWNHILL_REPS = Constant(15, "repetitions", "2.8")
DOWNHILL_PAIN = Constant(1, "of 10", "2.8")
UPHILL_PERCENT = Constant(10, "% of the time", "2.8")
STRIDES = Constant(4, "strides", "2.8")
STRIDE_FROM_S = Constant(15, "seconds", "2.8")
STRIDE_TO_S = Constant(20, "seconds", "2.8")
FASTER_PERCENT = Constant(10, "% of the week", "2.8")
FASTER_LATER_PERCENT = Constant(20, "% of the week", "2.8")
DOWNHILL_PERCENT = Constant(10, "% of the time", "2.8")
DOWNHILL_MORE = Constant(5, "points each green week", "2.8")
CADENCE_MOST = Constant(170, "steps a minute", "2.8", Grade.LOW, "trekrunners")
CADENCE_FIRST = Constant(5.0, "percent", "2.8", Grade.LOW, "heiderscheit2011")
CADENCE_SECOND = Constant(7.5, "percent", "2.8", Grade.LOW, "willy2016")
CADENCE_THIRD = Constant(10.0, "percent", "2.8", Grade.LOW, "heiderscheit2011")
CADENCE_BENEFIT = Constant(1, "points", "2.8", Grade.LOW, "esculier2023")
CADENCE_TRIES = Constant(3, "runs", "2.8")
CADENCE_SESSIONS = Constant(8, "sessions", "2.8", Grade.LOW, "willy2016")
CYCLING_CADENCE = Constant(85, "turns a minute", "2.8")
ELLIPTICAL_PAIN = Constant(2, "of 10", "2.8")

# Racing (2.9)
FULL_WEEKS = Constant(4, "weeks", "2.9")
FULL_PERCENT = Constant(90, "percent of a usual week", "2.9")
FULL_STEP_DOWN_REPS = Constant(20, "repetitions", "2.9")
FULL_STEP_DOWN_PAIN = Constant(1, "of 10", "2.9")
FULL_AKPS_GAIN = Constant(10, "points", "2.9", Grade.MODERATE, "crossley2004")
FULL_AKPS = Constant(90, "of 100", "2.9")
FULL_STRENGTH_A_WEEK = Constant(2, "sessions a week", "2.9")
FULL_CONFIDENCE = Constant(8, "of 10", "2.9")
RACE_SHORT_PERCENT = Constant(100, "percent of race time", "2.9")
RACE_HALF_PERCENT = Constant(80, "percent of race time", "2.9")
RACE_MARATHON_MIN = Constant(150, "minutes", "2.9")
RACE_MARATHON_PERCENT = Constant(70, "percent of race time", "2.9")
RACE_MARATHON_RUNS = Constant(2, "runs", "2.9")
RACE_PACE_SESSIONS = Constant(2, "sessions", "2.9")
RACE_GREEN_DAYS = Constant(10, "days", "2.9")
RACE_STOP_PAIN = Constant(4, "of 10", "2.9")
RACE_STOP_MIN = Constant(5, "minutes", "2.9")

# Stop and refer (2.10, 2.11, 2.12)
REVIEW_DAYS = Constant(28, "days", "2.10", Grade.VERY_LOW)
REVIEW_EARLY_DAYS = Constant(21, "days", "2.12")
REVIEW_EXTRA_DAYS = Constant(14, "days", "2.10")
REVIEW_ADHERENCE = Constant(70, "percent", "2.10")
CHANGE_POINTS = Constant(2, "points", "2.10", Grade.MODERATE, "farrar2001")
CHANGE_PERCENT = Constant(30, "percent", "2.10", Grade.MODERATE, "farrar2001")
BETTER = Constant(2, "of -3 to 3", "2.11")
SAME_STAGE_DAYS = Constant(21, "days", "2.10")
REDS_TO_REFER = Constant(3, "runs", "2.10")
WORST_PAIN = Constant(7, "of 10", "2.10")
WORST_PAIN_DAYS = Constant(7, "days", "2.10")
PAINKILLER_DAYS = Constant(14, "days", "2.10")
END_DAYS = Constant(84, "days", "2.10", Grade.MODERATE, "crossley2004")
AKPS_GAIN = Constant(10, "points", "2.10", Grade.MODERATE, "crossley2004")
RECURRENCES = Constant(2, "episodes in six months", "2.10")
FEAR = Constant(7, "of 10", "2.10")
FEAR_DAYS = Constant(14, "days", "2.10")
NOTICED_WEEKS = Constant(4, "weeks", "2.12", Grade.LOW, "bmjbp827")
NOTICED_MOST_WEEKS = Constant(6, "weeks", "2.12", Grade.LOW, "bmjbp827")
PLAN_WEEKS = Constant(12, "weeks", "2.12", Grade.LOW, "bmjbp827")
NOT_CONTENT_PERCENT = Constant(55, "percent after 3 months", "2.12", Grade.MODERATE, "collins2013")
NOT_CONTENT_YEAR_PERCENT = Constant(
    40, "percent after 12 months", "2.12", Grade.MODERATE, "collins2013"
)
LONG_WEEKS = Constant(52, "weeks", "2.12", Grade.LOW, "lankhorst2016")
LOW_AKPS = Constant(70, "of 100", "2.12", Grade.LOW, "collins2013")
CLOCK_MINUTES = Constant(10, "minutes", "2.13")


def constants() -> dict[str, Constant[int] | Constant[float]]:
    """Every constant by its name, for the page that shows them and the test that reads them."""
    return {name: value for name, value in globals().items() if isinstance(value, Constant)}
