"""Places: overall, by gender, by category. Pure. Ties share a place: 1, 2, 2, 4."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a race ended for a runner."""

    FINISHED = "finished"
    DNF = "dnf"
    DNS = "dns"
    DSQ = "dsq"


class Basis(StrEnum):
    """Which time places are made on; the race's own rules say."""

    GUN = "gun"
    NET = "net"


@dataclass(frozen=True)
class Ranked:
    """What places are made of. `group`: those ranked apart, as wheelchairs; "" for the rest."""

    key: Hashable
    time_ms: int | None
    gender: str = ""
    category: str = ""
    group: str = ""


@dataclass(frozen=True)
class Places:
    """A runner's places; None where there is nothing to be placed in."""

    overall: int | None = None
    gender: int | None = None
    category: int | None = None


@dataclass(frozen=True)
class Bands:
    """Age groups: an open class up to `open_until` - 1, then bands of `years` up to `last`+."""

    years: int = 5
    adult: int = 18
    open_until: int = 40
    last: int = 80


def time_for(basis: Basis, *, gun_ms: int | None, net_ms: int | None) -> int | None:
    """The time that counts; where the file has only the other, that one."""
    first, second = (gun_ms, net_ms) if basis is Basis.GUN else (net_ms, gun_ms)
    return first if first is not None else second


def ranks(times: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """Place by key; who has the same time has the same place, and the next one is skipped."""
    found: dict[Hashable, int] = {}
    place, last = 0, None
    for number, (key, time) in enumerate(sorted(times, key=lambda pair: pair[1]), 1):
        if time != last:
            place, last = number, time
        found[key] = place
    return found


def places(runners: Sequence[Ranked]) -> dict[Hashable, Places]:
    """All places of one race. Who has no time to count has none."""
    fields: dict[tuple[str, ...], list[tuple[Hashable, int]]] = defaultdict(list)
    for one in runners:
        if one.time_ms is not None:
            for field in fields_of(one):
                fields[field].append((one.key, one.time_ms))
    ranked = {field: ranks(times) for field, times in fields.items()}
    return {
        one.key: Places(*(ranked[field][one.key] if field else None for field in shown_fields(one)))
        if one.time_ms is not None
        else Places()
        for one in runners
    }


def shown_fields(one: Ranked) -> tuple[tuple[str, ...] | None, ...]:
    """The field a runner is placed in overall, by gender, by category."""
    return (
        ("overall", one.group),
        ("gender", one.group, one.gender) if one.gender else None,
        ("category", one.group, one.gender, one.category) if one.category else None,
    )


def fields_of(one: Ranked) -> list[tuple[str, ...]]:
    """Those that there are."""
    return [field for field in shown_fields(one) if field]


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Whole years on a day; who was born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def band_of(age: int, bands: Bands) -> str:
    """The age group: "U18", "18-39", "40-44", … "80+"."""
    if age < bands.adult:
        return f"U{bands.adult}"
    if age < bands.open_until:
        return f"{bands.adult}-{bands.open_until - 1}"
    if age >= bands.last:
        return f"{bands.last}+"
    first = bands.open_until + (age - bands.open_until) // bands.years * bands.years
    return f"{first}-{min(first + bands.years, bands.last) - 1}"


def category_of(gender: str, age: int | None, bands: Bands) -> str:
    """Gender's letter with the age group, as "F40-44"; "" where the age is not known."""
    return f"{gender.upper()}{band_of(age, bands)}" if age is not None else ""


def initials(name: str) -> str:
    """What is shown of a minor: "Ana Lee" is "A. L."."""
    return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split() if word)
