"""FIT files, as far as they can be read; a damaged rest is left with a warning."""

from __future__ import annotations

import datetime as dt
import io
import warnings as python_warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from startline.core.later import loaded_when_used
from startline.recovery.rules.activities import Activity, Line, Sample, Timer, Told, activity

if TYPE_CHECKING:
    import fitdecode
else:
    fitdecode = loaded_when_used("fitdecode")

_TURNS = 2**32 / 360  # semicircles of FIT in a degree
_DAMAGES = (ValueError, TypeError, KeyError, IndexError, OverflowError,
            AttributeError, ArithmeticError, LookupError)  # fmt: skip


@dataclass
class Recording:
    """What one file holds, in its order."""

    lines: list[Line] = field(default_factory=list)
    sessions: list[Told] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sport: str = ""


def read_fit(content: bytes, *, with_sessions: bool = True) -> tuple[Activity, ...]:
    """The activities of a FIT file; empty when it holds no record (a setting, a workout).

    `with_sessions=False` leaves the device's own summary out, to measure what records give.
    """
    recording = _recorded(content)
    if not any(isinstance(line, Sample) for line in recording.lines):
        return ()
    sessions = recording.sessions if with_sessions else []
    if not sessions:
        told = Told(sport=recording.sport)
        return (activity("fit", recording.lines, told, recording.warnings),)
    return tuple(
        activity("fit", _lines_of(recording, told), told, recording.warnings) for told in sessions
    )


def samples_of(content: bytes) -> list[Sample]:
    """The records of a FIT file as they stand in it."""
    return [line for line in _recorded(content).lines if isinstance(line, Sample)]


def _lines_of(recording: Recording, told: Told) -> list[Line]:
    """The lines within a session; all of them when there is only one."""
    if len(recording.sessions) == 1 or told.started_at is None or told.elapsed_s is None:
        return recording.lines
    ends = told.started_at + dt.timedelta(seconds=told.elapsed_s)
    return [line for line in recording.lines
            if line.at is not None and told.started_at <= line.at <= ends]  # fmt: skip


def _recorded(content: bytes) -> Recording:
    found = Recording()
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            for frame in _frames(content):
                _take(frame, found)
        except (fitdecode.FitError, *_DAMAGES):
            found.warnings.append("damaged")
    return found


def _frames(content: bytes) -> Iterator[fitdecode.FitDataMessage]:
    reader = fitdecode.FitReader(
        io.BytesIO(content),
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    with reader as frames:
        for frame in frames:
            if isinstance(frame, fitdecode.FitDataMessage):
                yield frame


def _take(frame: fitdecode.FitDataMessage, found: Recording) -> None:
    if frame.name == "record":
        found.lines.append(_sample(frame))
    elif frame.name == "event" and _value(frame, "event") == "timer":
        at, kind = _instant(frame, "timestamp"), str(_value(frame, "event_type"))
        if at is not None and kind.startswith(("start", "stop")):
            found.lines.append(Timer(at, is_running=kind == "start"))
    elif frame.name == "session":
        told = _told(frame)
        if told.timer_s is not None or told.metres is not None:
            found.sessions.append(told)
    elif frame.name in {"sport", "lap"}:
        found.sport = found.sport or str(_value(frame, "sport") or "")


def _sample(frame: fitdecode.FitDataMessage) -> Sample:
    turns = _number(frame, "cadence")
    part = _number(frame, "fractional_cadence") or 0
    lat, lon = _number(frame, "position_lat"), _number(frame, "position_long")
    has_place = lat is not None and lon is not None
    return Sample(
        at=_instant(frame, "timestamp"),
        metres=_number(frame, "distance"),
        altitude_m=_first(frame, "enhanced_altitude", "altitude"),
        cadence=None if turns is None else turns + part,
        lat=lat / _TURNS if has_place and lat is not None else None,
        lon=lon / _TURNS if has_place and lon is not None else None,
    )


def _told(frame: fitdecode.FitDataMessage) -> Told:
    return Told(
        sport=str(_value(frame, "sport") or ""),
        started_at=_instant(frame, "start_time"),
        timer_s=_number(frame, "total_timer_time"),
        elapsed_s=_number(frame, "total_elapsed_time"),
        metres=_number(frame, "total_distance"),
        climb_m=_number(frame, "total_ascent"),
        descent_m=_number(frame, "total_descent"),
    )


def _value(frame: fitdecode.FitDataMessage, name: str) -> object:
    return frame.get_value(name, fallback=None)


def _first(frame: fitdecode.FitDataMessage, *names: str) -> float | None:
    return next((v for v in (_number(frame, name) for name in names) if v is not None), None)


def _number(frame: fitdecode.FitDataMessage, name: str) -> float | None:
    value = _value(frame, name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _instant(frame: fitdecode.FitDataMessage, name: str) -> dt.datetime | None:
    value = _value(frame, name)
    if not isinstance(value, dt.datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
