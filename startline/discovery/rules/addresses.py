"""The values of a search's address, cleaned; what is wrong is named, not raised. Pure."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from startline.core.money import exponent
from startline.core.units import HOUR_MS
from startline.discovery.rules.asked import (
    BANDS,
    LAST_PAGE,
    MANY,
    ONE,
    SORTS,
    VIEWS,
    Asked,
    Problem,
)
from startline.discovery.rules.fit import RecentRace
from startline.discovery.rules.rates import UNITS_PER_EURO
from startline.events.rules.words import Certainty, Format, Sport, Surface

LONGEST_Q = 300
MOST_VALUES = 40
LONGEST_VALUE = 100
FARTHEST_KM = 10_000.0
LONGEST_TIME_MS = 200 * HOUR_MS
_CLOCK = re.compile(r"(\d{1,3})(?::([0-5]?\d))?(?::([0-5]?\d))?")
_HOURS = re.compile(r"(\d{1,3})(?:\s*[h:]\s*([0-5]?\d)?)?")
_RELIEFS = frozenset({"flat", "rolling", "hilly", "unknown"})

Given = dict[str, tuple[str, ...]]


def asked_from(values: Mapping[str, Sequence[str]]) -> tuple[Asked, list[Problem]]:
    """The search an address asks for, and the values that had to be left aside."""
    given, problems = _given(values)
    found: dict[str, Any] = {}
    for name, (target, read) in _READERS.items():
        if name not in given:
            continue
        try:
            found[target] = read(given[name])
        except (ValueError, OverflowError):
            problems.append(Problem(name, "not_understood", ", ".join(given.pop(name))))
    _pair(found, given, problems)
    return Asked(**found, given=given), problems


def _given(values: Mapping[str, Sequence[str]]) -> tuple[Given, list[Problem]]:
    """The filled-in values by field; unknown fields are none of ours."""
    given: Given = {}
    problems: list[Problem] = []
    for name in (*MANY, *ONE):
        if name not in values:
            continue
        written = [_printable(value) for value in values[name][:MOST_VALUES]]
        if name in MANY:
            written = [part for value in written for part in value.split(",")][:MOST_VALUES]
        filled = [value.strip() for value in written if value.strip()]
        limit = LONGEST_Q if name == "q" else LONGEST_VALUE
        if any(len(value) > limit for value in filled):
            problems.append(Problem(name, "too_long", str(limit)))
            filled = [value[:limit].strip() for value in filled]
        if filled:
            given[name] = tuple(dict.fromkeys(filled)) if name in MANY else (filled[-1],)
    return given, problems


def _printable(value: str) -> str:
    """Without control characters and halves of characters."""
    clean = value.encode("utf-8", "ignore").decode("utf-8")
    return "".join(char if char.isprintable() else " " for char in clean[: 8 * LONGEST_Q])


def _pair(found: dict[str, Any], given: Given, problems: list[Problem]) -> None:
    """Values that only mean something together."""
    for low, high, names in (
        ("min_m", "max_m", ("min_km", "max_km")),
        ("from_day", "to_day", ("from", "to")),
    ):
        if low in found and high in found and found[low] > found[high]:
            problems.append(
                Problem(names[0], "range", f"{given[names[0]][0]}–{given[names[1]][0]}")
            )
            for name in names:
                given.pop(name)
            del found[low], found[high]
    _price(found, given)
    latitude, longitude = found.pop("near_lat", None), found.pop("near_lon", None)
    if latitude is not None and longitude is not None:
        found["point"] = (latitude, longitude)
    distance_m, elapsed_ms = found.pop("fit_m", None), found.pop("fit_ms", None)
    if distance_m and elapsed_ms:
        found["recent"] = RecentRace(distance_m, elapsed_ms)
    elif distance_m or elapsed_ms:
        problems.append(Problem("fit_time" if distance_m else "fit_km", "missing", ""))


def _price(found: dict[str, Any], given: Given) -> None:
    amount = found.pop("max_price", None)
    if amount is not None:
        currency = found.setdefault("currency", "EUR")
        found["max_price_minor"] = round(amount * 10 ** exponent(currency))
    elif "currency" in found:
        del found["currency"]
        given.pop("currency", None)


def _number(low: float, high: float, scale: float = 1) -> Callable[[tuple[str, ...]], float]:
    def read(values: tuple[str, ...]) -> float:
        number = float(values[0].replace(",", ".").replace(" ", ""))
        if math.isnan(number) or not low <= number <= high:
            raise ValueError(values[0])
        return number * scale

    return read


def _metres(values: tuple[str, ...]) -> int:
    return round(_number(0, FARTHEST_KM, 1000)(values))


def _any_of(words: Iterable[str]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    allowed = frozenset(words)

    def read(values: tuple[str, ...]) -> tuple[str, ...]:
        lower = tuple(value.lower() for value in values)
        if not allowed.issuperset(lower):
            raise ValueError(values)
        return lower

    return read


def _one_of(words: Iterable[str]) -> Callable[[tuple[str, ...]], str]:
    several = _any_of(words)
    return lambda values: several(values[:1])[0]


def _codes(pattern: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    form = re.compile(pattern)

    def read(values: tuple[str, ...]) -> tuple[str, ...]:
        upper = tuple(value.upper() for value in values)
        if not all(form.fullmatch(value) for value in upper):
            raise ValueError(values)
        return upper

    return read


def _months(values: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(_month(value) for value in values)


def _month(value: str) -> int:
    year, _, month = value.rpartition("-")
    number = int(month)
    if not 1 <= number <= 12 or (year and not 1900 <= int(year) <= 2200):
        raise ValueError(value)
    return int(year) * 100 + number if year else number


def _day(values: tuple[str, ...]) -> dt.date:
    day = dt.date.fromisoformat(values[0])
    if not 1900 <= day.year <= 2200:
        raise ValueError(values[0])
    return day


def _box(values: tuple[str, ...]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(part) for part in values[0].split(","))
    if not (-90 <= south <= north <= 90 and -540 <= west <= 540 and -540 <= east <= 540):
        raise ValueError(values[0])
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _wrapped(west), south, _wrapped(east), north


def _wrapped(longitude: float) -> float:
    """Between -180 and 180; a map that is dragged on counts on."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _hours(values: tuple[str, ...]) -> int:
    """ "6", "6:30", "6 h 30" as hours and minutes."""
    match = _HOURS.fullmatch(values[0].lower().strip())
    if match is None:
        raise ValueError(values[0])
    return _allowed((int(match[1]) * 60 + int(match[2] or 0)) * 60_000)


