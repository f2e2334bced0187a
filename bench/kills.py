"""Kill a builder again and again; the index must answer right after each: `python -m bench.kills`.

The builder writes generation after generation and announces each before it starts. It is killed
at a random moment: while rows are read, files written, the folder renamed, the link replaced, old
generations removed. The overlay lives in memory only, so it cannot be left half written.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench import report
from bench.races import TODAY, races
from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Query

ROWS = 1_000


def forever(folder: Path, number: int) -> None:
    """Build with one row more each time."""
    rows = races(3 * ROWS)
    while True:
        number += 1
        print(number, flush=True)
        build(rows[: ROWS + number % ROWS], folder, today=TODAY, watermark=number)


def kill(times: int) -> None:
    """Start, kill, look; print and keep the figures."""
    random = np.random.default_rng(7)
    built = wrong = moved = 0
    opened: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(races(3 * ROWS)[:ROWS], folder, today=TODAY)
        for _ in range(times):
            builder = subprocess.Popen(
                [sys.executable, "-m", "bench.kills", "--builder", str(folder), str(built)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert builder.stdout is not None
            announced = [int(builder.stdout.readline())]
            try:
                builder.wait(timeout=float(random.random()) / 3)
            except subprocess.TimeoutExpired:
                builder.kill()
            announced += [int(line) for line in builder.stdout.read().split()]
            builder.wait()
            began = time.perf_counter()
            with Engine.open(folder) as engine:
                found = engine.search(Query()).total_races
                opened.append(time.perf_counter() - began)
                moved += engine.watermark - built
                built = engine.watermark
            right = found == ROWS + built % ROWS and built in {announced[-1] - 1, announced[-1]}
            wrong += not right
    figures = {
        "kills": times, "wrong_answers": wrong, "generations_completed": moved,
        "open_and_answer_ms_max": round(max(opened) * 1e3, 1),
    }  # fmt: skip
    report.table("kills", ["measure", "found"], [[k, v] for k, v in figures.items()])
    report.write("kills", figures)
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--builder", nargs=2, metavar=("FOLDER", "NUMBER"))
    options = parser.parse_args()
    if options.builder:
        forever(Path(options.builder[0]), int(options.builder[1]))
    else:
        kill(options.times)
