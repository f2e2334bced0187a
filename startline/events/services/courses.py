"""Keeping the course of a race."""

import datetime as dt
import gzip
import math
from dataclasses import asdict

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.events.adapters.gpx import UnreadableCourseError, read_points
from startline.events.models.catalogue import Event, Race
from startline.events.models.course import Course
from startline.events.rules.courses import Fault, Measured, UnusableCourseError, measure
from startline.events.services.changes import record_changes

FAR_AWAY_KM = 300.0


@transaction.atomic
def store_course(
    race: Race, *, file_name: str, data: bytes, by: User | None, now: dt.datetime
) -> Course:
    """Measure a GPX file and keep it as the race's course, in place of an earlier one.

    The race's own distance and climb stay as the organizer gave them. Raises
    UnreadableCourseError (codes course_…), also when the line lies over 300 km from the event.
    """
    points, left_out = read_points(data)
    try:
        found = measure(points)
    except UnusableCourseError as error:
        raise UnreadableCourseError(error.fault) from error
    _check_place(race.edition.event, found)
    warnings = [*found.warnings, *(["several_tracks"] if left_out else [])]
    course, _ = Course.objects.update_or_create(
        race=race,
        defaults={
            "file_name": file_name[-200:],
            "gpx": gzip.compress(data, mtime=0),
            "line": found.line,
            "profile": found.profile,
            "length_m": found.length_m,
            "climb_m": found.climb_m,
            "descent_m": found.descent_m,
            "steepest": asdict(found.steepest) if found.steepest else {},
            "warnings": warnings,
        },
    )
    record_deed("store_course", race, by=by, now=now, file=file_name[-200:])
    record_changes([race.edition.event_id], now=now)
    return course


def _check_place(event: Event, found: Measured) -> None:
    """Refuse a course of another part of the world, and say so if its axes are swapped."""
    if event.latitude is None or event.longitude is None:
        return
    lon, lat = found.line[0]
    away = _kilometres(event, lat, lon)
    if away <= FAR_AWAY_KM:
        return
    if abs(lon) <= 90 and _kilometres(event, lon, lat) <= FAR_AWAY_KM:
        raise UnreadableCourseError(Fault.SWAPPED)
    raise UnreadableCourseError(Fault.FAR_AWAY, km=round(away))


def _kilometres(event: Event, lat: float, lon: float) -> float:
    """Great-circle distance from the event's position."""
    a, b = math.radians(event.latitude or 0.0), math.radians(lat)
    turn = math.radians(lon - (event.longitude or 0.0))
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))
