"""Entrants as files: out whole, in again the same, and in from elsewhere with bad rows named."""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.accounts.models import Athlete, User
from startline.entries.adapters.sheets import (
    RISKY,
    UnreadableListError,
    guarded,
    read_sheet,
    unguarded,
    write_csv,
    write_xlsx,
)
from startline.entries.models.asking import Question
from startline.entries.models.desk import EntrantList
from startline.entries.models.orders import Entry, Order
from startline.entries.rules.columns import platform_of, proposed
from startline.entries.rules.life import State
from startline.entries.rules.segments import Segment
from startline.entries.services.exporting import FORMATS, export_entrants
from startline.entries.services.importing import (
    PlacesShortError,
    carry_out_list,
    keep_list,
    preview,
    start_list,
)
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.tests.make import make_edition, make_event, make_race

NAMES = [
    ("Zoë", "Ångström"), ("Иван", "Петров"), ("美咲", "佐藤"), ("محمد", "علي"), ("=cmd", "+1"),
    ("O'Neil", "'Quote"), ("Anne-Marie", "de la Cruz"), ("-minus", "@at"),
]  # fmt: skip


def csv_of(n: int, bad: dict[int, str] | None = None, race: str = "Ridge 50K") -> bytes:
    """A list of n people; `bad` gives rows (from 2) another birthday."""
    rows = [
        ["First Name", "Last Name", "Email", "DOB", "Gender", "Country", "Event"],
        *(
            [f"Name{i}", "Runner", f"r{i}@example.org", (bad or {}).get(i + 2, "1990-05-17"),
             "f" if i % 2 else "m", "FR", race]
            for i in range(n)
        ),
    ]  # fmt: skip
    return "\n".join(",".join(row) for row in rows).encode()


def make_entries(edition: Edition, now: dt.datetime) -> None:
    """People with names in every script, answers and contacts."""
    race = make_race(edition, places=50)
    Question.objects.create(edition=edition, key="shirt", kind="text", label="Shirt size")
    for number, (given_name, family_name) in enumerate(NAMES):
        person = Athlete.objects.create(
            given_name=given_name, family_name=family_name, born_on=dt.date(1980, 2, 29),
            gender="x", country="JP", club='Club "A"; B, C',
        )  # fmt: skip
        order = Order.objects.create(
            key=f"k{number}", reference=f"REF{number}", edition=edition, state="settled",
            name=given_name, email=f"p{number}@example.org", currency="EUR", created_at=now,
            settled_at=now,
        )  # fmt: skip
        Entry.objects.create(
            order=order, race=race, athlete=person, ticket=f"t{number}", created_at=now,
            state=State.WITHDRAWN if number == 3 else State.CONFIRMED, state_at=now,
            answers={"shirt": "+L"}, emergency_name="Mum", emergency_phone="+33 6 12",
        )  # fmt: skip


