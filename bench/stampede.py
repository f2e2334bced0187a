"""Opening day: 2,000 buyers, 500 places, 200 at once, the whole flow as a browser does it.

PostgreSQL with its durability on and two web processes, then SQLite; worker and scheduler run too,
as `startline run` starts them. Buyers pay by bank transfer. Printed beside pretix on two cores.
"""

import asyncio
import datetime as dt
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.db import connection

from bench import report
from bench.buyers import HOST, Tally, stampede
from scripts.test import postgres, postgres_bin
from startline.config.environment import BEHIND

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
EVENT = "/races/stampede/"
PRETIX = {"orders_per_s": 1.36, "cpu_s_per_order": 1.24, "p99_ms": 41_000}
TARGETS = {"postgresql": (27.0, 0.062, 2_000), "sqlite": (13.6, 0.062, 2_000)}


@dataclass(frozen=True)
class Site:
    """A running site and the processes that serve it, by name."""

    port: int
    processes: dict[str, int]


def suite(*, buyers: int = 2_000, places: int = 500, at_once: int = 200) -> None:
    """Both databases; figures into bench/results."""
    for database in ("postgresql", "sqlite"):
        if database == "postgresql" and postgres_bin() is None:
            print("PostgreSQL is not installed: left out")
            continue
        figures = measured(database, buyers=buyers, places=places, at_once=at_once)
        show(database, figures)
        report.write(f"stampede_{database}", figures)


def measured(database: str, *, buyers: int, places: int, at_once: int) -> dict[str, Any]:
    """A fresh site with one event, stormed once."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder, base(database) as url:
        environment = {
            **os.environ, "STARTLINE_STATE": folder, "DATABASE_URL": url, "VALKEY_URL": "",
            "STARTLINE_BEHIND_PROXY": "true", "STARTLINE_LOG_LEVEL": "WARNING",
            "STARTLINE_HASHED_STATIC": "", "STARTLINE_TODAY": "2026-05-01",
        }  # fmt: skip
        startline = [sys.executable, "-m", "startline"]
        own = [sys.executable, "-m", "bench.stampede"]
        for command in (
            [*startline, "migrate", "-v0"], [*own, "seed", str(places)], [*startline, "index"]
        ):  # fmt: skip
            subprocess.run(command, env=environment, cwd=ROOT, check=True)
        with running(environment) as site:
            if url:
                site.processes["postgres"] = postmaster(environment)
            warm(site)
            figures = stormed(site, buyers=buyers, at_once=at_once)
        said = subprocess.run(
            [*own, "count", str(places)], env=environment, cwd=ROOT, capture_output=True,
            text=True, check=True,
        ).stdout.split()  # fmt: skip
        checked = subprocess.run([*startline, "verify"], env=environment, cwd=ROOT, check=False)
    return figures | {
        "sold": int(said[0]),
        "oversold": int(said[1]),
        "verify_clean": checked.returncode == 0,
    }


@contextmanager
def base(database: str) -> Iterator[str]:
    """The address of a durable PostgreSQL of our own, or nothing for SQLite."""
    if database == "sqlite":
        yield ""
        return
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = str(free.getsockname()[1])
    with postgres(port=port, settings="-c shared_buffers=512MB") as url:
        yield url


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Site]:
    """Two web processes, the worker and the scheduler."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    startline = [sys.executable, "-m", "startline"]
    commands = {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port",
            str(port), "--workers", "2", "--blocking-threads", "3", "--log-level", "warning",
            "--no-ws", "startline.config.wsgi:application",
        ],
        "worker": [*startline, "db_worker", "--no-startup-delay"],
        "scheduler": [*startline, "tick", "--loop"],
    }  # fmt: skip
    children = {
        name: subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name, command in commands.items()
    }  # fmt: skip
    for name in ("worker", "scheduler"):
        os.setpriority(os.PRIO_PROCESS, children[name].pid, BEHIND)
    try:
        yield Site(port, {name: child.pid for name, child in children.items()})
    finally:
        for child in children.values():
            os.killpg(child.pid, signal.SIGTERM)
        for child in children.values():
            child.wait(timeout=30)


