"""What the first page shows: figures, chips with their counts, what starts soon, what is new."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from startline.discovery.queries.cards import Card, Reader, cards_of_editions
from startline.discovery.queries.finding import Outcome, found
from startline.discovery.rules.addresses import asked_from
from startline.pages.queries.counted import (
    Community,
    Counts,
    coming,
    new_events,
    recent_community,
    recent_counts,
)

SHOWN = 5
FRESH_S = 60


@dataclass(frozen=True)
class Door:
    """A ready-made search: its name for the template, the query of its address, its races."""

    name: str
    query: str
    races: int


@dataclass(frozen=True)
class Home:
    """Everything on the first page but the reader's own choices."""

    counts: Counts
    community: Community
    doors: Sequence[Door]
    soon: Sequence[Card]
    soon_events: int
    soon_query: str
    new: Sequence[Card]


def home_page(now: dt.datetime) -> Home:
    """The first page, at most a minute old; each language has its own."""
    key = f"pages.home.{get_language()}"
    page: Home | None = cache.get(key)
    if page is None or page.counts.on != now.date():
        page = _home_page(now)
        cache.set(key, page, FRESH_S)
    return page


def _home_page(now: dt.datetime) -> Home:
    saturday, sunday = _weekend(now.date())
    soon_query = f"from={saturday:%Y-%m-%d}&to={sunday:%Y-%m-%d}"
    soon = _found(soon_query, now)
    doors = [Door("weekend", soon_query, soon.answer.total_races)]
    for name, query in (
        ("10k", "band=10k"),
        ("half", "band=half"),
        ("marathon", "band=marathon"),
        ("trail", "surface=trail"),
    ):
        doors.append(Door(name, query, _found(query, now).answer.total_races))
    return Home(
        counts=recent_counts(now),
        community=recent_community(now),
        doors=[door for door in doors if door.races],
        soon=[card for card in soon.cards if not card.is_demo][:SHOWN],
        soon_events=soon.answer.total_events,
        soon_query=soon_query,
        new=cards_of_editions(_new_editions(now), Reader(now)),
    )


def _found(query: str, now: dt.datetime) -> Outcome:
    values = dict(part.split("=") for part in query.split("&"))
    asked, _ = asked_from({name: [value] for name, value in values.items()})
    return found(asked, now=now, facets=False)


def _weekend(today: dt.date) -> tuple[dt.date, dt.date]:
    """The Saturday and Sunday that come next; on a Sunday, this one alone."""
    sunday = today + dt.timedelta(days=6 - today.weekday())
    return max(today, sunday - dt.timedelta(days=1)), sunday


def _new_editions(now: dt.datetime) -> list[int]:
    """The next edition of each of the events added last."""
    events = new_events(now).order_by("-created_at", "-pk").values_list("pk", flat=True)[:200]
    editions: dict[int, int] = {}
    ahead = coming(now.date()).filter(event_id__in=list(events)).order_by("starts_on", "pk")
    for pk, event in ahead.values_list("pk", "event_id"):
        editions.setdefault(event, pk)
    return [editions[event] for event in events if event in editions][:SHOWN]
