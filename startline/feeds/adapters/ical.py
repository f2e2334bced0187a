"""iCalendar (RFC 5545) to listings, event by event: a broken one never loses the rest."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from startline.core.text import fold
from startline.events.rules.words import Format, Sport, Status, Surface
from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.dates import When, read_when
from startline.feeds.rules.described import Described, described, entry_link, own_page
from startline.feeds.rules.distances import (
    distances_alone,
    distances_in_name,
    read_climb,
    read_distances,
)
from startline.feeds.rules.listing import Listing, RaceListing, Reading, Refused
from startline.feeds.rules.osgrid import grid_position
from startline.feeds.rules.parkruns import parkrun_races, parkrun_rule
from startline.feeds.rules.positions import Position, read_number, read_position, sound
from startline.feeds.rules.records import record_key, refusal_of
from startline.feeds.rules.sports import kind_of
from startline.feeds.rules.start_times import said_time
from startline.feeds.rules.status_words import status_of_field
from startline.feeds.rules.texts import one_line, plain, undoubled
from startline.feeds.rules.titles import read_title
from startline.feeds.rules.urls import clean_url, official_site

EVENTS = 100_000  # of one calendar

_EVENT = re.compile(
    r"^BEGIN:VEVENT[^\S\n]*\n(.*?)(?:^END:VEVENT|(?=^BEGIN:VEVENT)|\Z)", re.M | re.S | re.I
)
_LINE = re.compile(r"^([A-Za-z0-9-]+)((?:;[^:;=]+=(?:\"[^\"\n]*\"|[^:;\n]*))*):(.*)$")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_BYDAY = {
    "MO": "monday",
    "TU": "tuesday",
    "WE": "wednesday",
    "TH": "thursday",
    "FR": "friday",
    "SA": "saturday",
    "SU": "sunday",
}
# The Fell Runners Association's category after a name: steepness A-C and length S, M, L.
_CATEGORY = re.compile(r"\s*\((?:[ABC][SML]|O|MM|LO|Relay)?\)\s*$")


@dataclass
class Component:
    """The lines of one VEVENT: name to (parameters, value); the first of a name counts."""

    lines: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The unescaped value, or empty."""
        return _unescaped(self.lines.get(name, ({}, ""))[1]).strip()

    def parameter(self, name: str, parameter: str) -> str:
        """A parameter's value, as TZID of DTSTART."""
        return self.lines.get(name, ({}, ""))[0].get(parameter, "")


def read_ical(text: str, first_row: int = 1) -> Reading:
    """All events of a calendar's text; rows count from `first_row`."""
    reading = Reading("ical")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    calendar_zone = _calendar_zone(text)
    for row, block in enumerate(_blocks(text), first_row):
        if row - first_row >= EVENTS:
            reading.warnings.append(f"only the first {EVENTS} events are read")
            break
        try:
            found = _listing(_component(block), row, calendar_zone)
        except (ValueError, OverflowError, IndexError) as error:
            reading.refused.append(Refused(f"row {row}", row, "unreadable", str(error)[:200]))
            continue
        if isinstance(found, Refused):
            reading.refused.append(found)
        else:
            reading.listings.append(found)
    stamps = [x.modified_at for x in reading.listings if x.modified_at]
    reading.as_of = max(stamps, default=None)
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        reading.warnings.append("truncated: the calendar has no end")
    return reading


def _blocks(text: str) -> Iterator[str]:
    for found in _EVENT.finditer(text):
        yield re.sub(r"\n[ \t]", "", found[1])


def _calendar_zone(text: str) -> str:
    found = re.search(r"^X-WR-TIMEZONE:(\S+)", text[:5000], re.MULTILINE)
    return found[1] if found else ""


