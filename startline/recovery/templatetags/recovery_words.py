"""Codes of an answer in words, and a reader's own numbers as they stand in the tables."""

import datetime as dt
import json

from django import template
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from startline.recovery.content import answers
from startline.recovery.content.danger import QUESTIONS, SAYINGS, action
from startline.recovery.content.exercises import dose_words, planned_words
from startline.recovery.content.questions import SETTLED, TRIALS, WORDS
from startline.recovery.rules.activities import Activity
from startline.recovery.rules.entries import (
    Check,
    Clearance,
    Entry,
    Goal,
    Intake,
    Morning,
    Physio,
    Review,
    Run,
    Screen,
    Strength,
    Trial,
    Walk,
)
from startline.recovery.rules.lights import Light
from startline.recovery.rules.pictures import NARROW, WIDE, Picture, picture
from startline.recovery.rules.report import Report, RunLine
from startline.recovery.rules.running import Session
from startline.recovery.rules.saved import NAMES
from startline.recovery.rules.strength import Dose

register = template.Library()
_TABLES = {
    "light": answers.LIGHTS, "kind": answers.KINDS_OF_LIGHT, "then": answers.THEN,
    "why": answers.WHY, "change": answers.CHANGE, "refer": answers.REFER,
    "gate": answers.GATES, "training": answers.TRAINING, "fault": answers.FAULTS,
    "feature": WORDS, "saying": SAYINGS, "sign": QUESTIONS,
    "refused": answers.REFUSED_FILES, "warning": answers.WARNINGS,
}  # fmt: skip


@register.filter
def said(code: str, table: str) -> str | Promise:
    """The words of a code in one of the tables of `content`."""
    return _TABLES[table][code]


@register.filter
def danger_action(sign: str) -> str | Promise:
    """The one sentence to act on."""
    return action(sign)


@register.filter
def minutes(value: float | None) -> str:
    """Minutes with a half where there is one."""
    if value is None:
        return "–"
    return f"{value:g}"


@register.filter
def session(value: Session | None) -> str:
    """ "4 × (4 min run, 1 min walk)", or one run, or a walk."""
    if value is None:
        return ""
    words = {"n": value.repeats, "run": minutes(value.run_min), "walk": minutes(value.walk_min)}
    if value.repeats == 0:
        return gettext("%(walk)s min brisk walk") % words
    if value.repeats == 1:
        return gettext("%(run)s min run") % words
    if value.walk_min == 0:
        return gettext("%(n)s × %(run)s min run") % words
    return gettext("%(n)s × (%(run)s min run, %(walk)s min walk)") % words


@register.simple_tag
def reader_rows(line: RunLine) -> list[dict[str, object]]:
    """The table beside the reader's numbers: question, what green needs, the number, its row."""
    rows: list[dict[str, object]] = []
    for row, light in line.marked.by_row:
        asks, needs = answers.ROWS[row]
        decides = light is line.marked.light and light is not Light.GREEN
        rows.append(
            {"asks": asks, "needs": needs, "yours": _yours(line, row), "light": light.word,
             "decides": decides}
        )  # fmt: skip
    return rows


def _yours(line: RunLine, row: str) -> str:
    run = line.run
    answer: dict[str, object] = {
        "peak": run.peak,
        "rising": run.is_rising,
        "limp": run.is_limping,
        "new": None if run.new is None else bool(run.new),
        "settle": None if run.settle_min is None else settled(run.settle_min),
        "morning": _risen(line.marked.rise),
        "painkiller": run.is_painkiller,
    }
    value = answer[row]
    if value is None:
        return gettext("not said")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def settled(value: int) -> str:
    """The choice that holds so many minutes."""
    last = str(SETTLED[-1][1])
    return next((str(words) for most, words in SETTLED if value <= most), last)


def _risen(rise: int | None) -> str | None:
    if rise is None:
        return None
    if rise <= 0:
        return gettext("as usual or less")
    return ngettext("%(n)s point higher", "%(n)s points higher", rise) % {"n": rise}


