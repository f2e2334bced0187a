"""Long lists are read in slices; what is too long for that, or no text, is refused early."""

import json
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.feeds.adapters import detection
from startline.feeds.adapters.detection import look_into
from startline.feeds.adapters.files import read_bytes
from startline.feeds.adapters.slices import pieces, slices


def _calendar(count: int) -> str:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Ridge {n}\r\n"
        "DTSTART;VALUE=DATE:20260913\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Lisbon\r\n{events}END:VCALENDAR\r\n"


@given(st.lists(st.text(alphabet='a",\n', max_size=6), min_size=1, max_size=30), st.integers(1, 60))
def test_no_slice_of_a_table_cuts_a_quoted_field_and_none_is_lost(
    fields: list[str], size: int
) -> None:
    rows = ['"' + field.replace('"', '""') + '"\n' for field in fields]
    text = "name\n" + "".join(rows)

    pieces = [piece.decode() for piece in slices(text.encode(), "csv", size)]

    assert all(piece.startswith("name\n") for piece in pieces)
    assert "".join(piece.removeprefix("name\n") for piece in pieces) == text.removeprefix("name\n")
    assert all(piece.count('"') % 2 == 0 for piece in pieces)


def test_every_slice_of_a_calendar_has_its_properties_and_whole_entries() -> None:
    pieces = [piece.decode() for piece in slices(_calendar(50).encode(), "ical", 500)]

    assert len(pieces) > 5
    assert all("X-WR-TIMEZONE" in piece for piece in pieces)
    assert all(p.count("BEGIN:VEVENT") == p.count("END:VEVENT") > 0 for p in pieces)
    assert sum(piece.count("BEGIN:VEVENT") for piece in pieces) == 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "ical"])
def test_a_long_list_gives_the_same_records_in_slices(
    form: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {"id": f"r{n}", "name": f"Ridge {n}", "date": "2026-09-13", "city": "São Brás"}
        for n in range(80)
    ]
    text = {
        "csv": "id,name,date,city\n" + "".join(",".join(r.values()) + "\n" for r in rows),
        "jsonl": "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows),
        "ical": _calendar(80),
    }[form]
    (whole,) = read_bytes("races", text.encode())
    monkeypatch.setattr(pieces, "__kwdefaults__", {"size": 900, "is_cut": False})

    several = read_bytes("races", text.encode(encoding))

    assert len(several) > 2
    assert [x for reading in several for x in reading.listings] == whole.listings
    assert all(a.format == b.format for a, b in pairwise(several))


def test_one_long_json_value_is_refused_but_lines_of_json_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(detection, "LARGEST_VALUE", 200)
    row = {"name": "Ridge Trail", "date": "2026-09-13", "city": "Serpa"}

    value = look_into(json.dumps([row] * 10).encode())
    lines = look_into("\n".join([json.dumps(row)] * 10).encode())

    assert (value.format, "one JSON value" in value.reason) == ("not_a_listing", True)
    assert lines.format == "jsonl"


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_no_text(seed: int) -> None:
    noise = random.Random(seed).randbytes(100_000)  # noqa: S311  -- the same noise every time

    assert "not a text" in look_into(noise).reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252", "utf-32"])
def test_a_table_in_any_encoding_is_text(encoding: str) -> None:
    text = "name;date;city\n" + "Lauf über den Berg;13.09.2026;Zürich\n" * 2000

    assert look_into(text.encode(encoding)).format == "csv"
