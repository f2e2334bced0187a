"""Files of every kind are known by content, read record by record, and never break the reader."""

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from startline.feeds.adapters.files import Limits, ReadError, detect, read_bytes, read_file
from startline.feeds.tests.samples import (
    CSV,
    EVENT,
    GPX,
    ICS,
    PARKRUN,
    RUNSIGNUP,
    YAML,
    listing,
    only,
    page,
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (ICS, "ical"),
        (json.dumps(EVENT), "jsonld"),
        (f"<html><script type='application/ld+json'>{json.dumps(EVENT)}</script></html>", "html"),
        (json.dumps({"slug": "a", "scripts": []}) + "\n" + json.dumps({"slug": "b", "scripts": []}),
         "jsonld_lines"),
        (json.dumps(RUNSIGNUP), "runsignup"),
        (json.dumps(PARKRUN), "parkrun"),
        (CSV, "csv"),
        (json.dumps([{"name": "a", "date": "2026-01-01"}]), "json"),
        ('{"name": "a"}\n{"name": "b"}\n', "jsonl"),
        (YAML, "yaml"),
        (GPX, "gpx"),
        ("# Title\n\nSome prose.\n", "not_a_listing"),
        ("", "not_a_listing"),
        ("<rss><channel/></rss>", "not_a_listing"),
    ],
)  # fmt: skip
def test_the_content_says_what_a_file_is(content: str, kind: str) -> None:
    assert detect(content.encode()) == kind
    assert detect(content.encode(), "misleading.ics") == kind


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"%PDF-1.7", b"\x0e\x10..\x00\x00\x00\x00.FIT"])
def test_other_files_are_named_not_read(data: bytes) -> None:
    reading = only(data, "x.csv")
    assert reading.format == "not_a_listing"
    assert reading.refused[0].detail


def test_a_calendar_gives_its_events() -> None:
    reading = only(ICS)
    trail, relay = reading.listings
    assert (trail.key, trail.starts_on, trail.days) == ("one@example.org", dt.date(2026, 10, 31), 2)
    assert trail.place_text == "Benedita, Alcobaça"
    assert reading.as_of == dt.datetime(2026, 3, 15, 10, 7, 24, tzinfo=dt.UTC)
    (race,) = relay.races
    assert (relay.name, relay.region_text, relay.country) == (
        "Eskdale Relay",
        "Lake District",
        "GB",
    )
    assert (race.distance_m, race.climb_m, race.format) == (37_000, 2_500, "relay")
    assert race.prices == ((13000, "GBP", "Pre-entry fee"),)
    assert race.starts_at == dt.datetime.fromisoformat("2026-07-18T10:00")
    assert relay.latitude == pytest.approx(54.3976, abs=0.001)


def test_a_broken_event_does_not_lose_the_rest() -> None:
    broken = ICS.replace("DTSTART;VALUE=DATE:20261031", "DTSTART:sometime")
    reading = only(broken)
    assert [x.key for x in reading.listings] == ["two@example.org"]
    assert [(x.row, x.reason) for x in reading.refused] == [(1, "unreadable_date")]


def test_a_truncated_calendar_keeps_what_came_before_and_says_so() -> None:
    reading = only(ICS[: ICS.index("DESCRIPTION")])
    assert len(reading.listings) == 2
    assert any("truncated" in warning for warning in reading.warnings)


def test_a_weekly_calendar_event_is_a_series() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w\nSUMMARY:Lauftreff\n"
        "DTSTART;TZID=Europe/Berlin:20260502T090000\nRRULE:FREQ=WEEKLY;BYDAY=SA\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:w\nSUMMARY:Lauftreff\nRECURRENCE-ID:20260509T090000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/Berlin:20260509T090000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    series, day_off = only(text).listings
    assert series.weekly_rule == "saturday 09:00"
    assert day_off.is_cancellation_of_day
    assert day_off.starts_on == dt.date(2026, 5, 9)


