"""The index against looking at every row and against other engines, all in one run."""

import importlib
import importlib.util
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench import report
from bench.plain import Plain, Reader
from bench.questions import questions
from bench.races import TODAY, races
from bench.timing import Mix, Timing, mix, pss_mb, timed
from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Answer, Query

# Milliseconds: the slowest question's 99th percentile. Seconds: a build. See the decision record.
TARGETS = {50_000: (3.0, 3.0), 200_000: (5.0, 10.0), 1_000_000: (12.0, 60.0)}


@dataclass
class Measured:
    """One engine at one size."""

    build_s: float
    size_mb: float
    exact: str
    timings: dict[str, Timing] = field(default_factory=dict)
    mix: Mix | None = None
    extra: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "build_s": round(self.build_s, 2),
            "size_mb": round(self.size_mb, 1),
            "exact": self.exact,
            "worst_p99_ms": round(max(t.p99 for t in self.timings.values()), 3),
            "questions": {name: t.as_dict() for name, t in self.timings.items()},
            "two_processes": vars(self.mix) if self.mix else None,
        } | self.extra


def suite(sizes: Sequence[int], comparators: Sequence[str]) -> None:
    """Measure every size, print tables, keep `results/engine_<size>.json`."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured = _measure(size, Path(folder), comparators)
        _show(size, measured)
        report.write(
            f"engine_{size}",
            {"races": size, "engines": {name: m.as_dict() for name, m in measured.items()}},
        )


def _measure(size: int, folder: Path, comparators: Sequence[str]) -> dict[str, Measured]:
    rows = races(size)
    asked = questions()
    flat = [query for variants in asked.values() for query in variants]
    print(f"\n{size} races: building", flush=True)
    began = time.perf_counter()
    build(rows, folder / "index", today=TODAY)
    ours = Measured(time.perf_counter() - began, _size_mb(folder / "index"), "")
    plain = Plain(rows)
    del rows
    began = time.perf_counter()
    engine = Engine.open(folder / "index")
    ours.extra["open_s"] = round(time.perf_counter() - began, 3)
    answers = {query: engine.search(query) for query in flat}
    ours.exact = _score([_same(plain, q, a) for q, a in answers.items()])
    ours.timings = {name: timed(engine.search, variants) for name, variants in asked.items()}
    ours.mix = mix(open_index, folder / "index", flat)
    ours.extra["pss_one_process_mb"] = round(_alone(folder / "index", flat), 1)
    engine.close()
    measured = {"startline": ours}
    for name in comparators:
        measured[name] = _compare(name, plain, folder, answers)
    return measured


def open_index(folder: Path) -> Callable[[Query], Answer]:
    """What a web process does once."""
    return Engine.open(folder).search


def _alone(folder: Path, asked: Sequence[Query]) -> float:
    """Memory of one process that opened the index and asked everything."""
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    worker = context.Process(target=_ask_all, args=(folder, asked, answers))
    worker.start()
    size: float = answers.get(timeout=300)
    worker.join()
    return size


def _ask_all(folder: Path, asked: Sequence[Query], answers: Any) -> None:
    run = open_index(folder)
    for query in asked:
        run(query)
    answers.put(pss_mb())


def _compare(name: str, plain: Plain, folder: Path, answers: dict[Query, Answer]) -> Measured:
    began = time.perf_counter()
    module = _comparator(name)
    module.build(plain, folder)
    took = time.perf_counter() - began
    size = _size_mb(folder / ("races.db" if name == "sqlite" else "tantivy"))
    opener = partial(open_comparator, name, plain.reader(list(answers)))
    run = opener(folder)
    same = [run(query)["total"] == answer.total_races for query, answer in answers.items()]
    measured = Measured(took, size, _score(same))
    measured.timings = {n: timed(run, variants) for n, variants in questions().items()}
    measured.mix = mix(opener, folder, [q for variants in questions().values() for q in variants])
    return measured


def open_comparator(name: str, reader: Reader, folder: Path) -> Callable[[Query], dict[str, Any]]:
    """What a process that uses the comparator does once."""
    module = _comparator(name)
    engine = module.Sqlite(reader, folder) if name == "sqlite" else module.Tantivy(reader, folder)
    run: Callable[[Query], dict[str, Any]] = engine.run
    return run


def _comparator(name: str) -> ModuleType:
    """tantivy is optional: loaded only when it is there and asked for."""
    return importlib.import_module(f"bench.compare_{name}")


def installed(comparators: Sequence[str]) -> list[str]:
    """Those that can run here; says which cannot."""
    found = [n for n in comparators if n == "sqlite" or importlib.util.find_spec(n)]
    for name in set(comparators) - set(found):
        print(f"{name} is not installed: not compared")
    return found


def _same(plain: Plain, query: Query, answer: Answer) -> bool:
    """Totals, every facet, clusters and order as found by looking at every row."""
    mask = plain.mask(query)
    rows = np.flatnonzero(mask)
    editions, events = (plain.numbers[n][rows] for n in ("edition_id", "event_id"))
    totals = (len(rows), len(np.unique(editions)), len(np.unique(events)))
    found = (answer.total_races, answer.total_editions, answer.total_events)
    if totals != found:
        return False
    if query.facets and answer.facets != plain.facets(query):
        return False
    if query.clusters_zoom is not None:
        placed = editions[~np.isnan(plain.numbers["latitude"][rows])]
        if sum(c.editions for c in answer.clusters) != len(np.unique(placed)):
            return False
    return _same_order(plain, query, answer, rows)


def _same_order(plain: Plain, query: Query, answer: Answer, rows: np.ndarray) -> bool:
    key = plain.order_key(query)
    if key is None:
        wanted = min(query.limit, max(answer.total_editions - query.offset, 0))
        return len(answer.hits) == wanted
    order = rows[np.argsort(key[rows], kind="stable")]
    _, first = np.unique(plain.numbers["edition_id"][order], return_index=True)
    page = order[np.sort(first)][query.offset : query.offset + query.limit]
    place = {int(race): n for n, race in enumerate(plain.numbers["race_id"])}
    shown = [place[hit.race_ids[0]] for hit in answer.hits]
    return np.array_equal(np.round(key[page], 3), np.round(key[shown], 3))


def _score(checks: Sequence[bool]) -> str:
    return f"{sum(checks)}/{len(checks)}"


def _size_mb(path: Path) -> float:
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
    return sum(f.stat().st_size for f in files) / 1e6


def _show(size: int, measured: dict[str, Measured]) -> None:
    ours = measured["startline"]
    others = [name for name in measured if name != "startline"]
    head = ["question", "p50 ms", "p99 ms", "cpu p99", *(f"{n} p50" for n in others),
            *(f"{n} ratio" for n in others)]  # fmt: skip
    rows: list[list[Any]] = []
    for name, timing in ours.timings.items():
        theirs = [measured[n].timings[name].p50 for n in others]
        ratios = [p50 / timing.p50 for p50 in theirs]
        rows.append([name, timing.p50, timing.p99, timing.cpu_p99, *theirs, *ratios])
    worst = max(rows, key=lambda row: row[2])
    means = [float(np.exp(np.mean(np.log([r[4 + len(others) + i] for r in rows]))))
             for i in range(len(others))]  # fmt: skip
    rows.append(["geometric mean of the ratios", "", "", "", *[""] * len(others), *means])
    report.table(f"{size} races, one process", head, rows)
    engines = [
        [n, m.build_s, m.size_mb, m.exact, *((m.mix.per_second, m.mix.p99) if m.mix else ("", ""))]
        for n, m in measured.items()
    ]
    head = ["engine", "build s", "size MB", "same answers", "2 processes q/s", "2 processes p99 ms"]
    report.table("", head, engines)
    limit_ms, limit_s = TARGETS.get(size, (float("nan"), float("nan")))
    facts: list[list[Any]] = [
        [f"slowest p99, ms ({worst[0]})", worst[2], limit_ms],
        ["slowest cpu p99, ms", max(t.cpu_p99 for t in ours.timings.values()), ""],
        ["build, s", ours.build_s, limit_s],
        ["open, s", ours.extra["open_s"], ""],
        ["PSS of one process, MB", ours.extra["pss_one_process_mb"], ""],
    ]
    if ours.mix:
        facts.append(["PSS of each of two processes, MB", ours.mix.pss_mb, ""])
    report.table("", ["measure", "found", "target"], facts)
