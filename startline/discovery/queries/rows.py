"""What the tables say, as rows for the index: one per race, in the order of their events."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import batched
from typing import Any

from django.db.models import Q

from startline.core.money import Money
from startline.discovery.index.rows import RaceRow
from startline.discovery.rules.rates import in_euro_cents
from startline.discovery.rules.relief import per_km, permille, relief_of
from startline.entries.queries.selling import sellings
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import EntryWindow, PriceStep
from startline.events.rules.pricing import Step, all_in_steps, offer_at
from startline.events.rules.words import Certainty, Format, Status
from startline.places.queries import country_name, region_name

BATCH = 1000
SOMEDAY = dt.date.max.toordinal()
"""The day of an edition without a date: after every search's first day, behind every known one."""
SPOKEN = ("en", "de", "fr")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_EVENT = (
    "pk", "name", "aliases", "organizer__name", "sport", "weekly_rule", "country", "region",
    "place_name", "latitude", "longitude", "popularity", "is_demo", "review_score__score",
    "review_score__back",
)  # fmt: skip
_EDITION = (
    "pk", "event_id", "starts_on", "status", "certainty", "features", "seen_at", "confirmed_at",
)  # fmt: skip
_RACE = (
    "pk", "edition_id", "name", "sport", "surface", "format", "distance_m", "climb_m",
    "descent_m", "cutoff_ms", "is_cancelled", "pool__taken", "course__descent_m",
    "course__steepest",
)  # fmt: skip

_STEP = (
    "minor", "currency", "from_at", "until_at", "until_sold", "label", "lowest_age", "highest_age",
    "answer_key", "answer_value",
)  # fmt: skip

Values = dict[str, Any]


@dataclass(frozen=True)
class Under:
    """What belongs to a batch of events, by the number of what it belongs to."""

    editions: dict[int, list[Values]]
    races: dict[int, list[Values]]
    steps: dict[int, list[Step]]
    windows: dict[int, list[Values]]


def every_row(now: dt.datetime) -> Iterator[RaceRow]:
    """The rows of all published events, read in batches."""
    numbers = Event.objects.published().order_by("pk").values_list("pk", flat=True)
    for batch in batched(numbers.iterator(chunk_size=10_000), BATCH):
        for rows in rows_of(batch, now).values():
            yield from rows


def rows_of(event_ids: Iterable[int], now: dt.datetime) -> dict[int, tuple[RaceRow, ...]]:
    """The rows of some events by event; an event that is gone or not published has none."""
    ids = list(event_ids)
    events = list(Event.objects.published().filter(pk__in=ids).order_by("pk").values(*_EVENT))
    under = _under([event["pk"] for event in events])
    found = {event["pk"]: tuple(_rows(event, under, now)) for event in events}
    return {pk: found.get(pk, ()) for pk in ids}


def _under(event_ids: list[int]) -> Under:
    editions = Edition.objects.filter(event_id__in=event_ids).order_by("pk").values(*_EDITION)
    races = (
        Race.objects.filter(edition__event_id__in=event_ids, is_hidden=False)
        .order_by("position", "pk")
        .values(*_RACE)
    )
    windows = EntryWindow.objects.filter(edition__event_id__in=event_ids, kind="entry").values(
        "edition_id", "opens_at", "closes_at"
    )
    return Under(
        editions=_grouped(editions, "event_id"),
        races=_grouped(races, "edition_id"),
        steps=steps_of(Q(race__edition__event_id__in=event_ids)),
        windows=_grouped(windows, "edition_id"),
    )


def steps_of(condition: Q) -> dict[int, list[Step]]:
    """Price steps by race, at what one person pays in the end."""
    rows = PriceStep.objects.filter(condition).values_list("race__edition_id", "race_id", *_STEP)
    steps: dict[int, list[Step]] = defaultdict(list)
    edition_of: dict[int, int] = {}
    for edition_id, race_id, minor, currency, *when in rows:
        steps[race_id].append(Step(Money(minor, currency), *when))
        edition_of[race_id] = edition_id
    if not edition_of:
        return steps
    selling = sellings(Q(edition__in=set(edition_of.values())))
    for race_id, edition_id in edition_of.items():
        if edition_id in selling:
            how = selling[edition_id]
            steps[race_id] = all_in_steps(steps[race_id], terms=how.terms, fee=how.fee)
    return steps


def price_of(race: Values, steps: dict[int, list[Step]], now: dt.datetime) -> Money | None:
    """What a race costs now, or will cost first if its first price is still to come."""
    if race["pk"] not in steps:
        return None
    offer = offer_at(steps[race["pk"]], at=now, sold=race["pool__taken"] or 0)
    step = offer.now or offer.following
    return step.price if step else None


def _grouped(values: Iterable[Any], key: str) -> dict[int, list[Values]]:
    groups: dict[int, list[Values]] = defaultdict(list)
    for one in values:
        groups[one[key]].append(one)
    return groups


