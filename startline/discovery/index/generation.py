"""Generations of the index on disk: a new one appears whole, an old one stays while it is read.

A folder per generation, and a link named `current` to the newest. The link is replaced in one
step, after everything it points to has reached the disk. Readers hold a shared lock on a file in
their generation; the kernel takes it away when they leave or die.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FORMAT = 4  # of the files; one more whenever an older index cannot be read any longer
CURRENT = "current"
_UNFINISHED = ".unfinished"
_IN_USE = "in-use"


class NoIndexError(Exception):
    """There is no complete generation in the folder, or one of another format."""

    code = "no_index"


def write_generation(folder: Path, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a new folder, then make it the current generation.

    One builder at a time per folder; another waits. What a killed builder left is cleared away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "build.lock"):
        _clear(folder, keep=_current_name(folder))
        number = 1 + max((int(path.name) for path in _generations(folder)), default=0)
        unfinished = folder / f"{number}{_UNFINISHED}"
        unfinished.mkdir()
        write(unfinished)
        (unfinished / _IN_USE).touch()
        for path in unfinished.iterdir():
            _to_disk(path)
        _to_disk(unfinished)
        final = folder / str(number)
        unfinished.rename(final)
        _point(folder, final.name)
        _clear(folder, keep=final.name)
    return final


def current(folder: Path) -> str | None:
    """The name of the current generation, None before the first; one system call."""
    try:
        return str((folder / CURRENT).readlink())
    except FileNotFoundError:
        return None


def _current_name(folder: Path) -> str:
    return current(folder) or ""


class Reader:
    """A hold on one generation: its files stay until `leave`."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock

    @property
    def name(self) -> str:
        """The generation's name, to compare with `current`."""
        return self.path.name

    def meta(self) -> dict[str, Any]:
        """What the builder noted: format, rows, located, today, watermark."""
        noted: dict[str, Any] = json.loads((self.path / "meta.json").read_text(encoding="utf-8"))
        return noted

    def leave(self) -> None:
        """Give the hold back."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def read_current(folder: Path) -> Reader:
    """Take hold of the current generation; tries again when it is replaced meanwhile."""
    tried = None
    while (name := current(folder)) and name != tried:
        tried = name
        with suppress(FileNotFoundError):
            lock = os.open(folder / name / _IN_USE, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_SH)
            reader = Reader(folder / name, lock)
            if (folder / name / "meta.json").exists() and reader.meta().get("format") == FORMAT:
                return reader
            reader.leave()
    msg = f"no index in {folder}"
    raise NoIndexError(msg)


def _point(folder: Path, name: str) -> None:
    link = folder / f"{CURRENT}{_UNFINISHED}"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(folder / CURRENT)
    _to_disk(folder)


def _clear(folder: Path, keep: str) -> None:
    """Remove generations nobody reads and unfinished work; only the builder calls this."""
    for path in folder.glob(f"*{_UNFINISHED}"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
    for path in _generations(folder):
        if path.name != keep:
            _retire(path)


def _retire(path: Path) -> None:
    """Move an unread generation out of sight while no reader can take hold, then remove it."""
    doomed = path.with_name(path.name + _UNFINISHED)
    lock = os.open(path / _IN_USE, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.rename(doomed)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
    shutil.rmtree(doomed)


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.isdigit()]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
