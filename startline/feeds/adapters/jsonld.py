"""schema.org Event in JSON-LD to listings: from pages, bare, or as lines of scripts."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from startline.core.text import fold
from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.dates import When, read_when
from startline.feeds.rules.distances import distances_in_name, read_distances
from startline.feeds.rules.listing import Listing, RaceListing, Reading, Refused
from startline.feeds.rules.markup import SCRIPT, between
from startline.feeds.rules.parkruns import parkrun_races
from startline.feeds.rules.positions import Position, read_number, sound
from startline.feeds.rules.prices import Price, read_price
from startline.feeds.rules.records import record_key, refusal_of
from startline.feeds.rules.sports import kind_of
from startline.feeds.rules.start_times import said_time
from startline.feeds.rules.status_words import status_of_field
from startline.feeds.rules.texts import one_line, plain, undoubled
from startline.feeds.rules.titles import event_name, read_title
from startline.feeds.rules.urls import clean_url, official_site

Node = Mapping[str, object]

_JSON_LD = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_EVENT_TYPE = re.compile(
    r"\"@type\"\s*:\s*(?:\[[^\]]{0,300})?\"(?:https?://schema\.org/)?\w*Event\""
)
_LANGUAGE = re.compile(r"<html[^>]*\blang\s*=\s*[\"']?[a-z]{2,3}[-_]([A-Z]{2})\b", re.IGNORECASE)
_DEEPEST = 12
_STRING = r"\"%s\"\s*:\s*\"((?:[^\"\\\\]|\\\\.)*)\""
_SALVAGED = ("name", "startDate", "endDate", "url", "eventStatus", "image")


def scripts_in(page: str) -> list[str]:
    """The raw texts of a page's JSON-LD scripts."""
    return [inner.strip() for opening, inner in between(page, SCRIPT) if _JSON_LD.search(opening)]


def has_events(script: str) -> bool:
    """Does the script hold an Event, as far as its text tells?"""
    return bool(_EVENT_TYPE.search(script))


def read_pages(pages: Iterator[tuple[str, list[str], str]]) -> Reading:
    """Records of (key, scripts, country of the page's language); one page is one record or more."""
    reading = Reading("jsonld")
    for row, (key, scripts, country) in enumerate(pages, 1):
        found = list(_of_page(key, scripts, row))
        if not found:
            found = [Refused(key or f"row {row}", row, "html_page_without_events")]
        for item in found:
            if isinstance(item, Refused):
                reading.refused.append(item)
            else:
                reading.listings.append(item if item.country else replace(item, country=country))
    return reading


def read_page(name: str, page: str) -> Reading:
    """One saved page. Its language ("pt-PT") tells the country where the event does not."""
    language = _LANGUAGE.search(page[:5000])
    country = country_code(language[1]) if language else ""
    scripts = [script for script in scripts_in(page) if has_events(script)]
    return read_pages(iter([(name, scripts, country)])) if scripts else _nothing(name)


def _nothing(name: str) -> Reading:
    return Reading("html", refused=[Refused(name, 1, "html_page_without_events")])


def _of_page(key: str, scripts: list[str], row: int) -> Iterator[Listing | Refused]:
    """Events of one page; one without name and date is passed over if another has them."""
    nodes = [node for script in scripts for node in events_in(script)]
    good = [node for node in nodes if node.get("name") and node.get("startDate")] or nodes[:1]
    for position, node in enumerate(_one_of_each_name(good)):
        own = key if position == 0 else f"{key}#{position + 1}" if key else ""
        yield _listing(node, own, row)


def _one_of_each_name(nodes: list[Node]) -> list[Node]:
    """A page may describe its event twice, once outdated: the fuller, later description stays.

    What only describes the page ("mainEntityOfPage", no address of its own) gives way to the rest.
    """
    own = [node for node in nodes if node.get("url") or not node.get("mainEntityOfPage")]
    best: dict[str, Node] = {}
    for node in own or nodes:
        name = fold(event_name(_text(node.get("name"))))
        known = best.get(name)
        if known is None or _weight(node) > _weight(known):
            best[name] = node
    return list(best.values())


def _weight(node: Node) -> tuple[bool, bool, str]:
    on = read_when(_text(node.get("startDate"))).on
    return bool(node.get("url")), bool(node.get("eventStatus")), str(on or "")


def events_in(script: str) -> list[Node]:
    """The Event nodes of one script; salvaged by pattern where the JSON itself is broken."""
    try:
        data = json.loads(script, strict=False)
    except (json.JSONDecodeError, RecursionError):
        salvaged = _salvaged(script)
        return [salvaged] if salvaged else []
    return list(event_nodes(data))


