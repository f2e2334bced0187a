"""Areas that people name though no office rules them: landscapes, old provinces, islands. Pure.

`content/*.yaml` lists them, one a line, with these keys:

- `name`, `de`, `fr`: the name in English, German and French; `local` and `also`: other names.
- `in`: where it lies, as countries ("GB") and regions of level 1 ("GB.ENG", GeoNames' codes). What
  lies in none of them is outside, also if it is in the box.
- `box`: south, west, north, east in degrees (WGS 84), drawn from general knowledge of the land to
  about five kilometres. Without a box the area is all that `in` lists.
- `at_home`: true if the name alone means something else elsewhere ("Baden", "Berry"): it counts
  only when the country is known. The names under `local` and `also` always count.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from startline.core.text import words
from startline.places.rules.sphere import distance_m
from startline.places.rules.values import Bounds, Place, Region

LEVEL = 3
_LANGUAGES = ("de", "fr")
_KEYS = frozenset({"name", "de", "fr", "local", "also", "in", "box", "at_home"})
FAMOUS = 1_000_000

type Box = tuple[float, float, float, float]


class AreaError(ValueError):
    """A line of the list cannot be used; the text names it."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """One line of the list. `names` are folded; `guarded` ones count only at home."""

    name: str
    titles: Mapping[str, str]
    names: frozenset[str]
    guarded: frozenset[str]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    box: Box | None

    @property
    def code(self) -> str:
        """Its own code, unlike any of GeoNames': "~lake-district"."""
        return "~" + "-".join(words(self.name))

    def is_meant_by(self, name: str, home: str) -> bool:
        """Does the folded name stand for this area, asked by somebody in a country or nowhere?"""
        return name in self.names and (name not in self.guarded or home in self.countries)


def read_area(row: Mapping[str, Any]) -> Area:
    """One line; raises AreaError if a key is unknown, or the box is none."""
    name = str(row.get("name", ""))
    if not name or set(row) - _KEYS or not row.get("in"):
        raise AreaError(str(row))
    main = {"en": name, **{k: str(row[k]) for k in _LANGUAGES if k in row}}
    other = [str(n) for key in ("local", "also") for n in row.get(key, ())]
    folded = {" ".join(words(n)) for n in main.values()}
    codes = [str(code) for code in row["in"]]
    whole = tuple(c for c in codes if "." not in c)
    return Area(
        name=name,
        titles=main,
        names=frozenset(folded | {" ".join(words(n)) for n in other}) - {""},
        guarded=frozenset(folded) if row.get("at_home") else frozenset(),
        countries=tuple(dict.fromkeys(c.partition(".")[0] for c in codes)),
        regions=() if whole else tuple(codes),
        box=_box(row),
    )


def _box(row: Mapping[str, Any]) -> Box | None:
    if "box" not in row:
        return None
    south, west, north, east = (float(n) for n in row["box"])
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise AreaError(str(row))
    return south, west, north, east


def region_of(area: Area, box: Box) -> Region:
    """The area as a region: bounds for filters, and the circle around a box for the map.

    The box is the area's own, or that around all it lists.
    """
    south, west, north, east = box
    latitude = round((south + north) / 2, 4)
    longitude = round((west + ((east - west) % 360) / 2 + 180) % 360 - 180, 4)
    corners = [(a, b) for a in (south, north) for b in (west, east)]
    radius = max(distance_m(latitude, longitude, *corner) for corner in corners)
    countries = () if area.regions else area.countries
    bounds = Bounds(countries, area.regions, area.box)
    return Region(
        *(area.countries[0], area.code, LEVEL, area.name),
        *(latitude, longitude, math.ceil(radius)),
        bounds,
    )


def covers(area: Area, region: Region) -> bool:
    """Is this region of level 1 one of those the area lies in?"""
    return f"{region.country}.{region.code}" in area.regions


def holds(area: Area, town: Place) -> bool:
    """Does a town lie in the area?"""
    codes = area.regions or area.countries
    if not {town.country, f"{town.country}.{town.region}"} & set(codes):
        return False
    if area.box is None:
        return True
    south, west, north, east = area.box
    return south <= town.latitude <= north and west <= town.longitude <= east


def is_outshone(area: Area, towns: Sequence[Place], home: str, known: int) -> bool:
    """Does a town elsewhere own the name: a city of a million, or a town at home?"""
    outside = [t for t in towns if not holds(area, t)]
    if any(t.population >= FAMOUS for t in outside):
        return True
    at_home = home and home not in area.countries
    return bool(at_home) and any(t.country == home and t.population >= known for t in outside)
