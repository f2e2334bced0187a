"""A new generation appears whole or not at all; an old one stays while it is read."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from startline.discovery.index import generation
from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.generation import NoIndexError
from startline.discovery.index.query import Query
from startline.discovery.tests.make_rows import TODAY, make_engine, make_row

# Builds forever, each time with one row more, and says so before each build.
ENDLESS_BUILDER = """
import sys
from pathlib import Path
from startline.discovery.index.build import build
from startline.discovery.tests.make_rows import TODAY, make_row
count = int(sys.argv[2])
while True:
    count += 1
    print(count, flush=True)
    rows = [make_row(n, f"Ridge {n}") for n in range(1, count + 1)]
    build(rows, Path(sys.argv[1]), today=TODAY, watermark=count)
"""


def test_without_a_build_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Engine.open(tmp_path)


def test_a_reader_keeps_its_generation_until_it_leaves(tmp_path: Path) -> None:
    old = make_engine(tmp_path, make_row(1))
    build([make_row(1), make_row(2)], tmp_path, today=TODAY)
    build([make_row(1), make_row(2), make_row(3)], tmp_path, today=TODAY)

    kept = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    found = old.search(Query()).total_races
    old.close()
    build([make_row(1)], tmp_path, today=TODAY)
    left = {path.name for path in tmp_path.iterdir() if path.is_dir() and not path.is_symlink()}

    assert old.generation in kept
    assert found == 1
    assert left == {generation.current(tmp_path)}


def test_an_engine_knows_that_a_newer_generation_is_there(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1))
    before = engine.is_current(tmp_path)

    build([make_row(1)], tmp_path, today=TODAY, watermark=5)

    assert before
    assert not engine.is_current(tmp_path)
    assert Engine.open(tmp_path).watermark == 5


def test_a_build_that_fails_leaves_the_old_generation(tmp_path: Path) -> None:
    make_engine(tmp_path, make_row(1)).close()

    def broken(folder: Path) -> None:
        (folder / "meta.json").write_text("{", encoding="utf-8")
        msg = "disk full"
        raise OSError(msg)

    with pytest.raises(OSError, match="disk full"):
        generation.write_generation(tmp_path, broken)

    assert Engine.open(tmp_path).search(Query()).total_races == 1


def test_twenty_killed_builders_leave_an_index_that_answers(tmp_path: Path) -> None:
    dice = np.random.default_rng(7)
    make_engine(tmp_path, make_row(1, "Ridge 1")).close()
    built = 1
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    for _ in range(20):
        builder = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", ENDLESS_BUILDER, str(tmp_path), str(built)],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert builder.stdout is not None
        for _ in range(int(dice.integers(1, 5))):
            started = int(builder.stdout.readline())
        try:
            builder.wait(timeout=dice.random() / 20)
        except subprocess.TimeoutExpired:
            builder.send_signal(signal.SIGKILL)
        last = [int(line) for line in builder.stdout.read().split()]
        builder.wait()
        builder.stdout.close()
        with Engine.open(tmp_path) as engine:
            answer = engine.search(Query(text="ridge", limit=1))
            built = engine.watermark

        # What was announced before the last announcement is built; the last may be.
        assert answer.total_races == built
        newest = max([started, *last])
        assert built in {newest - 1, newest}


def test_an_index_of_an_older_format_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([make_row(1)], tmp_path, today=TODAY)
    monkeypatch.setattr(generation, "FORMAT", generation.FORMAT + 1)

    with pytest.raises(generation.NoIndexError):
        Engine.open(tmp_path)