def event_nodes(data: object, depth: int = 0) -> Iterator[Node]:
    """Events anywhere in the parsed data, but not those inside another event."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from event_nodes(item, depth + 1)
    elif isinstance(data, Mapping):
        if is_event(data):
            yield data
            return
        for value in data.values():
            if isinstance(value, list | Mapping):
                yield from event_nodes(value, depth + 1)


def is_event(node: Node) -> bool:
    """Is its type Event, SportsEvent, or another kind of event?"""
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(name, str) and name.rpartition("/")[2].endswith("Event") for name in names
    )


def _salvaged(script: str) -> Node:
    """Name, dates, address and place read by pattern; the rest of a broken script is given up."""
    found: dict[str, object] = {}
    for name in _SALVAGED:
        if match := re.search(_STRING % name, script):
            found[name] = _unquoted(match[1])
    tail = script.rfind('"location"')
    if tail >= 0 and (match := re.search(_STRING % "name", script[tail:])):
        found["location"] = {"@type": "Place", "name": _unquoted(match[1])}
    return found if "name" in found else {}


def _unquoted(raw: str) -> str:
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except json.JSONDecodeError:
        return raw


def _listing(node: Node, key: str, row: int) -> Listing | Refused:
    title = read_title(_text(node.get("name")))
    page = clean_url(_text(node.get("url")) or _text(node.get("@id")))
    place, region, country, position = _place(node.get("location"))
    own_key = record_key(key or page, title.name, place)
    if refusal := refusal_of(title, own_key, row):
        return refusal
    when = _when(node)
    if when.on is None:
        reason = "unreadable_date" if node.get("startDate") else "no_date"
        return Refused(own_key, row, reason, when.note or title.name, is_held=True)
    kind = kind_of(title.name, f"{_text(node.get('sport'))} {_text(node.get('keywords'))}")
    return Listing(
        key=own_key,
        name=title.name,
        starts_on=when.on,
        days=when.days,
        status=title.status or status_of_field(_text(node.get("eventStatus"))) or when.status,
        country=country or title.country,
        region_text=region,
        place_text=place,
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        website=official_site(_text(node.get("sameAs"))),
        entry_url=clean_url(_text(_first(node.get("offers")).get("url"))),
        listing_url=page,
        organizer=one_line(_text(_first(node.get("organizer")).get("name")))[:200],
        description=plain(_text(node.get("description"))),
        sport=kind.sport,
        surface=kind.surface,
        races=_races(node, title.name, when),
        pictures=_pictures(node.get("image")),
    )


def _when(node: Node) -> When:
    start = read_when(_text(node.get("startDate")))
    end = read_when(_text(node.get("endDate")))
    at = said_time(start.at, end.at)
    days = (end.on - start.on).days + 1 if start.on and end.on else 1
    return replace(start, at=at, days=days if 1 <= days <= 60 else 1)


def _text(value: object) -> str:
    """A string of a value that may be a list of strings or an object with a name."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("@value") or value.get("url"))
    return (
        str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    )


def _first(value: object) -> Node:
    """The first object of a value; text becomes {"name": text}."""
    if isinstance(value, list):
        return next((_first(item) for item in value), {})
    if isinstance(value, Mapping):
        return value
    return {"name": value} if isinstance(value, str) else {}


def _place(value: object) -> tuple[str, str, str, Position | None]:
    """Place, region, country and position of a Place with its address."""
    node = _first(value)
    address = node.get("address")
    parts: Node = address if isinstance(address, Mapping) else {"streetAddress": address}
    name = undoubled(one_line(_text(node.get("name"))))
    town = one_line(_text(parts.get("addressLocality")))
    street = undoubled(one_line(_text(parts.get("streetAddress"))))
    place = ", ".join(p for p in dict.fromkeys((name or street, town)) if p)
    if town and name and town.casefold() in name.casefold():
        place = name
    last = place.rpartition(",")[2].strip()
    country = country_code(_text(parts.get("addressCountry"))) or (
        country_code(last) if "," in place and len(last) > 2 else ""
    )
    return place[:200], one_line(_text(parts.get("addressRegion"))), country, _geo(node.get("geo"))


def _geo(value: object) -> Position | None:
    node = _first(value)
    latitude = read_number(node.get("latitude"), 180)
    longitude = read_number(node.get("longitude"), 180)
    return sound(latitude, longitude) if latitude is not None and longitude is not None else None


def _races(node: Node, name: str, when: When) -> tuple[RaceListing, ...]:
    """Sub-events are races; else the distances the name says."""
    inner = node.get("subEvent") or node.get("subEvents")
    items = inner if isinstance(inner, list) else [inner]
    races = [
        race for item in items[:40] if isinstance(item, Mapping) for race in [_race(item)] if race
    ]
    if not races:
        races = list(parkrun_races(name) or distances_in_name(name))
    prices = _prices(node.get("offers"))
    if not races and (prices or when.at):
        races = [RaceListing()]
    if len(races) == 1 and prices:
        races = [replace(races[0], prices=prices)]
    return tuple(race if race.starts_at else replace(race, starts_at=when.at) for race in races)


def _race(node: Node) -> RaceListing | None:
    name = one_line(_text(node.get("name")))
    if not name:
        return None
    said = (
        read_distances(_text(node.get("distance"))) or distances_in_name(name) or (RaceListing(),)
    )
    start = read_when(_text(node.get("startDate")))
    return replace(
        said[0],
        name=name[:200],
        starts_at=said_time(start.at, None),
        prices=_prices(node.get("offers")),
    )


def _prices(value: object) -> tuple[Price, ...]:
    items = value if isinstance(value, list) else [value]
    prices = []
    for item in items[:20]:
        if isinstance(item, Mapping):
            amount = item.get("price") or item.get("lowPrice")
            currency = _text(item.get("priceCurrency")).upper()
            label = one_line(_text(item.get("name")))
            amount = amount if isinstance(amount, int | float) else _text(amount)
            prices.append(read_price(amount, label, currency) if amount else None)
    return tuple(price for price in prices if price)


def _pictures(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    found = (clean_url(_text(i.get("url") if isinstance(i, Mapping) else i)) for i in items[:5])
    return tuple(address for address in found if address)
