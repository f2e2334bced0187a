"""Files of a watch over HTTP: read in memory, each run once, nothing counts by itself."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

PAGE, API = "/recovery/log/activities/", "/api/v1/recovery/activities"
START = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
SPACE = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"


def sent(client: Client, address: str, **files: bytes) -> Any:
    named = [SimpleUploadedFile(name.replace("_", "."), body) for name, body in files.items()]
    return client.post(address, {"files": named})


def instants() -> list[tuple[int, str]]:
    """Half an hour, a record every four seconds."""
    return [(n, f"{START + dt.timedelta(seconds=4 * n):%Y-%m-%dT%H:%M:%SZ}") for n in range(451)]


def tcx() -> bytes:
    points = "".join(
        f"<Trackpoint><Time>{at}</Time><DistanceMeters>{10 * n}</DistanceMeters></Trackpoint>"
        for n, at in instants()
    )
    return (
        f'<TrainingCenterDatabase xmlns="{SPACE}"><Activities><Activity Sport="Running">'
        f"<Lap><Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="{45 + 0.0000898 * n:.7f}" lon="6"><time>{at}</time></trkpt>'
        for n, at in instants()
    )
    return (
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def test_the_same_run_in_two_formats_and_a_zip_counts_once(client: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as export:
        export.writestr("activities/run.tcx", tcx())
        export.writestr("photo.jpg", b"not a run")

    answer = sent(client, API, a_tcx=tcx(), a_gpx=gpx(), export_zip=packed.getvalue()).json()

    assert [one["minutes"] for one in answer["activities"]] == [30]
    assert answer["longest_run_min"] == 30


def test_a_file_that_is_no_run_is_refused_with_its_reason(client: Client) -> None:
    answer = sent(client, API, notes_txt=b"hello", cut_fit=b"\x0e\x10\x00\x00....FIT\x00").json()

    assert answer["activities"] == []
    assert {one["code"] for one in answer["refused"]} <= {"unknown_format", "unreadable",
                                                          "no_records"}  # fmt: skip
    assert len(answer["refused"]) == 2


def test_numbers_that_are_none_leave_a_run_without_them(client: Client) -> None:
    lost = gpx().replace(b'lon="6"', b'lon="inf"').replace(b"<time>", b"<ele>nan</ele><time>")

    answer = sent(client, API, lost_gpx=lost)

    assert answer.status_code == 200
    assert [one["minutes"] for one in answer.json()["activities"]] == [30]
    assert "NaN" not in answer.content.decode()


def test_a_definition_hidden_in_letters_of_two_bytes_is_not_followed(client: Client) -> None:
    top = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "Running">]>'
    seen = "<!--".encode("utf-16-le") + b"<TrainingCenterDatabase " + "-->".encode("utf-16-le")
    run = tcx().decode().replace('Sport="Running"', 'Sport="&a;"').encode("utf-16-le")

    answer = sent(client, API, run_tcx=b"\xff\xfe" + top.encode("utf-16-le") + seen + run).json()

    assert (answer["activities"], answer["refused"][0]["code"]) == ([], "unreadable")


def test_the_page_offers_each_run_to_be_filled_in(client: Client) -> None:
    page = sent(client, PAGE, a_tcx=tcx()).content.decode()

    assert "30 min" in page
    assert "&quot;run_min&quot;: 30" in page
    assert "No activity was found" in sent(client, PAGE, notes_txt=b"hello").content.decode()


@pytest.mark.parametrize("address", [PAGE, API])
def test_large_files_stay_in_memory_and_too_large_ones_are_refused(
    client: Client, address: str, monkeypatch: Any
) -> None:
    def refuse(*parts: object, **more: object) -> None:
        pytest.fail("a file of a reader was written to the disk")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", refuse)
    large = b" " * (6 * 2**20)

    assert sent(client, address, large_tcx=large).status_code == 200
    assert sent(client, address, huge_tcx=b" " * (33 * 2**20)).status_code == 413
    assert "no-store" in sent(client, address, a_tcx=tcx())["Cache-Control"]


def test_a_hundred_and_one_files_are_too_many_at_once(client: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.gpx", b"x") for n in range(101)]

    assert client.post(API, {"files": files}).status_code == 413
    assert client.post(PAGE, {"files": files}).status_code == 413


@pytest.mark.shared_data
def test_a_real_export_is_read(client: Client, settings: Any) -> None:
    found = next(Path(settings.DATA, "activities").rglob("*.fit"))

    answer = sent(client, API, real_fit=found.read_bytes())

    assert answer.status_code == 200
