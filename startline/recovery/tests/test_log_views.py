"""The log's page and what it asks: answers are shown and forgotten."""

import datetime as dt
import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client

from startline.recovery.apps import the_setting_is_what_was_asked_for
from startline.recovery.rules.entries import Clearance, Confirmed, Entry, Physio
from startline.recovery.rules.saved import dumped
from startline.recovery.tests.make import at, make_morning, make_run, make_screen, make_start

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

LOG, ANSWER = "/recovery/log/", "/recovery/log/answer/"
CALENDAR, CODE = "/recovery/log/calendar/", "/recovery/log/code/"
PLANTED = "Zanzibarquux"


@pytest.fixture(autouse=True)
def first_of_may(settings: Any) -> None:
    settings.TODAY = dt.date(2026, 5, 3)


def ask(client: Client, log: list[Entry], address: str = ANSWER, **more: Any) -> Any:
    body = {"log": json.loads(dumped(log)), "zone": "Europe/Lisbon", **more}
    return client.post(address, json.dumps(body), content_type="application/json")


def test_the_page_holds_every_form_and_the_printed_rule(client: Client) -> None:
    page = client.get(LOG).content.decode()

    for kind in ("run", "morning", "check", "walk", "strength", "review", "screen", "intake"):
        assert f'data-line="{kind}"' in page
    assert 'id="rule"' in page
    assert "<noscript>" in page


def test_danger_comes_before_everything_and_alone(client: Client) -> None:
    log = [*make_start(), make_screen(1, "RF10")]

    answer = ask(client, log).content.decode()

    assert "urgent care" in answer
    assert "daysheet" not in answer


def test_the_tap_of_the_reader_is_asked_for(client: Client) -> None:
    log = [*make_start(tolerance_min=8), make_screen(0.9), make_run(1), make_morning(1)]

    answer = ask(client, log).content.decode()

    assert 'data-confirm="run 1"' in answer
    assert 'data-light="green"' in answer


def test_a_missing_morning_says_what_is_not_offered(client: Client) -> None:
    log = [*make_start(tolerance_min=8), make_screen(0.9), make_run(1)]

    answer = ask(client, log).content.decode()

    assert "not said" in answer
    assert 'data-light="pending"' in answer


def test_a_fault_is_named_by_its_place_and_nothing_is_applied(client: Client) -> None:
    answer = client.post(ANSWER, '{"log": {}}', content_type="application/json")

    assert answer.status_code == 422
    assert "format" in answer.content.decode()
    assert "daysheet" not in answer.content.decode()


