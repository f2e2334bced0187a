"""Races like one, and races near it: what an event page offers besides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from startline.discovery.index.query import Hit, Near, Query
from startline.discovery.queries.cards import Card, Reader, cards_of
from startline.discovery.queries.following import followed
from startline.events.models.catalogue import Race
from startline.events.rules.words import LIVE

ALIKE_LENGTH = 0.15
ALIKE_DAYS = 45
NEARBY_M = 100_000.0
WIDEST_M = 1_000_000.0
MOST = 6

_RACE = (
    "distance_m", "surface", "sport", "edition__starts_on", "edition__event_id",
    "edition__event__latitude", "edition__event__longitude",
)  # fmt: skip


def similar_races(edition_id: int, *, now: dt.datetime, most: int = MOST) -> list[Card]:
    """Coming editions with a race of nearly the same length on the same ground, nearest first.

    Within 15 percent of its longest race's length, 45 days before or after it and 1000 km
    around; where its place is not known, soonest first. Its own event is left out.
    """
    race = _longest(edition_id)
    if race is None or not race["distance_m"]:
        return []
    first, last = _around(race["edition__starts_on"], now)
    query = _alike(race, WIDEST_M, most)
    return _others(replace(query, from_day=first, to_day=last), race, now, most)


def nearest_alike(edition_id: int, *, now: dt.datetime, most: int = MOST) -> list[Card]:
    """The same where `similar_races` finds none: on any coming day, however far."""
    race = _longest(edition_id)
    if race is None or not race["distance_m"]:
        return []
    query = _alike(race, None, most)
    return _others(replace(query, from_day=now.date().toordinal()), race, now, most)


def _alike(race: dict[str, Any], radius_m: float | None, most: int) -> Query:
    """Of nearly the same length on the same ground; on any day."""
    near = _near(race, radius_m)
    return Query(
        min_m=round(race["distance_m"] * (1 - ALIKE_LENGTH)),
        max_m=round(race["distance_m"] * (1 + ALIKE_LENGTH)),
        sport=(race["sport"],),
        surface=(race["surface"],) if race["surface"] else (),
        near=near,
        sort="distance" if near else "date",
        status=tuple(sorted(LIVE)),
        limit=most + 1,
    )


def nearby_races(edition_id: int, *, now: dt.datetime, most: int = MOST) -> list[Card]:
    """Coming editions of other events within 100 km, soonest first; none where it has no place."""
    race = _longest(edition_id)
    near = _near(race, NEARBY_M) if race else None
    if race is None or near is None:
        return []
    query = Query(
        near=near,
        sort="date",
        confirmed_first=True,
        from_day=now.date().toordinal(),
        status=tuple(sorted(LIVE)),
        limit=most + 4,
    )
    return _others(query, race, now, most)


def _longest(edition_id: int) -> dict[str, Any] | None:
    shown = Race.objects.filter(edition_id=edition_id, is_cancelled=False, is_hidden=False)
    races = shown.values(*_RACE)
    return max(races, key=lambda race: race["distance_m"] or 0, default=None)


def _near(race: dict[str, Any], radius_m: float | None) -> Near | None:
    latitude, longitude = race["edition__event__latitude"], race["edition__event__longitude"]
    return None if latitude is None else Near(latitude, longitude, radius_m)


def _around(on: dt.date | None, now: dt.datetime) -> tuple[int, int | None]:
    """Days around a date, none of them over; from today where there is no date."""
    today = now.date().toordinal()
    if on is None or on.toordinal() + ALIKE_DAYS < today:
        return today, None
    middle = on.toordinal()
    return max(today, middle - ALIKE_DAYS), middle + ALIKE_DAYS


def _others(query: Query, race: dict[str, Any], now: dt.datetime, most: int) -> list[Card]:
    index = followed(now)
    hits: Iterable[Hit] = index.search(query).hits
    others = [hit for hit in hits if hit.event_id != race["edition__event_id"]]
    return cards_of(others[:most], Reader(now, query.near), index.kept)
