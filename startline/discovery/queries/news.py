"""What has changed since the last round, and which editions a saved search finds among it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from urllib.parse import parse_qs

from django.conf import settings
from django.db import connection

from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.rows import RaceRow
from startline.discovery.models import SavedSearch
from startline.discovery.queries.meaning import plain_meaning
from startline.discovery.queries.rows import SOMEDAY, rows_of
from startline.discovery.rules.addresses import asked_from
from startline.discovery.rules.news import MOST_A_SEARCH, Facts
from startline.events.models.provenance import Change


def changed_events(since: int, until: int, *, after: int, most: int) -> list[int]:
    """Events that changed between two watermarks, in the order of their numbers.

    On PostgreSQL the marks are transactions: what is still being written belongs to the next
    round. On SQLite they are rows of the change log.
    """
    if connection.vendor == "postgresql":
        found = Change.objects.filter(transaction__gte=since, transaction__lt=until)
    else:
        found = Change.objects.filter(pk__gt=since, pk__lte=until)
    numbers = found.filter(event_id__gt=after).order_by("event_id").values_list("event_id")
    return [number for (number,) in numbers.distinct()[:most]]


def facts_of(event_ids: Iterable[int], now: dt.datetime) -> dict[int, Facts]:
    """What readers are shown of the editions ahead of these events, by number of the edition."""
    today = now.date().toordinal()
    editions: dict[int, list[RaceRow]] = defaultdict(list)
    for rows in rows_of(event_ids, now).values():
        for row in rows:
            if row.edition_id and (row.day is None or row.day >= today) and not row.is_demo:
                editions[row.edition_id].append(row)
    return {number: _facts(rows) for number, rows in editions.items()}


def _facts(rows: list[RaceRow]) -> Facts:
    first = rows[0]
    prices = [(row.price_eur_cents, row.price, row.currency) for row in rows if row.price_eur_cents]
    return {
        "day": None if first.day in (None, SOMEDAY) else dt.date.fromordinal(first.day).isoformat(),
        "status": first.status,
        "certainty": first.certainty,
        "place": first.places[0] if first.places else "",
        "races": sorted(
            [row.alt_names[-1] if row.alt_names else "", row.distance_m or 0]
            for row in rows if row.race_id
        ),
        "price": list(min(prices)[1:]) if prices else None,
        "open": first.open,
    }  # fmt: skip


@contextmanager
def small_index(event_ids: Iterable[int], now: dt.datetime) -> Iterator[Engine]:
    """An index of these events alone, for as long as the block lasts."""
    folder = Path(mkdtemp(prefix="round-", dir=settings.STATE))
    try:
        rows = (row for rows in rows_of(event_ids, now).values() for row in rows)
        build(rows, folder, today=now.date().toordinal(), watermark=0)
        engine = Engine.open(folder)
        try:
            yield engine
        finally:
            engine.close()
    finally:
        rmtree(folder, ignore_errors=True)


def editions_found(engine: Engine, search: SavedSearch, now: dt.datetime) -> list[int]:
    """The editions of a small index that a search finds, exactly as its page would."""
    asked, _ = asked_from(parse_qs(search.address))
    meaning = plain_meaning(replace(asked, page=1), today=now.date(), languages=[search.language])
    query = replace(meaning.query, sort="date", confirmed_first=False, limit=MOST_A_SEARCH)
    answer = engine.search(query)
    return [hit.edition_id for hit in answer.hits if hit.edition_id]
