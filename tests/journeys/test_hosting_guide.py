"""The hosting guide is true: its settings start a site, and its commands do what it says."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.journeys.test_newcomers_guide import surroundings

ROOT: Path = settings.ROOT
GUIDE = (ROOT / "docs" / "hosting.md").read_text()

pytestmark = pytest.mark.one_database


def environment(state: Path) -> dict[str, str]:
    """The file of the guide, its state folder laid elsewhere."""
    (block,) = re.findall(r"```env\n(.*?)```", GUIDE, re.S)
    given = dict(line.split("=", 1) for line in block.splitlines())
    assert given["STARTLINE_PRODUCTION"] == "true"
    return {**surroundings(state), **given, "STARTLINE_STATE": str(state)}


def done(line: str, state: Path) -> str:
    """A command as its reader would type it, in the environment of the guide."""
    line = line.replace("var/", f"{state}/")
    ran = subprocess.run(  # noqa: S602  -- the guide's own lines
        line, shell=True, cwd=ROOT, env=environment(state), capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, f"{line}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def test_each_command_works_and_a_site_comes_back_from_its_backup(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    python = ".venv/bin/python -m startline"
    done(f"{python} migrate --verbosity 0", state)
    done(f"{python} demo", state)
    lines = re.findall(r"^\$ (.+)$", GUIDE, re.M)

    said = {line: done(line, state) for line in lines}

    assert len(said) == 4
    (kept,) = (state / "backups").iterdir()
    assert events_in(kept) == events_in(state) > 0
    shutil.copy(kept / "startline.sqlite3", state)
    for beside in ("startline.sqlite3-wal", "startline.sqlite3-shm"):
        (state / beside).unlink(missing_ok=True)
    assert "promises kept" in done(f"{python} verify", state)


def events_in(folder: Path) -> int:
    """How many events a database file holds."""
    with closing(sqlite3.connect(folder / "startline.sqlite3")) as one:
        (count,) = one.execute("SELECT count(*) FROM events_event").fetchone()
    return int(count)


def test_every_setting_and_page_it_names_is_there() -> None:
    known = (ROOT / "docs" / "settings.md").read_text()
    for name in set(re.findall(r"\b(?:STARTLINE_[A-Z_]+|[A-Z]+_URL)\b", GUIDE)):
        assert f"`{name}`" in known, name
    unit = re.search(r"ExecStart=\S+ -m startline run (--\S+)", GUIDE)
    assert unit
    assert unit.group(1) == "--workers"
