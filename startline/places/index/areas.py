"""Reads the areas of `content/*.yaml` once, and finds them by name or by its beginning."""

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml

from startline.places.index import read
from startline.places.rules.areas import Area, Box, read_area, region_of
from startline.places.rules.sphere import enclosing
from startline.places.rules.values import Region

CONTENT = Path(__file__).resolve().parent.parent / "content"


@functools.cache
def areas() -> tuple[Area, ...]:
    """Every area, in the order of the files."""
    return tuple(
        read_area(row)
        for file in sorted(CONTENT.glob("*.yaml"))
        for row in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    )


@functools.cache
def _by_name() -> Mapping[str, tuple[Area, ...]]:
    found: dict[str, tuple[Area, ...]] = {}
    for area in areas():
        for name in area.names:
            found[name] = (*found.get(name, ()), area)
    return found


def area_named(folded: str, home: str = "") -> Area | None:
    """The area with this folded name: one at home first, then in the order of the list."""
    meant = [a for a in _by_name().get(folded, ()) if a.is_meant_by(folded, home)]
    return min(meant, key=lambda a: home not in a.countries, default=None)


def areas_starting_with(folded: str, country: str = "") -> list[Area]:
    """The areas with a name that begins so, those with the shortest such name first."""
    found: dict[str, tuple[int, Area]] = {}
    for name, meant in _by_name().items():
        if name.startswith(folded):
            for area in meant:
                if not country or country in area.countries:
                    best = found.get(area.code, (len(name), area))
                    found[area.code] = min(best, (len(name), area), key=lambda one: one[0])
    return [a for _, a in sorted(found.values(), key=lambda one: (one[0], one[1].code))]


@functools.cache
def as_region(area: Area) -> Region:
    """The area as a region; one that is just a region of level 1 is that region."""
    if area.box is None and len(area.regions) == 1:
        country, _, code = area.regions[0].partition(".")
        known = read.region(country, code)
        if known:
            return known
    return region_of(area, area.box or _around(area))


def _around(area: Area) -> Box:
    """The box around everything an area without a box of its own lists."""
    parts = [code.partition(".") for code in area.regions or area.countries]
    known = [e for country, _, code in parts if (e := read.extent(country, code))]
    points = [p for e in known for p in ((e.south, e.west), (e.north, e.east))]
    return enclosing(points)[:4]


@functools.cache
def titles() -> Mapping[str, Mapping[str, str]]:
    """The names in English, German and French, by the areas' codes."""
    return {area.code: area.titles for area in areas()}
