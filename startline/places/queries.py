"""Questions about places, answered offline: by name with context, by coordinate, by beginning.

Country codes are ISO 3166-1 letters ("PT"), region codes GeoNames' first-order codes, degrees
WGS 84 (south and west negative), distances metres.
"""

import dataclasses
import functools
from collections.abc import Sequence

from startline.core.text import words
from startline.places.index import areas, read
from startline.places.index.file import connect
from startline.places.rules import choosing, reading
from startline.places.rules.areas import Area, covers, is_outshone
from startline.places.rules.choosing import Choice, Context, Meaning
from startline.places.rules.values import (
    NOWHERE,
    Bounds,
    Extent,
    Found,
    Near,
    Place,
    PlaceWords,
    Region,
)

MOST_WORDS = 6
# The share of a district's towns that must be close to its seat for the seat to be the answer.
LIKELY = 0.3
# How many people make a town at home better known than a country of its name.
KNOWN = 10_000
SEA_M = 200_000.0
# How far around a county's towns its races may start, in degrees.
AROUND_TOWNS = 0.05
# Countries whose states are known abroad by two capitals.
CODED = ("US", "CA", "AU", "BR")
__all__ = ["Bounds", "Extent", "Found", "Near", "Place", "PlaceWords", "Region"]


def prepare() -> None:
    """Unpack the gazetteer now (some seconds, once per release) and not at the first question."""
    connect()
    areas.areas()


def locate(
    text: str,
    country: str | None = None,
    region: str | None = None,
    near: tuple[float, float] | None = None,
) -> Found:
    """Where a place text points to: a town, only a region or country, or nowhere.

    `country`, `region` and `near` tell where the source's places usually are: they decide between
    namesakes, and the text itself overrules them.
    """
    told = reading.read(text)
    home = (country or "").upper()
    context = Context(
        country=home,
        neighbours=read.neighbours(home) if home else frozenset(),
        region=region or "",
        near=near,
        flags=told.flags,
    )
    meanings = [m for part in told.parts for m in _meanings(part, told, context)]
    alone = NOWHERE if home or near else _region_alone(told)
    if alone.region:
        return alone
    choices = _choices(meanings, context)
    return _town(choices, meanings) if choices else _wider(meanings, context, told)


def _meanings(part: reading.Part, told: reading.Reading, context: Context) -> list[Meaning]:
    """What a part means; in its pieces if it falls into some and is unknown as a whole."""
    if len(part.code) == 2:
        return [_coded(part, told, context)]
    whole = _meaning(part)
    if part.code and not whole.name:
        return [_coded(part, told, context)]
    if not part.split or (whole.exact and whole.name):
        return [whole]
    return [_meaning(piece) for piece in part.split]


def _meaning(part: reading.Part) -> Meaning:
    """What one part may mean, as a whole or else by a shorter name inside it."""
    venue = reading.is_venue(part.name)
    for name in reading.spellings(part.name):
        codes, regions = read.countries_named(name), read.regions_named(name)
        towns = read.towns_named(name)
        if codes or regions or towns:
            return Meaning(name, venue, codes, regions, towns)
    for name in reading.shorter(part):
        towns = read.towns_named(name)
        if name.isascii():
            towns = tuple(t for t in towns if choosing.is_primary(name, t))
        if towns:
            return Meaning(name, venue, towns=towns, exact=False)
    return Meaning(venue=venue)


def _coded(part: reading.Part, told: reading.Reading, context: Context) -> Meaning:
    """Two or three capitals: a state ("MI") of a country told or at home, or a country ("FR").

    A country only at the end of the text, and not if the text tells a country by name: "NA" in
    "NA, Italy" says nothing.
    """
    stated = [c for p in told.parts if not p.code for c in read.countries_named(p.name)]
    states = tuple(
        r
        for country in dict.fromkeys((*stated, context.country, *context.flags, *CODED))
        for r in read.regions_named(f"{country.lower()} {part.name}")
    )
    last = part == told.parts[-1] and not stated
    return Meaning(part.name, countries=country_codes(part.code) if last else (), regions=states)


def _choices(meanings: list[Meaning], context: Context) -> list[Choice]:
    """Towns that could be meant, the likeliest first.

    A country's name is read as a town only if it stands alone, or the rest confirms it, or the
    town is no village: "Cuba" is a country, "Cuba, Beja" a town, "Granada" at home in Spain too.
    """
    found: list[Choice] = []
    for at, meaning in enumerate(meanings):
        if not meaning.countries:
            found += choosing.weigh(meanings, at, context)
            continue
        stated = {c for m in meanings for c in m.countries}
        here = {*stated, context.country}
        towns = tuple(t for t in meaning.towns if t.country in here)
        own = dataclasses.replace(meaning, towns=towns, countries=())
        choices = choosing.weigh([*meanings[:at], own, *meanings[at + 1 :]], at, context)
        found += [c for c in choices if c.confirmed or len(meanings) == 1 or _known(c, context)]
    return sorted(found, key=lambda c: (-c.score, c.place.geoname_id))


