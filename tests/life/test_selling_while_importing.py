"""Orders go on while listings come in: one SQLite file, a real import, buyers over HTTP."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from startline.entries.models.orders import Entry, Order
from startline.entries.tests.make import make_paid_race
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW
from startline.feeds.models import ImportRun, Record

pytestmark = pytest.mark.one_database
RECORDS = 200
BUYERS = 3
LONGEST_S = 5.0  # then SQLite gives up and says "database is locked"

# The import command, in a process of its own, on the catalogue it is told.
IMPORTER = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command("import", sys.argv[2])
"""


def write_listings(folder: Path) -> Path:
    """A calendar of a few hundred races."""
    rows = [
        {
            "id": str(n), "name": f"Ridge {n} Trail", "country": "PT", "city": f"Serpa {n}",
            "date": f"2026-{n % 7 + 6:02}-{n % 28 + 1:02}", "distance": "10 km",
            "website": f"https://ridge{n}.example/race",
        }
        for n in range(RECORDS)
    ]  # fmt: skip
    path = folder / "alpha.json"
    path.write_text(json.dumps(rows))
    return path


def start_import(path: Path) -> "subprocess.Popen[str]":
    """The import on this test's own database."""
    environment = {
        **os.environ, "DATABASE_URL": "", "STARTLINE_TODAY": "2026-05-01",
        "STARTLINE_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "startline.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", IMPORTER, str(connection.settings_dict["NAME"]), str(path)]
    return subprocess.Popen(  # noqa: S603  -- our own program
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


class Buyers:
    """People who order one after the other, each over HTTP, and how long every step took."""

    def __init__(self, race: Race) -> None:
        edition = race.edition
        self.enter = reverse("entries:enter", args=[edition.event.slug, edition.slug, race.slug])
        self.seconds: list[float] = []
        self.bought: list[str] = []
        self.troubles: list[str] = []
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._buy, args=(n,)) for n in range(BUYERS)]

    def begin(self) -> None:
        """All at once."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Nobody begins another order; those begun are brought to their end."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _buy(self, number: int) -> None:
        client, turn = Client(REMOTE_ADDR=f"10.0.0.{number + 1}"), 0
        try:
            while not self._is_over.is_set():
                turn += 1
                self._one_order(client, f"p{number}-{turn}@example.org")
        except OperationalError as error:
            self.troubles.append(str(error))
        finally:
            connection.close()

    def _one_order(self, client: Client, email: str) -> None:
        """Keep a place, fill in the form, see what to pay."""
        form = self._timed(client.post, self.enter)["Location"]
        entry = Entry.objects.get(order__reference=form.strip("/").rpartition("/")[2])
        person = {
            "given_name": "Alice", "family_name": "Runner", "born_on": "1990-01-01",
            "emergency_name": "Mum", "emergency_phone": "0123 4567",
        }  # fmt: skip
        typed = {f"p{entry.pk}-{name}": value for name, value in person.items()}
        placed = self._timed(client.post, form, {**typed, "email": email, "method": "bank"})
        page = self._timed(client.get, placed["Location"])
        if page.status_code == 200:
            self.bought.append(email)

    def _timed(self, ask: Any, *said: Any) -> Any:
        began = time.monotonic()
        answer = ask(*said)
        self.seconds.append(time.monotonic() - began)
        if answer.status_code not in {200, 302}:
            self.troubles.append(f"{answer.status_code} {answer.content[:200]!r}")
        return answer


@pytest.mark.django_db(transaction=True)
def test_every_order_is_answered_while_an_import_writes_to_the_same_sqlite_file(
    tmp_path: Path, settings: Any
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a database with several writers")
    settings.TODAY = NOW.date()
    race = make_paid_race(places=100_000)
    buyers = Buyers(race)

    importing = start_import(write_listings(tmp_path))
    buyers.begin()
    _, said = importing.communicate()
    buyers.end()

    during = f"{len(buyers.bought)} orders, slowest step {max(buyers.seconds) * 1000:.0f} ms"
    print(during)  # noqa: T201  -- shown with -s: the wait is the figure looked for
    assert (importing.returncode, said) == (0, "")
    assert buyers.troubles == []
    assert Order.objects.filter(state="open").count() == len(buyers.bought) > BUYERS
    assert (Record.objects.count(), ImportRun.objects.get().read) == (RECORDS, RECORDS)
    assert max(buyers.seconds) < LONGEST_S, during
