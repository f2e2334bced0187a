"""Weighs towns of one name against what the rest of the text and the source say. Pure.

The danger is an unknown village answered with a namesake far away: a town that the rest of the
text contradicts is never the answer, however large it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from startline.core.text import words
from startline.places.rules.sphere import distance_m
from startline.places.rules.values import Place, Region

CLOSE_M = 30_000
SLACK_M = {1: 15_000, 2: 6_000}
SAME_M = 25_000
AGAINST = -5.0
# How many people a town abroad needs to be the answer where nothing in the text says "abroad".
FAMOUS = 300_000
FAMOUS_NEXT = 100_000
FAMOUS_NEAR = 50_000
# A town of this size is not overshadowed by a region of its name elsewhere.
SIZEABLE = 50_000
FAR_M = 150_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that one part of the text may mean; `name` is the folded name that was found,
    `venue` says that the part names a stadium, a street and the like.

    `exact` is false where only a shorter name inside the part was found.
    """

    name: str = ""
    venue: bool = False
    countries: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    towns: tuple[Place, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text: the source's country, its neighbours, a region, a centre."""

    country: str = ""
    neighbours: frozenset[str] = frozenset()
    region: str = ""
    near: tuple[float, float] | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A town that could be meant, and how much speaks for it."""

    place: Place
    score: float
    confirmed: bool
    exact: bool
    at: int


def says(meaning: Meaning, town: Place, *, later: bool, home: str) -> float:
    """What another part of the text says about a town: for it (> 0), against it (< 0), nothing.

    An earlier part is the more specific one: that its name is known only elsewhere does not speak
    against this town, for the gazetteer may lack the village that is meant. Nor does a later part
    speak against a town at home if its name is known only abroad.
    """
    if town.country in meaning.countries:
        return 6.0
    here = [r for r in meaning.regions if r.country == town.country]
    if any(inside(r, town) for r in here):
        return 4.0
    if meaning.countries:
        return AGAINST
    beside = [t for t in meaning.towns if t.country == town.country and t != town]
    closest = min((_away(t, town) for t in beside), default=math.inf)
    if closest <= CLOSE_M and all(r.level == 1 for r in here):
        return 3.0 - closest / CLOSE_M
    if any(_around(r, town) for r in here):
        return 0.5
    return (
        AGAINST if later and meaning.exact and _speaks(meaning, here, beside, home, town) else 0.0
    )


def _speaks(
    meaning: Meaning, here: list[Region], beside: list[Place], home: str, town: Place
) -> bool:
    """Does it count that this later part is somewhere else?"""
    if here or any(is_primary(meaning.name, t) for t in beside):
        return True
    return town.country != home and bool(meaning.regions or meaning.towns)


def is_primary(name: str, town: Place) -> bool:
    """Is this the town's main name, not one of its other names?"""
    return " ".join(words(town.name)) == name


def goes_by(name: str, town: Place, home: str, enough: int = 15_000) -> bool:
    """Would somebody mean this town by the name, without another word about it?

    Other names of villages are often old or somebody else's: they count at home, if they share a
    word with the main name ("Chamonix", "St. Moritz"), or for towns of some size.
    """
    shared = set(name.split()) & set(words(town.name))
    at_home = bool(home) and town.country == home
    return bool(shared) or at_home or town.population >= enough


def inside(region: Region, town: Place) -> bool:
    """Does the town belong to the region?"""
    if region.country != town.country:
        return False
    if region.level == 1:
        return region.code == town.region
    return region.code == f"{town.region}.{town.county}"


def _around(region: Region, town: Place) -> bool:
    away = distance_m(region.latitude, region.longitude, town.latitude, town.longitude)
    return away <= region.radius_m + SLACK_M[region.level]


def _away(one: Place, other: Place) -> float:
    return distance_m(one.latitude, one.longitude, other.latitude, other.longitude)


def weigh(meanings: Sequence[Meaning], at: int, context: Context) -> list[Choice]:
    """The towns of one part that nothing contradicts, the best first."""
    own = meanings[at]
    at_home = any(_at_home(m, context.country) for m in meanings)
    choices = []
    for town in own.towns:
        others = [
            says(m, town, later=n > at, home=context.country)
            for n, m in enumerate(meanings)
            if n != at
        ]
        abroad = context.flags and town.country not in context.flags
        if abroad or any(s < 0 for s in others):
            continue
        text = sum(sorted(others)[-2:]) + (6.0 if context.flags else 0.0)
        confirmed = text >= 2
        specific = any(0 < s < 6 for s in others)
        if not specific and _rather_region(own, town):
            continue
        if not confirmed and not _believable(own, town, context, at_home=at_home):
            continue
        score = text + _own_name(own, town) + _prior(town, context) - 2 * at
        choices.append(Choice(town, score, confirmed, own.exact, at))
    return sorted(choices, key=lambda c: (-c.score, c.place.geoname_id))


def best_known_first(name: str, choices: Sequence[Choice]) -> list[Choice]:
    """For a name alone, from anywhere: the largest town, a main name counting three times.

    Without a country nothing else says which Brighton is meant.
    """
    return sorted(
        choices,
        key=lambda c: (
            -c.place.population * (3 if is_primary(name, c.place) else 1),
            c.place.geoname_id,
        ),
    )


def outranks(name: str, town: Place, region: Region) -> bool:
    """Is a town better known by its main name than a county or municipality of that name?"""
    return region.level == 2 and town.population >= SIZEABLE and is_primary(name, town)


def _at_home(meaning: Meaning, home: str) -> bool:
    found = {r.country for r in meaning.regions} | {t.country for t in meaning.towns}
    return bool(home) and meaning.exact and home in found


def _rather_region(own: Meaning, town: Place) -> bool:
    """A region of this name is likelier meant than a small namesake outside it."""
    same = [r for r in own.regions if r.country == town.country]
    return bool(same) and town.population < SIZEABLE and not any(inside(r, town) for r in same)


def _believable(own: Meaning, town: Place, context: Context, *, at_home: bool) -> bool:
    """May this town be the answer though nothing else in the text speaks for it?

    A town away from home must be large, and nothing in the text may be known at home; a source
    with a centre lists what is around it.
    """
    away = distance_m(*context.near, town.latitude, town.longitude) if context.near else 0.0
    if away > FAR_M and town.population < SIZEABLE:
        return False
    if not context.country or town.country == context.country:
        return True
    if at_home or not own.exact:
        return False
    if town.country not in context.neighbours or away > FAR_M:
        return town.population >= FAMOUS
    return town.population >= (FAMOUS_NEAR if context.near else FAMOUS_NEXT)


def _own_name(own: Meaning, town: Place) -> float:
    """A main name before an other name; the seat of a county or state before a namesake."""
    seat = any(inside(r, town) for r in own.regions)
    return (0.7 if is_primary(own.name, town) else 0.0) + (1.2 if seat else 0.0)


def _prior(town: Place, context: Context) -> float:
    score = 0.45 * math.log10(town.population + 10)
    if context.near:
        away = distance_m(*context.near, town.latitude, town.longitude)
        score += 4 * math.exp(-away / 80_000)
    if town.country == context.country:
        score += 3.0 + (1.5 if context.region and town.region == context.region else 0.0)
    return score


def certainty(choices: Sequence[Choice]) -> float:
    """0 to 1: lower when another town elsewhere is nearly as likely."""
    best = choices[0]
    rivals = [c for c in choices[1:] if _away(c.place, best.place) > SAME_M]
    lead = best.score - rivals[0].score if rivals else 3.0
    value = (0.9 if best.confirmed else 0.75) + (0.08 if lead >= 2 else 0.0)
    value -= 0.0 if lead >= 1 else 0.35
    return round(max(0.1, value - (0.0 if best.exact else 0.2)), 2)


def likeliest_region(meaning: Meaning, home: str) -> Region | None:
    """Of several regions with one name: the one at home, else a state before a county.

    A county counts only by its full name or with a town of that name in it: "Lake County" is not
    what "lake" means.
    """
    fitting = [
        r
        for r in meaning.regions
        if r.level == 1
        or " ".join(words(r.name)) == meaning.name
        or any(inside(r, t) for t in meaning.towns)
    ]
    ranked = sorted(fitting, key=lambda r: (r.country != home, r.level, -r.radius_m, r.code))
    return ranked[0] if ranked else None


def frames(meaning: Meaning, town: Place) -> bool:
    """Is this part no village of its own: a venue, a country, or a region around the town?"""
    regions = any(inside(r, town) for r in meaning.regions)
    return meaning.venue or regions or town.country in meaning.countries


def county_before(earlier: Sequence[Meaning], state: Region) -> Region | None:
    """The county of a state that an earlier part of the text names: it says more than the state."""
    for meaning in earlier:
        for region in meaning.regions:
            if region.country == state.country and region.code.startswith(f"{state.code}."):
                return region
    return None


def outshines(name: str, town: Place, region: Region) -> bool:
    """Is a town better known by the shared name than the region?

    A city and the state around it: the city. A county is better known than no town but a small
    namesake elsewhere.
    """
    if inside(region, town):
        return True
    if region.level == 2:
        return town.population >= 10_000
    return town.population >= (100_000 if is_primary(name, town) else 1_000_000)
