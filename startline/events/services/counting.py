"""Counting views, saves and clicks: in memory first, written from time to time by a thread.

No request waits for it, and on SQLite it takes the writer once in a while, not at every view. What
was not written when the process dies is lost: at most `EVERY` seconds of numbers.
"""

import datetime as dt
import threading
import time
from collections import Counter

from django.db import connection, transaction
from django.db.models import F

from startline.events.models.catalogue import Event
from startline.events.models.counting import DayCount
from startline.events.rules.visitors import is_a_person

EVERY = 20.0
MOST_KEYS = 5_000
KINDS = frozenset(word for word, _ in DayCount.KINDS)


class _Tally:
    """What was counted and not written yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[tuple[int, str, dt.date]] = Counter()
        self.written = time.monotonic()

    def add(self, key: tuple[int, str, dt.date]) -> bool:
        """Count one; whether it is time to write."""
        with self.lock:
            if key in self.counts or len(self.counts) < MOST_KEYS:
                self.counts[key] += 1
            is_due = time.monotonic() - self.written >= EVERY
            if is_due:
                self.written = time.monotonic()
            return is_due

    def take(self) -> Counter[tuple[int, str, dt.date]]:
        """All that was counted; the tally is empty then."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.written = time.monotonic()
            return taken


_TALLY = _Tally()


def count(event_id: int, kind: str, *, agent: str, on: dt.date) -> None:
    """Count a view, a save or a click of a person; programs are left out."""
    if kind not in KINDS or not is_a_person(agent):
        return
    if _TALLY.add((event_id, kind, on)):
        threading.Thread(target=_write_and_close, daemon=True).start()


def write_counts() -> int:
    """Write what was counted; how many numbers."""
    taken = _TALLY.take()
    known = set(
        Event.objects.filter(pk__in={pk for pk, _, _ in taken}).values_list("pk", flat=True)
    )
    with transaction.atomic():
        for (event_id, kind, on), n in sorted(taken.items()):
            if event_id in known:
                row, _ = DayCount.objects.get_or_create(event_id=event_id, kind=kind, on=on)
                DayCount.objects.filter(pk=row.pk).update(n=F("n") + n)
    return len(taken)


def _write_and_close() -> None:
    """In a thread of its own, with a connection of its own."""
    try:
        write_counts()
    finally:
        connection.close()
