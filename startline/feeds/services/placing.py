"""Where a listing takes place: its own coordinates win; else its words, looked up offline."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from startline.events.rules.words import PlaceCertainty
from startline.places import queries as places

type Where = tuple[tuple[str, Any], ...]


def placed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with country, region, position, time zone and how sure they are.

    What the source says about country and zone stays; swapped or empty coordinates do not get here.
    """
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is not None and longitude is not None:
        found = _at(round(latitude, 3), round(longitude, 3))
    else:
        found = _named(
            str(values.get("place_name", "")),
            str(values.get("region_name", "")),
            str(values.get("country", "")),
        )
    return {**dict(found), **values}


@lru_cache(maxsize=20_000)
def _at(latitude: float, longitude: float) -> Where:
    where = places.country_and_region_at(latitude, longitude)
    found: dict[str, Any] = {"place_certainty": PlaceCertainty.EXACT.value}
    if where:
        found["country"], found["region"] = where[0], _code(*where)
    found["timezone"] = places.timezone_at(latitude, longitude)
    return _filled(found)


@lru_cache(maxsize=20_000)
def _named(place: str, region: str, country: str) -> Where:
    text = ", ".join(part for part in (place, region) if part)
    if not text:
        return ()
    found = places.locate(text, country or None)
    if found.place:
        town = found.place
        return _filled(
            {
                "latitude": town.latitude,
                "longitude": town.longitude,
                "country": town.country,
                "region": _code(town.country, town.region),
                "timezone": town.timezone,
                "place_certainty": PlaceCertainty.TOWN.value,
            }
        )
    if found.region:
        inside = places.bounds_of(found.region)
        is_one = found.region.bounds is None or inside.is_of_one_country
        return _filled(
            {
                "country": found.region.country if is_one else country,
                "region": inside.regions[0] if len(inside.regions) == 1 else "",
                "latitude": found.region.latitude,
                "longitude": found.region.longitude,
                "timezone": places.timezone_at(found.region.latitude, found.region.longitude),
                "place_certainty": PlaceCertainty.REGION.value,
            }
        )
    return _filled({"country": found.country})


def _code(country: str, region: str) -> str:
    """Region codes are stored with their country: "PT.14"."""
    return f"{country}.{region}" if region else ""


def _filled(found: Mapping[str, Any]) -> Where:
    return tuple((name, value) for name, value in found.items() if value not in (None, ""))
