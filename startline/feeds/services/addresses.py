"""Reading one address that a visitor names: what we understand, and where each fact stood."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from startline.feeds.adapters.files import read_bytes
from startline.feeds.adapters.http import Fetched, FetchError, FetchLimits, fetch
from startline.feeds.rules.listing import Listing

NOT_UNDERSTOOD = "not_understood"
MEGABYTE = 1024 * 1024
LIMITS = FetchLimits(max_bytes=4 * MEGABYTE, seconds=12, redirects=4)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\s[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:-]+)\s*=\s*("([^"]*)"|'([^']*)')""", re.IGNORECASE)
TITLES = ("og:title", "twitter:title")
DESCRIPTIONS = ("og:description", "description")


class UnreadableAddressError(Exception):
    """The address could not be read; `code` is that of the fetch, or "not_understood"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ReadAddress:
    """What an address says: values as text by field, and where each was found (a stable word)."""

    address: str
    values: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    listing: Listing | None = None  # the record behind them, where the page holds one


def read_address(url: str, *, get: Callable[..., Fetched] = fetch) -> ReadAddress:
    """Fetch an address within tight limits and draft a listing. Nothing is stored.

    Raises UnreadableAddressError.
    """
    try:
        found = get(url.strip(), limits=LIMITS)
    except FetchError as error:
        raise UnreadableAddressError(error.code) from error
    listing, where = _listing(found)
    values = _values(listing) if listing else {}
    places = dict.fromkeys(values, where)
    for name, (value, place) in _from_markup(found.data).items():
        if name not in values and value:
            values[name], places[name] = value, place
    if not values.get("name"):
        raise UnreadableAddressError(NOT_UNDERSTOOD)
    values["website"] = found.address
    places["website"] = "address"
    return ReadAddress(found.address, values, places, listing)


def _listing(found: Fetched) -> tuple[Listing | None, str]:
    """The first record of any format that we read, the nearest to its name first."""
    try:
        readings = read_bytes(found.address, found.data)
    except ValueError:
        return None, ""
    for reading in readings:
        if reading.listings:
            return reading.listings[0], reading.format
    return None, ""


def _values(listing: Listing) -> dict[str, str]:
    """What a person checks, as text."""
    races = "; ".join(_race(race.name, race.distance_m) for race in listing.races)
    shown: dict[str, Any] = {
        "name": listing.name,
        "starts_on": listing.starts_on.isoformat() if listing.starts_on else "",
        "place": listing.place_text,
        "country": listing.country,
        "organizer": listing.organizer,
        "description": listing.description[:1000],
        "races": races,
    }
    return {name: str(value) for name, value in shown.items() if value}


def _race(name: str, distance_m: int | None) -> str:
    length = f"{distance_m / 1000:g} km" if distance_m else ""
    return ", ".join(part for part in (name, length) if part)


def _from_markup(data: bytes) -> dict[str, tuple[str, str]]:
    """Title and description of a page."""
    text = data[:200_000].decode("utf-8", "replace")
    if "<" not in text[:2000]:
        return {}
    metas: dict[str, str] = {}
    for tag in _META.findall(text):
        pairs = {name.lower(): a or b for name, _, a, b in _ATTRIBUTE.findall(tag)}
        key = (pairs.get("property") or pairs.get("name") or "").lower()
        if key and pairs.get("content"):
            metas.setdefault(key, _clean(pairs["content"]))
    title = _TITLE.search(text)
    found: dict[str, tuple[str, str]] = {}
    named = next((metas[key] for key in TITLES if key in metas), "")
    found["name"] = (named, "meta") if named else (_clean(title[1]) if title else "", "title")
    told = next((metas[key] for key in DESCRIPTIONS if key in metas), "")
    found["description"] = (told[:1000], "meta")
    return found


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).strip()[:250]
