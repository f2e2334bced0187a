"""A person's races: entered, saved and run, with what is due before each, as list, map and file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from startline.accounts.models import User
from startline.discovery.queries.alerts import saved_numbers
from startline.discovery.queries.cards import Card, Reader, cards_of_editions
from startline.entries.models.orders import Entry
from startline.entries.rules.life import State
from startline.events.models.catalogue import Edition
from startline.pages.queries.about import mine
from startline.pages.queries.event_page import EventPage, page_of
from startline.pages.rules.deadlines import Deadline, Kind, in_line

MOST_WITH_DATES = 12
"""Editions ahead whose deadlines are worked out: the nearest ones."""
MOST = 200
HELD = frozenset({State.PENDING, State.CONFIRMED, State.OFFERED})
OF_ENTRY = frozenset({Kind.REFUND, Kind.TRANSFER, Kind.DEFERRAL, Kind.DISTANCE_CHANGE})
OF_WISH = frozenset(
    {Kind.ENTRY_OPENS, Kind.ENTRY_CLOSES, Kind.BALLOT_OPENS, Kind.BALLOT_CLOSES, Kind.DRAWN,
     Kind.PRICE_RISES}
)  # fmt: skip


@dataclass(frozen=True)
class MyRace:
    """One edition of a person: its card, the entries held in it, whether it is only saved."""

    card: Card
    entries: Sequence[Entry] = ()

    @property
    def is_entered(self) -> bool:
        """Whether the person holds a place."""
        return bool(self.entries)


@dataclass(frozen=True)
class Due:
    """One deadline ahead and the race it is about."""

    race: MyRace
    deadline: Deadline


@dataclass(frozen=True)
class MyRaces:
    """What lies ahead, the next first; deadlines in order; what is over, the last first."""

    ahead: Sequence[MyRace]
    due: Sequence[Due]
    over: Sequence[MyRace]


def my_races(user: User, *, now: dt.datetime) -> MyRaces:
    """Everything on a person's page of races; deadlines of the twelve nearest editions."""
    held: dict[int, list[Entry]] = defaultdict(list)
    for entry in mine(user.pk).entries.filter(state__in=HELD)[:MOST]:
        held[entry.race.edition_id].append(entry)
    numbers = list(dict.fromkeys([*held, *saved_numbers(user)]))[:MOST]
    cards = cards_of_editions(numbers, Reader(now))
    races = [MyRace(card, held.get(card.edition_id, ())) for card in cards]
    ahead = sorted((r for r in races if not r.card.is_over), key=_day)
    over = sorted((r for r in races if r.card.is_over), key=_day, reverse=True)
    return MyRaces(ahead=ahead, due=_due(ahead[:MOST_WITH_DATES], now), over=over)


def _day(race: MyRace) -> dt.date:
    return race.card.on or dt.date.max


def _due(races: Sequence[MyRace], now: dt.datetime) -> list[Due]:
    found = []
    pages = pages_of([race.card.edition_id for race in races], now)
    for race in races:
        page = pages.get(race.card.edition_id)
        if page is None or page.edition is None:
            continue
        kinds = OF_ENTRY if race.is_entered else OF_WISH
        ahead = [one for one in page.deadlines if one.at > now and one.kind in kinds]
        line = in_line(ahead, zone=page.edition.timezone, now=now, start=None)
        found += [Due(race, one) for one in line if one.kind is not Kind.TODAY]
    return sorted(found, key=lambda due: due.deadline.at)


def pages_of(edition_ids: Iterable[int], now: dt.datetime) -> dict[int, EventPage]:
    """Event pages of some published editions by number."""
    found = Edition.objects.published().filter(pk__in=list(edition_ids))
    editions = found.select_related("event__organizer")
    return {one.pk: page_of(one.event, one.slug, now=now) for one in editions}


def points_of(races: MyRaces) -> dict[str, Any]:
    """The races ahead for the map, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [card.longitude, card.latitude]},
            "properties": {
                "title": card.title,
                "href": card.href,
                "note": date_format(card.on, "D j M Y") if card.on else "",
                "n": 1,
            },
        }
        for card in (race.card for race in races.ahead)
        if card.latitude is not None and card.longitude is not None
    ]
    return {"type": "FeatureCollection", "features": features}
