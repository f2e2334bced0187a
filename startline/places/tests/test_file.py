"""The gazetteer file: unpacked once, whole, also when two processes come first."""

import contextlib
import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from startline.places.index import file


def unpack_into(folder: str, results: "multiprocessing.Queue[int]") -> None:
    """What a worker does at first use."""
    path = file.unpacked(Path(folder))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        results.put(connection.execute("SELECT count(*) FROM town").fetchone()[0])


def test_two_processes_at_first_use_both_read_a_whole_file(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[int] = spawn.Queue()
    workers = [spawn.Process(target=unpack_into, args=(str(tmp_path), results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    counts = [results.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join(timeout=30)
    assert counts[0] == counts[1] > 200_000
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_does_not_match_its_digest_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = tmp_path / "digest"
    digest.write_text("0" * 64)
    monkeypatch.setattr(file, "_DIGEST", digest)
    state = tmp_path / "state"
    with pytest.raises(file.BrokenFileError):
        file.unpacked(state)
    assert list(state.iterdir()) == []


def test_files_of_older_releases_are_removed(tmp_path: Path) -> None:
    old = tmp_path / "gazetteer-0123456789abcdef.sqlite3"
    old.write_bytes(b"old")
    path = file.unpacked(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_each_thread_has_its_own_connection_and_cannot_write() -> None:
    here = file.connect()
    there: list[bool] = []

    def connect_elsewhere() -> None:
        connection = file.connect()
        there.append(connection is here)
        connection.close()

    thread = threading.Thread(target=connect_elsewhere)
    thread.start()
    thread.join()
    assert there == [False]
    assert file.connect() is here
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        here.execute("DELETE FROM town")
