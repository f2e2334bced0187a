"""Counts the places of two city marathons anew and compares them with the official ones.

The files hold times cut to 0.01 minute, the official places were made on finer ones and have no
ties. So an official place is right when it lies within the tied range: not before the place we
count, and not after it by more runners than share the time. The columns of places are blanked.
"""

import csv
import io
import lzma
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from startline.results.rules.columns import proposed
from startline.results.rules.ranking import Bands, Basis, Places, Ranked, places, time_for
from startline.results.rules.rows import Reader, ReadTime, chairs_apart, read_rows
from startline.results.rules.times import place_of

type Figure = tuple[str, str, str, bool]

TARGET = 0.999
PLACES = ("place", "gender_place", "category_place")
BANDS = {2014: Bands(years=5, last=80), 2008: Bands(years=10, last=70)}
APART = "/ 12"  # the size of the field of the twelve who were ranked apart in 2008, by no age


def figures(data: Path) -> Iterator[Figure]:
    """For both years: rows read, and the share of each kind of place inside its tied range."""
    for year, bands in BANDS.items():
        rows = rows_of(data / "results" / f"boston_{year}_llimllib.csv.xz")
        headers = list(rows[0])
        mapping = proposed(headers, rows)
        official = {
            name: next(h for h, field in mapping.items() if field == name) for name in PLACES
        }
        reader = Reader(
            mapping, distance_m=42_195, bands=bands,
            has_chairs_apart=chairs_apart(rows, mapping), takes_places=False,
        )  # fmt: skip
        blanked = [{**row, **dict.fromkeys(official.values(), "")} for row in rows]
        good, bad = read_rows(blanked, reader, first=0)
        yield f"{year}, rows read of {len(rows):,}", f"{len(good):,}", "all", not bad
        twelve = {n for n, row in enumerate(rows) if row[official["place"]].endswith(APART)}
        good = [
            replace(one, group="apart", category="-") if one.row in twelve else one for one in good
        ]
        given = [tuple(place_of(row[h]) for h in official.values()) for row in rows]
        for number, name in enumerate(PLACES):
            column = [places_given[number] for places_given in given]
            right, of = inside(good, column, number)
            share = right / of
            fields = [field(one, number) for one in good]
            held = sum(map(len, absent_places(good, column, fields).values()))
            yield f"{year}, {name}: places that no row has", str(held), "≤ 1", held <= 1
            yield f"{year}, {name}: {right:,} of {of:,}", f"{share:.3%}", "≥ 99.9%", share >= TARGET


def rows_of(file: Path) -> list[dict[str, str]]:
    """The file's rows by header."""
    text = io.StringIO(lzma.decompress(file.read_bytes()).decode(), newline="")
    return list(csv.DictReader(text))


def inside(good: Sequence[ReadTime], given: Sequence[int | None], number: int) -> tuple[int, int]:
    """How many official places lie inside their tied range, of how many.

    A place that the official list has and the file does not (a finisher who is absent) is held
    free: the places behind it count one more.
    """
    field_of = [field(one, number) for one in good]
    found = places([ranked(one) for one in good])
    ties = Counter((field_of[n], time_of(one)) for n, one in enumerate(good))
    absent = absent_places(good, given, field_of)
    right = of = 0
    for n, one in enumerate(good):
        official = given[one.row]
        counted = place_in(found[one.row], number)
        if official is None or counted is None:
            continue
        held = sum(place < official for place in absent.get(field_of[n], ()))
        first = counted + held
        right += first <= official < first + ties[field_of[n], time_of(one)]
        of += 1
    return right, of


def absent_places(
    good: Sequence[ReadTime], given: Sequence[int | None], fields: Sequence[Hashable]
) -> Mapping[Hashable, Sequence[int]]:
    """Official places of each field that no row has."""
    seen: dict[Hashable, set[int]] = {}
    for n, one in enumerate(good):
        place = given[one.row]
        if place:
            seen.setdefault(fields[n], set()).add(place)
    return {name: sorted(set(range(1, max(had))) - had) for name, had in seen.items()}


def ranked(one: ReadTime) -> Ranked:
    """A row as ranking sees it: by the gun."""
    return Ranked(one.row, time_of(one), one.gender, one.category, one.group)


def time_of(one: ReadTime) -> int | None:
    """The time that counts."""
    return time_for(Basis.GUN, gun_ms=one.gun_ms, net_ms=one.net_ms)


def field(one: ReadTime, number: int) -> Hashable:
    """Whom a place of this kind is counted among."""
    return (one.group, *(one.gender, one.category)[:number])


def place_in(found: Places, number: int) -> int | None:
    """The place of a kind."""
    return (found.overall, found.gender, found.category)[number]
