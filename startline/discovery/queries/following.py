"""The open index, following the change log: asked before each search, so that none is stale.

On PostgreSQL a row with a lower number can be committed after one with a higher number was read.
So every row counts that is visible and belongs to a transaction not yet known to be over when we
last looked; rows read before are remembered until their transaction is. SQLite has one writer:
there the last number read is enough.

A search never waits for a new generation, but for the very first: a job writes it (`is_due`), and
the searches that follow open it. Until then each search takes in some of the changes that wait.
"""

import datetime as dt
import fcntl
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection

from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.generation import NoIndexError, read_current
from startline.discovery.index.query import Answer, Query
from startline.discovery.index.rows import Change as Replaced
from startline.discovery.index.table import OverlayFullError
from startline.discovery.queries.kept import Kept
from startline.discovery.queries.rows import every_row, rows_of
from startline.events.models.provenance import Change

MOST_CHANGES = 2000
"""Rows of the change log past which a new build is due."""
AT_ONCE = 200
"""Changed events that one search takes in, the latest first: an edit is seen at once, even behind
an import of thousands; these come with the next searches or the next generation."""
LARGE = 100_000
"""Rows from which a new generation is opened aside, while the old one goes on answering."""
MOST_ANSWERS = 64
"""Answers kept until the next change; those with all facets take a tenth of a megabyte."""
PATIENCE = dt.timedelta(minutes=10)
"""How long a full overlay waits for the job; then a search writes the generation itself."""

_SETTLED = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_SINCE = f"""
SELECT settled.number, log.id, log.event_id
FROM (SELECT {_SETTLED} AS number) settled
LEFT JOIN events_change log ON log.transaction >= %s
ORDER BY log.id
"""  # noqa: S608  -- a constant of ours


@dataclass
class News:
    """Changes not taken in yet: events in the order they changed, the next watermark."""

    events: dict[int, None]
    watermark: int
    seen: frozenset[int] = frozenset()
    is_behind: bool = False


@dataclass
class Followed:
    """An open generation, which rows of the change log are known, and what is left to take in.

    `waiting` are changed events, the latest last. `full_since`: the overlay has no room for them.
    """

    engine: Engine
    kept: Kept = field(default_factory=Kept)
    seen: frozenset[int] = field(default_factory=frozenset)
    waiting: dict[int, None] = field(default_factory=dict)
    full_since: dt.datetime | None = None
    answers: dict[Query, Answer] = field(default_factory=dict)

    def search(self, query: Query) -> Answer:
        """The engine's answer; the same question again costs nothing until something changes."""
        with self.engine.lock:
            answer = self.answers.pop(query, None) or self.engine.search(query)
            self.answers[query] = answer  # the last asked stands last
            if len(self.answers) > MOST_ANSWERS:
                del self.answers[next(iter(self.answers))]
            return answer

    def apply(self, changes: Iterable[Replaced]) -> None:
        """Take in changes; no answer from before is given after."""
        with self.engine.lock:
            self.answers.clear()
            self.engine.apply(changes)

    def note(self, news: News) -> None:
        """Put changed events behind those that wait already."""
        for event in news.events:
            self.waiting.pop(event, None)
            self.waiting[event] = None
        if news.events:
            self.kept.forget(news.events)
        self.engine.watermark = max(self.engine.watermark, news.watermark)
        self.seen = news.seen


_open: dict[Path, Followed] = {}
_arriving: dict[Path, Future[Engine]] = {}
_opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
_lock = threading.RLock()


def index_folder() -> Path:
    """Where this machine keeps its generations."""
    return Path(settings.STATE) / "index"


def current_index(now: dt.datetime) -> Engine:
    """The index as the database is now. Written first if there is none."""
    return followed(now).engine


def followed(now: dt.datetime) -> Followed:
    """The same with the facts that are kept beside it.

    Exact but for two cases: of more than 200 events changed since the last search the earliest
    are missing still; and so are all that do not fit, for ten minutes at most, if no job has
    written a new generation before.
    """
    folder = index_folder()
    with _lock:
        index = _opened(folder, now)
        news = _news(index)
        if news.is_behind or _has_waited(index, now):
            index = _rebuilt(folder, index, now)
            news = _news(index)
        index.note(news)
        if index.waiting and index.full_since is None:
            _take_in(index, now)
        return index


