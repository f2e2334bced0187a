"""When to stop alone and see somebody (2.10). A trigger stays until a clinician has looked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Check, Intake, Review
from startline.recovery.rules.irritability import at_least, at_most
from startline.recovery.rules.measures import is_change_better, is_pain_better


@dataclass(frozen=True, slots=True)
class Facts:
    """What the triggers read; `cleared_at` is the last look of a clinician, `stage_since` since
    when the ladder stands still (None: not on it), `high_since` since when all is HIGH."""

    now: dt.datetime
    intake: Intake
    cleared_at: dt.datetime | None
    reds: Sequence[dt.datetime]
    stage_since: dt.datetime | None
    high_since: dt.datetime | None
    checks: Sequence[Check]
    reviews: Sequence[Review]
    is_continuous: bool

    @property
    def since(self) -> dt.datetime:
        """From when things count: the start, or the last look of a clinician."""
        return max(self.intake.at, self.cleared_at) if self.cleared_at else self.intake.at

    def is_open(self, at: dt.datetime) -> bool:
        """Nobody has looked since."""
        return self.cleared_at is None or self.cleared_at < at

    def day(self, at: dt.datetime) -> int:
        """Days since the start."""
        return (at - self.intake.at).days


TRIGGERS = ("week_4", "reds", "same_stage", "high", "worst_pain", "painkillers", "week_12",
            "recurrences", "distress")  # fmt: skip


def triggers(facts: Facts) -> tuple[str, ...]:
    """The triggers met today, in the order of 2.10 (danger signs come before, in the gate)."""
    met = {
        "week_4": _week_4(facts),
        "reds": _reds(facts),
        "same_stage": _lasts(facts, facts.stage_since, c.SAME_STAGE_DAYS.value),
        "high": _lasts(facts, facts.high_since, c.HIGH_REFER_DAYS.value),
        "worst_pain": _lasts(facts, _pain_since(facts.checks), c.WORST_PAIN_DAYS.value),
        "painkillers": _lasts(facts, _painkillers_since(facts.checks), c.PAINKILLER_DAYS.value),
        "week_12": _week_12(facts),
        "recurrences": at_least(facts.intake.recurrences, c.RECURRENCES.value)
        and facts.is_open(facts.intake.at),
        "distress": _distress(facts),
    }
    return tuple(name for name in TRIGGERS if met[name])


def review_day(intake: Intake) -> int:
    """Day of the four-week review: day 21 when a marker of 2.12 is there."""
    early = (
        at_least(intake.weeks_since_onset, c.LONG_WEEKS.value + 1),
        at_most(intake.akps, c.LOW_AKPS.value - 1),
        at_least(intake.worst_daily, c.WORST_PAIN.value),
        bool(intake.is_both_knees),
        at_least(intake.fear, c.FEAR.value),
        bool(intake.is_low_mood),
        at_least(intake.recurrences, c.RECURRENCES.value),
    )
    return c.REVIEW_EARLY_DAYS.value if any(early) else c.REVIEW_DAYS.value


def is_review_due(facts: Facts) -> bool:
    """The four-week review has come and was not written."""
    due = review_day(facts.intake)
    is_written = any(facts.day(review.at) >= due for review in facts.reviews)
    return facts.day(facts.now) >= due and not is_written


def is_extended(facts: Facts) -> bool:
    """The plan runs two weeks longer, once, because little of it was done: ask what was in the
    way (2.10, row 3)."""
    due = review_day(facts.intake)
    last = facts.reviews[-1] if facts.reviews else None
    if last is None or not due <= facts.day(last.at) < due + c.REVIEW_EXTRA_DAYS.value:
        return False
    return at_most(last.adherence, c.REVIEW_ADHERENCE.value - 1)


def _week_4(facts: Facts) -> bool:
    due = review_day(facts.intake)
    reviews = [review for review in facts.reviews if facts.day(review.at) >= due]
    if not reviews or not facts.is_open(reviews[-1].at):
        return False
    last = reviews[-1]
    better = is_pain_better(facts.intake.worst_daily, last.worst_pain)
    return not (better or is_change_better(last.change) or is_extended(facts))


def _reds(facts: Facts) -> bool:
    """Three within 21 days."""
    reds = sorted(at for at in facts.reds if at > facts.since)
    window = dt.timedelta(days=c.THREE_REDS_DAYS.value)
    last = c.REDS_TO_REFER.value - 1
    return any(reds[n + last] - reds[n] <= window for n in range(len(reds) - last))


def _lasts(facts: Facts, begun: dt.datetime | None, days: int) -> bool:
    """Something has lasted so many days, counted from the last look of a clinician."""
    if begun is None:
        return False
    return facts.now - max(begun, facts.since) >= dt.timedelta(days=days)


def _pain_since(checks: Sequence[Check]) -> dt.datetime | None:
    """Since when the worst pain of a day is 7 or more; a day not answered does not end it."""
    begun = None
    for check in checks:
        if at_least(check.worst_daily, c.WORST_PAIN.value):
            begun = begun or check.at
        elif check.worst_daily is not None:
            begun = None
    return begun


def _painkillers_since(checks: Sequence[Check]) -> dt.datetime | None:
    """Since when each day had a painkiller; a day not answered does not end it."""
    begun = None
    for check in checks:
        if check.is_painkiller_day:
            begun = begun or check.at
        elif check.is_painkiller_day is False:
            begun = None
    return begun


def _week_12(facts: Facts) -> bool:
    ends = facts.intake.at + dt.timedelta(days=c.END_DAYS.value)
    if facts.now < ends or not facts.is_open(ends):
        return False
    totals = [review.akps for review in facts.reviews if review.akps is not None]
    before = facts.intake.akps
    gained_little = bool(totals) and before is not None and totals[-1] - before < c.AKPS_GAIN.value
    return not facts.is_continuous or gained_little


def _distress(facts: Facts) -> bool:
    if facts.intake.is_low_mood and facts.is_open(facts.intake.at):
        return True
    for review in facts.reviews[-1:]:
        is_late = facts.day(review.at) >= c.FEAR_DAYS.value
        is_afraid = at_least(review.fear, c.FEAR.value) and is_late
        if (is_afraid or review.is_low_mood) and facts.is_open(review.at):
            return True
    return False
