"""One question, one answer: the index as the rest of the room sees it."""

import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from pyroaring import BitMap

from startline.discovery.index import bitmaps, clusters, facets, filters, generation, pages, ranking
from startline.discovery.index.query import Answer, Hit, Query
from startline.discovery.index.rows import Change
from startline.discovery.index.table import Table


class Engine:
    """An open generation and the changes since. Safe to share between threads.

    Hold `lock` around catching up with changes and the search that must see them.
    """

    def __init__(self, reader: generation.Reader) -> None:
        self.lock = threading.RLock()
        self._reader = reader
        self._table = Table(reader)
        self.watermark: int = reader.meta()["watermark"]
        self.generation = reader.name

    @classmethod
    def open(cls, folder: Path) -> "Engine":
        """The current generation in the folder; NoIndexError if there is none."""
        return cls(generation.read_current(folder))

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the generation, so that a builder may remove it."""
        self._reader.leave()

    def is_current(self, folder: Path) -> bool:
        """Whether no newer generation has appeared; one system call."""
        return generation.current(folder) == self.generation

    @property
    def changed_rows(self) -> int:
        """Rows added since the build; past a few thousand, build anew."""
        table = self._table
        return table.size - table.built

    def apply(self, changes: Iterable[Change], watermark: int | None = None) -> None:
        """Take in changes in their order; OverlayFullError when only a new build has room.

        `watermark` is the number of the last change taken in.
        """
        with self.lock:
            for change in changes:
                self._table.apply(change)
            if watermark is not None:
                self.watermark = watermark

    def search(self, query: Query) -> Answer:
        """Everything asked for, counted exactly."""
        with self.lock:
            return _answer(self._table, query)


def _answer(table: Table, query: Query) -> Answer:
    chosen = filters.chosen(table, query)
    read = ranking.readings(table.text, query, table.alive)
    chosen |= {f"word {i}": reading.everything() for i, reading in enumerate(read)}
    rows = bitmaps.intersection(chosen.values(), table.races)
    matched = bitmaps.Matched(rows, table.size)
    return Answer(
        total_races=matched.count,
        total_editions=clusters.distinct(table, matched, "edition_no"),
        total_events=clusters.distinct(table, matched, "event_no"),
        hits=pages.page(table, query, matched, _groups(table, query, read, rows)),
        facets=facets.counted(table, chosen, matched) if query.facets else {},
        clusters=()
        if query.clusters_zoom is None
        else clusters.clustered(table, matched, query.clusters_zoom),
        others=_others(table, query, read),
        spelling=ranking.spelling(read, table.alive),
    )


def _groups(
    table: Table, query: Query, read: list[ranking.Reading], rows: BitMap
) -> Iterable[tuple[int, BitMap]]:
    if query.sort == "distance" and query.near is not None:
        return pages.rings(table, query.near, rows)
    if query.sort == "date" and query.confirmed_first:
        return [(0, table.labelled("certainty", ("confirmed", "announced"))), (0, rows)]
    if not read or query.sort != "relevance":
        return [(0, rows)]
    return ranking.tiers(table.text, read)


def _others(table: Table, query: Query, read: list[ranking.Reading]) -> tuple[Hit, ...]:
    """Terms and organizers that answer to the same words."""
    if not read or not query.others:
        return ()
    everything = [reading.everything() for reading in read]
    rows = bitmaps.intersection(everything, table.alive - table.races)
    asked = Query(text=query.text, limit=query.others)
    matched = bitmaps.Matched(rows, table.size)
    return pages.page(table, asked, matched, ranking.tiers(table.text, read))
