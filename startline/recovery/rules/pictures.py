"""Where the marks of the pictures stand: pain, minutes and stage over the weeks. Pixels of an SVG
whose origin is its upper left corner; what is drawn there is the template's business."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.report import Report, RunLine
from startline.recovery.rules.running import REBUILD_STAGE

MOST_PAIN = 10
_STEPS = (5, 10, 20, 30, 60, 120, 300)
_ROOM_FOR_LABEL = 88


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture; the lanes of pain, minutes and stage from their top to their foot."""

    width: int
    left: int
    right: int
    days: int
    pain: tuple[int, int] = (26, 178)
    load: tuple[int, int] = (226, 316)
    stage: tuple[int, int] = (362, 442)
    height: int = 480


WIDE = Frame(width=1180, left=96, right=1084, days=84)
NARROW = Frame(width=390, left=34, right=380, days=28)


@dataclass(frozen=True, slots=True)
class Mark:
    """A run: the middle of its mark for pain (None: not said), its bar, its cap, its stage."""

    x: float
    day: dt.date
    light: str
    peak: int | None
    pain_y: float | None
    minutes: int
    bar_y: float
    bar_height: float
    cap_y: float | None
    stage: int
    stage_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of a scale."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day named under the picture."""

    x: float
    day: dt.date


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything of one picture."""

    frame: Frame
    marks: tuple[Mark, ...]
    pain_line: str
    cap_line: str
    stage_line: str
    pain_ticks: tuple[Tick, ...]
    load_ticks: tuple[Tick, ...]
    stage_ticks: tuple[Tick, ...]
    days: tuple[Day, ...]
    amber_y: float
    red_y: float


def picture(report: Report, frame: Frame) -> Picture | None:
    """The runs of the last days; None before there is one to draw."""
    today = report.state.past.now.date()
    first = max(_begun(report), today - dt.timedelta(days=frame.days - 1))
    runs = [line for line in report.runs if first <= line.run.day <= today]
    if not runs:
        return None
    span = max((today - first).days, 1)
    most = max([line.run.run_min or 0 for line in runs] + [line.cap_min or 0 for line in runs])
    step = next((s for s in _STEPS if most <= 4 * s), _STEPS[-1])
    top = step * max(1, -(-int(most) // step))
    marks = tuple(_mark(line, frame, (line.run.day - first).days / span, top) for line in runs)
    return Picture(
        frame=frame,
        marks=marks,
        pain_line=_line([(mark.x, mark.pain_y) for mark in marks]),
        cap_line=_line([(mark.x, mark.cap_y) for mark in marks]),
        stage_line=_steps([(mark.x, mark.stage_y) for mark in marks]),
        pain_ticks=tuple(Tick(_y(frame.pain, n / MOST_PAIN), n) for n in (0, 2, 4, 6, 8, 10)),
        load_ticks=tuple(Tick(_y(frame.load, n / top), n) for n in range(step, top + 1, step)),
        stage_ticks=tuple(Tick(_y(frame.stage, n / REBUILD_STAGE), n) for n in (0, 5, 10)),
        days=_days(frame, first, span),
        amber_y=_y(frame.pain, (c.AMBER_PEAK.value - 0.5) / MOST_PAIN),
        red_y=_y(frame.pain, (c.RED_PEAK.value - 0.5) / MOST_PAIN),
    )


def _begun(report: Report) -> dt.date:
    intake = report.state.past.intake
    return intake.day if intake else report.state.past.now.date()


def _mark(line: RunLine, frame: Frame, part: float, top: float) -> Mark:
    minutes = line.run.run_min or 0
    bar_y = _y(frame.load, minutes / top)
    peak, cap = line.run.peak, line.cap_min
    inset = 0.02 * (frame.right - frame.left)
    return Mark(
        x=round(frame.left + inset + part * (frame.right - frame.left - 2 * inset), 1),
        day=line.run.day,
        light=line.light.word,
        peak=peak,
        pain_y=None if peak is None else _y(frame.pain, peak / MOST_PAIN),
        minutes=minutes,
        bar_y=bar_y,
        bar_height=round(frame.load[1] - bar_y, 1),
        cap_y=None if cap is None else _y(frame.load, cap / top),
        stage=line.stage,
        stage_y=_y(frame.stage, line.stage / REBUILD_STAGE),
    )


def _y(lane: tuple[int, int], part: float) -> float:
    """From the foot of a lane upwards."""
    top, foot = lane
    return round(foot - part * (foot - top), 1)


def _line(points: Sequence[tuple[float, float | None]]) -> str:
    """A path through what is known."""
    known = [f"{x} {y}" for x, y in points if y is not None]
    return "M" + " L".join(known) if len(known) > 1 else ""


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """A path that goes up and down in steps."""
    first, *rest = points
    return f"M{first[0]} {first[1]}" + "".join(f" H{x} V{y}" for x, y in rest)


def _days(frame: Frame, first: dt.date, span: int) -> tuple[Day, ...]:
    """Days with room for their name, a whole number of weeks apart."""
    room = frame.right - frame.left
    weeks = 1
    while weeks * 7 / span * room < _ROOM_FOR_LABEL:
        weeks += 1
    inset = 0.02 * room
    numbers = range(0, span + 1, weeks * 7)
    return tuple(
        Day(round(frame.left + inset + n / span * (room - 2 * inset), 1), first + dt.timedelta(n))
        for n in numbers
    )