def known_of(edition: Edition) -> set[tuple[object, ...]]:
    """What makes entrants the same."""
    return {
        (
            e.race.slug, e.state, e.order.email, e.athlete.given_name, e.athlete.family_name,
            e.athlete.born_on, e.athlete.gender, e.athlete.country, e.athlete.club,
            str(e.answers), e.emergency_name, e.emergency_phone,
        )
        for e in Entry.objects.filter(race__edition=edition).select_related(
            "race", "order", "athlete"
        )
        if e.athlete
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_what_goes_out_comes_in_the_same(form: str, bruno: User, now: dt.datetime) -> None:
    first = make_edition()
    make_entries(first, now)
    _, body = export_entrants(first, Segment(state="all"), form=form, by=bruno, now=now)
    second = make_edition(make_event("Other"))
    make_race(second, places=50)
    Question.objects.create(edition=second, key="shirt", kind="text", label="Shirt size")

    kept = keep_list(second, name=f"all.{form}", body=body, by=bruno, now=now)
    done = start_list(kept, by=bruno, now=now)

    assert (done.state, done.done, done.bad) == ("done", len(NAMES), 0)
    assert known_of(second) == known_of(first)
    assert CapacityPool.objects.get(edition=second).taken == len(NAMES) - 1


def test_37_bad_rows_of_10_000_are_named_and_the_rest_comes_in_whole(
    bruno: User, now: dt.datetime
) -> None:
    edition = make_edition()
    make_race(edition, places=20_000)
    bad = {40 + 250 * n: "31/02/1990" for n in range(37)}
    kept = keep_list(edition, name="list.csv", body=csv_of(10_000, bad), by=bruno, now=now)

    seen = preview(kept, today=now.date())

    assert [fault.row for fault in seen.bad] == sorted(bad)
    assert {fault.code for fault in seen.bad} == {"bad_birth_date"}
    assert Entry.objects.count() == 0

    start_list(kept, by=bruno, now=now)
    assert Entry.objects.count() == 0
    carry_out_list.call(kept.pk)
    carry_out_list.call(kept.pk)

    assert Entry.objects.count() == 9_963
    assert CapacityPool.objects.get().taken == 9_963
    assert EntrantList.objects.get().state == "done"


def test_a_list_that_stopped_half_way_goes_on_and_takes_nobody_twice(
    bruno: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = make_edition()
    make_race(edition, places=1_000)
    kept = keep_list(edition, name="list.csv", body=csv_of(350), by=bruno, now=now)
    start_list(kept, by=bruno, now=now)
    path = "startline.entries.services.importing.take_batch"
    from_module = __import__("startline.entries.services.importing", fromlist=["x"])
    real, calls = from_module.take_batch, []

    def dies(*args: object, **kwargs: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(*args, **kwargs)

    monkeypatch.setattr(path, dies)
    with pytest.raises(KeyboardInterrupt):
        carry_out_list.call(kept.pk)
    assert Entry.objects.count() == 200

    carry_out_list.call(kept.pk)

    assert Entry.objects.count() == 350
    assert CapacityPool.objects.get().taken == 350


def test_a_list_longer_than_the_places_takes_nobody(bruno: User, now: dt.datetime) -> None:
    edition = make_edition()
    make_race(edition, places=5)
    kept = keep_list(edition, name="list.csv", body=csv_of(6), by=bruno, now=now)

    with pytest.raises(PlacesShortError) as refused:
        start_list(kept, by=bruno, now=now)

    assert refused.value.numbers == {"race": "Ridge 50K", "wanted": 6, "left": 5}
    assert Entry.objects.count() == 0
    assert EntrantList.objects.get().state == "read"
    assert CapacityPool.objects.get().taken == 0


def test_the_same_list_again_names_everybody_as_entered(bruno: User, now: dt.datetime) -> None:
    edition = make_edition()
    make_race(edition)
    body = csv_of(3)
    start_list(keep_list(edition, name="list.csv", body=body, by=bruno, now=now), by=bruno, now=now)

    seen = preview(
        keep_list(edition, name="list.csv", body=body, by=bruno, now=now), today=now.date()
    )

    assert seen.good == []
    assert {fault.code for fault in seen.bad} == {"entered_already"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("Ann,,a@example.org,1990-01-01,f,FR,Ridge 50K", "no_name"),
        ("Ann,Lee,,1990-01-01,f,FR,Ridge 50K", "no_email"),
        ("Ann,Lee,a at example,1990-01-01,f,FR,Ridge 50K", "bad_email"),
        ("Ann,Lee,a@example.org,,f,FR,Ridge 50K", "no_birth_date"),
        ("Ann,Lee,a@example.org,2090-01-01,f,FR,Ridge 50K", "impossible_birth_date"),
        ("Ann,Lee,a@example.org,1990-01-01,q,FR,Ridge 50K", "unknown_gender"),
        ("Ann,Lee,a@example.org,1990-01-01,f,Atlantis,Ridge 50K", "unknown_country"),
        ("Ann,Lee,a@example.org,1990-01-01,f,FR,Moon mile", "unknown_race"),
    ],
)
def test_a_bad_row_says_what_is_wrong(cells: str, code: str, bruno: User, now: dt.datetime) -> None:
    edition = make_edition()
    make_race(edition)
    make_race(edition, name="Ridge 10K")
    body = csv_of(0) + b"\n" + cells.encode() + b"\nBob,Ray,b@example.org,1990-01-01,m,FR,ridge-50k"

    seen = preview(
        keep_list(edition, name="list.csv", body=body, by=bruno, now=now), today=now.date()
    )

    assert [(f.row, f.code) for f in seen.bad] == [(2, code)]
    assert len(seen.good) == 1


@pytest.mark.parametrize(
    ("platform", "headers", "fields"),
    [
        (
            "RunSignup",
            "Registration ID,Event,First Name,Last Name,Gender,Age,Date of Birth,Email,Bib Num,"
            "Chip Num,Registration Date,Race Fee,Team Name",
            {"Event": "race", "Date of Birth": "born_on", "Race Fee": "price",
             "Registration ID": "reference", "Team Name": "club", "Bib Num": ""},
        ),
        (
            "UltraSignup",
            "place,time,first,last,age,gender,city,state,dob,bib,status",
            {"first": "given_name", "last": "family_name", "dob": "born_on", "state": ""},
        ),
        (
            "RaceDB",
            "Bib #,LName,FirstName,DOB,Sex,Team,License #,UCI ID,Email,Nat Code,Tag,Category",
            {"LName": "family_name", "FirstName": "given_name", "Nat Code": "country",
             "Category": "race", "License #": ""},
        ),
        (
            "Race Roster",
            "Order ID,Participant ID,Sub-Event,First Name,Last Name,E-mail,Birth Date,Sex",
            {"Sub-Event": "race", "E-mail": "email", "Birth Date": "born_on", "Sex": "gender"},
        ),
    ],
)  # fmt: skip
def test_columns_of_other_platforms_are_proposed(
    platform: str, headers: str, fields: dict[str, str]
) -> None:
    names = headers.split(",")

    given_fields = proposed(names, {})

    assert platform_of(names) == platform
    assert {name: given_fields[name] for name in fields} == fields


@given(st.text(max_size=40))
def test_a_guarded_cell_is_never_a_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)

    assert not cell.startswith(RISKY)
    assert unguarded(cell) == text


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    body = write_xlsx(["name"], [["=1+1"], ["@SUM(A1)"]])

    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]

    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s", "s", "s"]
    assert b"'=1+1" in write_csv(["name"], [["=1+1"]])


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04rubbish", b"\x00\x01\x02" * 99, b'{"a": 1}'])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableListError):
        read_sheet("list", body)
