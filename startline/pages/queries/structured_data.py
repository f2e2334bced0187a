"""An edition's race as schema.org data for search engines, on its own page only.

Rules of the large search engines: a date carries its offset or no time at all; a cancelled event
keeps its date; a moved one names the date before; each event has a page of its own, and nothing
points to an event by its address alone. A date that nobody has announced is not claimed.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from startline.events.models.catalogue import Event, Race
from startline.events.rules.words import Certainty, PlaceCertainty, Status
from startline.pages.queries.event_page import EventPage, web_address
from startline.pages.queries.event_races import RaceLine
from startline.pages.rules.deadlines import zone_of
from startline.reviews.models import EventScore
from startline.reviews.rules.words import HIGHEST, LOWEST

SCHEMA = "https://schema.org/"
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
ENTERABLE = frozenset({Status.ENTRIES_OPEN, Status.CONFIRMED, Status.ANNOUNCED})


def race_data(page: EventPage, line: RaceLine, *, site_url: str, now: dt.datetime) -> SafeString:
    """One race for its own page; empty where its date is not known or it is a demonstration."""
    return _script(_sports_event(page, line, site_url=site_url, now=now))


def edition_data(page: EventPage, *, site_url: str, now: dt.datetime) -> SafeString:
    """An edition of which no single races are known; otherwise the pages of the races speak."""
    if page.races:
        return _script({})
    return _script(_sports_event(page, None, site_url=site_url, now=now))


def _script(data: Mapping[str, Any]) -> SafeString:
    """JSON that cannot close the element it stands in."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES) if data else ""
    return mark_safe(text)  # noqa: S308  -- the three characters with a meaning in HTML are escaped


def _sports_event(
    page: EventPage, line: RaceLine | None, *, site_url: str, now: dt.datetime
) -> dict[str, Any]:
    edition, event = page.edition, page.event
    starts_on = (edition.starts_on if edition else None) or page.was_on
    if edition is None or starts_on is None or event.is_demo or not event.published_at:
        return {}
    if edition.certainty == Certainty.EXPECTED:
        return {}
    race = line.race if line else None
    names = [event.slug, edition.slug, *([race.slug] if race else [])]
    address = site_url + reverse("race" if race else "edition", args=names)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SportsEvent",
        "@id": f"{address}#event",
        "url": address,
        "name": f"{event.name}, {race.name}" if race and race.name != event.name else event.name,
        "sport": event.sport.capitalize(),
        "startDate": _start(race, starts_on, edition.timezone),
        "endDate": (starts_on + dt.timedelta(days=edition.days - 1)).isoformat(),
        "eventAttendanceMode": f"{SCHEMA}OfflineEventAttendanceMode",
        "location": _location(page),
        **_status(page, race),
        **_rating(event),
    }
    if race and race.format == "virtual":
        data["eventAttendanceMode"] = f"{SCHEMA}OnlineEventAttendanceMode"
        data["location"] = {"@type": "VirtualLocation", "url": address}
    if event.organizer:
        data["organizer"] = {"@type": "Organization", "name": event.organizer.name}
    if event.description:
        data["description"] = event.description[:500]
    images = [web_address(str(p.get("address", ""))) for p in event.pictures if isinstance(p, dict)]
    if any(images):
        data["image"] = [image for image in images if image]
    if line:
        data |= _offer_fields(page, line, site_url=site_url, now=now)
    return data


def _rating(event: Event) -> dict[str, Any]:
    """What the page shows of reviews: the plain average, of those who were on the course."""
    score: EventScore | None = getattr(event, "review_score", None)
    if score is None:
        return {}
    rating = {
        "@type": "AggregateRating", "ratingValue": score.average / 100, "ratingCount": score.n,
        "bestRating": HIGHEST, "worstRating": LOWEST,
    }  # fmt: skip
    return {"aggregateRating": rating}


def _start(race: Race | None, starts_on: dt.date, zone: str) -> str:
    """With time and offset where the start is known, else the day."""
    if race and race.starts_at:
        return race.starts_at.astimezone(zone_of(zone)).isoformat()
    return starts_on.isoformat()


def _status(page: EventPage, race: Race | None) -> dict[str, str]:
    """schema.org's word, with the earlier date of a moved edition."""
    if page.status == Status.CANCELLED or (race and race.is_cancelled):
        return {"eventStatus": f"{SCHEMA}EventCancelled"}
    if page.status == Status.POSTPONED:
        return {"eventStatus": f"{SCHEMA}EventPostponed"}
    if page.was_on:
        return {
            "eventStatus": f"{SCHEMA}EventRescheduled",
            "previousStartDate": page.was_on.isoformat(),
        }
    return {"eventStatus": f"{SCHEMA}EventScheduled"}


def _location(page: EventPage) -> dict[str, Any]:
    event = page.event
    address = {
        "@type": "PostalAddress",
        "addressLocality": page.place,
        "addressRegion": page.region,
        "addressCountry": event.country,
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "name": page.place or page.region or page.country,
        "address": {key: value for key, value in address.items() if value},
    }
    exact = event.place_certainty in {PlaceCertainty.EXACT, PlaceCertainty.TOWN}
    if exact and event.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": event.latitude,
            "longitude": event.longitude,
        }
    return place


def _offer_fields(
    page: EventPage, line: RaceLine, *, site_url: str, now: dt.datetime
) -> dict[str, Any]:
    """The price the page shows, and places."""
    edition, pool = page.edition, line.race.pool
    data: dict[str, Any] = {}
    if pool:
        data["maximumAttendeeCapacity"] = pool.places
        data["remainingAttendeeCapacity"] = pool.places - pool.taken
    if edition is None or not (line.price or (line.is_free and edition.currency)):
        return data
    names = [page.event.slug, edition.slug, line.race.slug]
    enter = site_url + reverse("entries:enter", args=names) if edition.is_enterable_here else ""
    offer = {
        "@type": "Offer",
        "name": line.race.name,
        "url": enter or edition.entry_url or site_url + reverse("race", args=names),
        "price": str(line.price.amount) if line.price else "0",
        "priceCurrency": line.price.currency if line.price else edition.currency,
        "availability": SCHEMA + _availability(page, line, now),
    }
    if line.current and line.current.from_at:
        offer["validFrom"] = line.current.from_at.isoformat()
    if line.current and line.current.until_at:
        offer["validThrough"] = line.current.until_at.isoformat()
    return {**data, "offers": [offer], "isAccessibleForFree": line.price is None}


def _availability(page: EventPage, line: RaceLine, now: dt.datetime) -> str:
    if line.is_full or page.status not in ENTERABLE:
        return "SoldOut"
    opens = [w.opens_at for w in page.windows if w.opens_at]
    return "PreOrder" if opens and min(opens) > now else "InStock"