@pytest.mark.parametrize(
    ("description", "lengths"),
    [
        ("21\\,1 km und 10 km", [21_100, 10_000]),
        ("Schöner Lauf am See.\\n21\\,1 km und 10 km", [21_100, 10_000]),
        ("Distanzen: 21\\,1 km\\, 10 km", [21_100, 10_000]),
        ("10 km vom Bahnhof", []),
    ],
)
def test_lengths_in_a_calendars_description_are_all_races(
    description: str, lengths: list[int]
) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w\nSUMMARY:Sommerlauf\nDTSTART;VALUE=DATE:20260614\n"
        f"DESCRIPTION:{description}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert [race.distance_m for race in only(text).listings[0].races] == lengths


def test_json_ld_gives_an_event_with_its_place_and_price() -> None:
    found = listing(json.dumps(EVENT))
    assert (found.starts_on, found.status) == (dt.date(2026, 9, 13), "postponed")
    assert (found.country, found.latitude, found.longitude) == ("PT", 39.1, -8.7)
    assert found.races[0].prices == ((1250, "EUR", ""),)
    assert found.key == "https://www.example.org/eventos/reis/"


def test_control_characters_and_an_unclosed_string_do_not_lose_the_event() -> None:
    good = json.dumps(EVENT)
    assert listing(page(good.replace("Corrida dos", "Corrida\x02 dos"))).name == "Corrida dos Reis"
    cut = good.replace(
        '"location"', '"description": "<!-- wp:html -->"raw <b class="x">, "location"'
    )
    found = listing(page(cut))
    assert (found.name, found.starts_on) == ("Corrida dos Reis", dt.date(2026, 9, 13))
    assert found.place_text == "Marinhais"


def test_an_event_script_without_name_and_date_is_passed_over() -> None:
    graph = json.dumps({"@graph": [{"@type": "Event", "image": "x"}, {"@type": "WebPage"}]})
    assert listing(page(graph, json.dumps(EVENT))).name == "Corrida dos Reis"


def test_a_page_that_describes_itself_as_an_event_gives_way_to_the_event() -> None:
    about = {
        "@type": "Event",
        "name": "Corrida dos Reis - Datas | Site",
        "startDate": "2025-04-26T23:10:30+01:00",
        "mainEntityOfPage": {"@id": "x"},
    }
    found = listing(page(json.dumps({"@graph": [about]}), json.dumps(EVENT)))
    assert found.starts_on == dt.date(2026, 9, 13)


def test_the_language_of_a_page_tells_the_country_the_event_leaves_out() -> None:
    silent = {k: v for k, v in EVENT.items() if k != "location"}
    assert listing(page(json.dumps(silent))).country == "PT"


def test_an_error_page_served_as_a_feed_is_named() -> None:
    reading = only("<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>")
    assert reading.listings == []
    assert [x.reason for x in reading.refused] == ["html_page_without_events"]


def test_lines_of_scripts_are_pages() -> None:
    lines = [
        json.dumps({"slug": "reis", "scripts": [json.dumps(EVENT)]}),
        json.dumps({"slug": "none", "scripts": []}),
        '{"slug": "broken", ',
    ]
    reading = only("\n".join(lines))
    assert [x.key for x in reading.listings] == ["reis"]
    assert sorted(x.reason for x in reading.refused) == ["html_page_without_events", "unreadable"]


def test_runsignup_races_are_read_month_first() -> None:
    reading = only(json.dumps(RUNSIGNUP))
    tri, jingle = reading.listings
    assert tri.name == "DQ Hammonton Sprint Triathlon"
    assert (tri.starts_on, tri.days, tri.status) == (dt.date(2025, 5, 24), 2, "postponed")
    assert (tri.country, tri.region_text, tri.sport) == ("US", "NJ", "triathlon")
    assert tri.races[0].distance_m == 4989
    assert tri.races[0].prices == ((3000, "USD", ""),)
    assert tri.entry_opens_on == dt.date(2025, 1, 1)
    assert (jingle.starts_on, jingle.certainty) == (None, "unknown")
    assert [x.reason for x in reading.refused] == ["not_a_race", "not_public"]


