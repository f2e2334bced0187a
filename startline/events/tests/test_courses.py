"""A course from a GPX file: what is measured, and what is refused with a reason."""

import datetime as dt
import gzip
import math
import re

import numpy as np
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from scripts.accuracy_courses import measure_courses, summary
from startline.accounts.models import AuditEntry, User
from startline.events.adapters.gpx import UnreadableCourseError, read_points
from startline.events.models.course import Course
from startline.events.models.provenance import Change
from startline.events.rules.courses import (
    Fault,
    Point,
    UnusableCourseError,
    climb_and_descent,
    long_descents,
    measure,
)
from startline.events.services.courses import store_course
from startline.events.tests.make import make_race

START = (6.87, 45.92)  # Chamonix


def walk(
    heights: list[float | None], *, step_m: float = 20.0, start: tuple[float, float] = START
) -> list[Point]:
    """Points due north, one every `step_m`."""
    degree = step_m / 111_195
    return [(start[0], start[1] + i * degree, height) for i, height in enumerate(heights)]


def gpx(points: list[Point], kind: str = "trk") -> bytes:
    """A GPX file of the points."""
    tag = "trkpt" if kind == "trk" else "rtept"
    rows = "".join(
        f'<{tag} lat="{lat}" lon="{lon}">{"" if e is None else f"<ele>{e}</ele>"}</{tag}>'
        for lon, lat, e in points
    )
    inner = f"<trkseg>{rows}</trkseg>" if kind == "trk" else rows
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="test" '
        f'xmlns="http://www.topografix.com/GPX/1/1"><{kind}>{inner}</{kind}></gpx>'
    ).encode()


def hill(n: int = 251) -> list[float | None]:
    """100 m up and down again over 5 km."""
    return [1000 + 100 * math.sin(math.pi * i / (n - 1)) for i in range(n)]


def test_a_hill_of_a_hundred_metres_is_a_hundred_metres_up_and_down() -> None:
    found = measure(walk(hill()))

    assert found.length_m == pytest.approx(5000, abs=5)
    assert found.climb_m == pytest.approx(100, abs=1)
    assert found.descent_m == pytest.approx(100, abs=1)
    assert found.steepest is not None
    assert found.steepest.to_m - found.steepest.from_m == pytest.approx(500, abs=5)
    assert found.warnings == ()
    assert len(found.line) == 2  # a straight line needs no more


def test_without_elevation_climb_is_unknown_and_never_nothing() -> None:
    for heights in ([None] * 100, [0.0] * 100, [*[100.0, 120.0] * 5, *[None] * 300]):
        found = measure(walk(list(heights)))

        assert found.climb_m is None
        assert found.descent_m is None
        assert found.profile == ()
        assert "no_elevation" in found.warnings


def test_elevation_on_some_points_is_joined_and_said_so() -> None:
    heights = hill()
    found = measure(walk([h if i % 3 == 0 else None for i, h in enumerate(heights)]))

    assert found.climb_m == pytest.approx(100, abs=2)
    assert "partial_elevation" in found.warnings


def test_a_spike_of_elevation_adds_no_climb() -> None:
    heights = hill()
    heights[40] = 4000.0
    found = measure(walk(heights))

    assert found.climb_m == pytest.approx(100, abs=2)
    assert "elevation_spikes" in found.warnings


def test_a_point_in_the_atlantic_is_left_out() -> None:
    points = walk(hill())
    points[10] = (0.0, 0.0, 0.0)
    points[30] = (points[30][0] + 0.5, points[30][1], points[30][2])
    found = measure(points)

    assert found.length_m == pytest.approx(5000, abs=10)
    assert set(found.warnings) == {"impossible_points", "jumps"}


def test_a_gap_is_crossed_straight_and_named() -> None:
    points = walk(hill())
    found = measure(points[:80] + points[180:])

    assert found.length_m == pytest.approx(5000, abs=5)
    assert "gap" in found.warnings


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([], "too_few_points"),
        ([(6.0, 45.0, 1.0)], "too_few_points"),
        ([(0.0, 0.0, 1.0)] * 9, "not_on_earth"),
        ([(6.0, 450.0, 1.0), (6.1, 451.0, 2.0)], "not_on_earth"),
        ([(6.0, 45.0, 1.0)] * 9, "too_few_points"),
        ([(6.0, 45.0, 1.0), (6.0, 45.0001, 1.0)], "no_length"),
        ([(-170.0, 45.0, 1.0), (10.0, -45.0, 1.0)], "too_long"),
    ],
)
def test_points_that_are_no_course_are_refused(points: list[Point], code: str) -> None:
    with pytest.raises(UnusableCourseError) as refused:
        measure(points)

    assert refused.value.fault == f"course_{code}"