@pytest.mark.parametrize("address", [ANSWER, CALENDAR, CODE, "/api/v1/recovery/state"])
def test_no_answer_is_kept_by_caches_or_needs_a_cookie(client: Client, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = ask(strict, make_start(), address)

    assert "no-store" in answer["Cache-Control"]
    assert not strict.cookies
    assert client.get(address).status_code == 405


def test_nothing_of_a_log_is_stored_or_logged(
    client: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    note = Clearance(id=PLANTED, at=at(0.1), cleared_on=dt.date(2026, 5, 1), note=PLANTED)
    log = [*make_start(), note]
    bad = {"log": {"format": "startline-recovery", "version": 1, "entries": [{PLANTED: PLANTED}]}}

    for address in (ANSWER, CALENDAR, "/api/v1/recovery/state"):
        assert ask(client, log, address).status_code == 200
        client.post(address, json.dumps(bad), content_type="application/json")
    client.post(CODE, json.dumps({"text": PLANTED}), content_type="application/json")

    assert not any(PLANTED in repr(vars(line)) for line in caplog.records)
    assert PLANTED not in everything_in_the_database()
    files = [file for file in site.STATE.rglob("*") if file.is_file()]
    assert not any(PLANTED.encode() in file.read_bytes() for file in files)


def everything_in_the_database() -> str:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  -- our own tables
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_the_numbers_of_a_physiotherapist_stand_in_the_answer(client: Client) -> None:
    log = [
        *make_start(),
        make_screen(0.5),
        Physio(id="p", at=at(1), run_cap_min=12, doses=("E06 3x10",)),
    ]

    answer = ask(client, log).content.decode()

    assert "12 min run" in answer
    assert "Sit to stand: 3 × 10" in answer


def test_the_calendar_names_no_knee(client: Client) -> None:
    answer = ask(client, [*make_start(), make_screen(0.5)], CALENDAR)

    words = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert words.count("BEGIN:VEVENT") == 2
    assert not {"knee", "pain", "recovery", "run"} & set(words.lower().replace(":", " ").split())


def test_a_code_is_drawn_while_it_fits(client: Client) -> None:
    drawn = client.post(CODE, json.dumps({"text": "x" * 2_300}), content_type="application/json")
    long = client.post(CODE, json.dumps({"text": "x" * 2_301}), content_type="application/json")
    none = client.post(CODE, "{", content_type="application/json")

    assert drawn.content.startswith(b"<svg")
    assert (long.status_code, none.status_code) == (422, 422)


def test_who_asks_without_end_is_told_to_wait(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("startline.recovery.views.log.MOST_AN_HOUR", 1)

    assert [ask(client, make_start()).status_code for _ in range(2)] == [200, 429]


def test_the_setting_is_shown_and_computed_needs_everything_signed(
    client: Client, settings: Any
) -> None:
    signed = {"mode": "computed", "clinician": "Dr. A. Example", "registration": "12345",
              "version": "1", "signed_on": "2026-04-01", "regulatory_opinion": "RO-1",
              "usability_study": "US-1"}  # fmt: skip

    settings.RECOVERY = {**signed, "usability_study": ""}
    half = client.get(LOG).content.decode()
    settings.RECOVERY = signed
    whole = client.get(LOG).content.decode()
    settings.RECOVERY = {**signed, "mode": "printed"}
    printed = client.get(LOG).content.decode()

    assert "Dr. A. Example" not in half
    assert all(words in whole for words in ("Dr. A. Example", "12345", "RO-1", "US-1"))
    assert "This site prints the rules" in printed


def test_the_sheet_for_a_physiotherapist_is_a_pdf(client: Client) -> None:
    log = [*make_start(tolerance_min=8), make_screen(0.9), make_run(1), make_morning(1)]

    sheet = ask(client, log, "/recovery/log/paper/")
    nothing_yet = ask(client, [], "/recovery/log/paper/")

    assert sheet.content.startswith(b"%PDF")
    assert nothing_yet.content.startswith(b"%PDF")
    assert "no-store" in sheet["Cache-Control"]


def test_what_opens_without_a_network_exists_and_holds_no_answer(client: Client) -> None:
    script = client.get("/recovery/log/worker.js")
    kept = json.loads(script.content.decode().partition("KEPT = ")[2].partition(";")[0])

    assert script["Content-Type"].startswith("text/javascript")
    assert kept[0] == LOG
    assert all(finders.find(path.removeprefix("/static/")) for path in kept[1:])
    assert not {ANSWER, CALENDAR, CODE} & set(kept)
    assert client.get("/recovery/log/app.webmanifest").json()["start_url"] == LOG


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"mode": "computed", "clinician": ""}, ["startline.W001"]),
        ({"mode": "anything"}, ["startline.W001"]),
        ({"mode": "printed"}, []),
        ({}, []),
    ],
)
def test_a_setting_that_is_not_in_force_is_told_by_a_check(
    settings: Any, said: dict[str, str], expected: list[str]
) -> None:
    settings.RECOVERY = {**settings.RECOVERY, **said}

    assert [one.id for one in the_setting_is_what_was_asked_for(None)] == expected


def test_under_eighteen_there_is_no_plan(client: Client) -> None:
    answer = ask(client, make_start(born_on=dt.date(2010, 1, 1))).content.decode()

    assert "adult and a clinician" in answer
    assert "daysheet" not in answer


def test_a_line_of_the_future_is_set_aside_and_a_gap_of_ten_years_begins_anew(
    client: Client,
) -> None:
    start = make_start()
    ahead = ask(client, [*start, make_screen(40)]).content.decode()
    long_ago = [replace(line, at=line.at.replace(year=2016)) for line in start]
    anew = ask(client, long_ago).content.decode()

    assert "set aside" in ahead
    assert "the plan begins anew" in anew


def test_who_rebuilds_sees_the_list_of_full_training(client: Client, settings: Any) -> None:
    settings.TODAY = at(28).date()
    days = range(2, 26, 2)
    log = [*make_start(week_min=100, tolerance_min=30), make_screen(25.9)]
    for day in days:
        tap = Confirmed(id=f"tap {day}", at=at(day + 1.2), run=f"run {day}", light="green")
        log += [make_screen(day - 0.01), make_run(day, 30), make_morning(day), tap]

    answer = ask(client, log).content.decode()

    assert "Full training again, by your lines" in answer
    assert "your log does not say" in answer
    assert "/recovery/race/" in answer