def test_parkruns_are_weekly_series() -> None:
    bushy, juniors = only(json.dumps(PARKRUN)).listings
    assert (bushy.key, bushy.weekly_rule, bushy.country) == ("bushy", "saturday 09:00", "GB")
    assert (bushy.latitude, bushy.longitude) == (51.410992, -0.335791)
    assert bushy.races[0].distance_m == 5_000
    assert (juniors.weekly_rule, juniors.races[0].distance_m) == ("sunday 09:00", 2_000)


def test_called_off_days_of_parkruns_are_applied_and_removals_are_not() -> None:
    table = (
        "Date\tEvent\tCountry\tCancellation Note\tWebsite\n"
        "2026-07-18\tAkrotiri parkrun\tUnited Kingdom\tWeather\t\n"
    )
    off = listing(table)
    assert off.is_cancellation_of_day
    assert (off.starts_on, off.status, off.date_note) == (
        dt.date(2026, 7, 18),
        "cancelled",
        "Weather",
    )
    removal = only(table.replace("Cancellation Note", "Previous Cancellation Note"))
    assert [x.reason for x in removal.refused] == ["cancellation_removed"]


def test_a_crossed_out_regular_day_in_the_christmas_table_is_called_off() -> None:
    table = (
        "<html><h1>Christmas &amp; New Year Compendium – 2022/23</h1><table><tr><th>Event</th>"
        "<th>Region</th><th>Christmas Day</th><th>New Year's Day</th></tr>"
        "<tr><td>Bushy junior parkrun</td><td>London</td><td>❌</td><td>✅</td></tr>"
        "<tr><td>Bushy parkrun</td><td>London</td><td>❌</td><td>❌</td></tr></table></html>"
    )
    reading = only(table)
    assert [(x.name, x.starts_on) for x in reading.listings] == [
        ("Bushy junior parkrun", dt.date(2022, 12, 25))
    ]
    assert len(reading.refused) == 3


def test_a_list_with_semicolons_is_read_and_an_open_date_stays_open() -> None:
    reading = only(CSV)
    city, hill = reading.listings
    assert (city.starts_on, city.races[0].distance_m) == (dt.date(2026, 9, 3), 10_000)
    assert (hill.starts_on, hill.date_note, hill.certainty) == (None, "TBA", "unknown")
    assert reading.mapping is not None
    assert reading.headers == ("Name", "Datum", "Ort", "Strecken")


def test_yaml_lists_are_read_and_a_broken_item_is_named() -> None:
    reading = only(YAML)
    assert (reading.listings[0].starts_on, reading.listings[0].days) == (dt.date(2026, 5, 29), 3)
    broken = only(YAML + "- name: [x\n  start: '2026-01-02'\n", "races.yml")
    assert len(broken.listings) == 1
    assert [x.reason for x in broken.refused] == ["unreadable"]


def test_a_truncated_json_list_keeps_the_whole_records() -> None:
    rows = [{"name": f"Run {n}", "date": "2026-01-04", "place": "Porto"} for n in range(5)]
    reading = only(json.dumps(rows)[:-20])
    assert len(reading.listings) == 4
    assert [x.reason for x in reading.refused] == ["unreadable"]


def test_a_result_list_is_not_a_listing() -> None:
    reading = only(
        "bib,name,status,category,sex,date\n1,A B,FINISHER,SE,M,2025-01-01\n2,C,DNF,SE,F,\n"
    )
    assert reading.format == "not_a_listing"
    assert reading.refused[0].detail == "a list of results"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = "Name;Datum;Ort\nBerglauf Übersee;03.09.2026;Übersee\nMüllerlauf;04.09.2026;Köln\n"
    assert [x.name for x in only(text.encode(encoding)).listings] == [
        "Berglauf Übersee",
        "Müllerlauf",
    ]


