"""What an event's page shows, kept for a few seconds and until anything on the site changes.

On the day entries open, thousands look at the same page: it is read and drawn once. What does not
stand in the change log (how many places are left, how old a source is) is at most KEPT_FOR old;
that a pool is full, or has places again, is a change and shows at once.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

KEPT_FOR = dt.timedelta(seconds=5)
MOST_KEPT = 400
"""Pages kept in one process, some tens of kilobytes each."""


@dataclass(frozen=True)
class KeptPage:
    """The values a template needs; `drawn` holds what was made from them, by name."""

    values: dict[str, Any]
    made_at: dt.datetime
    stamp: int
    drawn: dict[str, str] = field(default_factory=dict)


_kept: OrderedDict[tuple[object, ...], KeptPage] = OrderedDict()
_lock = threading.Lock()


def kept_page(
    key: tuple[object, ...], make: Callable[[], dict[str, Any]], *, now: dt.datetime
) -> KeptPage:
    """The page under this key, made anew where it is too old or something has changed."""
    key = (settings.STATE, *key)
    stamp = _last_change()
    found = _kept.get(key)
    if found and found.stamp == stamp and now - KEPT_FOR < found.made_at <= now:
        return found
    page = KeptPage(make(), now, stamp)
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