def test_a_long_descent_is_steeper_than_three_percent_on_average() -> None:
    falls = [(float(i * 100), 500.0 - i * 5) for i in range(20)]
    flats = [(2000.0 + i * 100, 400.0 - i * 1) for i in range(20)]

    (found,) = long_descents(falls + flats)

    assert found.from_m == 0
    assert found.grade < -0.03
    assert long_descents(flats) == []


@given(st.lists(st.floats(-50, 4000), min_size=2, max_size=200))
def test_climb_less_descent_is_the_difference_of_the_ends(heights: list[float]) -> None:
    values = np.array(heights)
    up, down = climb_and_descent(values)
    total = np.abs(np.diff(values)).sum()

    assert up >= -3
    assert down >= 0
    assert up + down <= total + 3
    assert abs((up - down) - (values[-1] - values[0])) < 1e-6


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=200))
def test_noise_below_three_metres_is_no_climb(noise: list[float]) -> None:
    up, down = climb_and_descent(np.array(noise))

    assert up <= 2
    assert down <= 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "course_empty"),
        (b"<html><body>Not found</body></html>", "course_not_gpx"),
        (gpx(walk(hill()))[:-40], "course_broken_xml"),
        (
            b'<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx version="1.1">&a;</gpx>',
            "course_forbidden_xml",
        ),
        (
            '<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx version="1.1">&a;</gpx>'.encode("utf-16"),
            "course_forbidden_xml",
        ),
        (b'<gpx version="1.1" creator="x"></gpx>', "course_no_track"),
        (gzip.compress(b" " * 40_000_000), "course_too_big"),
        (gzip.compress(gpx(walk(hill())))[:200], "course_broken_xml"),
        (b"\x1f\x8b\x08" + bytes(6) + b"\xff" * 50, "course_broken_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><gpx/>', "course_broken_xml"),
        (
            gpx(walk(hill())).replace(b'lat="45.92"', b'lat="north"'),
            "course_broken_xml",
        ),
    ],
)
def test_files_that_are_no_course_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableCourseError) as refused:
        read_points(data)

    assert refused.value.code == code


def test_a_route_is_read_where_there_is_no_track_also_compressed() -> None:
    points, left_out = read_points(gzip.compress(gpx(walk(hill()), "rte")))

    assert len(points) == 251
    assert not left_out


def test_a_course_is_kept_and_replaced(bruno: User, now: dt.datetime) -> None:
    race = make_race()
    store_course(race, file_name="a.gpx", data=gpx(walk([None] * 99)), by=bruno, now=now)
    store_course(race, file_name="b.gpx", data=gpx(walk(hill())), by=bruno, now=now)

    course = Course.objects.get()
    assert course.file_name == "b.gpx"
    assert course.climb_m == pytest.approx(100, abs=1)
    assert gzip.decompress(course.gpx) == gpx(walk(hill()))
    race.refresh_from_db()
    assert race.climb_m == 2_400  # the organizer's word stays
    assert AuditEntry.objects.filter(verb="store_course").count() == 2
    assert Change.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "code"),
    [((45.92, 6.87), "course_swapped"), ((-70.0, -30.0), "course_far_away")],
)
def test_a_course_in_another_part_of_the_world_is_refused(
    bruno: User, now: dt.datetime, start: tuple[float, float], code: str
) -> None:
    data = gpx(walk(hill(), start=start))

    with pytest.raises(UnreadableCourseError) as refused:
        store_course(make_race(), file_name="a.gpx", data=data, by=bruno, now=now)

    assert refused.value.code == code
    assert not Course.objects.exists()


@pytest.mark.parametrize("fault", list(Fault))
def test_each_reason_has_a_sentence(fault: Fault) -> None:
    refusal = UnreadableCourseError(fault, km=900)
    text = render_to_string("events/refusals.html", {"refusal": refusal})

    assert len(re.sub(r"<[^>]+>", "", text).replace("This was not done", "").strip()) > 15


@pytest.mark.shared_data
def test_thirteen_published_courses_come_out_as_their_organizers_say() -> None:
    rows = measure_courses(settings.DATA)
    figures = summary(rows)

    assert figures["courses"] == 13
    assert figures["climb_within_10_percent"] >= 12
    assert figures["climb_median_error"] <= 0.05
    assert figures["length_within_2.5_percent"] >= 11
    assert {row.name for row in rows if row.climb_error > 0.10} == {"Fränkische Schweiz"}
    assert all(row.climb_m for row in rows)
