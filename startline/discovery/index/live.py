"""The index as a long-lived process holds it: newest generation, all changes, then the answer."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Answer, Query
from startline.discovery.index.rows import Change
from startline.discovery.index.table import OverlayFullError

# Rows after the build past which a new build pays: each search looks at all of them.
BUILD_AFTER = 4_000

# Given the number of the last change taken in: the changes since, and the number of the newest.
ChangesAfter = Callable[[int], tuple[Sequence[Change], int]]


class LiveIndex:
    """Searches that see every change committed before them.

    `changes_after` is asked at the start of each search, so it must be quick when there is
    nothing new; it must never skip a change that is still being committed. Several threads may
    share one LiveIndex; each process has its own.
    """

    def __init__(self, folder: Path, changes_after: ChangesAfter) -> None:
        self._folder = folder
        self._changes_after = changes_after
        self._lock = threading.Lock()
        self._engine = Engine.open(folder)
        self._is_full = False

    @property
    def wants_build(self) -> bool:
        """Whether so much has changed that the index should be built anew."""
        return self._is_full or self._engine.changed_rows > BUILD_AFTER

    def search(self, query: Query) -> Answer:
        """Catch up, then answer. When the overlay is full, later changes wait for the build."""
        with self._lock:
            self._catch_up()
            return self._engine.search(query)

    def close(self) -> None:
        """Let go of the generation."""
        self._engine.close()

    def _catch_up(self) -> None:
        if not self._engine.is_current(self._folder):
            newer = Engine.open(self._folder)
            self._engine.close()
            self._engine, self._is_full = newer, False
        if self._is_full:
            return
        changes, watermark = self._changes_after(self._engine.watermark)
        try:
            self._engine.apply(changes, watermark)
        except OverlayFullError:
            self._is_full = True
