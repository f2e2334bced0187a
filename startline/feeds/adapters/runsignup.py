"""The reply of RunSignup's races service ("/Rest/races") to listings. Dates are m/d/y."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from startline.events.rules.words import Status
from startline.feeds.rules.dates import NOT_SAID, When, read_when
from startline.feeds.rules.distances import distances_in_name, read_distances
from startline.feeds.rules.listing import Listing, RaceListing, Reading, Refused
from startline.feeds.rules.prices import read_price
from startline.feeds.rules.records import refusal_of
from startline.feeds.rules.sports import kind_of
from startline.feeds.rules.texts import one_line, plain
from startline.feeds.rules.titles import read_title
from startline.feeds.rules.urls import clean_url, official_site

Node = Mapping[str, object]


def races_of(data: object) -> list[Node] | None:
    """The inner race objects, or None if this is no reply of RunSignup."""
    if isinstance(data, Mapping) and isinstance(data.get("result"), Mapping):
        data = data["result"]
    if isinstance(data, Mapping) and isinstance(data.get("race"), Mapping):
        data = [data]  # the reply about one race ("/Rest/race/1")
    items = data.get("races") if isinstance(data, Mapping) else data
    if not isinstance(items, list) or not items:
        return None
    inner = [item.get("race") for item in items if isinstance(item, Mapping)]
    races = [race for race in inner if isinstance(race, Mapping)]
    return races if any("race_id" in race for race in races) else None


def read_races(races: list[Node]) -> Reading:
    """All races of a reply; drafts and private ones are refused as "not_public"."""
    reading = Reading("runsignup")
    for row, race in enumerate(races, 1):
        found = _listing(race, row)
        if isinstance(found, Refused):
            reading.refused.append(found)
        else:
            reading.listings.append(found)
    stamps = [x.modified_at for x in reading.listings if x.modified_at]
    reading.as_of = max(stamps, default=None)
    return reading


def _listing(race: Node, row: int) -> Listing | Refused:
    key = _text(race, "race_id") or f"row {row}"
    title = read_title(_text(race, "name"))
    if refusal := refusal_of(title, key, row):
        return refusal
    if race.get("is_draft_race") == "T" or race.get("is_private_race") == "T":
        return Refused(key, row, "not_public", title.name)
    when = _when(race)
    if when.on is None and not when.note:
        return Refused(key, row, "no_date", title.name, is_held=True)
    address = race.get("address")
    where: Node = address if isinstance(address, Mapping) else {}
    kind = kind_of(title.name, "")
    page = clean_url(_text(race, "url"))
    opens, closes = _entry_days(race)
    return Listing(
        key=key,
        name=title.name,
        starts_on=when.on,
        days=when.days,
        date_note=when.note,
        certainty=when.certainty,
        status=title.status or _status(race),
        country=_text(where, "country_code")[:2].upper(),
        region_text=_text(where, "state"),
        place_text=_text(where, "city"),
        timezone=_text(race, "timezone"),
        website=official_site(_text(race, "external_race_url")),
        entry_url=page,
        listing_url=page,
        description=plain(str(race.get("description") or "")),
        sport=kind.sport,
        surface=kind.surface,
        races=_races(race, title.name),
        pictures=tuple(p for p in (clean_url(_text(race, "logo_url")),) if p),
        entry_opens_on=opens,
        entry_closes_on=closes,
        modified_at=_modified(race),
    )


def _text(node: Node, name: str) -> str:
    value = node.get(name)
    return (
        one_line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )


def _when(race: Node) -> When:
    """The next date; the last one only where no next date is known."""
    for start, end in (("next_date", "next_end_date"), ("last_date", "last_end_date")):
        when = read_when(race.get(start), "mdy")
        last = read_when(race.get(end), "mdy").on
        if when.on and last and 0 < (last - when.on).days < 60:
            return replace(when, days=(last - when.on).days + 1)
        if when.on or when.note:
            return when
    return NOT_SAID


def _status(race: Node) -> Status | None:
    return Status.ENTRIES_OPEN if race.get("is_registration_open") == "T" else None


def _modified(race: Node) -> dt.datetime | None:
    at = read_when(race.get("last_modified"), "mdy").at
    return at.replace(tzinfo=dt.UTC) if at else None


def _events(race: Node) -> list[Node]:
    events = race.get("events")
    return [e for e in events if isinstance(e, Mapping)] if isinstance(events, list) else []


def _races(race: Node, name: str) -> tuple[RaceListing, ...]:
    """Its "events" (if the reply was asked for them), else the distances its name says."""
    races = [found for event in _events(race)[:40] for found in [_race(event)] if found]
    return tuple(races) or distances_in_name(name)


def _race(event: Node) -> RaceListing | None:
    name = _text(event, "name")
    if not name or "volunteer" in _text(event, "event_type"):
        return None
    said = read_distances(_text(event, "distance")) or distances_in_name(name) or (RaceListing(),)
    kind = kind_of(name, _text(event, "event_type").replace("_", " "))
    cap = _text(event, "participant_cap")
    priced = [
        (price, _period(period))
        for period in _periods(event)
        if (price := read_price(period.get("race_fee"), "", "USD"))
    ]
    return replace(
        said[0],
        name=name[:200],
        sport=kind.sport,
        surface=kind.surface,
        format=kind.format,
        starts_at=read_when(event.get("start_time"), "mdy").at,
        places=int(cap) if cap.isdecimal() and len(cap) < 8 and int(cap) else None,
        prices=tuple(price for price, _ in priced),
        periods=tuple(period for _, period in priced),
    )


def _periods(event: Node) -> list[Node]:
    periods = event.get("registration_periods")
    return [p for p in periods if isinstance(p, Mapping)] if isinstance(periods, list) else []


def _period(period: Node) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From the minute it opens until the first moment it is over: they name its last minute."""
    closes = read_when(period.get("registration_closes"), "mdy").at
    return (
        read_when(period.get("registration_opens"), "mdy").at,
        closes + dt.timedelta(minutes=1) if closes else None,
    )


def _entry_days(race: Node) -> tuple[dt.date | None, dt.date | None]:
    periods = [period for event in _events(race) for period in _periods(event)]
    opens = [d for p in periods if (d := read_when(p.get("registration_opens"), "mdy").on)]
    closes = [d for p in periods if (d := read_when(p.get("registration_closes"), "mdy").on)]
    return min(opens, default=None), max(closes, default=None)
