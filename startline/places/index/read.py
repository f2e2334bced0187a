"""Reads towns, regions and countries out of the gazetteer file."""

import functools
import sqlite3
from collections.abc import Iterable

from startline.places.index.file import FAME, connect
from startline.places.rules.sphere import cells_within, distance_m, enclosing
from startline.places.rules.values import Extent, Near, Place, Region

_TOWN = """
SELECT t.geoname, t.name, t.country, r.code, r.name, t.latitude, t.longitude, z.name,
    t.population, c.code
FROM town t JOIN zone z ON z.id = t.zone
LEFT JOIN region r ON r.id = t.region LEFT JOIN region c ON c.id = t.county
"""
_REGION = "SELECT country, code, level, name, latitude, longitude, radius_km FROM region r"
_LAST = "\U0010ffff"
FAR_M = 20_100_000.0


def _place(row: sqlite3.Row) -> Place:
    geoname, name, country, code, region, latitude, longitude, zone, people, county = row
    return Place(
        geoname_id=geoname,
        name=name,
        country=country,
        region=code or "",
        region_name=region or "",
        latitude=latitude / 1000,
        longitude=longitude / 1000,
        timezone=zone,
        population=people,
        county=(county or "").rpartition(".")[2],
    )


def _region(row: sqlite3.Row) -> Region:
    country, code, level, name, latitude, longitude, radius_km = row
    return Region(country, code, level, name, latitude / 1000, longitude / 1000, radius_km * 1000)


def town(geoname_id: int) -> Place | None:
    """The town with GeoNames' number."""
    row = connect().execute(f"{_TOWN} WHERE t.geoname = ?", (geoname_id,)).fetchone()
    return _place(row) if row else None


@functools.lru_cache(maxsize=2048)
def towns_named(folded: str) -> tuple[Place, ...]:
    """Every town with this folded name, the most populous first."""
    rows = connect().execute(
        f"{_TOWN} JOIN name n ON n.town = t.id WHERE n.folded = ?"
        " ORDER BY t.population DESC, t.geoname",
        (folded,),
    )
    return tuple(_place(row) for row in rows)


@functools.lru_cache(maxsize=2048)
def regions_named(folded: str) -> tuple[Region, ...]:
    """Every region with this folded name, states before counties."""
    rows = connect().execute(
        f"{_REGION} JOIN region_name n ON n.region = r.id WHERE n.folded = ? ORDER BY level, id",
        (folded,),
    )
    return tuple(_region(row) for row in rows)


@functools.lru_cache(maxsize=2048)
def countries_named(folded: str) -> tuple[str, ...]:
    """The codes of the countries with this folded name, the most populous first."""
    rows = connect().execute(
        "SELECT c.code FROM country_name n JOIN country c ON c.code = n.code WHERE n.folded = ?"
        " ORDER BY c.population DESC, c.code",
        (folded,),
    )
    return tuple(code for (code,) in rows)


def region(country: str, code: str) -> Region | None:
    """One region by its code."""
    row = connect().execute(f"{_REGION} WHERE country = ? AND code = ?", (country, code)).fetchone()
    return _region(row) if row else None


def region_title(country: str, code: str, language: str) -> str:
    """A region's name in a language, else in English or its own."""
    row = (
        connect()
        .execute(
            "SELECT coalesce(t.title, r.name) FROM region r"
            " LEFT JOIN region_title t ON t.region = r.id AND t.language = ?"
            " WHERE r.country = ? AND r.code = ?",
            (language, country, code),
        )
        .fetchone()
    )
    return str(row[0]) if row else ""


def country_title(code: str, language: str) -> str:
    """A country's name in a language, else in English."""
    row = (
        connect()
        .execute(
            "SELECT title FROM country_title WHERE code = ? AND language IN (?, 'en')"
            " ORDER BY language = 'en'",
            (code, language),
        )
        .fetchone()
    )
    return str(row[0]) if row else ""


def country_codes() -> list[tuple[str, str]]:
    """Two and three letter codes of all countries with towns."""
    return connect().execute("SELECT code, iso3 FROM country ORDER BY code").fetchall()


def regions_of(country: str) -> list[Region]:
    """The regions of level 1 of a country."""
    rows = connect().execute(f"{_REGION} WHERE country = ? AND level = 1 ORDER BY name", (country,))
    return [_region(row) for row in rows]


