"""A listing as JSON, and as what matching compares. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any

from startline.core.text import words
from startline.feeds.rules.addresses import Page, page
from startline.feeds.rules.listing import Listing, RaceListing
from startline.feeds.rules.matching import Signature
from startline.feeds.rules.names import lasting_name, name_key, name_parts, pairs

# Words of ours (left) and of the listing (right) that differ.
RENAMED = {"place_text": "place_name", "region_text": "region_name"}
LEFT_OUT = {"key", "modified_at", "is_cancellation_of_day"}


def said(listing: Listing) -> dict[str, Any]:
    """What the listing says, as JSON values, without what it does not say."""
    found: dict[str, Any] = {}
    for part in fields_of(Listing):
        value = getattr(listing, part.name)
        if part.name in LEFT_OUT or value in (None, "", ()):
            continue
        found[RENAMED.get(part.name, part.name)] = _json(value)
    found["races"] = [_race(race) for race in listing.races]
    for name in ("website", "entry_url", "listing_url"):
        if not str(found.get(name, "http://")).startswith(("http://", "https://")):
            del found[name]
    if not found["races"]:
        del found["races"]
    return found


def _race(race: RaceListing) -> dict[str, Any]:
    return {
        part.name: _json(getattr(race, part.name))
        for part in fields_of(RaceListing)
        if getattr(race, part.name) not in (None, "", ())
    }


def _json(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(v) for v in value]
    return str(value) if isinstance(value, str) else value


def digest(values: Mapping[str, Any]) -> str:
    """A short mark of what was said; the same words give the same mark."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def key_of_name(values: Mapping[str, Any]) -> str:
    """What editions of one event share."""
    return name_key(str(values.get("name", "")))


def key_of_first_name(values: Mapping[str, Any]) -> str:
    """What editions shared by the first name that was said; empty if the name never changed."""
    key = name_key(str(values.get("first_name", "")))
    return key if key != key_of_name(values) else ""


def dates_of(listing: Mapping[str, Any]) -> list[dt.date]:
    """The date and those before it, from a holding's listing."""
    texts = [row[0] for row in listing.get("history", ())] or [listing.get("starts_on")]
    return [dt.date.fromisoformat(t) for t in texts if t]


def event_name(values: Mapping[str, Any]) -> str:
    """The lasting name."""
    return lasting_name(str(values.get("name", "")))


def year_in_name(name: str) -> int:
    """The year a name carries, or 0."""
    years = name_parts(name).years
    return max(years) if years else 0


@dataclass(frozen=True)
class Traces:
    """By what a record's neighbours are found: a part of its signature, quick to work out."""

    country: str
    place: frozenset[str]
    latitude: float | None
    longitude: float | None
    pages: tuple[Page, ...]
    listing_page: str


# What matching reads of a listing.
COMPARED = frozenset({
    "name", "place_name", "region_name", "country", "days", "weekly_rule", "latitude", "longitude",
    "website", "entry_url", "listing_url", "races", "sport",
})  # fmt: skip


def traces(values: Mapping[str, Any]) -> Traces:
    """Where a record is and which sites it names."""
    listing_page = page(str(values.get("listing_url", "")))
    return Traces(
        country=str(values.get("country", "")),
        place=frozenset(words(str(values.get("place_name", "")))),
        latitude=values.get("latitude"),
        longitude=values.get("longitude"),
        pages=_pages(values),
        listing_page=listing_page.key if listing_page and listing_page.path else "",
    )


def signature(source: str, values: Mapping[str, Any], dates: Iterable[dt.date]) -> Signature:
    """What of a record is compared with others."""
    place = words(str(values.get("place_name", "")))
    region = words(str(values.get("region_name", "")))
    letters = "".join(place)
    found = traces(values)
    return Signature(
        source=source,
        name=name_parts(_without_region(str(values.get("name", "")), region)),
        dates=frozenset(dates),
        days=int(values.get("days", 1)),
        weekly_rule=str(values.get("weekly_rule", "")),
        country=found.country,
        place=found.place,
        place_pairs=pairs(letters),
        place_letters=letters,
        region=region[0][:2] if region and not region[0].isascii() else " ".join(region),
        latitude=found.latitude,
        longitude=found.longitude,
        pages=found.pages,
        listing_page=found.listing_page,
        distances=frozenset(
            r["distance_m"] for r in values.get("races", ()) if r.get("distance_m")
        ),
        sport=str(values.get("sport", "")),
    )


def _pages(values: Mapping[str, Any]) -> tuple[Page, ...]:
    found = (page(str(values[n])) for n in ("website", "entry_url") if values.get(n))
    return tuple(dict.fromkeys(p for p in found if p))


def _without_region(name: str, region: list[str]) -> str:
    """Some listings write the region behind the name: "무등산무돌길완주대회 광주"."""
    before, _, last = name.rpartition(" ")
    return before if before and region and words(last) == region else name
