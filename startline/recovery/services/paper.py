"""A log on paper for a physiotherapist: drawn in memory, kept nowhere."""

import json
from functools import lru_cache
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from startline.recovery.content.answers import GATES, LIGHTS, WHY
from startline.recovery.content.danger import action
from startline.recovery.rules.report import Report, RunLine

LAYOUT = Path(__file__).resolve().parent.parent / "content" / "log.typ"


def paper_of(report: Report) -> bytes:
    """The sheet as a PDF: where the plan stands, every week, every run, what they mean."""
    sheet = {
        "language": (get_language() or "en").partition("-")[0],
        "title": gettext("Symptom log"),
        "about": gettext(
            "Written down by the runner. The lights follow a printed rule that was never validated."
        ),
        "day": date_format(report.state.past.now.date(), "j F Y"),
        "facts": _facts(report),
        "runs_title": gettext("Every run"),
        "runs_heads": [
            gettext("Day"), gettext("Stage"), gettext("Minutes"), gettext("At most"),
            gettext("Pain"), gettext("Morning"), gettext("Light"),
        ],
        "runs": [_run(line) for line in reversed(report.runs)],
        "weeks_title": gettext("Week by week"),
        "weeks_heads": [
            gettext("From"), gettext("Minutes"), gettext("Longest run"), gettext("Worst pain"),
        ],
        "weeks": [
            [date_format(week.begins_on, "j M"), str(week.minutes), str(week.longest_min),
             _number(week.worst)]
            for week in reversed(report.weeks)
        ],
    }  # fmt: skip
    return typst.compile(_layout(), sys_inputs={"sheet": json.dumps(sheet)})


def _facts(report: Report) -> list[list[str]]:
    """Where the plan stands; a danger sign first."""
    state = report.state
    facts = []
    if not state.danger.is_open:
        facts.append([gettext("Danger sign"), str(action(state.danger.sign))])
    facts.append([gettext("Stage, 0 walking to 10 rebuild"), str(state.position.stage)])
    facts.append([gettext("Today"), " ".join(str(WHY[code]) for code in report.offer.why[:2])])
    for gate, day in report.gates.items():
        words = date_format(day, "j F Y") if day else gettext("not to be said now")
        facts.append([f"{GATES[gate]}: {gettext('not before')}", words])
    return facts


def _run(line: RunLine) -> list[str]:
    rise = line.marked.rise
    return [
        date_format(line.run.day, "j M Y"), str(line.stage), _number(line.run.run_min),
        _number(line.cap_min), _number(line.run.peak),
        "–" if rise is None else f"{rise:+d}", str(LIGHTS[line.light.word]),
    ]  # fmt: skip


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()
