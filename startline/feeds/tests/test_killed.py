"""An import that is killed at any moment: what it left is whole, and the next run ends the same."""

import contextlib
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database
KILLS = 3
RECORDS = 120
CATALOGUE = "startline.sqlite3"


def _listings(folder: Path) -> None:
    """Two calendars that share half of their races, with dates a week apart."""
    for name, first in (("alpha", 0), ("beta", RECORDS // 2)):
        rows = [
            {
                "id": f"{name}-{n}", "name": f"Ridge {n} Trail", "country": "PT",
                "date": f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "city": f"Serpa {n}",
                "distance": "10 km", "website": f"https://ridge{n}.example/race",
            }
            for n in range(first, first + RECORDS)
        ]  # fmt: skip
        (folder / f"{name}.json").write_text(json.dumps(rows))


# Starts once, then runs each command in a process of its own, on the catalogue it is told.
STARTER = """
import os, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
for line in sys.stdin:
    catalogue, *said = line.split()
    child = os.fork()
    if not child:
        connection.settings_dict["NAME"] = catalogue
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        call_command(*said)
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Starter:
    """Our own commands, each in a process that can be killed; Django is loaded once for all."""

    def __init__(self, state: Path) -> None:
        environment = {
            **os.environ, "STARTLINE_STATE": str(state), "DATABASE_URL": "",
            "STARTLINE_TODAY": "2026-05-01", "STARTLINE_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "startline.config.settings",
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603  -- our own program
            [sys.executable, "-c", STARTER], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def start(self, state: Path, *said: str) -> int:
        """Answers the number of the process."""
        assert self._process.stdin
        self._process.stdin.write(f"{' '.join([str(state / CATALOGUE), *said])}\n")
        self._process.stdin.flush()
        return int(self._answer())

    def ended(self) -> int:
        """Wait for the command; 0 if it ended well."""
        return int(self._answer())

    def has_ended(self, *, within_s: float) -> bool:
        """Whether the command ends within this time."""
        assert self._process.stdout
        asked = select.poll()  # select() refuses descriptors past the first thousand
        asked.register(self._process.stdout, select.POLLIN)
        return bool(asked.poll(within_s * 1000))

    def run(self, state: Path, *said: str) -> int:
        """Start a command and wait for it."""
        self.start(state, *said)
        return self.ended()

    def close(self) -> None:
        """No more commands."""
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


@pytest.fixture
def starter(tmp_path: Path) -> Iterator[Starter]:
    """Runs commands; the gazetteer is there, and listings, and an empty catalogue."""
    folder = tmp_path
    (folder / "listings").mkdir()
    _listings(folder / "listings")
    state = folder / "state"
    state.mkdir()
    for known in Path(settings.STATE).glob("gazetteer-*.sqlite3"):
        (state / known.name).symlink_to(known)
    runner = Starter(state)
    assert runner.run(state, "migrate") == 0
    yield runner
    runner.close()


def _ended(state: Path) -> list[tuple[object, ...]]:
    """What readers see, without row numbers."""
    with sqlite3.connect(state / CATALOGUE) as db:
        rows = db.execute(
            "SELECT e.name, e.country, e.place_name, e.website, d.starts_on, d.status, d.website,"
            " (SELECT group_concat(k) FROM (SELECT f.source || ':' || f.record_key AS k"
            "   FROM events_fact f WHERE f.edition_id = d.id ORDER BY k)),"
            " (SELECT count(*) FROM events_race r WHERE r.edition_id = d.id),"
            " (SELECT count(*) FROM feeds_holding h WHERE h.edition_id = d.id)"
            " FROM events_edition d JOIN events_event e ON e.id = d.event_id"
        ).fetchall()
    db.close()
    return sorted(rows, key=str)


def _faults(state: Path) -> list[str]:
    """What must never be seen, at whatever moment the import stopped."""
    questions = {
        "broken file": "SELECT 1 FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        "broken key": "SELECT 1 FROM pragma_foreign_key_check",
        "record without a holding": "SELECT 1 FROM feeds_record r WHERE NOT EXISTS"
        " (SELECT 1 FROM feeds_holding h WHERE h.record_id = r.id)",
        "edition without a fact": "SELECT 1 FROM events_edition d WHERE NOT EXISTS"
        " (SELECT 1 FROM events_fact f WHERE f.edition_id = d.id)",
        "edition without a race": "SELECT 1 FROM events_edition d WHERE NOT EXISTS"
        " (SELECT 1 FROM events_race r WHERE r.edition_id = d.id)",
        "event without an edition": "SELECT 1 FROM events_event e WHERE merged_into_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM events_edition d WHERE d.event_id = e.id)",
        "event nobody is told of": "SELECT 1 FROM events_event e WHERE NOT EXISTS"
        " (SELECT 1 FROM events_change c WHERE c.event_id = e.id)",
    }
    with sqlite3.connect(state / CATALOGUE) as db:
        found = [name for name, sql in questions.items() if db.execute(sql).fetchone()]
    db.close()
    return found


def _records(state: Path) -> int:
    with sqlite3.connect(state / CATALOGUE) as db:
        (count,) = db.execute("SELECT count(*) FROM feeds_record").fetchone()
    db.close()
    return int(count)


def _kill_when(starter: Starter, process: int, state: Path, records: int) -> int:
    """SIGKILL once so many records are stored; answers how many there were then."""
    while not starter.has_ended(within_s=0.005) and _records(state) < records:
        pass
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    starter.ended()
    return _records(state)


def test_a_killed_import_leaves_whole_records_and_the_next_run_ends_the_same(
    starter: Starter, tmp_path: Path
) -> None:
    chosen = random.Random(11)  # noqa: S311  -- the same moments every time
    listings = str(tmp_path / "listings")
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for state in (calm, killed):
        shutil.copytree(tmp_path / "state", state, symlinks=True)
    assert starter.run(calm, "import", listings) == 0
    expected = _ended(calm)

    stopped = []
    share = 2 * RECORDS // KILLS
    for number in range(KILLS):
        moment = chosen.randrange(share * number, share * (number + 1))
        process = starter.start(killed, "import", listings)
        stopped.append(_kill_when(starter, process, killed, moment + 1))
        assert _faults(killed) == []
    assert starter.run(killed, "import", listings) == 0

    assert len(expected) == RECORDS * 3 // 2
    assert any(0 < count < 2 * RECORDS for count in stopped), stopped
    assert _faults(killed) == []
    assert _ended(killed) == expected
