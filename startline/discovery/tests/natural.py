"""Scores the natural queries of `natural_queries.json` by the conventions it states."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from startline.core.units import MINUTE_MS
from startline.discovery.rules.reading import FindPlace
from startline.discovery.rules.understanding import Understood, understand
from startline.places.rules.sphere import distance_m
from startline.places.rules.values import Found

_FILE = Path(__file__).with_name("natural_queries.json")
NEAR_ENOUGH_M = 30_000.0
_TOLERANCES = {"min_km": 0.1, "max_km": 0.1, "within_km": 0.5, "max_price": 0.005}


class Score(NamedTuple):
    """One query's outcome, with what differs from the answer expected."""

    id: str
    is_right: bool
    differences: list[str]


def score(half: str, find_place: FindPlace) -> list[Score]:
    """Every query of a half ("first" or "second"), asked on the day the file names."""
    file = json.loads(_FILE.read_text(encoding="utf-8"))
    today = date.fromisoformat(file["today"])
    out = []
    for item in file["queries"]:
        if item["half"] != half:
            continue
        understood = understand(
            item["query"],
            today=today,
            find_place=find_place,
            language_order=(item["language"], "en", "de", "fr"),
        )
        differences = _differences(item["expect"], answer(understood))
        out.append(Score(item["id"], not differences, differences))
    return out


def answer(understood: Understood) -> dict[str, Any]:
    """What was understood, under the keys of the file and only where the query states it."""
    u = understood
    stated: dict[str, Any] = {
        "from": u.from_day and u.from_day.isoformat(),
        "to": u.to_day and u.to_day.isoformat(),
        "min_km": None if u.min_m is None else u.min_m / 1000,
        "max_km": None if u.max_m is None else u.max_m / 1000,
        "sport": u.sport or None,
        "surface": u.surface or None,
        "relief": u.relief or None,
        "climb_max": u.climb_max_m,
        "max_price": None if u.max_price_minor is None else u.max_price_minor / 100,
        "currency": u.currency or None,
        "open": u.is_open or None,
        "cutoff_min": None if u.cutoff_min_ms is None else u.cutoff_min_ms / MINUTE_MS,
        "rest": " ".join(u.rest) or None,
    }
    found = {key: value for key, value in stated.items() if value is not None}
    if u.place is not None:
        found["place"] = u.place
        if u.within_m is not None:
            found["within_km"] = u.within_m / 1000
    return found


def _differences(expected: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    wanted = dict(expected)
    place = wanted.pop("place", None)
    if place is not None and "within_km" in place:
        wanted["within_km"] = place["within_km"]
    found = dict(got)
    out = _place_differences(place, found.pop("place", None))
    for key in sorted(wanted.keys() | found.keys()):
        if not _same(key, wanted.get(key), found.get(key)):
            out.append(f"{key}: {wanted.get(key)!r} expected, {found.get(key)!r} found")
    return out


def _same(key: str, wanted: Any, found: Any) -> bool:
    if wanted is None or found is None or key not in _TOLERANCES:
        return bool(wanted == found)
    return bool(abs(wanted - found) <= _TOLERANCES[key] + 1e-9)


def _place_differences(wanted: Mapping[str, Any] | None, found: Found | None) -> list[str]:
    if wanted is None or found is None:
        is_neither = wanted is None and found is None
        return [] if is_neither else [f"place: {wanted!r} expected, {found!r} found"]
    is_same = (wanted["kind"], wanted["country"]) == (found.kind, found.country)
    if is_same and found.place is not None and "lat" in wanted:
        here = (found.place.latitude, found.place.longitude)
        is_same = distance_m(wanted["lat"], wanted["lon"], *here) <= NEAR_ENOUGH_M
    return [] if is_same else [f"place: {wanted!r} expected, {found!r} found"]
