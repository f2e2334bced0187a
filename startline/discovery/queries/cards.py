"""What a list of races shows of each edition: one card, with the races that matched first."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from startline.core.money import Money
from startline.discovery.index.geometry import distance_m
from startline.discovery.index.query import Hit, Near
from startline.discovery.queries.following import followed
from startline.discovery.queries.kept import EVENT, Facts, Kept, Values
from startline.discovery.queries.rows import next_weekly, price_of
from startline.discovery.rules.fit import Fit, RecentRace, cutoff_fit
from startline.discovery.rules.rates import from_euro_cents, in_euro_cents
from startline.discovery.rules.relief import relief_of
from startline.events.models.catalogue import Event
from startline.events.rules.pricing import Step
from startline.events.rules.words import Certainty, Status
from startline.places.queries import region_name

STALE_AFTER = dt.timedelta(days=180)
"""Facts that nobody has seen or confirmed for so long are called old."""
MOST_LENGTHS = 5

MOST_MADE = 16
"""Cards kept of one edition: it is shown with other races for other searches."""


@dataclass(frozen=True)
class RaceFit:
    """One race of a card and whether its cut-off can be made; `fit` is None if it has none."""

    name: str
    distance_m: int | None
    cutoff_ms: int | None
    fit: Fit | None


@dataclass(frozen=True, kw_only=True)
class Card:
    """One edition in a list. Lengths in metres; `about` is the price in the reader's currency.

    `drawn` is where those who write the card down may keep it, without its distance `away_m`.
    """

    event_id: int
    edition_id: int
    slug: str
    edition_slug: str
    title: str
    href: str
    on: dt.date | None
    status: str
    certainty: str
    place: str
    region: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    away_m: float | None = None
    sport: str = ""
    surfaces: tuple[str, ...] = ()
    relief: str = ""
    lengths_m: tuple[int, ...] = ()
    more_lengths: int = 0
    price: Money | None = None
    is_from: bool = False
    about: Money | None = None
    is_free: bool = False
    is_enterable_here: bool = False
    is_demo: bool = False
    is_weekly: bool = False
    is_over: bool = False
    score: int | None = None
    """What reviews come to, in hundredths of a star; None: nobody who counts has written."""
    reviews: int = 0
    back_percent: int | None = None
    last_seen_on: dt.date | None = None
    is_stale: bool = False
    fits: tuple[RaceFit, ...] = field(default=())
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_expected(self) -> bool:
        """Whether the date is a guess or missing: such editions stand below the line."""
        return self.certainty in {Certainty.EXPECTED, Certainty.UNKNOWN}


@dataclass(frozen=True)
class Reader:
    """Who looks: the moment, the point distances count from, the currency, a recent race."""

    now: dt.datetime
    near: Near | None = None
    currency: str = ""
    recent: RecentRace | None = None


@dataclass(frozen=True)
class _Made:
    """A card and the time for which it holds."""

    card: Card
    since: dt.datetime
    until: dt.datetime


def cards_of(hits: Sequence[Hit], reader: Reader, kept: Kept) -> list[Card]:
    """A card for each hit, in their order; one query for those that are kept, four for others,
    one more for events without edition.

    An edition that has vanished since the search is left out.
    """
    facts = kept.facts_of([hit.edition_id for hit in hits if hit.edition_id])
    weekly = _weekly([hit.event_id for hit in hits if not hit.edition_id])
    cards = []
    for hit in hits:
        if hit.edition_id in facts:
            cards.append(_card(facts[hit.edition_id], hit.race_ids, reader))
        elif not hit.edition_id and hit.event_id in weekly:
            cards.append(_weekly_card(weekly[hit.event_id], reader))
    return cards


def cards_of_editions(edition_ids: Iterable[int], reader: Reader) -> list[Card]:
    """Cards of published editions by their numbers, in the order given."""
    hits = [Hit(0, pk, ()) for pk in edition_ids if pk]
    return cards_of(hits, reader, followed(reader.now).kept) if hits else []


def _weekly(event_ids: Sequence[int]) -> dict[int, Values]:
    if not event_ids:
        return {}
    found = Event.objects.published().filter(pk__in=event_ids).values(*EVENT)
    return {one["pk"]: one for one in found}


def _card(facts: Facts, matching: tuple[int, ...], reader: Reader) -> Card:
    """The card, made once for the same races and currency until a price or the day changes."""
    if reader.recent:
        return _made(facts, matching, reader)
    key = (matching, reader.currency)
    made: _Made | None = facts.made.get(key)
    if made is None or not made.since <= reader.now < made.until:
        if len(facts.made) >= MOST_MADE:
            facts.made.clear()
        card = _made(facts, matching, replace(reader, near=None))
        made = facts.made[key] = _Made(card, reader.now, _holds_until(facts, reader.now))
    away_m = _away(facts.event, reader.near)
    return made.card if away_m is None else replace(made.card, away_m=away_m)


def _holds_until(facts: Facts, now: dt.datetime) -> dt.datetime:
    """The next moment at which a price, "over" or "old" may change; midnight at the latest."""
    moments = [now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(1)]
    for steps in facts.steps.values():
        moments += [at for step in steps for at in (step.from_at, step.until_at) if at]
    seen = _seen_at(facts.edition)
    if seen:
        moments.append(seen + STALE_AFTER + dt.timedelta(microseconds=1))
    return min(moment for moment in moments if moment > now)


def _seen_at(edition: Values) -> dt.datetime | None:
    return max(filter(None, (edition["seen_at"], edition["confirmed_at"])), default=None)


def _made(facts: Facts, matching: Sequence[int], reader: Reader) -> Card:
    edition, event, races = facts.edition, facts.event, facts.races
    matched = [race for race in races if race["pk"] in matching] or races
    on = edition["starts_on"]
    seen = _seen_at(edition)
    return Card(
        **_of_event(event, reader.near),
        **_of_races(races, matched),
        **_price(matched, facts.steps, reader),
        edition_id=edition["pk"],
        edition_slug=edition["slug"],
        href=reverse("edition", args=[event["slug"], edition["slug"]]),
        on=on,
        status=edition["status"],
        certainty=edition["certainty"],
        is_enterable_here=edition["is_enterable_here"],
        is_over=on is not None and on + dt.timedelta(edition["days"]) <= reader.now.date(),
        last_seen_on=seen.date() if seen else None,
        is_stale=seen is not None and reader.now - seen > STALE_AFTER,
        fits=tuple(_fit(race, reader.recent) for race in matched) if reader.recent else (),
    )


def _weekly_card(event: Values, reader: Reader) -> Card:
    on = next_weekly(event["weekly_rule"], reader.now.date())
    return Card(
        **_of_event(event, reader.near),
        edition_id=0,
        edition_slug="",
        href=reverse("event", args=[event["slug"]]),
        on=on,
        status=Status.EXPECTED,
        certainty=Certainty.EXPECTED if on else Certainty.UNKNOWN,
        sport=event["sport"],
        is_weekly=on is not None,
    )


def _of_event(event: Values, near: Near | None) -> Values:
    country, region = event["country"], event["region"]
    return {
        "event_id": event["pk"],
        "slug": event["slug"],
        "title": event["name"],
        "place": event["place_name"],
        "region": region_name(country, region.partition(".")[2]) if region else "",
        "country": country,
        "latitude": event["latitude"],
        "longitude": event["longitude"],
        "away_m": _away(event, near),
        "score": event["review_score__score"],
        "reviews": event["review_score__n"] or 0,
        "back_percent": event["review_score__back"],
        "is_demo": event["is_demo"],
    }


def _away(event: Values, near: Near | None) -> float | None:
    if near is None or event["latitude"] is None:
        return None
    return float(distance_m(event["latitude"], event["longitude"], near))


def _of_races(races: Sequence[Values], matched: Sequence[Values]) -> Values:
    first = matched[0] if matched else {}
    ordered = [*matched, *(race for race in races if race not in matched)]
    lengths = list(dict.fromkeys(r["distance_m"] for r in ordered if r["distance_m"]))
    return {
        "sport": first.get("sport", ""),
        "surfaces": tuple(dict.fromkeys(r["surface"] for r in matched if r["surface"])),
        "relief": relief_of(first.get("climb_m"), first.get("distance_m")),
        "lengths_m": tuple(lengths[:MOST_LENGTHS]),
        "more_lengths": max(0, len(lengths) - MOST_LENGTHS),
    }


def _price(matched: Sequence[Values], steps: dict[int, list[Step]], reader: Reader) -> Values:
    """The lowest price now among the races that matched, compared at the reference rate."""
    current = [price_of(race, steps, reader.now) for race in matched]
    prices = [price for price in current if price]
    if not prices:
        return {}
    lowest = min(prices, key=lambda price: in_euro_cents(price) or 0)
    cents = in_euro_cents(lowest)
    shows_other = reader.currency and reader.currency != lowest.currency and cents is not None
    return {
        "price": lowest if lowest.minor else None,
        "is_free": not lowest.minor,
        "is_from": len({(price.minor, price.currency) for price in prices}) > 1,
        "about": from_euro_cents(cents or 0, reader.currency) if shows_other and cents else None,
    }


def _fit(race: Values, recent: RecentRace) -> RaceFit:
    fit = cutoff_fit(
        recent,
        distance_m=race["distance_m"],
        climb_m=race["climb_m"],
        cutoff_ms=race["cutoff_ms"],
    )
    return RaceFit(race["name"], race["distance_m"], race["cutoff_ms"], fit)