def warm(site: Site) -> None:
    """Wait for the first answer, then rehearse."""
    for _ in range(600):
        try:
            socket.create_connection((HOST, site.port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    asyncio.run(rehearsed(site.port))


async def rehearsed(port: int) -> None:
    """Some buy at another event, so that every process has done each thing once."""
    await stampede(port, "/races/rehearsal/", buyers=16, at_once=8)


def stormed(site: Site, *, buyers: int, at_once: int) -> dict[str, Any]:
    """The storm, with what it cost."""
    before = {name: tree_cpu_s(pid) for name, pid in site.processes.items()}
    own, busy, began = own_cpu_s(), machine_busy_s(), time.perf_counter()
    tally = asyncio.run(stampede(site.port, EVENT, buyers=buyers, at_once=at_once))
    wall = time.perf_counter() - began
    cpu = {name: round(tree_cpu_s(pid) - before[name], 2) for name, pid in site.processes.items()}
    generator = own_cpu_s() - own
    bought = tally.outcomes["bought"]
    last = max(tally.bought_at, default=began) - began
    return {
        "buyers": buyers, "at_once": at_once, "wall_s": round(wall, 1),
        "bought": bought, "seconds_to_last_order": round(last, 1),
        "orders_per_s": round(bought / last, 2) if bought else 0.0,
        "requests": tally.requests, "requests_per_s": round(tally.requests / wall, 1),
        "cpu_s": cpu, "cpu_s_per_order": round(sum(cpu.values()) / max(bought, 1), 4),
        "generator_cpu_s": round(generator, 1),
        "others_cpu_s": round(machine_busy_s() - busy - generator - sum(cpu.values()), 1),
        "outcomes": dict(tally.outcomes), "errors": dict(tally.errors), "steps": steps(tally),
    }  # fmt: skip


def steps(tally: Tally) -> dict[str, dict[str, float]]:
    """p50, p99 and the longest of each step, in milliseconds."""
    table = {}
    for step, seconds in sorted(tally.seconds.items()):
        ordered = sorted(seconds)
        at = {q: ordered[min(len(ordered) - 1, int(len(ordered) * q / 100))] for q in (50, 99)}
        table[step] = {
            "n": len(ordered), "p50_ms": round(at[50] * 1e3, 1), "p99_ms": round(at[99] * 1e3, 1),
            "max_ms": round(ordered[-1] * 1e3, 1),
        }  # fmt: skip
    return table


def show(database: str, figures: dict[str, Any]) -> None:
    """A table beside pretix and the targets."""
    orders, cpu, p99 = TARGETS[database]
    slowest = max(s["p99_ms"] for name, s in figures["steps"].items() if name[0].isdigit())
    report.table(
        f"Opening day on {database}: {figures['sold']} sold, {figures['oversold']} oversold, "
        f"{sum(figures['errors'].values())} errors, verify clean: {figures['verify_clean']}",
        ["", "here", "target", "pretix"],
        [
            ["orders a second", figures["orders_per_s"], orders, PRETIX["orders_per_s"]],
            ["CPU s per order", figures["cpu_s_per_order"], cpu, PRETIX["cpu_s_per_order"]],
            ["p99 of any step, ms", slowest, p99, PRETIX["p99_ms"]],
        ],
    )
    report.table(
        "Steps", ["step", "n", "p50 ms", "p99 ms", "max ms"],
        [[name, *row.values()] for name, row in figures["steps"].items()],
    )  # fmt: skip
    print({k: figures[k] for k in ("cpu_s", "generator_cpu_s", "others_cpu_s", "outcomes",
                                   "errors", "requests_per_s")})  # fmt: skip


def tree_cpu_s(root: int) -> float:
    """CPU seconds of a process and its children, those that have ended included."""
    children, ticks = defaultdict(list), {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(words[1])].append(int(folder.name))
        ticks[int(folder.name)] = sum(map(int, words[11:15]))
    total, left = 0, [root]
    while left:
        pid = left.pop()
        total += ticks.get(pid, 0)
        left += children[pid]
    return total / TICKS


def machine_busy_s() -> float:
    """CPU seconds the machine was busy since it started."""
    words = [int(w) for w in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return (sum(words[:3]) + words[5] + words[6]) / TICKS


def own_cpu_s() -> float:
    """CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def postmaster(environment: dict[str, str]) -> int:
    """The process id of PostgreSQL's first process."""
    asking = [sys.executable, "-m", "bench.stampede", "postmaster", "0"]
    said = subprocess.run(asking, env=environment, cwd=ROOT, capture_output=True, text=True,
                          check=True)  # fmt: skip
    return int(said.stdout)


def inside(word: str, places: int) -> None:
    """What needs the site's own models: run in a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
    django.setup()
    from bench import stampede_site  # noqa: PLC0415  -- models exist only after setup

    if word == "seed":
        at = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
        stampede_site.seed("stampede", places, now=at)
        stampede_site.seed("rehearsal", 100, now=at)
    elif word == "count":
        print(*stampede_site.count(places))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
        print((folder / "postmaster.pid").read_text().split()[0])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        inside(sys.argv[1], int(sys.argv[2]))
    else:
        suite()
