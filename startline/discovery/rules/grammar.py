"""What is said in which order: places, lengths, prices, climbs and cut-offs. Pure.

A rule names categories of words from the language files, other rules, or terminals (a number, a
place); `?` marks what may be missing, `|` what may stand instead, `:label` what the value is
called. Word orders of all languages are tried on every query. Each value of the rule `said` is a
`Said`: what kind of thing was understood, and the fields it sets.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from startline.core.units import FOOT_M, HOUR_MS, MILE_M, MINUTE_MS
from startline.discovery.rules.moments import add_moments
from startline.discovery.rules.reading import Grammar, Quantity, Values
from startline.discovery.rules.said import Said

NEAR_M = 50_000.0
"""How far "near" a town reaches when no radius is stated."""
IN_M = 25_000.0
"""How far a town itself reaches."""

LONGEST_M = 10_000_000.0
HIGHEST_M = 100_000.0
DEAREST = 10_000_000.0
WEEK_MS = 168 * HOUR_MS

NAMED_KM = {21_097.5: (20_000.0, 22_000.0), 42_195.0: (41_000.0, 43_500.0)}
ULTRA_M = 43_500.0
RACE_LENGTHS_M = frozenset({5_000.0, 10_000.0, 15_000.0, 20_000.0, 21_000.0, 42_000.0})
"""Lengths that are races rather than a radius in "10 km around Lyon"."""


class Length(NamedTuple):
    """A typed length in metres, and what one of its unit is; a named race has no unit."""

    metres: float
    unit_m: float
    typed: float = 0.0


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """All rules, built once. Where two take the same words, the one added first wins."""
    rules = Grammar()
    _add_amounts(rules)
    add_moments(rules)
    _add_places(rules)
    _add_prices(rules)
    _add_cutoffs(rules)
    _add_climbs(rules)
    _add_distances(rules)
    _add_words(rules)
    return rules


# Amounts


def _add_amounts(rules: Grammar) -> None:
    rules.add("length", "number unit_km", _kilometres)
    rules.add("length", "number unit_mile", lambda v: _length(v["number"].plain, MILE_M))
    rules.add("length", "number unit_m", lambda v: _length(v["number"].grouped, 1.0))
    rules.add("money", "number currency", lambda v: _money(v["number"], v["currency"]))
    rules.add("money", "currency number", lambda v: _money(v["number"], v["currency"]))
    rules.add("duration", "number:h hours number:m minutes", _hours_and_minutes)
    rules.add("duration", "number:h hours bare_number:m", _hours_and_minutes)
    rules.add("duration", "number:h hours and number:m minutes", _hours_and_minutes)
    rules.add("duration", "number hours", lambda v: _duration(v["number"].plain * HOUR_MS))
    rules.add("duration", "number minutes", lambda v: _duration(v["number"].plain * MINUTE_MS))
    rules.add("duration", "clock hours?", lambda v: _duration(v["clock"] * MINUTE_MS))
    rules.add("height", "number unit_m?", lambda v: _height(v["number"].grouped))
    rules.add("height", "number unit_foot", lambda v: _height(v["number"].grouped * FOOT_M))


def _kilometres(v: Values) -> Length | None:
    number: Quantity = v["number"]
    whole = number.grouped != number.plain and number.plain.is_integer()
    value = number.grouped if whole and number.grouped <= 1_000 else number.plain
    return _length(value, 1_000.0)


def _length(value: float, unit_m: float) -> Length | None:
    metres = value * unit_m
    return Length(metres, unit_m, value) if 0 < metres <= LONGEST_M else None


def _money(number: Quantity, currency: str) -> tuple[float, str] | None:
    return (number.grouped, currency) if number.grouped <= DEAREST else None


def _hours_and_minutes(v: Values) -> float | None:
    minutes = v["m"].plain
    if minutes >= 60:
        return None
    return _duration(v["h"].plain * HOUR_MS + minutes * MINUTE_MS)


def _duration(milliseconds: float) -> float | None:
    return milliseconds if 0 < milliseconds <= WEEK_MS else None


def _height(metres: float) -> float | None:
    return metres if 0 <= metres <= HIGHEST_M else None


# Places


def _add_places(rules: Grammar) -> None:
    rules.add("lead", "under|about|at_distance", lambda _: "")
    rules.add("tie", "away? around|of", lambda _: "")
    rules.add("said", "near_me", lambda _: Said("place", {"is_near_me": True}))
    for pattern in (
        "lead length tie place away?",
        "within under|about? length tie|near? place away?",
        "length or_less tie place",
        "place at? within length",
        "place and? under? length away|area",
        "near|at place within length",
        "near|at place and? under? length away|area",
    ):
        rules.add("said", pattern, _within)
    rules.add("said", "length of place away", _within)
    rules.add("said", "length away? around place", _maybe_within)
    rules.add("said", "near place area?", lambda v: _place(v, NEAR_M))
    rules.add("said", "place area", lambda v: _place(v, NEAR_M))
    rules.add("said", "within length away?", lambda v: _radius(v["length"]))
    rules.add("said", "under? length away", lambda v: _radius(v["length"]))
    rules.add("said", "at place", lambda v: _place(v, IN_M))


def _within(v: Values) -> Said:
    return _place(v, v["length"].metres, is_stated=True)


def _maybe_within(v: Values) -> Said | None:
    """A radius in "50 km around Lyon"; "10 km around Lyon" is more likely a race."""
    return None if v["length"].metres in RACE_LENGTHS_M else _within(v)


def _place(v: Values, within_m: float, *, is_stated: bool = False) -> Said:
    fields = {"place": v["place"].found, "within_m": within_m, "is_radius_stated": is_stated}
    return Said("place", fields)


def _radius(length: Length) -> Said:
    return Said("radius", {"within_m": length.metres})


# Prices


def _add_prices(rules: Grammar) -> None:
    rules.add("said", "price_word? glue? free", lambda _: _price(0.0, ""))
    rules.add("said", "price_word? glue? under? money or_less?", lambda v: _price(*v["money"]))
    rules.add("said", "price_word? between money:low and|to money", lambda v: _price(*v["money"]))
    rules.add("said", "price_word? between number and|to money", lambda v: _price(*v["money"]))
    rules.add("said", "price_word? start_range? number to money", lambda v: _price(*v["money"]))
    rules.add("said", "price_word? over money or_more?", lambda _: Said("words", {}))
    rules.add("said", "money or_more", lambda _: Said("words", {}))
    rules.add("said", "price_tag glue? under? bare_number", _bare_price)
    rules.add("said", "under bare_number price_tag", _bare_price)
    rules.add("said", "under? money or_less? price_tag", lambda v: _price(*v["money"]))
    rules.add("price_word", "price_tag? price_for?", lambda _: "")
    rules.add("glue", "of|in|is|at", lambda _: "")


def _price(amount: float, currency: str) -> Said:
    return Said("price", {"max_price": amount, "currency": currency})


def _bare_price(v: Values) -> Said | None:
    amount = v["bare_number"].grouped
    return _price(amount, "") if amount <= DEAREST else None


# Cut-offs


def _add_cutoffs(rules: Grammar) -> None:
    rules.add("bound", "of|over|under|about|after|at|in", lambda _: "")
    rules.add("bound", "of over|under|about", lambda _: "")
    for pattern in (
        "cutoff bound? bound:b? duration or_more|or_less?",
        "over|under|about? duration or_more? of? cutoff",
    ):
        rules.add(
            "said", pattern, lambda v: Said("cutoff", {"cutoff_min_ms": round(v["duration"])})
        )


# Climb


def _add_climbs(rules: Grammar) -> None:
    for pattern in (
        "under|about? height of? climb or_less?",
        "climb of? under|about? of:o? height or_less?",
        "under|about? number unit_climb or_less?",
        "under|about? number unit_climb climb or_less?",
        "start_range|between? number:low to height of? climb",
        "start_range|between? number:low to number unit_climb",
    ):
        rules.add("said", pattern, lambda v: _climb(v, "climb_max_m"))
    for pattern in (
        "over height of? climb",
        "height of? climb or_more",
        "climb of? over height",
        "over number unit_climb",
        "number unit_climb or_more",
    ):
        rules.add("said", pattern, lambda v: _climb(v, "climb_min_m"))


def _climb(v: Values, name: str) -> Said | None:
    metres = v["height"] if "height" in v else _height(v["number"].grouped)
    return None if metres is None else Said("climb", {name: metres})


# Distances


def _add_distances(rules: Grammar) -> None:
    rules.add("measure", "length", lambda v: v["length"])
    rules.add("measure", "named", lambda v: Length(float(v["named"]), 0.0))
    rules.add("said", "named length_word?", lambda v: _single(Length(float(v["named"]), 0.0)))
    rules.add("said", "longer length_word?", lambda _: _distance(ULTRA_M, None))
    rules.add("said", "length_word? of? about? length length_word?", lambda v: _single(v["length"]))
    rules.add("said", "about named", lambda v: _single(Length(float(v["named"]), 0.0)))
    for pattern in ("under measure length_word?", "length_word under measure", "measure or_less"):
        rules.add("said", pattern, lambda v: _distance(None, v["measure"].metres))
    for pattern in ("over measure length_word?", "length_word over measure", "measure or_more"):
        rules.add("said", pattern, lambda v: _distance(v["measure"].metres, None))
    for pattern in (
        "length_word? between measure:low and|to measure",
        "length_word? start_range? measure:low to measure",
        "length_word? over measure:low and? under measure",
    ):
        rules.add("said", pattern, lambda v: _distance(v["low"].metres, v["measure"].metres))
    for pattern in (
        "length_word? between number and|to length length_word?",
        "length_word? start_range? number to length length_word?",
        "length_word? over number and? under length",
    ):
        rules.add("said", pattern, _scaled)
    rules.add("said", "measure:low or measure", _either)
    rules.add("said", "number or|and length", _number_or_length)


def _distance(low: float | None, high: float | None) -> Said:
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Said("distance", {"min_m": low, "max_m": high})


def bounds(length: Length) -> tuple[float, float]:
    """What a single stated distance allows: the usual spread of a named race, else 5 percent."""
    if length.unit_m == 0 and length.metres in NAMED_KM:
        return NAMED_KM[length.metres]
    return length.metres * 0.95, length.metres * 1.05


def _single(length: Length) -> Said:
    return _distance(*bounds(length))


def _scaled(v: Values) -> Said | None:
    """The first number of "15 to 25 km" has the unit of the second."""
    low = _length(v["number"].plain, v["length"].unit_m)
    return _distance(low.metres, v["length"].metres) if low else None


def _either(v: Values) -> Said:
    low, high = sorted((bounds(v["low"]), bounds(v["measure"])))
    return _distance(low[0], max(low[1], high[1]))


def _number_or_length(v: Values) -> Said | None:
    low = _length(v["number"].plain, v["length"].unit_m)
    return _either({"low": low, "measure": v["length"]}) if low else None


# Single words


def _add_words(rules: Grammar) -> None:
    rules.add("said", "open", lambda _: Said("open", {"is_open": True}))
    rules.add("said", "plain", lambda _: Said("words", {}))
    rules.add("said", "compound", lambda v: _compound(v["compound"]))
    rules.add("said", "sport", lambda v: Said("sport", {"sport": v["sport"]}))
    rules.add("said", "implied", lambda v: Said("sport", {"implied_sport": v["implied"]}))
    rules.add("said", "surface", lambda v: _surface(v["surface"]))
    rules.add("said", "relief", lambda v: Said("relief", {"relief": v["relief"]}))
    rules.add("left_out", "format", lambda v: Said("format", {"format": v["format"]}))


def _surface(value: str) -> Said:
    surface, _, sport = value.partition(" ")
    fields: dict[str, Any] = {"surface": surface}
    if sport:
        fields["implied_sport"] = sport
    return Said("surface", fields)


def _compound(value: str) -> Said:
    """Surface, sport, relief and length said in one word, in any order."""
    fields: dict[str, Any] = {}
    kind = "surface"
    for part in value.split():
        if part in {"hilly", "flat"}:
            fields["relief"], kind = part, "relief"
        elif part == "running":
            fields["implied_sport"] = part
        elif part == "ultra":
            fields.update(min_m=ULTRA_M, max_m=None)
        elif part[0].isdigit():
            fields["min_m"], fields["max_m"] = bounds(Length(float(part), 0.0))
        else:
            fields["surface"] = part
    return Said(kind, fields)