def write_index(now: dt.datetime) -> Path:
    """Read all published events and write a new generation; the old one serves meanwhile."""
    mark = watermark()
    return build(every_row(now), index_folder(), today=now.date().toordinal(), watermark=mark)


def is_due(now: dt.datetime) -> bool:
    """Whether a new generation should be written: none yet, a new day, or many changes."""
    try:
        reader = read_current(index_folder())
    except NoIndexError:
        return True
    meta = reader.meta()
    reader.leave()
    if meta["today"] < now.date().toordinal():  # what is over has moved on
        return True
    if connection.vendor == "postgresql":
        later = Change.objects.filter(transaction__gte=meta["watermark"])
    else:
        later = Change.objects.filter(pk__gt=meta["watermark"])
    return later.count() > MOST_CHANGES


def watermark() -> int:
    """Behind which change a reader that starts now must follow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_SETTLED}")
            row = cursor.fetchone()
        return int(row[0]) if row else 0
    with connection.cursor() as cursor:  # at every search: no time for a queryset
        cursor.execute("SELECT MAX(id) FROM events_change")
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _opened(folder: Path, now: dt.datetime, *, at_once: bool = False) -> Followed:
    """The current generation; while a large one is being opened, the one before."""
    index = _open.get(folder)
    if index is not None and index.engine.is_current(folder):
        return index
    try:
        if index is None or at_once:
            engine = Engine.open(folder)
        elif (arrived := _arrived(folder)) is not None:
            engine = arrived
        else:
            return index
    except NoIndexError:
        with _alone(folder):
            engine = _open_or_write(folder, now)
    if index is not None:
        index.engine.close()
    _open[folder] = Followed(engine)
    return _open[folder]


def _arrived(folder: Path) -> Engine | None:
    """The new generation, None while it is still being opened."""
    coming = _arriving.get(folder)
    if coming is None:
        reader = read_current(folder)
        rows = reader.meta()["rows"]
        reader.leave()
        if rows < LARGE:
            return Engine.open(folder)
        _arriving[folder] = _opener.submit(Engine.open, folder)
        return None
    return _arriving.pop(folder).result() if coming.done() else None


def _open_or_write(folder: Path, now: dt.datetime) -> Engine:
    """Several processes start at once: the first one writes, the others find its work."""
    try:
        return Engine.open(folder)
    except NoIndexError:
        write_index(now)
        return Engine.open(folder)


def _rebuilt(folder: Path, old: Followed, now: dt.datetime) -> Followed:
    with _alone(folder):
        if old.engine.is_current(folder):  # no other process was quicker
            write_index(now)
    return _opened(folder, now, at_once=True)


def _has_waited(index: Followed, now: dt.datetime) -> bool:
    since = index.full_since
    return since is not None and not since <= now < since + PATIENCE


def _news(index: Followed) -> News:
    if connection.vendor == "postgresql":
        return _news_of_many_writers(index)
    mark = index.engine.watermark
    last = watermark()
    if last == mark:
        return News({}, mark)
    if last < mark:  # the database is another one than the index was written from
        return News({}, last, is_behind=True)
    rows = Change.objects.filter(pk__gt=mark).order_by("pk").values_list("pk", "event_id")
    found = list(rows)
    return News(dict.fromkeys(event for _, event in found), found[-1][0])


def _news_of_many_writers(index: Followed) -> News:
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [index.engine.watermark])
        found = cursor.fetchall()
    settled = int(found[0][0])
    rows = [(int(number), int(event)) for _, number, event in found if number is not None]
    return News(
        events=dict.fromkeys(event for number, event in rows if number not in index.seen),
        watermark=settled,
        seen=frozenset(number for number, _ in rows),
        is_behind=settled < index.engine.watermark,
    )


def _take_in(index: Followed, now: dt.datetime) -> None:
    """Put the rows of changed events as they are now into the place of the old ones."""
    chunk = list(islice(reversed(index.waiting), AT_ONCE))
    try:
        index.apply(Replaced(pk, rows) for pk, rows in rows_of(chunk, now).items())
    except OverlayFullError:
        index.full_since = now
        return
    for event in chunk:
        del index.waiting[event]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "first.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
