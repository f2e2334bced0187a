"""An import that is killed at any moment: what it left is whole, and the next run ends the same."""

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database
KILLS = 3
RECORDS = 120


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


def _start(state: Path, *said: str) -> subprocess.Popen[bytes]:
    """Our own command on a catalogue of its own."""
    environment = {
        **os.environ, "STARTLINE_STATE": str(state), "DATABASE_URL": "",
        "STARTLINE_TODAY": "2026-05-01", "STARTLINE_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    return subprocess.Popen(  # noqa: S603  -- our own program
        [sys.executable, "-m", "startline", *said], env=environment, stdout=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of listings, and a state folder with an empty catalogue and the gazetteer."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "listings").mkdir()
    _listings(folder / "listings")
    state = folder / "state"
    state.mkdir()
    for known in Path(settings.STATE).glob("gazetteer-*.sqlite3"):
        (state / known.name).symlink_to(known)
    assert _start(state, "migrate").wait() == 0
    return folder


def _ended(state: Path) -> list[tuple[object, ...]]:
    """What readers see, without row numbers."""
    with sqlite3.connect(state / "startline.sqlite3") as db:
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
    with sqlite3.connect(state / "startline.sqlite3") as db:
        found = [name for name, sql in questions.items() if db.execute(sql).fetchone()]
    db.close()
    return found


def _records(state: Path) -> int:
    with sqlite3.connect(state / "startline.sqlite3") as db:
        (count,) = db.execute("SELECT count(*) FROM feeds_record").fetchone()
    db.close()
    return int(count)


def _kill_when(process: subprocess.Popen[bytes], state: Path, records: int) -> int:
    """SIGKILL once so many records are stored; answers how many there were then."""
    while process.poll() is None and _records(state) < records:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.002)
    process.kill()
    process.wait()
    return _records(state)


def test_a_killed_import_leaves_whole_records_and_the_next_run_ends_the_same(
    prepared: Path, tmp_path: Path
) -> None:
    chosen = random.Random(11)  # noqa: S311  -- the same moments every time
    listings = str(prepared / "listings")
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for state in (calm, killed):
        shutil.copytree(prepared / "state", state, symlinks=True)
    assert _start(calm, "import", listings).wait() == 0
    expected = _ended(calm)

    stopped = []
    share = 2 * RECORDS // KILLS
    for number in range(KILLS):
        moment = chosen.randrange(share * number, share * (number + 1))
        stopped.append(_kill_when(_start(killed, "import", listings), killed, moment + 1))
        assert _faults(killed) == []
    assert _start(killed, "import", listings).wait() == 0

    assert len(expected) == RECORDS * 3 // 2
    assert any(0 < count < 2 * RECORDS for count in stopped), stopped
    assert _faults(killed) == []
    assert _ended(killed) == expected
