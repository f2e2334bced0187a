"""GPX and TCX files of recorded activities."""

import datetime as dt
import io
import math
import re
from typing import cast
from xml.etree import ElementTree

import gpxpy
from gpxpy.gpx import GPXException, GPXTrackPoint
from tcxreader.tcx_track_point import TCXTrackPoint
from tcxreader.tcxreader import TCXReader

from startline.recovery.rules.activities import Activity, Line, Sample, Told, activity

_DEFINES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_SPORTS = {"9": "running"}  # the number one service writes instead of the word


class UnreadableTrackError(ValueError):
    """Not a file of its kind."""


def read_gpx(content: bytes) -> tuple[Activity, ...]:
    """One activity for each track with points; UnreadableTrackError when it is no GPX."""
    _refuse_definitions(content)
    try:
        parsed = gpxpy.parse(content.decode("utf-8-sig", "replace"))
    except (GPXException, ValueError, TypeError, ArithmeticError, LookupError) as error:
        raise UnreadableTrackError from error
    found = []
    for track in parsed.tracks:
        points = [point for segment in track.segments for point in segment.points]
        if points:
            kind = cast("str | None", track.type) or ""
            sport = _SPORTS.get(kind, kind)
            samples: list[Line] = [_gpx_sample(point) for point in points]
            warnings = () if any(line.at for line in samples) else ("no_times",)
            found.append(activity("gpx", samples, Told(sport=sport), warnings))
    return tuple(found)


def read_tcx(content: bytes) -> tuple[Activity, ...]:
    """The activity of a TCX file; UnreadableTrackError when it is none."""
    _refuse_definitions(content)
    try:
        found = TCXReader().read(io.BytesIO(content.strip()), only_gps=False)
    except (ElementTree.ParseError, ValueError, TypeError, ArithmeticError, LookupError,
            AttributeError) as error:  # fmt: skip
        raise UnreadableTrackError from error
    lines: list[Line] = [_tcx_sample(point) for point in found.trackpoints]
    if not lines:
        return ()
    told = Told(sport=str(found.activity_type or ""), metres=_finite(found.distance) or None)
    return (activity("tcx", lines, told, ()),)


def _refuse_definitions(content: bytes) -> None:
    """Files that define entities can grow without end; no watch writes them. Nor does one write
    letters of two bytes, in which such a definition would not be seen.
    """
    if b"\0" in content or _DEFINES.search(content):
        raise UnreadableTrackError


def _gpx_sample(point: GPXTrackPoint) -> Sample:
    cadence = None
    for extension in point.extensions:
        for node in extension.iter():
            if str(node.tag).endswith("}cad") and node.text:
                cadence = _number(node.text)
    return Sample(
        at=_aware(point.time), altitude_m=_finite(point.elevation), cadence=cadence,
        lat=_finite(point.latitude), lon=_finite(point.longitude),
    )  # fmt: skip


def _tcx_sample(point: TCXTrackPoint) -> Sample:
    turns = point.cadence if point.cadence is not None else point.tpx_ext.get("RunCadence")
    return Sample(
        at=_aware(point.time), metres=_finite(point.distance),
        altitude_m=_finite(point.elevation), cadence=_number(turns), lat=_finite(point.latitude),
        lon=_finite(point.longitude),
    )  # fmt: skip


def _number(value: object) -> float | None:
    try:
        return _finite(float(str(value)))
    except ValueError:
        return None


def _finite(value: float | None) -> float | None:
    """The number, unless a file says "nan" or "inf"."""
    return value if value is not None and math.isfinite(value) else None


def _aware(value: dt.datetime | None) -> dt.datetime | None:
    if value is None:
        return None
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
