"""GPX files as points. XML that defines anything of its own is refused before it is parsed."""

import gzip
import io
import itertools
import re
import zlib

import gpxpy
from gpxpy.gpx import GPX, GPXException

from startline.core.refusals import Refusal
from startline.events.rules.courses import Fault, Point

MAX_BYTES = 10 * 1024 * 1024
MAX_POINTS = 300_000
JOINS_WITHIN_M = 500.0
GZIP = b"\x1f\x8b"
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_DEFINES = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableCourseError(Refusal):
    """The file makes no course; the code is a Fault."""

    def __init__(self, fault: Fault, **numbers: object) -> None:
        self.code = fault.value
        super().__init__(**numbers)


def read_points(data: bytes) -> tuple[list[Point], bool]:
    """The points of the course in order, and whether other tracks of the file were left out.

    Raises UnreadableCourseError: course_empty, course_too_big, course_forbidden_xml,
    course_broken_xml, course_not_gpx, course_no_track.
    """
    text = _text(_unpacked(data))
    if _DEFINES.search(text):
        raise UnreadableCourseError(Fault.FORBIDDEN_XML)
    if "<gpx" not in text[:20_000].lower():
        raise UnreadableCourseError(Fault.NOT_GPX)
    try:
        parsed = gpxpy.parse(text)
    except (GPXException, ValueError, TypeError) as error:
        raise UnreadableCourseError(Fault.BROKEN_XML, detail=str(error)[:200]) from error
    lines = _lines(parsed)
    if not lines:
        raise UnreadableCourseError(Fault.NO_TRACK)
    points, left_out = _joined(lines)
    if len(points) > MAX_POINTS:
        raise UnreadableCourseError(Fault.TOO_BIG, points=len(points))
    return points, left_out


def _unpacked(data: bytes) -> bytes:
    """The bytes, out of gzip if they are in it; never more than 10 MB."""
    if not data.strip():
        raise UnreadableCourseError(Fault.EMPTY)
    if data.startswith(GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableCourseError(Fault.BROKEN_XML, detail=str(error)[:200]) from error
    if len(data) > MAX_BYTES:
        raise UnreadableCourseError(Fault.TOO_BIG, bytes=MAX_BYTES)
    return data


def _text(data: bytes) -> str:
    """The bytes as text, in the encoding they declare."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _ENCODING.search(data[:200])
        encoding = declared[1].decode() if declared else "utf-8-sig"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding)
    except (UnicodeError, LookupError) as error:
        raise UnreadableCourseError(Fault.BROKEN_XML, detail=str(error)[:200]) from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)  # it is text now: no encoding applies


def _lines(parsed: GPX) -> list[list[Point]]:
    """Tracks, one line each; without tracks, routes."""
    tracks = [
        list(itertools.chain.from_iterable(s.points for s in t.segments)) for t in parsed.tracks
    ]
    routes = [list(route.points) for route in parsed.routes]
    lines = [[(p.longitude, p.latitude, p.elevation) for p in line] for line in (tracks, routes)[0]]
    if not any(len(line) > 1 for line in lines):
        lines = [[(p.longitude, p.latitude, p.elevation) for p in line] for line in routes]
    return [line for line in lines if len(line) > 1]


def _joined(lines: list[list[Point]]) -> tuple[list[Point], bool]:
    """Lines that follow each other as one; otherwise the one with most points."""
    if all(_near(a[-1], b[0]) for a, b in itertools.pairwise(lines)):
        return list(itertools.chain.from_iterable(lines)), False
    return max(lines, key=len), True


def _near(a: Point, b: Point) -> bool:
    """Within about 500 m of each other."""
    degrees = JOINS_WITHIN_M / 111_000
    return abs(a[1] - b[1]) < degrees and abs(a[0] - b[0]) < 2 * degrees