def _race_time(values: tuple[str, ...]) -> int:
    """ "1:45:00" or "45:30"; a bare number is minutes."""
    match = _CLOCK.fullmatch(values[0])
    if match is None:
        raise ValueError(values[0])
    first, second, third = (int(part or 0) for part in match.groups())
    if match[3] is None:
        return _allowed((first * 60 + second) * 1000)
    return _allowed(((first * 60 + second) * 60 + third) * 1000)


def _allowed(elapsed_ms: int) -> int:
    if not 0 < elapsed_ms <= LONGEST_TIME_MS:
        raise ValueError(elapsed_ms)
    return elapsed_ms


_PICKED: Mapping[str, tuple[str, Callable[[tuple[str, ...]], Any]]] = {
    "country": ("country", _codes(r"[A-Z]{2}")),
    "region": ("region", _codes(r"[A-Z]{2}\.\w{1,9}")),
    "sport": ("sport", _any_of(Sport)),
    "surface": ("surface", _any_of(word for word in Surface if word)),
    "relief": ("relief", _any_of(_RELIEFS)),
    "band": ("band", _any_of(BANDS)),
    "month": ("months", _months),
}
_READERS: Mapping[str, tuple[str, Callable[[tuple[str, ...]], Any]]] = {
    **_PICKED,
    **{f"not_{name}": (f"not_{target}", read) for name, (target, read) in _PICKED.items()},
    "not_format": ("not_format", _any_of(Format)),
    "not_near": ("not_near", lambda values: values[0]),
    "q": ("q", lambda values: values[0]),
    "near": ("near", lambda values: values[0]),
    "near_lat": ("near_lat", _number(-90, 90)),
    "near_lon": ("near_lon", _number(-180, 180)),
    "within": ("within_m", _number(1, 20_000, 1000)),
    "bbox": ("bbox", _box),
    "certainty": ("certainty", _any_of(Certainty)),
    "min_km": ("min_m", _metres),
    "max_km": ("max_m", _metres),
    "from": ("from_day", _day),
    "to": ("to_day", _day),
    "max_price": ("max_price", _number(0, 1_000_000)),
    "currency": (
        "currency",
        lambda values: _one_of(c.lower() for c in UNITS_PER_EURO)(values).upper(),
    ),
    "climb_max": ("climb_max_m", lambda values: round(_number(0, 100_000)(values))),
    "cutoff": ("cutoff_min_ms", _hours),
    "max_descent_per_km": ("descent_per_km_max", lambda v: round(_number(0, 1000)(v))),
    "max_steepest": ("steepest_max_permille", lambda v: round(_number(0, 200, 10)(v))),
    "cutoff_pace": ("cutoff_pace_min_ms", _race_time),
    "min_score": ("score_min", lambda v: round(_number(1, 5, 100)(v))),
    "min_back": ("back_percent_min", lambda v: round(_number(0, 100)(v))),
    "open": ("is_open", lambda values: _one_of(("1", "true", "0", "false"))(values) in "1true"),
    "fit_km": ("fit_m", _metres),
    "fit_time": ("fit_ms", _race_time),
    "sort": ("sort", _one_of(SORTS)),
    "view": ("view", _one_of(VIEWS)),
    "page": ("page", lambda values: round(_number(1, LAST_PAGE)(values))),
}
