"""Saved searches against new and changed races: one worker, and the same one killed twice.

    python -m bench --only alerts

100,000 different searches of 10,000 people, 2,000 new or changed events beside 4,000 others, on
SQLite. Each part is a process of its own; the killed run must record what the whole run recorded.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import report

ROOT = Path(__file__).parent.parent
SEARCHES, CHANGED = 100_000, 2_000  # as in alerts_run
MOST_S = 60.0
KILL_AFTER_S = (6.0, 5.0)


def suite() -> None:
    """Fill, match, print, keep."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as name:
        folder = Path(name)
        whole, killed = folder / "whole", folder / "killed"
        whole.mkdir()
        _run(whole, "-m", "startline", "migrate", "-v0")
        _run(whole, "-m", "bench.alerts_run", "fill")
        shutil.copytree(whole, killed)
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        _run(whole, "-m", "bench.alerts_run", "match")
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = _count(whole)
        for seconds in KILL_AFTER_S:
            _killed(killed, seconds)
        _run(killed, "-m", "bench.alerts_run", "match")
        again = _count(killed)
    figures: dict[str, Any] = {
        "searches": SEARCHES, "events_new_or_changed": CHANGED, "wall_s": round(wall, 1),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb": round(after.ru_maxrss / 1024), "alerts": found["alerts"],
        "searches_with_alerts": found["searches"], "killed_twice_the_same": again == found,
    }  # fmt: skip
    rows = [[key, value, MOST_S if key == "wall_s" else ""] for key, value in figures.items()]
    report.table("saved searches", ["measure", "found", "target"], rows)
    report.write("alerts", figures)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "STARTLINE_STATE": str(folder), "DATABASE_URL": "",
            "STARTLINE_LOG_LEVEL": "ERROR"}  # fmt: skip


def _run(folder: Path, *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, env=_environment(folder), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def _killed(folder: Path, seconds: float) -> None:
    """The worker, ended by SIGKILL after so long."""
    command = [sys.executable, "-m", "bench.alerts_run", "match"]
    worker = subprocess.Popen(command, env=_environment(folder), cwd=ROOT, stdout=subprocess.PIPE)
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _count(folder: Path) -> dict[str, int]:
    counted: dict[str, int] = json.loads(_run(folder, "-m", "bench.alerts_run", "count"))
    return counted