def test_korean_and_chinese_encodings_are_read() -> None:
    korean = "대회명,날짜,장소\n" + "서울 국제 마라톤,2026-01-04,광화문\n" * 3
    chinese = "赛事名称,日期,城市\n" + "青岛国际马拉松,2026-01-04,青岛\n" * 3
    assert only(korean.encode("euc-kr")).listings[0].name == "서울 국제 마라톤"
    assert only(chinese.encode("gb18030")).listings[0].name == "青岛国际马拉松"


def test_the_day_in_the_name_is_when_the_source_made_the_file() -> None:
    assert only(CSV, "data_2017-04-25.csv").as_of == dt.datetime(2017, 4, 25, tzinfo=dt.UTC)
    assert only(CSV, "data_2017-99-25.csv").as_of is None


def test_of_two_records_with_one_key_the_later_keeps_it_in_any_order() -> None:
    rows = [
        {"slug": "run", "name": "Run", "date": "2016-05-01", "place": "Porto"},
        {"slug": "run", "name": "Run", "date": "2017-05-01", "place": "Porto"},
        {"slug": "run", "name": "Run", "date": "2016-05-01", "place": "Porto"},
    ]
    for order in (rows, rows[::-1]):
        keys = sorted(x.key for x in only(json.dumps(order)).listings)
        assert keys == ["run", "run@2016-05-01", "run@2016-05-01#2"]


def packed(kind: str, content: bytes) -> bytes:
    if kind == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a/feed.txt", content)
        return buffer.getvalue()
    if kind == "xz":
        return lzma.compress(content)
    return gzip.compress(content) if kind == "gz" else bz2.compress(content)


def tarred(count: int, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz") as archive:
        for number in range(count):
            info = tarfile.TarInfo(f"ics/{number}.ics")
            own = content.replace(b"@example", f"{number}@example".encode())
            info.size = len(own)
            archive.addfile(info, io.BytesIO(own))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["xz", "gz", "bz2", "zip"])
def test_packed_files_are_opened(kind: str) -> None:
    assert len(only(packed(kind, CSV.encode())).listings) == 2


def test_many_calendars_in_one_archive_are_one_reading() -> None:
    reading = only(tarred(3, ICS.encode()))
    assert (reading.format, len(reading.listings)) == ("ical", 6)


def test_a_damaged_end_keeps_what_could_be_unpacked() -> None:
    whole = packed("gz", b"\n".join([CSV.encode(), *[b"Lauf;01.01.2026;Ulm;5km"] * 5000]))
    reading = only(whole[:-200])
    assert reading.listings
    assert any("damaged" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (gzip.compress(b"0" * 60_000_000), Limits(), "too_large"),
        (lzma.compress(b"0" * 3_000_000), Limits(expanded_bytes=1_000_000), "too_large"),
        (b"x" * 2_000, Limits(file_bytes=1_000), "too_large"),
        (tarred(5, ICS.encode()), Limits(members=3), "too_many_files"),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))), Limits(), "too_deep"),
        (b"\xfd7zXZ\x00" + b"garbage" * 9, Limits(), "damaged"),
    ],
    ids=["bomb", "bomb for less", "large", "many files", "deep", "damaged"],
)
def test_what_costs_too_much_is_refused_by_code(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read_bytes("feed", data, limits=limits)
    assert refusal.value.code == code


def test_a_file_that_is_not_there_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refusal:
        list(read_file(tmp_path / "none.csv"))
    assert refusal.value.code == "unreadable"


def test_a_file_on_disk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.anything"
    path.write_text(CSV, encoding="utf-8")
    (reading,) = read_file(path)
    assert len(reading.listings) == 2


def test_one_endless_line_is_no_list() -> None:
    assert only("name,date\n" + "a," * 300_000).format == "not_a_listing"


def test_json_nested_without_end_is_named() -> None:
    assert only("[" * 200_000).format == "not_a_listing"
    assert only('{"a":' * 100_000).format == "not_a_listing"
