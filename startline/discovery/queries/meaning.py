"""From an address to a question for the index: the box is read, places are looked up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from startline.core.money import Money
from startline.discovery.index.query import Box, Near, Query
from startline.discovery.rules.asked import MANY, PAGE_SIZE, WITHOUT, Asked, Problem
from startline.discovery.rules.chips import Chip
from startline.discovery.rules.rates import in_euro_cents
from startline.discovery.rules.understanding import Understood, understand, without
from startline.events.rules.words import LIVE
from startline.places.queries import Found, bounds_of, find_place_words, locate

NEAR_M = 50_000.0
UNKNOWN_TOWN_M = 25_000.0


@dataclass(frozen=True)
class Meaning:
    """What is asked of the index, how it was read, and what could not be used.

    `near` is the middle that distances are shown from. `overruled` are fields that the address
    sets itself, so that what the box says about them does not count.
    """

    query: Query
    chips: tuple[Chip, ...] = ()
    problems: tuple[Problem, ...] = ()
    near: Near | None = None
    near_name: str = ""
    wants_position: bool = False
    understood: Understood = field(default_factory=Understood)


def address(given: dict[str, tuple[str, ...]], **changes: str | tuple[str, ...] | None) -> str:
    """The query part of an address with some fields changed; None takes a field away."""
    merged: dict[str, Any] = {**given}
    merged.pop("page", None)
    for name, value in changes.items():
        merged.pop(name, None)
        if value:
            merged[name] = value
    return "?" + urlencode(merged, doseq=True) if merged else "?"


def meaning_of(asked: Asked, *, today: dt.date, languages: Sequence[str] = ()) -> Meaning:
    """The question, with the box understood; the address's own fields overrule the box."""
    plain = plain_meaning(asked, today=today, languages=languages)
    said = _said_chips(asked, plain.understood, _overruled(asked))
    return replace(plain, chips=(*said, *_asked_chips(asked, plain.near_name)))


