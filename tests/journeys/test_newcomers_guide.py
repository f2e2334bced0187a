"""The newcomer's guide is true: every command in it is run as it stands."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from startline.recovery.rules.entries import Clearance
from startline.recovery.rules.saved import dumped
from startline.recovery.tests.make import at, make_start

ROOT: Path = settings.ROOT
GUIDE = ROOT / "docs" / "newcomers.md"
PATIENCE_S = 120
PLANTED = "Quuxwortlebury"

pytestmark = pytest.mark.one_database


def commands() -> list[str]:
    """The lines of the guide that begin with a dollar sign."""
    return re.findall(r"^\$ (.+)$", GUIDE.read_text(), re.M)


def surroundings(state: Path) -> dict[str, str]:
    """A clean environment with a state folder of its own."""
    words = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "MAKE", "PYTEST"))}
    return {**words, "STARTLINE_STATE": str(state), "DATABASE_URL": "", "STARTLINE_TODAY": ""}


def test_the_guide_has_at_most_2000_words() -> None:
    assert len(GUIDE.read_text().split()) <= 2000


def test_every_short_command_works_as_written(tmp_path: Path) -> None:
    short = [c for c in commands() if not c.startswith("make")]

    for command in short:
        line = command.replace("var/", f"{tmp_path}/")
        done = subprocess.run(  # noqa: S602  -- the guide's own lines, as a reader would type them
            line, shell=True, cwd=ROOT, env=surroundings(tmp_path), capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert len(short) >= 7


def test_make_run_serves_a_populated_site_holds_no_log_and_stops_all_its_processes(
    tmp_path: Path,
) -> None:
    assert "make run" in commands()
    port = free_port()
    said = tmp_path / "said.txt"
    into = os.open(said, os.O_CREAT | os.O_WRONLY)
    site = subprocess.Popen(
        ["make", "run"], cwd=ROOT,  # noqa: S607
        env={**surroundings(tmp_path), "PORT": str(port), "STARTLINE_LOG_LEVEL": "DEBUG"},
        start_new_session=True, stdout=into, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        page = fetch(f"http://127.0.0.1:{port}/races/?q=berlin+marathon", site)
        answers = tell_of_a_knee(f"http://127.0.0.1:{port}")
        kill_what_serves(tmp_path)
        page_again = fetch(f"http://127.0.0.1:{port}/races/?q=berlin+marathon", site)
        worker_again = waits_for("db_worker", tmp_path)
        again = subprocess.run(
            ["make", "run"], cwd=ROOT, env={**surroundings(tmp_path), "PORT": str(port)},  # noqa: S607
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    finally:
        os.killpg(site.pid, signal.SIGINT)
        site.wait(timeout=30)
        os.close(into)

    assert "Berlin Marathon" in page
    assert "Berlin Marathon" in page_again, "a web process that was killed is started again"
    assert worker_again, "and so is the worker"
    assert f"http://127.0.0.1:{port}/" in page, "links and previews lead to this very site"
    assert again.returncode != 0
    assert f"Port {port} on 127.0.0.1 is taken" in again.stderr
    assert "password:" in said.read_text()
    assert answers == [200] * 5, "a log is answered by a real web process"
    written = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert len(written) > 3
    assert not any(PLANTED.encode() in one for one in written)
    assert processes_of(tmp_path) == {}


def tell_of_a_knee(site: str) -> list[int]:
    """Send a log with a planted word to every page that answers one; the answers' status."""
    note = Clearance(id=PLANTED, at=at(0.1), cleared_on=at(0).date(), note=PLANTED)
    log = json.loads(dumped([*make_start(), note]))
    words = json.dumps({"log": log, "zone": "Europe/Lisbon"}).encode()
    pages = ("/recovery/log/answer/", "/recovery/log/calendar/", "/recovery/log/paper/",
             "/api/v1/recovery/state")  # fmt: skip
    kind = {"Content-Type": "application/json"}
    asked = [urllib.request.Request(site + page, words, kind) for page in pages]  # noqa: S310  -- loopback
    code = json.dumps({"text": PLANTED}).encode()
    asked.append(urllib.request.Request(f"{site}/recovery/log/code/", code, kind))  # noqa: S310  -- loopback
    found = []
    for one in asked:
        with urllib.request.urlopen(one, timeout=60) as answer:  # noqa: S310  -- loopback
            found.append(answer.status)
    return found


def free_port() -> int:
    """A port nobody has, below those that other tests' connections are given by the system."""
    for port in range(20_000 + os.getpid() % 5_000, 30_000):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)):
                return port
    msg = "no port is free"
    raise AssertionError(msg)


def fetch(address: str, site: subprocess.Popen[bytes]) -> str:
    """The page, as soon as it is there."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert site.poll() is None, "make run ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  -- loopback
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    msg = f"no page within {PATIENCE_S} s"
    raise AssertionError(msg)


def processes_of(state: Path) -> dict[int, str]:
    """Processes still alive that were started with this state folder, and their commands."""
    alive = {}
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"STARTLINE_STATE={state}".encode() in environ.read_bytes():
                alive[int(environ.parent.name)] = (environ.parent / "cmdline").read_text()
        except OSError:  # it ended while we looked, or is another user's
            continue
    return alive


def kill_what_serves(state: Path) -> None:
    """As a machine short of memory does: the process that answers pages, and the worker."""
    for pid, command in processes_of(state).items():
        if "db_worker" in command:
            os.kill(pid, signal.SIGKILL)
        if "granian" in command:
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
                os.kill(int(child), signal.SIGKILL)


def waits_for(word: str, state: Path) -> bool:
    """Whether a process of that command is there within some seconds."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if any(word in command for command in processes_of(state).values()):
            return True
        time.sleep(0.2)
    return False