def _rows(event: Values, under: Under, now: dt.datetime) -> Iterator[RaceRow]:
    of_event = _of_event(event)
    editions = under.editions.get(event["pk"], ())
    if not editions:
        yield RaceRow(**of_event, **_without_edition(event, now), sport=event["sport"])
    for edition in editions:
        of_edition = of_event | _of_edition(edition, under, now)
        races = [r for r in under.races.get(edition["pk"], ()) if not r["is_cancelled"]]
        if not races:
            yield RaceRow(**of_edition, sport=event["sport"])
        for race in races:
            yield RaceRow(**of_edition | _of_race(race, event, under, now))


def _of_event(event: Values) -> Values:
    country, region = event["country"], event["region"]
    return {
        "event_id": event["pk"],
        "name": event["name"],
        "alt_names": tuple(event["aliases"]),
        "places": (event["place_name"], *_spoken(country, region)),
        "organizers": (event["organizer__name"],) if event["organizer__name"] else (),
        "country": country,
        "region": region,
        "latitude": event["latitude"],
        "longitude": event["longitude"],
        "popularity": event["popularity"],
        "score": event["review_score__score"],
        "back_percent": event["review_score__back"],
        "is_demo": event["is_demo"],
    }


@lru_cache(maxsize=4096)
def _spoken(country: str, region: str) -> tuple[str, ...]:
    """Names of country and region in the languages a search is read in."""
    names = [country_name(country, language) for language in SPOKEN if country]
    names += [region_name(country, region.partition(".")[2], language)
              for language in SPOKEN if region]  # fmt: skip
    return tuple(dict.fromkeys(name for name in names if name))


def _without_edition(event: Values, now: dt.datetime) -> Values:
    """An event that is known, but no holding of it: weekly ones are next held soon."""
    day = next_weekly(event["weekly_rule"], now.date())
    return {
        "day": day.toordinal() if day else SOMEDAY,
        "month": day.year * 100 + day.month if day else None,
        "certainty": Certainty.EXPECTED if day else Certainty.UNKNOWN,
        "status": Status.EXPECTED,
    }


def next_weekly(rule: str, today: dt.date) -> dt.date | None:
    """The first day of a rule such as "saturday 09:00" that is today or later."""
    weekday = rule.partition(" ")[0]
    if weekday not in _WEEKDAYS:
        return None
    return today + dt.timedelta(days=(_WEEKDAYS.index(weekday) - today.weekday()) % 7)


def _of_edition(edition: Values, under: Under, now: dt.datetime) -> Values:
    day = edition["starts_on"]
    return {
        "edition_id": edition["pk"],
        "day": day.toordinal() if day else SOMEDAY,
        "month": day.year * 100 + day.month if day else None,
        "certainty": edition["certainty"],
        "status": edition["status"],
        "open": takes_entries(edition["status"], under.windows.get(edition["pk"], ()), now),
        "confirmed_on": _day(edition["confirmed_at"]),
        "seen_on": _day(edition["seen_at"]),
        "features": tuple(edition["features"]),
    }


def takes_entries(status: str, windows: Iterable[Values], now: dt.datetime) -> bool:
    """Whether a place can be had now: the status says so, or an entry window is open."""
    if status == Status.ENTRIES_OPEN:
        return True
    if status not in {Status.ANNOUNCED, Status.CONFIRMED, Status.MOVED}:
        return False
    return any(
        w["opens_at"] and w["opens_at"] <= now and (not w["closes_at"] or now < w["closes_at"])
        for w in windows
    )


def _of_race(race: Values, event: Values, under: Under, now: dt.datetime) -> Values:
    price = price_of(race, under.steps, now)
    names = dict.fromkeys((*event["aliases"], race["name"]))
    return {
        "race_id": race["pk"],
        "alt_names": tuple(names),
        "sport": race["sport"] or event["sport"],
        "surface": race["surface"],
        "format": race["format"] or Format.SINGLE,
        "distance_m": race["distance_m"],
        "climb_m": race["climb_m"],
        "cutoff_ms": race["cutoff_ms"],
        "relief": relief_of(race["climb_m"], race["distance_m"]),
        "descent_per_km": per_km(_descent(race), race["distance_m"]),
        "steepest_permille": permille(race["course__steepest"] or {}),
        "cutoff_pace_ms": per_km(race["cutoff_ms"], race["distance_m"]),
        "price": price.minor if price else None,
        "price_eur_cents": in_euro_cents(price) if price else None,
        "currency": price.currency if price else "",
    }


def _descent(race: Values) -> int | None:
    """What was said of the descent, else what its course shows."""
    said: int | None = race["descent_m"]
    measured: int | None = race["course__descent_m"]
    return measured if said is None else said


def _day(moment: dt.datetime | None) -> int | None:
    return moment.date().toordinal() if moment else None
