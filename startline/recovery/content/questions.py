"""The questions of the log: which field of a line each fills in, how it is asked, in words.

The bounds stand with the fields (`rules/entries.py`). What is left unanswered is left out of the
line: it never counts as good news.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import KINDS

type Word = str | Promise

SETTLED: tuple[tuple[int, Word], ...] = (
    (c.GREEN_SETTLE_MIN.value, _("Within an hour")),
    (c.RED_SETTLE_MIN.value, _("Within a day")),
    (c.RED_SETTLE_MIN.value + 1, _("Longer, or not yet after a day")),
)
CHANGED: tuple[tuple[int, Word], ...] = (
    (-3, _("Much worse")),
    (-2, _("Worse")),
    (-1, _("A little worse")),
    (0, _("The same")),
    (1, _("A little better")),
    (2, _("Better")),
    (3, _("Much better")),
)
TRIALS: Mapping[str, Word] = {
    "step_up_15": _("Step-ups, 15 cm: repetitions"),
    "step_down_20": _("Step-downs, 20 cm: repetitions"),
    "single_leg_bridge": _("Bridge on one leg: seconds"),
    "calf_raise_single": _("Calf raises on one leg: repetitions"),
    "box_squat": _("Squats to a box on one leg: repetitions"),
    "hop_distance": _("Hop on one leg, in % of the other side"),
    "sides_percent": _("Strength, in % of the other side"),
}
WORDS: Mapping[str, Word] = {
    "swelling": _("Swelling"),
    "locking": _("Locking"),
    "giving_way": _("Giving way"),
    "uphill": _("Uphill"),
    "strides": _("Strides"),
    "threshold": _("Threshold pace"),
    "intervals": _("Intervals"),
    "downhill": _("Downhill"),
    "stairs": _("Stairs"),
    "trail": _("Trail"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a line: `kind` is pain, flag, number, choice, words, day or text; `choices`
    pairs of value and words; `is_more` stands behind *More*."""

    field: str
    words: Word
    kind: str
    hint: Word = ""
    choices: tuple[tuple[Any, Word], ...] = ()
    low: int = 0
    high: int = 0
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one kind of line."""

    kind: str
    title: Word
    button: Word
    questions: tuple[Question, ...]

    @property
    def has_more(self) -> bool:
        """Something stands behind *More*."""
        return any(question.is_more for question in self.questions)

    @property
    def takes_files(self) -> bool:
        """The file of a watch may fill in some of it."""
        return self.kind in {"run", "intake"}


def _asked(kind: str, field: str, words: Word, **more: Any) -> Question:
    """A question of that field, its kind and bounds read from the field itself."""
    said = {item.name: item.metadata for item in fields(KINDS[kind])}[field]
    form = said["kind"]
    if "choices" in more:
        form = "choice"
    elif form == "number" and (said["low"], said["high"]) == (0, 10):
        form = "pain"
    elif form == "words":
        more["choices"] = tuple((word, WORDS[word]) for word in sorted(said["allowed"]))
    low, high = said.get("low", 0), said.get("high", said.get("most", 0))
    return Question(field, words, form, low=low, high=high, **more)


def _form(kind: str, title: Word, button: Word, *asked: tuple[str, Word, dict[str, Any]]) -> Form:
    return Form(kind, title, button, tuple(_asked(kind, name, w, **m) for name, w, m in asked))


_NEW = _("Anything new: swelling, locking, giving way?")
_LIMP = _("Did you limp?")
_SETTLE = _("When was the knee back to its usual?")
_MORE = {"is_more": True}
_OPEN: dict[str, Any] = {}

FORMS: Mapping[str, Form] = {
    form.kind: form
    for form in (
        _form(
            "run", _("A run"), _("Keep this run"),
            ("run_min", _("Minutes of running"), _OPEN),
            ("walk_min", _("Minutes of walk breaks"), {"hint": _("0 without any")}),
            ("peak", _("Worst pain during the run"), _OPEN),
            ("is_rising", _("Was it rising?"), {"hint": _("No: it stayed the same or eased")}),
            ("is_limping", _LIMP, _OPEN),
            ("new", _NEW, _OPEN),
            ("is_painkiller", _("A painkiller in the six hours before?"), _OPEN),
            ("settle_min", _SETTLE, {
                "choices": SETTLED, "hint": _("Leave it open while you do not know yet")}),
            ("features", _("What was in it?"), _MORE),
            ("is_race_pace", _("At race pace?"), _MORE),
            ("climb_m", _("Climb, metres"), _MORE),
            ("descent_m", _("Descent, metres"), _MORE),
            ("cadence", _("Steps a minute, both feet"), _MORE),
        ),
        _form(
            "morning", _("The morning after"), _("Keep this morning"),
            ("step_down", _("Pain in one slow step down from a step of 15 to 20 cm"), _OPEN),
            ("new", _NEW, _OPEN),
        ),
        _form(
            "check", _("A day without a run"), _("Keep this day"),
            ("worst_daily", _("Worst pain of the day"), _OPEN),
            ("walk_pain", _("Pain when walking"), _OPEN),
            ("is_limping", _("Do you limp?"), _OPEN),
            ("has_rest_pain", _("Pain at complete rest?"), _OPEN),
            ("new", _NEW, _OPEN),
            ("is_painkiller_day", _("A painkiller today?"), _OPEN),
            ("settle_min", _("After load, when was the knee back to its usual?"), {
                "choices": SETTLED, **_MORE}),
            ("tolerance_min", _("Minutes of running until it reaches 3 of 10"), _MORE),
            ("run_pain", _("Worst pain when running"), _MORE),
        ),
        _form(
            "walk", _("A brisk walk"), _("Keep this walk"),
            ("minutes", _("Minutes"), _OPEN),
            ("peak", _("Worst pain during the walk"), _OPEN),
            ("is_limping", _LIMP, _OPEN),
        ),
        _form(
            "strength", _("Strength"), _("Keep this session"),
            ("peak", _("Worst pain during it"), _OPEN),
            ("effort", _("Effort"), {"hint": _("0 none, 10 nothing left")}),
        ),
        _form(
            "trial", _("A test of your own"), _("Keep this test"),
            ("name", _("Which one?"), {"choices": tuple(TRIALS.items())}),
            ("amount", _("How many?"), _OPEN),
            ("peak", _("Worst pain during it"), _OPEN),
        ),
        _form(
            "review", _("The week"), _("Keep this review"),
            ("worst_pain", _("Worst pain of the week"), _OPEN),
            ("change", _("Compared with the start, the knee is"), {"choices": CHANGED}),
            ("adherence", _("How much of the plan was done, in %?"), _OPEN),
            ("fear", _("“I am afraid that running damages my knee”"), {
                "hint": _("0 not at all, 10 very much")}),
            ("is_low_mood", _("Low for most of the week?"), _OPEN),
            ("confidence", _("How sure are you of the knee?"), {
                "hint": _("0 not at all, 10 fully")}),
            ("akps", _("Total of the Kujala questionnaire, if you have it"), _MORE),
        ),
        _form(
            "clearance", _("A clinician has looked"), _("Keep this"),
            ("cleared_on", _("On which day?"), _OPEN),
            ("note", _("Who, and what was said"), {
                "hint": _("Your own words. They are never read by a rule.")}),
        ),
        _form(
            "intake", _("Where you start"), _("Keep the start"),
            ("born_on", _("Date of birth"), {
                "hint": _("The rules are for adults: under 18 there is no plan here.")}),
            ("worst_daily", _("Worst pain in daily life, last seven days"), _OPEN),
            ("walk_pain", _("Pain when walking"), _OPEN),
            ("is_limping", _("Do you limp?"), _OPEN),
            ("has_rest_pain", _("Pain at complete rest?"), _OPEN),
            ("step_down", _("Pain in one slow step down this morning"), {
                "hint": _("From a step of 15 to 20 cm. It becomes your usual morning.")}),
            ("run_pain", _("Worst pain when running"), {"hint": _("At your last runs")}),
            ("settle_min", _("After a run, when is the knee back to its usual?"), {
                "choices": SETTLED}),
            ("tolerance_min", _("Minutes you can run until it reaches 3 of 10"), _OPEN),
            ("days_without_running", _("Days since your last run"), _OPEN),
            ("longest_run_min", _("Longest run of the last 30 days, minutes"), _OPEN),
            ("week_min", _("A usual week, minutes of running"), _OPEN),
            ("week_runs", _("A usual week, runs"), _OPEN),
            ("weeks_since_onset", _("How many weeks has it hurt?"), _OPEN),
            ("is_both_knees", _("Both knees?"), _OPEN),
            ("recurrences", _("How often did it come back in six months?"), _OPEN),
            ("fear", _("“I am afraid that running damages my knee”"), {
                "hint": _("0 not at all, 10 very much")}),
            ("is_low_mood", _("Low for most of the last weeks?"), _OPEN),
            ("cadence", _("Usual steps a minute, both feet"), _MORE),
            ("akps", _("Total of the Kujala questionnaire, if you have it"), _MORE),
        ),
    )
}  # fmt: skip
