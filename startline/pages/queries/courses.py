"""The courses of a page as drawings."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from startline.core.units import distance_text, height_text
from startline.events.models.course import Course
from startline.events.rules.courses import Stretch, long_descents
from startline.pages.rules.profile import NARROW, WIDE, Drawing, draw

MOST_ROWS = 20


@dataclass(frozen=True)
class Fall:
    """One row of the table of long descents."""

    from_m: int
    to_m: int
    drop_m: int
    percent: str


@dataclass(frozen=True)
class CourseDrawing:
    """A profile at two widths, in words, and its long descents."""

    wide: Drawing
    narrow: Drawing
    label: str
    words: str
    falls: tuple[Fall, ...]


def drawing_of(course: Course | None, units: str) -> CourseDrawing | None:
    """The profile of a course; nothing without usable elevation."""
    if course is None or len(course.profile) < 2:
        return None
    profile = [(float(metre), float(height)) for metre, height in course.profile]
    falls = long_descents(profile)
    deepest = sorted(sorted(falls, key=lambda f: -f.drop_m)[:MOST_ROWS], key=lambda f: f.from_m)
    return CourseDrawing(
        wide=draw(profile, falls, WIDE, units),
        narrow=draw(profile, falls, NARROW, units),
        label=_label(course, profile, falls, units),
        words=_words(course, falls, units),
        falls=tuple(Fall(f.from_m, f.to_m, f.drop_m, f"{abs(f.grade) * 100:.1f}") for f in deepest),
    )


def line_of(course: Course) -> dict[str, object]:
    """The line as GeoJSON."""
    return {
        "type": "Feature",
        "properties": {"title": course.race.name},
        "geometry": {"type": "LineString", "coordinates": course.line},
    }


def _label(
    course: Course, profile: list[tuple[float, float]], falls: list[Stretch], units: str
) -> str:
    """The drawing in one sentence."""
    at, high = max(profile, key=lambda point: point[1])
    said = gettext("Elevation profile, %(length)s. High point %(high)s at %(at)s.") % {
        "length": distance_text(course.length_m, units),
        "high": height_text(high, units),
        "at": distance_text(at, units),
    }
    count = ngettext(
        "%(n)s long descent, steeper than 3 percent on average.",
        "%(n)s long descents, steeper than 3 percent on average.",
        len(falls),
    ) % {"n": len(falls)}
    return f"{said} {count}" if falls else said


def _words(course: Course, falls: list[Stretch], units: str) -> str:
    """How much of the course is long descent, and where it is steepest."""
    parts = []
    if falls:
        together = sum(f.to_m - f.from_m for f in falls)
        words = ngettext(
            "%(n)s long descent, %(part)s of %(length)s.",
            "%(n)s long descents, %(part)s of %(length)s.",
            len(falls),
        )
        parts.append(
            words
            % {
                "n": len(falls),
                "part": distance_text(together, units),
                "length": distance_text(course.length_m, units),
            }
        )
    if course.steepest:
        words = gettext("Steepest over %(over)s: %(drop)s down from %(at)s, %(grade)s %%.")
        parts.append(
            words
            % {
                "over": distance_text(course.steepest["to_m"] - course.steepest["from_m"], units),
                "drop": height_text(course.steepest["drop_m"], units),
                "at": distance_text(course.steepest["from_m"], units),
                "grade": f"{abs(course.steepest['grade']) * 100:.0f}",
            }
        )
    return " ".join(parts)
