"""How long questions take, and what a process costs."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

Run = Callable[[Any], Any]


@dataclass(frozen=True)
class Timing:
    """Milliseconds; `cpu` is the thread's own time, which other programs do not stretch."""

    p50: float
    p99: float
    cpu_p50: float
    cpu_p99: float
    repetitions: int

    def as_dict(self) -> dict[str, float]:
        """For JSON, to the microsecond."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def timed(run: Run, variants: Sequence[Any], budget_s: float = 0.7, most: int = 400) -> Timing:
    """Ask the variants in turn until the budget is used (at least 20, at most `most` times)."""
    for variant in variants:
        run(variant)
    walls: list[float] = []
    cpus: list[float] = []
    end = time.perf_counter() + budget_s
    while len(walls) < most and (
        time.perf_counter() < end or (len(walls) < 20 and time.perf_counter() < end + 3)
    ):
        variant = variants[len(walls) % len(variants)]
        cpu, wall = time.thread_time(), time.perf_counter()
        run(variant)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.thread_time() - cpu)
    wall_ms, cpu_ms = np.array(walls) * 1e3, np.array(cpus) * 1e3
    p50, p99 = np.percentile(wall_ms, [50, 99])
    c50, c99 = np.percentile(cpu_ms, [50, 99])
    return Timing(float(p50), float(p99), float(c50), float(c99), len(walls))


def pss_mb() -> float:
    """This process's share of memory: pages shared with others count in part. In MB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True)
class Mix:
    """All questions in random order in several processes at once."""

    per_second: float
    p50: float
    p99: float
    pss_mb: float


def mix(opener: Callable[[Path], Run], folder: Path, questions: Sequence[Any],
        processes: int = 2, seconds: float = 4.0) -> Mix:  # fmt: skip
    """Questions per second of all processes; percentiles and memory are the worst process's."""
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    ready = context.Barrier(processes)
    workers = [
        context.Process(
            target=_worker, args=(opener, folder, questions, seconds, n, ready, answers)
        )
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=300) for _ in workers]
    for worker in workers:
        worker.join()
    rates, p50s, p99s, sizes = zip(*found, strict=True)
    return Mix(sum(rates), max(p50s), max(p99s), max(sizes))


def _worker(opener: Callable[[Path], Run], folder: Path, questions: Sequence[Any],
            seconds: float, number: int, ready: Any, answers: Any) -> None:  # fmt: skip
    run = opener(folder)
    for question in questions:
        run(question)
    order = np.random.default_rng(number).integers(0, len(questions), 100_000)
    ready.wait()
    times: list[float] = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        began = time.perf_counter()
        run(questions[order[len(times) % len(order)]])
        times.append(time.perf_counter() - began)
    rate = len(times) / (time.perf_counter() - start)
    p50, p99 = np.percentile(np.array(times) * 1e3, [50, 99])
    answers.put((rate, float(p50), float(p99), pss_mb()))
