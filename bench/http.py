"""The site over HTTP, with so many races: pages and API against an empty view, memory, edits.

Callers are signed out and no page is cached. Figures of one run are measured in turn over one
connection, so that a busy moment of the machine meets all of them alike.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import report
from bench.keepalive import HOST, Connection, per_second

ROOT = Path(__file__).parent.parent
ROUNDS = 200
EDITS = 100
CPU_ROUNDS = 400
TICKS = os.sysconf("SC_CLK_TCK")

# races: API / empty, page / constants, page ms, MB of a process, ms until an edit is seen
TARGETS = {
    50_000: (4.0, 1.3, 10.0, 160, 200),
    200_000: (5.0, 1.4, 10.0, 200, 200),
    1_000_000: (8.0, 1.8, 12.0, 330, 500),
}
_COUNTRIES = ("FR", "DE", "IT", "ES", "US", "GB", "CH", "AT", "PT", "SE")
_WORDS = ("marathon", "trail", "half", "berlin", "lyon", "ultra+trail", "gravel", "triathlon")


@dataclass(frozen=True)
class Site:
    """A running site: where it listens, its web processes, its environment."""

    port: int
    processes: tuple[int, ...]
    environment: dict[str, str]


def suite(sizes: Sequence[int]) -> None:
    """Measure each size, keep `results/http_<size>.json`, compare costs between sizes."""
    costs = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder:
            environment = _environment(folder)
            figures = _filled(size, environment)
            with running(environment) as site:
                figures |= measured(site)
        _show(size, figures)
        report.write(f"http_{size}", {"races": size} | figures)
        costs[size] = figures["server_cpu_ms"]
    if len(costs) > 1:
        _show_growth(costs)


def _environment(folder: str) -> dict[str, str]:
    return {
        **os.environ, "STARTLINE_STATE": folder, "STARTLINE_TODAY": "2026-03-01",
        "DATABASE_URL": "", "VALKEY_URL": "", "STARTLINE_BEHIND_PROXY": "true",
        "DJANGO_SETTINGS_MODULE": "bench.site_settings", "STARTLINE_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def _filled(size: int, environment: dict[str, str]) -> dict[str, Any]:
    print(f"\n{size} races: filling the database", flush=True)
    _run(environment, "startline", "migrate", "-v0")
    began = time.perf_counter()
    _run(environment, "bench.catalogue", str(size))
    filled = time.perf_counter()
    _run(environment, "startline", "index")
    return {
        "fill_s": round(filled - began, 1),
        "index_s": round(time.perf_counter() - filled, 1),
    }


def _run(environment: dict[str, str], module: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words], env=environment, cwd=ROOT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Site]:
    """The site as `startline run` serves it, with two web processes."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "2", "--blocking-threads", "3", "--log-level", "warning", "--no-ws",
        "startline.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        _wait(port)
        yield Site(port, _workers(server.pid), environment)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            Connection(port).get("/bench/empty/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    msg = "the site did not start"
    raise RuntimeError(msg)


def _workers(pid: int) -> tuple[int, ...]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    names = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return tuple(child for child, name in names.items() if b"resource_tracker" not in name)


def measured(site: Site) -> dict[str, Any]:
    """All figures of a running site."""
    events = _events(site)
    searches = _searches()
    for _ in range(8):  # connections, so that both processes open their index
        connection = Connection(site.port)
        for path in ("/", "/races/", "/api/v1/races", *events[:5]):
            connection.get(path)
    for search in searches:
        connection.get(f"/races/{search}")
    figures: dict[str, Any] = {"pss_mb": round(max(map(_pss_mb, site.processes)), 1)}
    cycles = {
        "empty": ["/bench/empty/"],
        "api": ["/api/v1/races"],
        "api, varied": [f"/api/v1/races{search}" for search in searches],
        "page": ["/races/"],
        "constants": ["/bench/constants/"],
        "page, varied": [f"/races/{search}" for search in searches],
        "constants, varied": [f"/bench/constants/{search}" for search in searches],
        "event": events,
        "home": ["/"],
    }
    figures["p50_ms"] = _medians(connection, cycles)
    figures["server_cpu_ms"] = {
        name: _cpu_ms(site, connection, cycles[name])
        for name in ("empty", "api, varied", "page, varied", "event")
    }
    rate = per_second(site.port, events, connections=32, seconds=5)
    figures["event_per_second"] = round(rate, 1)
    edits = _run(site.environment, "bench.visible", str(site.port), str(EDITS)).split()
    p50, p99 = np.percentile([float(ms) for ms in edits], [50, 99]).tolist()
    return figures | {"edit_seen_p50_ms": round(p50, 1), "edit_seen_p99_ms": round(p99, 1)}


def _searches() -> list[str]:
    """Addresses that readers ask for: no two alike, so that few answers are known already."""
    random = np.random.default_rng(5)
    found: dict[str, None] = {}
    while len(found) < ROUNDS:
        country, word = random.choice(_COUNTRIES), random.choice(_WORDS)
        month, page = int(random.integers(3, 13)), int(random.integers(1, 6))
        forms = (
            f"?country={country}&month=2026-{month:02d}", f"?q={word}&country={country}",
            f"?q={word}&page={page}", f"?month=2026-{month:02d}&page={page}",
            f"?near=Lyon&within={20 * page}&month={month}", f"?max_price={page * 20}&q={word}",
            f"?band=marathon&country={country}&page={page}", f"?page={page}&relief=flat",
        )  # fmt: skip
        found[forms[int(random.integers(len(forms)))]] = None
    return list(found)


def _events(site: Site) -> list[str]:
    """Addresses of events from all over the catalogue."""
    one = Connection(site.port)
    pages = [one.get(f"/races/?page={number}").decode() for number in range(1, 9)]
    parts = [part for page in pages for part in page.split('<h3><a href="')[1:]]
    one.close()
    return [part.split('"')[0] for part in parts]


def _medians(connection: Connection, cycles: dict[str, list[str]]) -> dict[str, float]:
    for paths in cycles.values():
        for path in paths:
            connection.get(path)
    times: dict[str, list[float]] = {name: [] for name in cycles}
    for number in range(ROUNDS):
        for name, paths in cycles.items():
            times[name].append(connection.timed(paths[number % len(paths)]))
    return {name: round(statistics.median(values), 2) for name, values in times.items()}


def _cpu_ms(site: Site, connection: Connection, paths: Sequence[str]) -> float:
    """What the web processes spend on one request."""
    before = sum(map(_cpu_s, site.processes))
    for number in range(CPU_ROUNDS):
        connection.get(paths[number % len(paths)])
    spent = sum(map(_cpu_s, site.processes)) - before
    return round(spent / CPU_ROUNDS * 1e3, 2)


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _show(size: int, figures: dict[str, Any]) -> None:
    ms = figures["p50_ms"]
    api, page, page_ms, pss, edit = TARGETS.get(size, ("",) * 5)
    rows = [
        ["API / empty view", ms["api"] / ms["empty"], api],
        ["API / empty view, searches that vary", ms["api, varied"] / ms["empty"], ""],
        ["/races/ / the same from constants", ms["page"] / ms["constants"], page],
        ["… searches that vary", ms["page, varied"] / ms["constants, varied"], ""],
        ["/races/ p50, ms", ms["page"], page_ms],
        ["… searches that vary", ms["page, varied"], ""],
        ["event page p50, ms", ms["event"], 10.0],
        ["event pages a second, 32 connections", figures["event_per_second"], 200],
        ["empty view, API, home p50, ms", f"{ms['empty']} {ms['api']} {ms['home']}", ""],
        ["PSS of a web process, MB", figures["pss_mb"], pss],
        ["edit seen everywhere p99, ms", figures["edit_seen_p99_ms"], edit],
        ["index written, s", figures["index_s"], ""],
    ]
    report.table(f"{size} races over HTTP", ["measure", "found", "target"], rows)


def _show_growth(costs: dict[int, dict[str, float]]) -> None:
    least = costs[min(costs)]
    report.table(
        "server CPU ms a request, and against the smallest catalogue",
        ["races", *least],
        [
            [size, *(f"{ms:.2f} ({ms / least[name]:.2f}x)" for name, ms in found.items())]
            for size, found in sorted(costs.items())
        ],
    )
