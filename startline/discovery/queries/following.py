"""The open index, following the change log: asked before each search, so that none is stale.

On PostgreSQL a row with a lower number can be committed after one with a higher number was read.
So every row counts that is visible and belongs to a transaction not yet known to be over when we
last looked; rows read before are remembered until their transaction is. SQLite has one writer:
there the last number read is enough.
"""

import datetime as dt
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max

from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.generation import NoIndexError, read_current
from startline.discovery.index.rows import Change as Replaced
from startline.discovery.index.table import OverlayFullError
from startline.discovery.queries.rows import every_row, rows_of
from startline.events.models.provenance import Change

MOST_CHANGES = 4000
"""Rows in the overlay past which a new build is due."""
CHUNK = 500

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
    """An open generation and which rows of the change log it already holds."""

    engine: Engine
    seen: frozenset[int] = field(default_factory=frozenset)


_open: dict[Path, Followed] = {}
_lock = threading.RLock()


def index_folder() -> Path:
    """Where this machine keeps its generations."""
    return Path(settings.STATE) / "index"


def current_index(now: dt.datetime) -> Engine:
    """The index as the database is now. Built first if there is none, anew if it is full."""
    folder = index_folder()
    with _lock:
        followed = _opened(folder, now)
        news = _news(followed)
        if news.is_behind:
            followed = _rebuilt(folder, now)
            news = _news(followed)
        if news.events:
            try:
                _take_in(followed, news, now)
            except OverlayFullError:
                followed = _rebuilt(folder, now)
        followed.engine.watermark = max(followed.engine.watermark, news.watermark)
        followed.seen = news.seen
        return followed.engine


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
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _opened(folder: Path, now: dt.datetime) -> Followed:
    followed = _open.get(folder)
    if followed is not None and followed.engine.is_current(folder):
        return followed
    try:
        engine = Engine.open(folder)
    except NoIndexError:
        with _alone(folder):
            engine = _open_or_write(folder, now)
    if followed is not None:
        followed.engine.close()
    _open[folder] = Followed(engine)
    return _open[folder]


def _open_or_write(folder: Path, now: dt.datetime) -> Engine:
    """Several processes start at once: the first one writes, the others find its work."""
    try:
        return Engine.open(folder)
    except NoIndexError:
        write_index(now)
        return Engine.open(folder)


def _rebuilt(folder: Path, now: dt.datetime) -> Followed:
    write_index(now)
    return _opened(folder, now)


def _news(followed: Followed) -> News:
    if connection.vendor == "postgresql":
        return _news_of_many_writers(followed)
    mark = followed.engine.watermark
    last = watermark()
    if last == mark:
        return News({}, mark)
    if last < mark:  # the database is another one than the index was written from
        return News({}, last, is_behind=True)
    rows = Change.objects.filter(pk__gt=mark).order_by("pk").values_list("pk", "event_id")
    found = list(rows)
    return News(dict.fromkeys(event for _, event in found), found[-1][0])


def _news_of_many_writers(followed: Followed) -> News:
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [followed.engine.watermark])
        found = cursor.fetchall()
    settled = int(found[0][0])
    rows = [(int(number), int(event)) for _, number, event in found if number is not None]
    return News(
        events=dict.fromkeys(event for number, event in rows if number not in followed.seen),
        watermark=settled,
        seen=frozenset(number for number, _ in rows),
        is_behind=settled < followed.engine.watermark,
    )


def _take_in(followed: Followed, news: News, now: dt.datetime) -> None:
    """Put the rows of changed events as they are now into the place of the old ones."""
    events = list(news.events)
    for start in range(0, len(events), CHUNK):
        chunk = events[start : start + CHUNK]
        replaced = [Replaced(pk, rows) for pk, rows in rows_of(chunk, now).items()]
        followed.engine.apply(replaced)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "first.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