def _known(choice: Choice, context: Context) -> bool:
    place = choice.place
    return place.country == context.country and place.population >= KNOWN


def _town(choices: list[Choice], meanings: list[Meaning]) -> Found:
    """The best town; or the region that shares its name, if an unknown village comes before it.

    "Melides, Setúbal" names a village of the district of Setúbal. Where most of a district's towns
    are far from the town of that name, the district is all that is known; `place` is then its seat.
    """
    best = choices[0]
    sure = choosing.certainty(choices)
    wide = [
        r
        for r in meanings[best.at].regions
        if choosing.inside(r, best.place) and r.radius_m > choosing.SAME_M
    ]
    villages = [m for m in meanings[: best.at] if not choosing.frames(m, best.place)]
    if not wide or not villages:
        return Found("town", best.place.country, best.place, None, sure)
    state = wide[-1]
    county = choosing.county_before(meanings[: best.at], state)
    if county:
        return Found("region", county.country, None, county, 0.8)
    share = read.share_close(state.country, state.code, best.place.geoname_id, choosing.SAME_M)
    if share < LIKELY:
        return Found("region", state.country, best.place, state, round(1 - share, 2))
    return Found("town", best.place.country, best.place, None, round(min(sure, share), 2))


def _region_alone(told: reading.Reading) -> Found:
    """The region or area of a text that names nothing else but its country: "Kent, UK".

    Asked from nowhere, a text is read as in a query: "Tuscany" is no suburb of Calgary.
    """
    codes = [c for p in told.parts[1:] for c in country_codes(p.code or p.name)]
    if not told.parts or told.parts[0].code or len(codes) < len(told.parts) - 1:
        return NOWHERE
    stated = {*codes, *told.flags}
    found = _named(told.parts[0].name, Context(country=min(stated, default="")))
    if found.region is None:
        return NOWHERE
    bounds = bounds_of(found.region)
    lies = {found.country, *(c[:2] for c in (*bounds.countries, *bounds.regions))}
    return found if stated <= lies else NOWHERE


def _own(name: str) -> list[Place]:
    """The towns with this main name."""
    return [t for t in read.towns_named(name) if choosing.is_primary(name, t)]


def _found_area(area: Area, certainty: float = 0.8) -> Found:
    region = areas.as_region(area)
    return Found("region", region.country, None, region, certainty)


def _wider(meanings: list[Meaning], context: Context, told: reading.Reading) -> Found:
    """No town: the region that the text names, else an area, the country, or nowhere."""
    said = [c for m in meanings for c in m.countries] + list(context.flags)
    regions = [r for m in meanings if not m.countries for r in m.regions]
    for wanted in (said, [context.country]):
        fitting = [r for r in regions if r.country in wanted]
        if fitting:
            return Found("region", fitting[0].country, None, fitting[0], 0.7)
    for part in told.parts:
        area = areas.area_named(part.name, said[0] if said else context.country)
        if area and (said[0] if said else context.country) in area.countries:
            return _found_area(area, 0.7)
    if said:
        return Found("country", said[0], None, None, 0.9)
    return NOWHERE


def suggest(prefix: str, limit: int = 8, country: str | None = None) -> list[Place]:
    """Towns with a name that begins so, in any language, the most populous first."""
    folded = " ".join(words(prefix))
    return read.starting_with(folded, limit, (country or "").upper()) if folded else []


def suggest_areas(prefix: str, limit: int = 3, country: str | None = None) -> list[Region]:
    """Landscapes, islands and the like with a name that begins so, from three letters on."""
    folded = " ".join(words(prefix))
    if len(folded) < 3:
        return []
    found = areas.areas_starting_with(folded, (country or "").upper())
    return [areas.as_region(area) for area in found[:limit]]


def bounds_of(region: Region) -> Bounds:
    """What a filter must ask to stay inside a region of any level.

    A county is the box around its towns and five kilometres more, within its state.
    """
    if region.bounds is not None:
        return region.bounds
    state = f"{region.country}.{region.code.partition('.')[0]}"
    box = read.county_box(region.country, region.code) if region.level == 2 else None
    if box is None:
        return Bounds(regions=(state,))
    south, west, north, east = box
    more = AROUND_TOWNS
    return Bounds(regions=(state,), box=(south - more, west - more, north + more, east + more))


def town(geoname_id: int) -> Place | None:
    """The town with GeoNames' number."""
    return read.town(geoname_id)


def nearest_town(latitude: float, longitude: float, people: int = 0) -> Near | None:
    """The nearest town (with at least so many people) and how far it is."""
    return read.nearest(latitude, longitude, people=people)