def _component(block: str) -> Component:
    component = Component()
    inner = 0  # depth inside VALARM and the like, whose lines are not the event's
    for line in block.split("\n"):
        inner += line.startswith("BEGIN:") - line.startswith("END:")
        if inner > 0 or not (found := _LINE.match(line)):
            continue
        pairs = (p.partition("=") for p in found[2].split(";") if p)
        parameters = {k.upper(): v.strip('"') for k, _, v in pairs}
        component.lines.setdefault(found[1].upper(), (parameters, found[3]))
    return component


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def _listing(event: Component, row: int, calendar_zone: str) -> Listing | Refused:
    title = read_title(event.text("SUMMARY"))
    key = record_key(event.text("UID"), title.name, event.text("LOCATION"))
    if refusal := refusal_of(title, key, row):
        return refusal
    when = _when(event)
    if when.on is None:
        reason = "no_date" if "DTSTART" not in event.lines else "unreadable_date"
        return Refused(key, row, reason, event.text("DTSTART")[:80] or title.name, is_held=True)
    text = event.text("DESCRIPTION")
    sheet = described(text)
    name = _CATEGORY.sub("", title.name) or title.name if sheet.is_race_sheet else title.name
    kind = kind_of(name, event.text("CATEGORIES"))
    position = _position(event, sheet)
    region, place, country = _whereabouts(event, sheet)
    page = clean_url(event.text("URL")) or own_page(sheet.links)
    rule = parkrun_rule(name) if "RRULE" in event.lines else ""
    listing = Listing(
        key=key if "RECURRENCE-ID" not in event.lines else f"{key}@{when.on}",
        name=name,
        starts_on=when.on,
        days=when.days,
        status=title.status or status_of_field(event.text("STATUS")) or when.status,
        weekly_rule=rule or _weekly(event, when),
        country=country or title.country,
        region_text=region,
        place_text=place,
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        timezone=_zone(event.parameter("DTSTART", "TZID") or calendar_zone),
        website=official_site(sheet.fields.get("website", "")),
        entry_url=entry_link(plain(text), page),
        listing_url=page,
        organizer=_organizer(event),
        description=plain(text),
        sport=kind.sport or (Sport.RUNNING if sheet.is_race_sheet else ""),
        surface=kind.surface or (Surface.TRAIL if "climb" in sheet.fields else ""),
        races=_races(event, sheet, name, when),
        modified_at=_modified(event),
    )
    return _one_day_off(listing, event)


def _one_day_off(listing: Listing, event: Component) -> Listing:
    """A cancelled instance of a repeating event calls off that day alone."""
    is_off = "RECURRENCE-ID" in event.lines and listing.status == Status.CANCELLED
    return replace(listing, is_cancellation_of_day=True) if is_off else listing


def _when(event: Component) -> When:
    start = read_when(event.text("DTSTART"))
    if start.on is None:
        return start
    end = read_when(event.text("DTEND"))
    at = said_time(start.at, end.at)
    days = 1
    if end.on and end.on > start.on:
        days = (end.on - start.on).days + (1 if end.at and end.at.hour >= 6 else 0)
    if at and event.parameter("DTSTART", "TZID"):
        at = at.replace(tzinfo=None)
    return replace(start, at=at, days=days if 1 <= days <= 60 else 1)


def _weekly(event: Component, when: When) -> str:
    rule = dict(p.partition("=")[::2] for p in event.text("RRULE").upper().split(";"))
    if rule.get("FREQ") != "WEEKLY" or rule.get("INTERVAL", "1") != "1" or when.on is None:
        return ""
    codes = rule.get("BYDAY", "").split(",")
    day = _BYDAY.get(codes[0]) or when.on.strftime("%A").lower()
    return f"{day} {when.at:%H:%M}" if when.at else day


def _zone(name: str) -> str:
    """The zone's name if it looks like one of the IANA database."""
    return name if re.fullmatch(r"[A-Z][A-Za-z_]+/[A-Za-z_/+-]+", name) else ""


def _position(event: Component, sheet: Described) -> Position | None:
    parts = event.text("GEO").replace(",", ";").split(";")
    if len(parts) == 2:
        latitude, longitude = read_number(parts[0], 180), read_number(parts[1], 180)
        if latitude is not None and longitude is not None and (found := sound(latitude, longitude)):
            return found
    text = sheet.fields.get("position", "")
    return read_position(text) or grid_position(text, sheet.region) if text else None


def _whereabouts(event: Component, sheet: Described) -> tuple[str, str, str]:
    """Region, place and country: from LOCATION, else from the description's line."""
    place = undoubled(one_line(event.text("LOCATION"))) or one_line(sheet.fields.get("venue", ""))
    last = place.rpartition(",")[2].strip()
    country = country_code(last) if "," in place and len(last) > 2 else ""
    return sheet.region[:200], place[:200], sheet.country or country


def _organizer(event: Component) -> str:
    name = event.parameter("ORGANIZER", "CN")
    return one_line(name)[:200]


def _races(event: Component, sheet: Described, name: str, when: When) -> tuple[RaceListing, ...]:
    races = read_distances(sheet.fields.get("distance", "")) or parkrun_races(name)
    races = races or _races_told(event.text("DESCRIPTION")) or distances_in_name(name)
    climb = read_climb(sheet.fields.get("climb"))
    if not races and (climb or sheet.prices or when.at):
        races = (RaceListing(),)
    if len(races) != 1:
        return tuple(replace(race, starts_at=when.at) for race in races)
    relay = re.search(r"\brelays?\b", fold(event.text("SUMMARY")))
    race = replace(races[0], starts_at=when.at, prices=sheet.prices)
    return (
        replace(race, climb_m=race.climb_m or climb, format=Format.RELAY if relay else race.format),
    )


def _races_told(text: str) -> tuple[RaceListing, ...]:
    """The races of the first line of a description that is a list of lengths."""
    lists = (distances_alone(line) for line in plain(text).split("\n"))
    return next((races for races in lists if races), ())


def _modified(event: Component) -> dt.datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        at = read_when(event.text(name)).at
        if at:
            return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return None
