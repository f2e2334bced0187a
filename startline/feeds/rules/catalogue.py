"""The shipped catalogue, checked: well-known events with a date rule instead of a date. Pure.

A file is a mapping with `source` (who says all this), optional `sources` (a field of ours to who
says that field) and `events`. Every date it leads to is an expected one and says so.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from startline.core.units import HOUR_MS
from startline.events.rules.words import Certainty, Format, Sport, Status, Surface
from startline.feeds.rules.date_rule import RuleError, in_year, next_on_or_after
from startline.feeds.rules.listing import Listing, RaceListing
from startline.feeds.rules.shipped import ADDRESS, Entry

GENERAL = "general knowledge, unverified"
"""The source of what was written from memory: shown as it stands."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NEEDED = ("slug", "name", "place", "country", "timezone", "date_rule", "races")
_OPTIONAL = (
    "aliases", "region", "latitude", "longitude", "sport", "surface", "days", "qualifiers",
    "website",
)  # fmt: skip
_RACE_KEYS = (
    "name", "distance_km", "climb_m", "hours", "cutoff_h", "sport", "surface", "format",
)  # fmt: skip


@dataclass(frozen=True)
class CatalogueRace:
    """One race as it is usually held. Metres and milliseconds; None is "not said"."""

    name: str
    distance_m: int | None
    climb_m: int | None
    duration_ms: int | None  # of a timed race
    cutoff_ms: int | None
    sport: Sport
    surface: Surface
    format: Format


@dataclass(frozen=True)
class CatalogueEvent:
    """One well-known event. `sources` says for every field who says so."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    place: str
    region: str
    country: str  # ISO 3166-1 alpha-2
    latitude: float | None
    longitude: float | None
    timezone: str
    sport: Sport
    surface: Surface
    date_rule: str
    days: int
    races: tuple[CatalogueRace, ...]
    qualifiers: tuple[str, ...]
    website: str
    sources: Mapping[str, str]


def read_file(label: str, content: object) -> list[CatalogueEvent]:
    """All events of one file; raises `ShippedError` naming the first entry that is wrong."""
    file = Entry(label, content)
    file.check_keys(("source", "sources", "events"), ("source", "events"))
    source, sources = file.text("source"), _sources(file)
    return [read_event(row, source=source, sources=sources) for row in file.rows("events")]


def read_event(fields: object, *, source: str, sources: Mapping[str, str]) -> CatalogueEvent:
    """One event, checked. `source` speaks for each field that no `sources` names."""
    slug = fields.get("slug") if isinstance(fields, Mapping) else None
    entry = Entry(str(slug or "entry without a slug"), fields)
    entry.check_keys((*_NEEDED, *_OPTIONAL, "sources"), _NEEDED)
    own = _sources(entry)
    latitude, longitude = _position(entry)
    sport = entry.word("sport", Sport, Sport.RUNNING)
    surface = entry.word("surface", Surface, Surface.ROAD)
    return CatalogueEvent(
        slug=entry.matching("slug", _SLUG),
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        place=entry.text("place"),
        region=entry.optional_text("region"),
        country=entry.matching("country", _COUNTRY),
        latitude=latitude,
        longitude=longitude,
        timezone=_timezone(entry),
        sport=sport,
        surface=surface,
        date_rule=_date_rule(entry),
        days=int(entry.number("days", least=1, most=60) or 1),
        races=_races(entry, sport, surface),
        qualifiers=entry.texts("qualifiers"),
        website=_website(entry, own),
        sources={
            key: {**sources, **own}.get(key, source) for key in entry.fields if key != "sources"
        },
    )


def expected_listing(event: CatalogueEvent, today: dt.date) -> Listing:
    """The next edition as a listing: its date is expected from the rule, never announced."""
    return Listing(
        key=event.slug,
        name=event.name,
        starts_on=next_on_or_after(event.date_rule, today),
        days=event.days,
        date_note=event.date_rule,
        certainty=Certainty.EXPECTED,
        status=Status.EXPECTED,
        country=event.country,
        region_text=event.region,
        place_text=event.place,
        latitude=event.latitude,
        longitude=event.longitude,
        timezone=event.timezone,
        website=event.website,
        sport=event.sport,
        surface=event.surface,
        races=tuple(_race_listing(race) for race in event.races),
        aliases=event.aliases,
    )


def _race_listing(race: CatalogueRace) -> RaceListing:
    return RaceListing(
        name=race.name,
        distance_m=race.distance_m,
        climb_m=race.climb_m,
        sport=race.sport,
        surface=race.surface,
        format=race.format,
        duration_ms=race.duration_ms,
        cutoff_ms=race.cutoff_ms,
    )


def _races(entry: Entry, sport: Sport, surface: Surface) -> tuple[CatalogueRace, ...]:
    rows = [Entry(entry.label, row) for row in entry.rows("races")]
    races = tuple(_race(row, sport, surface) for row in rows)
    if len({race.name for race in races}) != len(races):
        entry.refuse("two races have the same name")
    return races


def _race(row: Entry, sport: Sport, surface: Surface) -> CatalogueRace:
    row.check_keys(_RACE_KEYS, ("name",))
    distance_m = _scaled(row, "distance_km", 1000, most=5000)
    duration_ms = _scaled(row, "hours", HOUR_MS, most=240)
    form = row.word("format", Format, Format.SINGLE)
    if distance_m is None and duration_ms is None and form is not Format.BACKYARD:
        row.refuse("a race has neither distance_km nor hours")
    return CatalogueRace(
        name=row.text("name"),
        distance_m=distance_m,
        climb_m=_scaled(row, "climb_m", 1, most=60_000),
        duration_ms=duration_ms,
        cutoff_ms=_scaled(row, "cutoff_h", HOUR_MS, most=720),
        sport=row.word("sport", Sport, sport),
        surface=row.word("surface", Surface, surface),
        format=form,
    )


def _scaled(row: Entry, key: str, unit: int, *, most: float) -> int | None:
    """A number of the file in our smaller unit; 0 says nothing and is refused."""
    value = row.number(key, least=0.05, most=most)
    return None if value is None else round(value * unit)


def _position(entry: Entry) -> tuple[float | None, float | None]:
    latitude = entry.number("latitude", least=-90, most=90)
    longitude = entry.number("longitude", least=-180, most=180)
    if (latitude is None) != (longitude is None):
        entry.refuse("a position needs both latitude and longitude")
    return latitude, longitude


def _timezone(entry: Entry) -> str:
    zone = entry.text("timezone")
    if zone not in available_timezones():
        entry.refuse(f"timezone {zone!r} is not known")
    return zone


def _date_rule(entry: Entry) -> str:
    rule = entry.text("date_rule")
    try:
        in_year(rule, 2026)
    except RuleError as error:
        entry.refuse(str(error))
    return rule


def _sources(entry: Entry) -> dict[str, str]:
    if "sources" not in entry.fields:
        return {}
    named = Entry(f"{entry.label}, sources", entry.fields["sources"])
    named.check_keys((*_NEEDED, *_OPTIONAL), ())
    return {key: named.text(key) for key in named.fields}


def _website(entry: Entry, own: Mapping[str, str]) -> str:
    """An address only where a page that was read gives it: a wrong one is worse than none."""
    if "website" not in entry.fields:
        return ""
    if "https://" not in own.get("website", ""):
        entry.refuse("a website needs the address of the page that gives it")
    return entry.matching("website", ADDRESS)
