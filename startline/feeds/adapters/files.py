"""The door of the readers: a file or archive in, readings out; only ReadError leaves it."""

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from startline.feeds.adapters import ical, jsonld, parkrun, runsignup, tables
from startline.feeds.adapters.containers import Limits, ReadError, ReadFault, packing, unpacked
from startline.feeds.adapters.detection import Found, detect
from startline.feeds.adapters.slices import pieces
from startline.feeds.rules.listing import Listing, Reading, Refused
from startline.feeds.rules.mapping import Mapping as ColumnMapping
from startline.feeds.rules.start_times import believable
from startline.feeds.rules.titles import event_name
from startline.feeds.rules.urls import host_of, is_front_page, shared_front_pages

__all__ = ["Limits", "ReadError", "ReadFault", "detect", "read_bytes", "read_each", "read_file"]

_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)")
_JOINED = ("ical", "jsonld", "html")  # many small files of an archive make one reading


def read_file(
    path: Path, *, mapping: ColumnMapping | None = None, limits: Limits | None = None
) -> Iterator[Reading]:
    """Read one file of any known format; an archive may give several readings.

    Raises ReadError for the whole file; a faulty record is a Refused of its reading.
    """
    limits = limits or Limits()
    try:
        if path.stat().st_size > limits.file_bytes:
            raise ReadError(ReadFault.TOO_LARGE, f"{path.stat().st_size} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(ReadFault.UNREADABLE, error.strerror or type(error).__name__) from error
    yield from _read("/".join(path.parts[-2:]), data, mapping, limits)


def read_bytes(
    name: str, data: bytes, *, mapping: ColumnMapping | None = None, limits: Limits | None = None
) -> list[Reading]:
    """Read bytes called `name` (a hint for "as of" and the sport, never for the format)."""
    return list(_read(name, data, mapping, limits or Limits()))


def read_each(name: str, data: bytes, *, mapping: ColumnMapping | None = None) -> Iterator[Reading]:
    """The same one by one: a long list needs the memory of a slice. May raise at any of them."""
    return _read(name, data, mapping, Limits())


def _read(
    name: str, data: bytes, mapping: ColumnMapping | None, limits: Limits
) -> Iterator[Reading]:
    """The readings one by one; a long list gives one for each slice, an archive all at its end."""
    joined: dict[str, Reading] = {}
    readings: list[Reading] = []
    is_archive = bool(packing(data))
    for member, content, warning in unpacked(name, data, limits):
        for reading in _read_plain(member, content, mapping, is_cut=bool(warning)):
            if warning:
                reading.warnings.append(f"{member}: {warning}")
            if not is_archive:
                yield _finished(reading, name)
            elif reading.format in _JOINED:
                _join(joined, reading)
            else:
                readings.append(reading)
    yield from (_finished(reading, name) for reading in [*joined.values(), *readings])


def _join(joined: dict[str, Reading], reading: Reading) -> None:
    """Add a member's records to the reading of its format, counting rows onward."""
    kind = "jsonld" if reading.format == "html" else reading.format
    whole = joined.setdefault(kind, Reading(kind))
    offset = len(whole.listings) + len(whole.refused)
    whole.listings += reading.listings
    whole.refused += [replace(refused, row=refused.row + offset) for refused in reading.refused]
    whole.warnings += reading.warnings
    stamps = [stamp for stamp in (whole.as_of, reading.as_of) if stamp]
    whole.as_of = max(stamps, default=None)


def _read_plain(
    name: str, data: bytes, mapping: ColumnMapping | None, *, is_cut: bool
) -> Iterator[Reading]:
    """The readings of a plain file; of one that was cut off, the last line may be half a record."""
    try:
        for piece in pieces(data, name, is_cut=is_cut):
            yield _with_encoding(_reading(name, piece, mapping), piece)
    except (
        csv.Error,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
        MemoryError,
    ) as error:
        # A reader met something its rules did not foresee: this file is named, others go on.
        yield _not_a_listing(name, f"unreadable: {type(error).__name__}")


def _with_encoding(reading: Reading, found: Found) -> Reading:
    if found.encoding not in ("", "utf-8", "utf-8-sig"):
        reading.warnings.append(f"read as {found.encoding}")
    return reading


def _reading(name: str, found: Found, mapping: ColumnMapping | None) -> Reading:
    """The one reading of a plain file, by the reader of its format; lists are all the others."""
    if found.format == "not_a_listing":
        return _not_a_listing(name, found.reason)
    if found.format == "html":
        return _html(name, found.text, mapping)
    reader = _READERS.get(found.format)
    return reader(found) if reader else _table(name, found, mapping)


def _parkrun(found: Found) -> Reading:
    data = found.data if isinstance(found.data, Mapping) else {}
    return parkrun.read_events(data, parkrun.features_of(data) or [])


def _not_a_listing(name: str, reason: str) -> Reading:
    return Reading("not_a_listing", refused=[Refused(name, 0, "not_a_listing", reason)])


def _html(name: str, page: str, mapping: ColumnMapping | None) -> Reading:
    """Event data in scripts first; else a table of parkrun days or of races; else nothing."""
    reading = jsonld.read_page(name, page)
    if reading.listings or reading.format == "jsonld":
        return reading
    for table in tables.html_tables(page):
        headers = table.headers
        if days := parkrun.special_days(page, headers, table.rows):
            return days
        if parkrun.is_day_table(headers, table.rows):
            return parkrun.read_days(headers, table.rows)
        found = tables.read_table("html_table", name, table, mapping)
        if found and any(listing.starts_on for listing in found.listings):
            return found
    return reading


def _bare_jsonld(found: Found) -> Reading:
    return jsonld.read_pages(iter([("", [found.text], "")]))


def _script_lines(found: Found) -> Reading:
    values, broken = tables.json_lines(found.text)
    pages = (
        (str(v.get("slug", "")), [s for s in v["scripts"] if isinstance(s, str)], "")
        for v in values
        if isinstance(v, dict) and isinstance(v.get("scripts"), list)
    )
    reading = jsonld.read_pages(pages)
    reading.refused += [Refused(f"row {n}", n, "unreadable", why) for n, why in broken]
    return reading


def _table(name: str, found: Found, mapping: ColumnMapping | None) -> Reading:
    table = _rows_of(found)
    if table is None or not table.rows:
        return _not_a_listing(name, "no list of records")
    headers = table.headers
    if tables.is_results(headers):
        return _not_a_listing(name, "a list of results")
    if parkrun.is_day_table(headers, table.rows):
        return parkrun.read_days(headers, table.rows)
    reading = tables.read_table(found.format, name, table, mapping)
    return reading or _not_a_listing(name, "no columns for a race's name and date or place")


def _rows_of(found: Found) -> tables.Table | None:
    if found.format == "csv":
        return tables.csv_table(found.text)
    if found.format == "yaml":
        return tables.yaml_table(found.text)
    if found.format == "jsonl":
        values, broken = tables.json_lines(found.text)
        table = tables.json_table(values)
        table.broken += broken
        return table
    if found.data is not None:
        return tables.json_table(found.data)
    values, fault = tables.json_salvaged(found.text)
    table = tables.json_table(values)
    if fault:
        table.broken.append((len(values) + 1, fault))
    return table


_READERS: dict[str, Callable[[Found], Reading]] = {
    "ical": lambda found: ical.read_ical(found.text),
    "jsonld": _bare_jsonld,
    "jsonld_lines": _script_lines,
    "runsignup": lambda found: runsignup.read_races(runsignup.races_of(found.data) or []),
    "parkrun": _parkrun,
    "gpx": lambda _: Reading("gpx"),
}


def _finished(reading: Reading, name: str) -> Reading:
    """Unique keys, no platform's front page as a site, and the day the name gives as "as of"."""
    reading.name = name
    reading.listings = believable(_without_shared_fronts(_with_unique_keys(reading.listings)))
    if reading.as_of is None and (found := _DAY_IN_NAME.search(name)):
        try:
            reading.as_of = dt.datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=dt.UTC)
        except ValueError:
            reading.warnings.append("the name holds no real day")
    if reading.as_of and reading.as_of.tzinfo is None:
        reading.as_of = reading.as_of.replace(tzinfo=dt.UTC)
    return reading


def _with_unique_keys(listings: list[Listing]) -> list[Listing]:
    """Of records with one key the latest keeps it; the others get their day or number added."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, listing in enumerate(listings):
        groups[listing.key].append(index)
    out = list(listings)
    for key, indexes in groups.items():
        ranked = sorted(indexes, key=lambda i: str(listings[i].starts_on or ""), reverse=True)
        seen: Counter[str] = Counter()
        for index in ranked[1:]:
            own = f"{key}@{listings[index].starts_on or 'undated'}"
            seen[own] += 1
            number = f"#{seen[own]}" if seen[own] > 1 else ""
            out[index] = replace(listings[index], key=own + number)
    return out


def _without_shared_fronts(listings: list[Listing]) -> list[Listing]:
    pairs = [(listing.website, event_name(listing.name)) for listing in listings if listing.website]
    hosts = shared_front_pages(pairs)
    if not hosts:
        return listings
    return [
        replace(x, website="")
        if x.website and host_of(x.website) in hosts and is_front_page(x.website)
        else x
        for x in listings
    ]