@register.simple_tag
def taps(line: RunLine) -> list[Light]:
    """The row the numbers fall on, then the more careful ones a reader may choose instead."""
    worse = [light for light in (Light.AMBER, Light.RED) if light < line.marked.light]
    return [line.marked.light, *worse]


@register.filter
def kind_word(line: Entry) -> str | Promise:
    """What kind of line it is."""
    return answers.KINDS[NAMES[type(line)]]


@register.filter
def is_correctable(line: Entry) -> bool:
    """Lines with a form of their own; answers to danger signs are never edited away."""
    return NAMES[type(line)] in {"run", "walk", "morning", "check", "strength", "trial", "review"}


@register.filter
def is_removable(line: Entry) -> bool:
    """Lines that may be taken out: those that can be corrected, and a physiotherapist's plan."""
    return is_correctable(line) or isinstance(line, Physio)


@register.filter
def dose(value: str) -> str:
    """ "Sit to stand: 3 × 10" from `E06 3x10`."""
    return dose_words(value)


@register.filter
def planned(value: Dose) -> str:
    """A dose of the programme in words."""
    return planned_words(value)


@register.filter
def line_words(line: Entry) -> str:
    """The numbers of a line in a few words."""
    parts: list[str] = []
    match line:
        case Run():
            parts = [_amount(line.run_min), _pain(line.peak)]
        case Walk():
            parts = [_amount(line.minutes), _pain(line.peak)]
        case Morning():
            parts = [_pain(line.step_down)]
        case Intake() | Check():
            parts = [_pain(line.worst_daily)]
        case Strength() | Trial():
            name = str(TRIALS[line.name]) if isinstance(line, Trial) else ""
            parts = [name, _pain(line.peak)]
        case Review():
            parts = [_pain(line.worst_pain)]
        case _:
            parts = _other(line)
    return ", ".join(part for part in parts if part)


def _other(line: Entry) -> list[str]:
    match line:
        case Screen():
            marked = len(line.yes | line.unsure)
            one = ngettext("%(n)s sign marked", "%(n)s signs marked", marked) % {"n": marked}
            return [one if marked else gettext("none of them")]
        case Clearance():
            return [line.note]
        case Physio():
            return [_amount(line.run_cap_min)]
        case Goal():
            return [line.race_on.isoformat() if line.race_on else ""]
        case _:
            return []


def _amount(value: int | None) -> str:
    return "" if value is None else gettext("%(n)s min") % {"n": value}


def _pain(value: int | None) -> str:
    return "" if value is None else gettext("pain %(n)s") % {"n": value}


@register.filter
def lived_on(value: dt.datetime) -> str:
    """The day on the reader's own clock, whatever the zone of the page."""
    return date_format(value.date(), "D j M")


@register.filter
def lived_at(value: dt.datetime) -> str:
    """The time on the reader's own clock."""
    return f"{value:%H:%M}"


@register.filter
def short_day(value: dt.date) -> str:
    """ "12 May"."""
    return date_format(value, "j M")


@register.filter
def less(value: float, taken: float) -> float:
    """One place of a drawing measured from another."""
    return round(value - taken, 1)


@register.simple_tag
def drawings(report: Report) -> tuple[Picture, Picture] | None:
    """The picture for a wide screen and the one for a phone; None before there is a run."""
    wide, narrow = picture(report, WIDE), picture(report, NARROW)
    return (wide, narrow) if wide and narrow else None


@register.filter
def use_run(one: Activity) -> str:
    """What the file of a watch fills into the form of a run, as JSON."""
    return json.dumps(
        {
            "at": one.started_at.isoformat() if one.started_at else None,
            "run_min": one.minutes,
            "cadence": _whole(one.steps_a_minute),
            "climb_m": _whole(one.climb_m),
            "descent_m": _whole(one.descent_m),
        }
    )


@register.filter
def use_longest(minutes_: int) -> str:
    """The longest run of the files, for the start."""
    return json.dumps({"longest_run_min": minutes_})


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
