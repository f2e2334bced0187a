"""The real files: every record ends as a listing or is named, and its date is right."""

import json
import lzma
from pathlib import Path

import pytest
from django.conf import settings

from startline.feeds.adapters.files import read_file
from startline.feeds.rules.listing import Reading

pytestmark = pytest.mark.shared_data


def read(path: str) -> Reading:
    (reading,) = read_file(Path(settings.DATA) / path)
    return reading


def portuguese_days() -> dict[str, str]:
    path = Path(settings.DATA) / "listings/portugal/portugalrunning_events.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["slug"]: row["date"][:10] for row in rows}


@pytest.mark.parametrize(
    ("path", "records", "share"),
    [
        ("listings/portugal/portugalrunning_events.jsonl.xz", 4_090, 0.999),
        ("feeds_jsonld/portugalrunning_event_jsonld.jsonl.xz", 4_090, 0.997),
    ],
)
def test_portuguese_dates_are_right_in_every_format(path: str, records: int, share: float) -> None:
    truth = portuguese_days()
    reading = read(path)
    assert len(reading.listings) + len(reading.refused) == records
    right = sum(truth[x.key.partition("@")[0]] == str(x.starts_on) for x in reading.listings)
    assert right >= share * len(reading.listings)
    assert {x.reason for x in reading.refused} <= {"not_a_race", "html_page_without_events"}


@pytest.mark.parametrize(
    ("path", "records"),
    [
        ("listings/spain/runningcalendar_spain_2016_2017_union.json.xz", 3_465),
        ("listings/korea/roadrun_marathons_2026-08-02.json", 486),
        ("listings/korea/marathongo_races_union.json", 310),
        ("listings/itra/itra_100mile_races_2012_2021_features.csv", 1_207),
        ("feeds_ical/fra/fra_union_2025_2026.ics.xz", 1_141),
    ],
)
def test_every_record_of_these_sources_has_a_date(path: str, records: int) -> None:
    reading = read(path)
    assert len(reading.listings) == records
    assert all(x.starts_on for x in reading.listings)


def test_freiburg_is_dated_weekly_or_to_be_confirmed() -> None:
    listings = read("listings/germany/freiburg_run_events_union.json").listings
    assert len(listings) == 134
    assert all(x.starts_on or x.weekly_rule or x.date_note for x in listings)


def test_parkruns_are_weekly_series_of_two_kinds() -> None:
    listings = read("listings/parkrun/events_2026-08-21.json.xz").listings
    assert sum(x.weekly_rule == "saturday 09:00" for x in listings) == 2_390
    assert sum(x.weekly_rule == "sunday 09:00" for x in listings) == 575
    assert all(x.country and x.latitude is not None for x in listings)