def plain_meaning(asked: Asked, *, today: dt.date, languages: Sequence[str] = ()) -> Meaning:
    """The same without chips: what matters where nobody looks."""
    order = tuple(dict.fromkeys((*languages, "en", "de", "fr")))
    said = _understood(asked.q, today, order)
    fields: dict[str, Any] = {"text": " ".join(said.rest), "last_is_prefix": bool(said.rest)}
    overruled = _overruled(asked)
    fields |= _said_fields(said, overruled)
    fields |= _asked_fields(asked)
    near, name, problems = _where(asked, said, fields)
    if near is not None:
        fields["near"] = near
    _when(asked, said, fields, today)
    fields["without"], unknown = _without(asked, said)
    _default_kinds(fields, asked)
    fields["sort"] = sort_of(asked, fields)
    fields["confirmed_first"] = fields["sort"] == "date"
    query = Query(**fields, offset=(asked.page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return Meaning(
        query=query,
        problems=(*problems, *unknown),
        near=near,
        near_name=name,
        wants_position=said.is_near_me and asked.point is None,
        understood=said,
    )


@lru_cache(maxsize=2048)
def _understood(words: str, today: dt.date, order: tuple[str, ...]) -> Understood:
    """The same words mean the same all day: a list and its map ask, and thousands of searches."""
    return understand(words, today=today, find_place=find_place_words, language_order=order)


_located = lru_cache(maxsize=2048)(locate)


def sort_of(asked: Asked, fields: dict[str, Any]) -> str:
    """The order asked for; by itself relevance for words, nearest for "near me", else soonest."""
    if asked.sort == "distance" and fields.get("near") is None:
        return "date"
    if asked.sort:
        return asked.sort
    if fields["text"]:
        return "relevance"
    return "distance" if asked.point and not asked.within_m else "date"


_OVERRULES = {
    "place": ("near", "point", "bbox", "country", "region"),
    "distance": ("min_m", "max_m", "band"),
    "time": ("from_day", "to_day", "months"),
    "sport": ("sport",),
    "surface": ("surface",),
    "relief": ("relief",),
    "price": ("max_price_minor",),
    "climb": ("climb_max_m",),
    "cutoff": ("cutoff_min_ms",),
}
_TOPIC = {"radius": "place"}


def _overruled(asked: Asked) -> frozenset[str]:
    return frozenset(
        topic for topic, names in _OVERRULES.items() if any(getattr(asked, n) for n in names)
    )


def _said_fields(said: Understood, overruled: frozenset[str]) -> dict[str, Any]:
    """What the box says, in the index's words, without places and days."""
    found: dict[str, Any] = {}
    if "distance" not in overruled:
        found["min_m"] = None if said.min_m is None else round(said.min_m)
        found["max_m"] = None if said.max_m is None else round(said.max_m)
    for name in ("sport", "surface", "relief"):
        value = getattr(said, name)
        if value and name not in overruled:
            found[name] = (value,)
    if "climb" not in overruled:
        found |= _climb(said)
    if said.cutoff_min_ms and "cutoff" not in overruled:
        found["min_cutoff_ms"] = said.cutoff_min_ms
    if said.max_price_minor is not None and "price" not in overruled:
        found |= _price(said.max_price_minor, said.currency or "EUR")
    if said.is_open:
        found["open"] = True
    return found


def _climb(said: Understood) -> dict[str, Any]:
    limits = {"min_climb_m": said.climb_min_m, "max_climb_m": said.climb_max_m}
    return {name: round(value) for name, value in limits.items() if value is not None}


def _asked_fields(asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: values
        for name in MANY
        if name != "month" and name not in WITHOUT and (values := getattr(asked, name))
    }
    values = (
        ("min_m", asked.min_m), ("max_m", asked.max_m), ("max_climb_m", asked.climb_max_m),
        ("min_cutoff_ms", asked.cutoff_min_ms), ("open", asked.is_open or None),
        ("months", asked.months or None), ("max_descent_per_km", asked.descent_per_km_max),
        ("max_steepest_permille", asked.steepest_max_permille),
        ("min_cutoff_pace_ms", asked.cutoff_pace_min_ms),
        ("min_score", asked.score_min), ("min_back_percent", asked.back_percent_min),
    )  # fmt: skip
    found |= {name: value for name, value in values if value is not None}
    if asked.max_price_minor is not None:
        found |= _price(asked.max_price_minor, asked.currency)
    if asked.bbox:
        west, south, east, north = asked.bbox
        found["box"] = Box(south, west, north, east)
    return found


def _price(minor: int, currency: str) -> dict[str, Any]:
    """A limit in any currency, compared in euro cents at the reference rate."""
    return {"max_price_eur_cents": in_euro_cents(Money(minor, currency))}


def _where(
    asked: Asked, said: Understood, fields: dict[str, Any]
) -> tuple[Near | None, str, list[Problem]]:
    """The middle of the search and its name; regions and countries become filters."""
    if asked.point:
        return Near(*asked.point, asked.within_m), "", []
    if asked.near:
        found = _located(asked.near)
        if found.kind == "none":
            return None, "", [Problem("near", "unknown_place", asked.near)]
        return *_place(found, asked.within_m or NEAR_M, fields), []
    if "place" in _overruled(asked) or said.place is None:
        return None, "", []
    place: Found = said.place
    return *_place(place, asked.within_m or said.within_m or UNKNOWN_TOWN_M, fields), []


def _without(asked: Asked, said: Understood) -> tuple[tuple[Query, ...], list[Problem]]:
    """What must not be, one question each: what the box rules out, then the address."""
    out = [_ruled_out(one) for one in said.excluded]
    for name in WITHOUT:
        target = "months" if name == "not_month" else name.removeprefix("not_")
        if values := getattr(asked, f"not_{target}"):
            out.append(Query(**{target: values}))
    problems = []
    if asked.not_near:
        found = _located(asked.not_near)
        if found.kind == "none":
            problems.append(Problem("not_near", "unknown_place", asked.not_near))
        else:
            out.append(_ruled_out(Understood(place=found, within_m=NEAR_M)))
    return tuple(one for one in out if one != Query()), problems


def _ruled_out(said: Understood) -> Query:
    """The filters of one thing that the box rules out."""
    fields = _said_fields(said, frozenset())
    if said.format:
        fields["format"] = (said.format,)
    if said.place is not None:
        near, _ = _place(said.place, said.within_m or UNKNOWN_TOWN_M, fields)
        fields["near"] = near
    fields["from_day"] = said.from_day.toordinal() if said.from_day else None
    fields["to_day"] = said.to_day.toordinal() if said.to_day else None
    return Query(**fields)


def _place(found: Found, within_m: float, fields: dict[str, Any]) -> tuple[Near | None, str]:
    if found.place is not None:
        return Near(found.place.latitude, found.place.longitude, within_m), found.place.name
    if found.region is not None:
        inside = bounds_of(found.region)
        fields |= {"country": inside.countries} if inside.countries else {}
        fields |= {"region": inside.regions} if inside.regions else {}
        if inside.box:
            fields.setdefault("box", Box(*inside.box))
    elif found.country:
        fields["country"] = (found.country,)
    return None, ""


def _when(asked: Asked, said: Understood, fields: dict[str, Any], today: dt.date) -> None:
    """Days asked for, or said in the box; what is over only when the days asked for are."""
    if "time" in _overruled(asked):
        first, last = asked.from_day, asked.to_day
    else:
        first, last = said.from_day, said.to_day
    if last is None or last >= today:
        first = max(first or today, today)
    fields["from_day"] = first.toordinal() if first else None
    fields["to_day"] = last.toordinal() if last else None


def _default_kinds(fields: dict[str, Any], asked: Asked) -> None:
    """Who looks around is not shown what was called off; who names a race is."""
    if not fields["text"]:
        fields["status"] = tuple(sorted(LIVE))


def _said_chips(asked: Asked, said: Understood, overruled: frozenset[str]) -> list[Chip]:
    given = dict(asked.given)
    return [
        Chip(
            kind=chip.kind,
            values={"excluded": chip.excluded} if chip.excluded else {"said": said},
            typed=chip.typed,
            remove=address(given, q=without(asked.q, chip)),
        )
        for chip in said.chips
        if chip.excluded or _TOPIC.get(chip.kind, chip.kind) not in overruled
    ]


def _asked_chips(asked: Asked, near_name: str) -> list[Chip]:
    """One chip for each filter of the address, each value of its own where there are several."""
    given = dict(asked.given)
    chips: list[Chip] = []
    for name in MANY:
        values = given.get(name, ())
        for value in values:
            rest = tuple(v for v in values if v != value)
            chips.append(Chip(name, {"value": value}, remove=address(given, **{name: rest})))
    for kind, names in _TOGETHER.items():
        if any(name in given for name in names):
            gone: dict[str, None] = dict.fromkeys(names)
            chips.append(
                Chip(kind, {"asked": asked, "near": near_name}, remove=address(given, **gone))
            )
    return chips


_TOGETHER = {
    "asked_place": ("near", "near_lat", "near_lon", "within"),
    "not_near": ("not_near",),
    "asked_area": ("bbox",),
    "asked_distance": ("min_km", "max_km"),
    "asked_time": ("from", "to"),
    "asked_price": ("max_price", "currency"),
    "asked_climb": ("climb_max",),
    "asked_cutoff": ("cutoff",),
    "asked_descent": ("max_descent_per_km",),
    "asked_steepest": ("max_steepest",),
    "asked_pace": ("cutoff_pace",),
    "asked_open": ("open",),
}