@functools.lru_cache(maxsize=512)
def share_close(country: str, code: str, geoname_id: int, within_m: float) -> float:
    """The share of a region's towns that lie within a distance of one town."""
    middle = town(geoname_id)
    rows = (
        connect()
        .execute(
            "SELECT t.latitude / 1000.0, t.longitude / 1000.0 FROM region r"
            " JOIN town t ON r.id IN (t.region, t.county) WHERE r.country = ? AND r.code = ?",
            (country, code),
        )
        .fetchall()
    )
    if middle is None or not rows:
        return 0.0
    close = sum(distance_m(middle.latitude, middle.longitude, *row) <= within_m for row in rows)
    return close / len(rows)


def people_of(country: str) -> int:
    """How many people a country has."""
    row = connect().execute("SELECT population FROM country WHERE code = ?", (country,)).fetchone()
    return int(row[0]) if row else 0


def neighbours(country: str) -> frozenset[str]:
    """The countries that share a border with this one."""
    row = connect().execute("SELECT neighbours FROM country WHERE code = ?", (country,)).fetchone()
    return frozenset(row[0].split(",")) - {""} if row else frozenset()


def extent(country: str, code: str = "") -> Extent | None:
    """The box and circle around the towns of a country, or of one of its regions of level 1."""
    if code:
        query = """
            SELECT south, west, north, east, latitude / 1000.0, longitude / 1000.0,
                radius_km * 1000
            FROM region r JOIN region_box b ON b.region = r.id WHERE country = ? AND code = ?"""
        row = connect().execute(query, (country, code)).fetchone()
    else:
        query = """
            SELECT south, west, north, east, latitude, longitude, radius_m
            FROM country WHERE code = ?"""
        row = connect().execute(query, (country,)).fetchone()
    return Extent(*row) if row else None


@functools.lru_cache(maxsize=512)
def county_box(country: str, code: str) -> tuple[float, float, float, float] | None:
    """South, west, north, east of the box around a county's towns, in degrees."""
    rows = (
        connect()
        .execute(
            "SELECT t.latitude / 1000.0, t.longitude / 1000.0 FROM region r"
            " JOIN town t ON t.county = r.id WHERE r.country = ? AND r.code = ?",
            (country, code),
        )
        .fetchall()
    )
    return enclosing(rows)[:4] if rows else None


def nearest(
    latitude: float, longitude: float, reach_m: float = FAR_M, people: int = 0
) -> Near | None:
    """The nearest town with at least so many people, looked for in growing circles."""
    radius = min(12_000.0, reach_m)
    while True:
        found = _closest(latitude, longitude, radius, people)
        if found and found[0] <= radius:
            row = connect().execute(f"{_TOWN} WHERE t.id = ?", (found[1],)).fetchone()
            return Near(_place(row), found[0])
        if radius >= reach_m:
            return None
        radius = min(radius * 3, reach_m)


def _closest(
    latitude: float, longitude: float, radius: float, people: int
) -> tuple[float, int] | None:
    best: tuple[float, int] | None = None
    for first, last in _runs(latitude, longitude, radius):
        rows = connect().execute(
            "SELECT id, latitude, longitude FROM town WHERE id BETWEEN ? AND ? AND population >= ?",
            (first, last, people),
        )
        for number, lat, lon in rows:
            away = distance_m(latitude, longitude, lat / 1000, lon / 1000)
            if best is None or (away, number) < best:
                best = (away, number)
    return best


def _runs(latitude: float, longitude: float, radius: float) -> Iterable[tuple[int, int]]:
    """Runs of town ids whose cells touch the circle: a run of cells is a run of ids."""
    for first, last in cells_within(latitude, longitude, radius):
        row = (
            connect()
            .execute(
                "SELECT min(first), max(last) FROM cell WHERE id BETWEEN ? AND ?", (first, last)
            )
            .fetchone()
        )
        if row[0] is not None:
            yield row


def starting_with(prefix: str, limit: int, country: str = "") -> list[Place]:
    """Towns with a name that begins so, the best known by it first."""
    crowded = not country and len(prefix) <= 3
    ids = (
        [
            number
            for (number,) in connect().execute(
                "SELECT town FROM prefix WHERE prefix = ? ORDER BY place LIMIT ?", (prefix, limit)
            )
        ]
        if crowded
        else []
    )
    if not ids:
        rows = connect().execute(
            f"SELECT t.id, max({FAME}) AS fame FROM name n"  # noqa: S608  a constant
            " JOIN town t ON t.id = n.town"
            " WHERE n.folded >= ? AND n.folded < ? AND (? = '' OR t.country = ?)"
            " GROUP BY t.id ORDER BY fame DESC, t.id LIMIT ?",
            (prefix, prefix + _LAST, country, country, limit),
        )
        ids = [number for number, _ in rows]
    return [
        _place(connect().execute(f"{_TOWN} WHERE t.id = ?", (number,)).fetchone()) for number in ids
    ]
