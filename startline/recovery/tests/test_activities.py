"""Activity files: what is read, what is refused, each run once."""

import datetime as dt
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from scripts.accuracy_activities import as_gpx, as_tcx, figures
from startline.recovery.adapters.files import read_file
from startline.recovery.rules.activities import (
    Activity,
    Line,
    Sample,
    Timer,
    Told,
    activity,
    climbed,
    distinct,
    longest_minutes,
    metres,
    seconds,
)
from startline.recovery.services.activities import read_activities

START = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)


def _at(seconds_on: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds_on)


def _samples(count: int, turns: float = 80) -> list[Line]:
    """A run of ten metres a step, a step every four seconds."""
    return [
        Sample(at=_at(4 * n), metres=10.0 * n, lat=50 + n * 9e-5, lon=6, cadence=turns)
        for n in range(count)
    ]


def _rows(count: int) -> list[Sample]:
    return [line for line in _samples(count) if isinstance(line, Sample)]


def test_time_stops_while_the_watch_is_stopped_wherever_the_file_says_so() -> None:
    lines = [Sample(at=_at(n)) for n in (0, 10, 20, 620, 630)]
    stops = [Timer(_at(20), is_running=False), Timer(_at(620), is_running=True)]

    assert seconds(lines) == 630
    assert seconds([*lines, *stops]) == 30
    assert seconds([*stops, *lines]) == 30
    assert seconds([]) is None


def test_a_clock_that_jumps_by_years_adds_nothing() -> None:
    assert seconds([Sample(at=_at(n)) for n in (0, 10, 2_000_000_000)]) == 10


def test_legs_whose_count_begins_again_are_added() -> None:
    assert metres([Sample(metres=m) for m in (0, 500, 1000, 0, 400)]) == 1400


def test_a_jump_of_the_receiver_adds_no_metres() -> None:
    places = [Sample(at=s.at, lat=s.lat, lon=s.lon) for s in _rows(20)]
    jump = Sample(at=_at(38), lat=51.0, lon=6)

    plain = metres(places)
    assert plain == pytest.approx(190, rel=0.01)
    assert metres([*places[:10], jump, *places[10:]]) == pytest.approx(plain, rel=0.06)


def test_small_ups_and_downs_are_noise() -> None:
    assert climbed([Sample(altitude_m=h) for h in (10, 11, 10, 12, 10)]) == (0, 0)
    assert climbed([Sample(altitude_m=h) for h in (10, 20, 15, 30)]) == (25, 5)
    assert climbed([Sample()]) == (None, None)


@pytest.mark.parametrize(
    ("sport", "steps"), [("running", 160), ("Walking", 160), ("cycling", None)]
)
def test_strides_are_doubled_to_steps_and_zeros_left_out(sport: str, steps: float | None) -> None:
    lines = [*_samples(10), Sample(at=_at(60), cadence=0)]

    assert activity("fit", lines, Told(sport=sport), ()).steps_a_minute == steps


def test_the_device_is_believed_before_its_records() -> None:
    told = Told(sport="running", timer_s=100, metres=333, climb_m=7)
    found = activity("fit", _samples(10), told, ())

    assert (found.timer_s, found.metres, found.climb_m) == (100, 333, 7)


def _activity(form: str, start_s: int = 0, length: float = 1000) -> Activity:
    return Activity(form, "running", _at(start_s), 600, length)


def test_the_same_run_in_three_formats_counts_once_and_the_best_copy_stays() -> None:
    copies = [_activity("gpx", 30, 1020), _activity("tcx", 5, 990), _activity("fit")]

    assert distinct(copies) == (_activity("fit"),)


@pytest.mark.parametrize("other", [_activity("gpx", 600), _activity("gpx", 0, 2000)])
def test_two_different_runs_both_count(other: Activity) -> None:
    assert len(distinct([_activity("fit"), other])) == 2


def test_the_longest_run_is_that_of_runs_only() -> None:
    ride = Activity("fit", "cycling", START, 7200, 40_000)

    assert longest_minutes([ride, _activity("fit")]) == 10
    assert longest_minutes([ride]) is None


GPX = (
    '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"'
    ' xmlns:t="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><trk><type>running</type>'
    "<trkseg>{}</trkseg></trk></gpx>"
)
POINT = (
    '<trkpt lat="{}" lon="6"><ele>{}</ele><time>2026-05-01T08:00:{:02}Z</time><extensions>'
    "<t:TrackPointExtension><t:cad>82</t:cad></t:TrackPointExtension></extensions></trkpt>"
)


def test_a_gpx_file_gives_minutes_metres_and_steps() -> None:
    points = "".join(POINT.format(50 + n * 9e-5, 100 + n, n * 4) for n in range(10))
    found = read_file("run.gpx", GPX.format(points).encode()).activities[0]

    assert (found.timer_s, found.steps_a_minute, found.sport) == (36, 164, "running")
    assert found.metres == pytest.approx(90, rel=0.01)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.fit", b"", "unknown_format"),
        ("a.gpx", b"<gpx", "unreadable"),
        ("a.gpx", GPX.format("").encode(), "no_records"),
        ("a.gpx", b'<!DOCTYPE x [<!ENTITY a "b">]><gpx>&a;</gpx>', "unreadable"),
        ("a.tcx", b"<TrainingCenterDatabase", "unreadable"),
        ("a.fit", b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", "no_records"),
        ("a.zip", b"PK\x03\x04", "unreadable"),
        ("a.gpx.gz", b"\x1f\x8b\x00", "unknown_format"),
        ("a.jpg", b"\xff\xd8\xff", "unknown_format"),
    ],
)
def test_what_is_no_activity_is_refused_with_the_reason(
    name: str, content: bytes, code: str
) -> None:
    assert [no.code for no in read_file(name, content).refused] == [code]


@given(st.binary(max_size=400), st.sampled_from([b"", b"<gpx>", b"<TrainingCenterDatabase>"]))
def test_no_content_crashes_the_reader(content: bytes, begin: bytes) -> None:
    found = read_file("x", begin + content)
    header = b"\x0e\x10\x00\x00" + len(content).to_bytes(4, "little") + b".FIT\x00\x00"

    assert found.activities or found.refused
    assert read_file("x.fit", header + content) is not None


def test_a_zip_of_an_export_is_read_and_a_zip_within_it_is_not_opened() -> None:
    points = "".join(POINT.format(50 + n * 9e-5, 100, n * 4) for n in range(10))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("activities/1.gpx.gz", gzip.compress(GPX.format(points).encode()))
        file.writestr("photos/1.jpg", b"\xff")
        file.writestr("activities/2.fit", b"PK\x03\x04")
    found = read_activities([("export.zip", packed.getvalue())])

    assert len(found.activities) == 1
    assert [no.name for no in found.refused] == ["activities/2.fit"]


@pytest.mark.shared_data
def test_the_targets_for_activity_files_hold() -> None:
    missed = [name for name, _, _, is_met in figures(Path(settings.DATA), 70_000) if not is_met]

    assert missed == []


@pytest.mark.shared_data
def test_the_made_copies_are_what_they_say() -> None:
    fit = (Path(settings.DATA) / "activities/fit_fitparse/garmin-fenix-5-run.fit").read_bytes()

    assert read_file("a.gpx", as_gpx(fit).encode()).activities[0].format == "gpx"
    assert read_file("a.tcx", as_tcx(fit).encode()).activities[0].format == "tcx"
