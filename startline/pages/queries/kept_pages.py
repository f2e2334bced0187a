"""What an event's page shows, kept for a while and until anything on the site changes.

On the day entries open, thousands look at the same page: it is read and drawn once. What does not
stand in the change log is as old as the page may be: with entries sold here (how many places are
left, today's price) SOLD_HERE, else (how old a source is) LISTED. That a pool is full, or has
places again, is a change and shows at once.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

SOLD_HERE = dt.timedelta(seconds=5)
LISTED = dt.timedelta(minutes=1)
MOST_KEPT = 400
"""Pages kept in one process, some tens of kilobytes each."""


@dataclass(frozen=True)
class KeptPage:
    """The values a template needs; `drawn` holds what was made from them, by name."""

    values: dict[str, Any]
    made_at: dt.datetime
    until: dt.datetime
    stamp: int
    drawn: dict[str, str] = field(default_factory=dict)


_kept: OrderedDict[tuple[object, ...], KeptPage] = OrderedDict()
_lock = threading.Lock()


def kept_page(
    key: tuple[object, ...], make: Callable[[], dict[str, Any]], *, now: dt.datetime
) -> KeptPage:
    """The page under this key, made anew where it is too old or something has changed.

    `make` gives the values; of these `kept_for` says how long they may stand.
    """
    key = (settings.STATE, *key)
    stamp = _last_change()
    found = _kept.get(key)
    if found and found.stamp == stamp and found.made_at <= now < found.until:
        return found
    values = make()
    page = KeptPage(values, now, now + values["kept_for"], stamp)
    with _lock:
        _kept[key] = page
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return page


def _last_change() -> int:
    """The newest row of the change log that can be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM events_change")
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
