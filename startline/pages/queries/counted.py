"""The figures that pages show, each counted in the database; demonstrations are left out.

How each is counted stands on the page of figures; the two are kept side by side by a test.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Lower

from startline.accounts.models import Athlete, Organizer
from startline.entries.models.orders import Entry
from startline.entries.rules.life import State
from startline.events.models.catalogue import Edition, EditionQuerySet, Event, Race
from startline.events.models.provenance import Fact
from startline.events.rules.words import LIVE, Certainty
from startline.payments.models import LedgerLine, PayoutAccount
from startline.payments.queries import Takings, takings
from startline.reviews.queries.figures import Rated, rated

FRESH_S = 60
COMMUNITY_FRESH_S = 600
NEW_DAYS = 7
LATELY_DAYS = 365
FEWEST = 3
"""A sum of fewer organizers would tell what one of them takes."""


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
    """All figures of what is ahead, counted now by a few short queries."""
    today = now.date()
    editions = coming(today)
    read = Fact.objects.filter(event__is_demo=False).aggregate(last=Max("seen_at"))["last"]
    return Counts(
        races=Race.objects.filter(
            edition__in=editions, is_cancelled=False, is_hidden=False
        ).count(),
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


@dataclass(frozen=True)
class Community:
    """Who takes part: organizers, entries, people, and the money that went to organizers.

    `first_on` is the day of the first race that was entered here. `money` holds a sum for each
    currency, never one of several.
    """

    organizers: int
    entries: int
    athletes: int
    athletes_lately: int
    first_on: dt.date | None
    money: tuple[Takings, ...]


def entered() -> QuerySet[Entry]:
    """Entries that hold a place for a person, without demonstrations."""
    return Entry.objects.filter(
        state__in=[State.CONFIRMED, State.OFFERED], athlete__isnull=False,
        race__edition__event__is_demo=False,
    )  # fmt: skip


def people(entries: QuerySet[Entry]) -> int:
    """How many different people: a name and a date of birth count once."""
    known = Athlete.objects.filter(entries__in=entries)
    persons = known.values_list(Lower("given_name"), Lower("family_name"), "born_on").distinct()
    return int(persons.count())


def community(now: dt.datetime) -> Community:
    """The figures of the community, counted now."""
    since = now - dt.timedelta(days=LATELY_DAYS)
    living = entered()
    lately = living.filter(
        Q(created_at__gt=since) | Q(check_ins__is_standing=True, check_ins__at__gt=since)
    )
    listed = Event.objects.counted().filter(organizer__isnull=False)
    return Community(
        organizers=Organizer.objects.filter(
            is_demo=False, pk__in=listed.values("organizer")
        ).count(),
        entries=living.count(),
        athletes=people(living),
        athletes_lately=people(lately),
        first_on=living.aggregate(first=Min("race__edition__starts_on"))["first"],
        money=tuple(handled(PayoutAccount.objects.filter(organizer__is_demo=False))),
    )


def handled(accounts: QuerySet[PayoutAccount]) -> list[Takings]:
    """What came in and went back in each currency in which enough organizers took money."""
    took = LedgerLine.objects.filter(
        account__in=accounts, account__is_test=False, book="organizer", minor__gt=0
    )
    many = took.values("currency").annotate(n=Count("account__organizer", distinct=True))
    shown = {row["currency"] for row in many if row["n"] >= FEWEST}
    return [one for one in takings(accounts) if one.currency in shown]


def recent_community(now: dt.datetime) -> Community:
    """The figures of the community, at most ten minutes old: people are counted one by one."""
    found: Community | None = cache.get("pages.community")
    if found is None:
        found = community(now)
        cache.set("pages.community", found, COMMUNITY_FRESH_S)
    return found
