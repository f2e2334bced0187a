"""A gazetteer of a few names, for tests of the rules alone."""

from collections.abc import Sequence
from dataclasses import dataclass

_TOWNS = {
    "lyon": "FR", "paris": "FR", "la rochelle": "FR", "nice": "FR", "annecy": "FR",
    "freiburg": "DE", "essen": "DE", "koln": "DE", "munchen": "DE", "berlin": "DE",
    "frankfurt am main": "DE", "leeds": "GB", "bath": "GB", "half moon bay": "US", "wien": "AT",
    "muddy": "US",
}  # fmt: skip
_VILLAGES = {"muddy": 617}
_REGIONS = {"bavaria": "DE", "bayern": "DE", "bretagne": "FR", "wales": "GB"}
_COUNTRIES = {"france": "FR", "frankreich": "FR", "germany": "DE", "deutschland": "DE"}


@dataclass(frozen=True)
class Town:
    """What a town is known by here."""

    population: int


@dataclass(frozen=True)
class Named:
    """A place of this tiny gazetteer."""

    kind: str
    name: str
    country: str
    place: Town | None = None


@dataclass(frozen=True)
class NamedWords:
    """A place inside a list of words, and how many words its name took."""

    found: Named
    length: int


def find_place(words: Sequence[str], start: int, /) -> NamedWords | None:
    """The longest of these names that starts at a word."""
    for length in (3, 2, 1):
        name = " ".join(words[start : start + length])
        for kind, names in (("town", _TOWNS), ("region", _REGIONS), ("country", _COUNTRIES)):
            if name in names and len(words) >= start + length:
                town = Town(_VILLAGES.get(name, 100_000)) if kind == "town" else None
                return NamedWords(Named(kind, name, names[name], town), length)
    return None
