"""The figures that pages show, each counted in the database; demonstrations are left out.

How each is counted stands on the page of figures; the two are kept side by side by a test.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max, QuerySet

from startline.events.models.catalogue import Edition, EditionQuerySet, Event, Race
from startline.events.models.provenance import Fact
from startline.events.rules.words import LIVE, Certainty
from startline.reviews.queries.figures import Rated, rated

FRESH_S = 60
NEW_DAYS = 7


@dataclass(frozen=True)
class Counts:
    """What is ahead: races, their events, confirmed editions, countries; counted on `on`."""

    races: int
    events: int
    confirmed: int
    countries: int
    added: int
    on: dt.date
    read_at: dt.datetime | None
    sources: int
    rated: Rated | None = None
    """What runners say of all races of the site."""


def coming(today: dt.date) -> EditionQuerySet:
    """Editions ahead that are held as far as is known, without demonstrations."""
    return Edition.objects.published().filter(
        event__is_demo=False, starts_on__gte=today, status__in=sorted(LIVE)
    )


def counts(now: dt.datetime) -> Counts:
    """All figures, counted now: eight short queries."""
    today = now.date()
    editions = coming(today)
    read = Fact.objects.filter(event__is_demo=False).aggregate(last=Max("seen_at"))["last"]
    return Counts(
        races=Race.objects.filter(edition__in=editions, is_cancelled=False).count(),
        events=editions.values("event").distinct().count(),
        confirmed=editions.filter(certainty=Certainty.CONFIRMED).count(),
        countries=editions.exclude(event__country="").values("event__country").distinct().count(),
        added=new_events(now).count(),
        on=today,
        read_at=read,
        rated=rated(),
        sources=Fact.objects.filter(event__is_demo=False).values("source").distinct().count(),
    )


def new_events(now: dt.datetime) -> "QuerySet[Event]":
    """Events that were published in the last seven days."""
    since = now - dt.timedelta(days=NEW_DAYS)
    return Event.objects.counted().filter(created_at__gt=since, published_at__lte=now)


def recent_counts(now: dt.datetime) -> Counts:
    """The figures, at most a minute old."""
    found: Counts | None = cache.get("pages.counts")
    if found is None or found.on != now.date():
        found = counts(now)
        cache.set("pages.counts", found, FRESH_S)
    return found
