"""A log kept in the account: sealed under its own key, given back whole, erased, its owner's."""

import datetime as dt
import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from startline.accounts.models import User
from startline.core.sealing import UnreadableSecretError
from startline.recovery.models import KeptLog
from startline.recovery.rules.entries import Clearance, Entry
from startline.recovery.rules.saved import UnreadableLogError, dumped, loaded
from startline.recovery.services.kept import export, forget, keep_log, kept_log
from startline.recovery.tests.make import at, make_start, session

PLANTED = "Quuxville"
NOW = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
PAGE, KEEP, FILE = "/recovery/kept/", "/recovery/kept/keep/", "/recovery/kept/file/"


def log() -> list[Entry]:
    note = Clearance(id=PLANTED, at=at(0.1), cleared_on=dt.date(2026, 5, 1), note=PLANTED)
    return [*make_start(), note, *session(1, 8)]


def keep(user: User) -> None:
    keep_log(dumped(log()).encode(), by=user, now=NOW)


@pytest.mark.django_db
def test_it_comes_back_whole_and_once(alice: User) -> None:
    keep(alice)
    keep(alice)

    assert loaded(kept_log(alice) or "") == tuple(log())
    assert KeptLog.objects.count() == 1


@pytest.mark.django_db
def test_each_has_their_own(alice: User, eve: User, client: Client) -> None:
    keep(alice)

    client.force_login(eve)

    assert kept_log(eve) is None
    assert client.get(FILE).status_code == 404
    assert PLANTED not in client.get(PAGE).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PAGE, KEEP, FILE, "/recovery/kept/erase/"])
def test_nobody_comes_in_without_an_account(client: Client, address: str) -> None:
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in {302, 405}


@pytest.mark.django_db
def test_export_gives_everything_and_forgetting_leaves_nothing(alice: User, eve: User) -> None:
    keep(alice)
    keep(eve)

    files = export(alice)
    forget(alice)

    assert loaded(files["symptom-log.json"]) == tuple(log())
    assert export(alice) == {}
    assert [kept.user for kept in KeptLog.objects.all()] == [eve]


@pytest.mark.django_db
def test_a_log_that_cannot_be_read_keeps_what_was_there(alice: User) -> None:
    keep(alice)

    for body in (b"", b"\xff", b'{"format": "startline-recovery"}', b" " * 8_000_001):
        with pytest.raises(UnreadableLogError):
            keep_log(body, by=alice, now=NOW)

    assert loaded(kept_log(alice) or "") == tuple(log())


@pytest.mark.django_db
def test_another_key_opens_nothing_and_an_older_one_still_does(alice: User, settings: Any) -> None:
    settings.RECOVERY_KEYS = ["first"]
    keep(alice)

    settings.RECOVERY_KEYS = ["second", "first"]
    assert loaded(kept_log(alice) or "") == tuple(log())
    settings.RECOVERY_KEYS, settings.SEAL_KEYS = ["second"], ["first"]
    with pytest.raises(UnreadableSecretError):
        kept_log(alice)


@pytest.mark.django_db
def test_through_the_pages_it_is_kept_downloaded_and_erased(
    alice: User,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    mailoutbox: list[object],
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.TODAY = NOW.date()
    client.force_login(alice)

    kept = client.post(KEEP, dumped(log()), content_type="application/json")
    bad = client.post(KEEP, json.dumps({PLANTED: PLANTED}), content_type="application/json")
    shown = client.get(PAGE)
    file = client.get(FILE)
    erased = client.post("/recovery/kept/erase/", follow=True)

    assert (kept.status_code, bad.status_code) == (204, 422)
    assert loaded(file.content.decode()) == tuple(log())
    assert "no-store" in file["Cache-Control"]
    assert PLANTED not in shown.content.decode()
    assert "Nothing is kept" in erased.content.decode()
    assert not KeptLog.objects.exists()
    assert not any(PLANTED in repr(vars(line)) for line in caplog.records)
    assert mailoutbox == []


@pytest.mark.django_db
def test_only_the_owners_browser_may_ask_to_keep(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert strict.post(KEEP, dumped(log()), content_type="application/json").status_code == 403
    assert not KeptLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_planted_words_are_in_no_file_of_the_database_and_in_no_backup(
    alice: User, tmp_path: Path
) -> None:
    keep(alice)

    copy = io.StringIO()
    call_command("dumpdata", stdout=copy)
    held = copy.getvalue().encode()
    if connection.vendor == "sqlite":
        backup = tmp_path / "backup.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(backup)])
        held += backup.read_bytes()

    assert b"kept_log" in held.lower() or b"keptlog" in held.lower()
    assert PLANTED.encode() not in held
    assert b"startline-recovery" not in held


def test_there_is_no_admin_that_could_show_it(settings: Any) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