def country_codes(text: str) -> tuple[str, ...]:
    """The countries a name or code stands for in any of the six languages: "Suíça", "UK", "PT"."""
    folded = " ".join(words(text))
    if len(folded) == 2 and any(code.lower() == folded for code, _ in read.country_codes()):
        return (folded.upper(),)
    return read.countries_named(folded)


def countries() -> list[str]:
    """The codes of all countries that have a town in the gazetteer."""
    return [code for code, _ in read.country_codes()]


def country_name(code: str, language: str = "en") -> str:
    """A country's name in one of the six languages (else in English); "" if there is none."""
    return read.country_title(code.upper(), language[:2])


@functools.lru_cache(maxsize=8192)
def without_country(place: str, code: str) -> str:
    """A place as typed without its country at the end, in any of the six languages.

    "Köln, Deutschland" and "Köln (DE)" in DE are "Köln"; the country's name alone is "".
    """
    inner, mark, last = place.strip(" .,").rpartition(",")
    if not mark and place.endswith(")"):
        inner, mark, last = place[:-1].rpartition("(")
    return inner.strip() if code and code in country_codes(last) else place


def region_name(country: str, region: str, language: str = "en") -> str:
    """A region's name in one of the six languages, else in English; "" if there is none.

    Areas are named in English, German and French.
    """
    if region in areas.titles():
        known = areas.titles()[region]
        return known.get(language[:2], known["en"])
    return read.region_title(country.upper(), region, language[:2])


def regions(country: str) -> list[Region]:
    """The regions of level 1 of a country, by name."""
    return read.regions_of(country.upper())


def extent(country: str, region: str | None = None) -> Extent | None:
    """The box and circle around the towns of a country or of one of its regions of level 1."""
    return read.extent(country.upper(), region or "")


def timezone_at(latitude: float, longitude: float) -> str:
    """The time zone of the nearest town; at sea far from any, the nautical zone of its meridian."""
    near = read.nearest(latitude, longitude, reach_m=SEA_M)
    if near:
        return near.place.timezone
    hours = round(longitude / 15)
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def country_and_region_at(latitude: float, longitude: float) -> tuple[str, str] | None:
    """Country and region code of the nearest town within 200 km; near a border it may be wrong."""
    near = read.nearest(latitude, longitude, reach_m=SEA_M)
    return (near.place.country, near.place.region) if near else None


def find_place_words(
    spoken: Sequence[str],
    start: int = 0,
    country: str | None = None,
    near: tuple[float, float] | None = None,
) -> PlaceWords | None:
    """The longest place name, in any language, that begins at a word of a query.

    The words are folded (`core.text.words`). Where one name means several places: a country before
    a region of level 1, and that before a town, unless the town is far better known by it. Which
    words are no place names in a sentence ("run", "in") the caller knows. An area comes before the
    towns and counties of its name, and before the state it covers.
    """
    context = Context(country=(country or "").upper(), near=near)
    for length in range(min(MOST_WORDS, len(spoken) - start), 0, -1):
        found = _named(" ".join(spoken[start : start + length]), context)
        if found.kind != "none":
            return PlaceWords(found, length)
    return None


def _named(name: str, context: Context) -> Found:
    if len(name) < 2 or name.isdigit():
        return NOWHERE
    towns = [
        t
        for spelling in reading.spellings(name)
        for t in read.towns_named(spelling)
        if choosing.goes_by(spelling, t, context.country)
    ]
    regions = read.regions_named(name)
    meaning = Meaning(name, regions=regions, towns=tuple(dict.fromkeys(towns)))
    anywhere = dataclasses.replace(context, country="")
    choices = choosing.weigh([meaning], 0, context) or choosing.weigh([meaning], 0, anywhere)
    if choices and not context.country and context.near is None:
        choices = choosing.best_known_first(name, choices)
    town = choices[0].place if choices else None
    region = choosing.likeliest_region(meaning, context.country)
    if region and town and choosing.outranks(name, town, region):
        region = None
    codes = read.countries_named(name)
    if codes and not _at_home_instead(codes[0], town, region, context):
        return Found("country", codes[0], None, None, 0.9)
    area = areas.area_named(name, context.country)
    if area and not _owned_otherwise(area, name, region, context):
        return _found_area(area)
    if region and not (town and choosing.outshines(name, town, region)):
        return Found("region", region.country, None, region, 0.8)
    if town:
        return Found("town", town.country, town, None, choosing.certainty(choices))
    return NOWHERE


def _owned_otherwise(area: Area, name: str, region: Region | None, context: Context) -> bool:
    """Is a state or a town of this name better known than the area?"""
    if region and region.level == 1 and not covers(area, region):
        return True
    return is_outshone(area, _own(name), context.country, KNOWN)


def _at_home_instead(
    code: str, town: Place | None, region: Region | None, context: Context
) -> bool:
    """Is a town or region meant rather than the country of that name?"""
    if region and region.level == 1 and region.country == context.country:
        return True
    if town is None or code == town.country:
        return False
    return town.country == context.country or town.population > read.people_of(code)
