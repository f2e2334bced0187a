"""A gazetteer of a few names, for tests of the rules alone."""

from collections.abc import Sequence

from startline.places.rules.values import Found, Place, PlaceWords, Region

_TOWNS = {
    "lyon": "FR",
    "paris": "FR",
    "la rochelle": "FR",
    "nice": "FR",
    "annecy": "FR",
    "freiburg": "DE",
    "essen": "DE",
    "munchen": "DE",
    "berlin": "DE",
    "frankfurt am main": "DE",
    "leeds": "GB",
    "bath": "GB",
    "half moon bay": "US",
    "cut off": "US",
    "muddy": "US",
}
_VILLAGES = {"muddy": 617}
_REGIONS = {"bavaria": "DE", "bayern": "DE", "bretagne": "FR", "wales": "GB"}
_COUNTRIES = {"france": "FR", "frankreich": "FR", "germany": "DE", "deutschland": "DE"}


def find_place(words: Sequence[str], start: int) -> PlaceWords | None:
    """The longest of these names that starts at a word."""
    for length in (3, 2, 1):
        name = " ".join(words[start : start + length])
        found = _found(name) if len(words) >= start + length else None
        if found:
            return PlaceWords(found, length)
    return None


def _found(name: str) -> Found | None:
    if name in _TOWNS:
        return _town(name, _TOWNS[name])
    if name in _REGIONS:
        country = _REGIONS[name]
        return Found("region", country, region=Region(country, "01", 1, name, 0.0, 0.0, 1))
    return Found("country", _COUNTRIES[name]) if name in _COUNTRIES else None


def _town(name: str, country: str) -> Found:
    people = _VILLAGES.get(name, 100_000)
    place = Place(len(name), name, country, "01", "", 0.0, 0.0, "UTC", people)
    return Found("town", country, place=place)
