"""Lists to rows: CSV and TSV, JSON and JSON lines, YAML, HTML tables; and rows to a reading."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from startline.feeds.rules.dates import read_when
from startline.feeds.rules.listing import Listing, Reading, Refused
from startline.feeds.rules.mapping import Mapping as ColumnMapping
from startline.feeds.rules.mapping import propose_mapping
from startline.feeds.rules.markup import CELL, ROW, TABLE, between
from startline.feeds.rules.records import read_record
from startline.feeds.rules.rows import Row, find_records, flat, headers_of, phrase
from startline.feeds.rules.sports import classify
from startline.feeds.rules.texts import one_line
from startline.feeds.rules.urls import is_refused

ADDRESSES = ("website", "entry_url", "listing_url")
ROWS = 200_000
LINE_LENGTH = 100_000  # characters; no list has such a line
YAML_LENGTH = 10_000_000  # characters; YAML is slow to read
_DELIMITERS = "\t;,|"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Table:
    """The rows of a list, what could not be read, and when the list says it was made."""

    rows: list[Row] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)  # (row, why)
    made: object = None

    @property
    def headers(self) -> list[str]:
        """All columns in the order they appear."""
        return headers_of(self.rows)


def csv_table(text: str) -> Table | None:
    """Rows of a delimited text with a header line; None if it is not one."""
    lines = text.lstrip("\n").splitlines()
    if max(map(len, lines[:20]), default=0) > LINE_LENGTH:
        return None
    delimiter = _delimiter(lines[:20])
    if not delimiter:
        return None
    table = Table()
    reader = csv.reader(io.StringIO("\n".join(lines).replace("\0", "")), delimiter=delimiter)
    headers: list[str] = []
    for number, cells in enumerate(_rows(reader, table), 0):
        if not headers:
            headers = [one_line(cell) for cell in cells]
            continue
        if number > ROWS:
            table.broken.append((number, f"only the first {ROWS} rows are read"))
            break
        if any(cell.strip() for cell in cells):
            table.rows.append(_row(headers, cells, number, table))
    return table if table.rows else None


def _rows(reader: Iterator[list[str]], table: Table) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            table.broken.append((len(table.rows) + 1, str(error)))


def _row(headers: list[str], cells: list[str], number: int, table: Table) -> Row:
    if len(cells) > len(headers) + 3:
        table.broken.append((number, f"{len(cells)} cells under {len(headers)} headers"))
    return dict(zip(headers, cells, strict=False))


def _delimiter(lines: list[str]) -> str:
    """The delimiter that splits header and following lines alike into two columns or more."""
    if len(lines) < 2:
        return ""
    best = ("", 0)
    for mark in _DELIMITERS:
        counts = [
            len(next(csv.reader([line], delimiter=mark), [])) for line in lines if line.strip()
        ]
        alike = sum(1 for count in counts if abs(count - counts[0]) <= 1)
        if counts and counts[0] >= 2 and alike >= 0.6 * len(counts) and counts[0] > best[1]:
            best = (mark, counts[0])
    return best[0]


def json_table(data: object) -> Table:
    """Rows of parsed JSON, wherever its list of records stands."""
    made = None
    if isinstance(data, Mapping):
        keys = (
            "updated",
            "updatedat",
            "generated",
            "generatedat",
            "asof",
            "lastupdated",
            "timestamp",
        )
        made = next((v for k, v in data.items() if phrase(str(k)).replace(" ", "") in keys), None)
    records = find_records(data)
    rest = [(ROWS + 1, f"only the first {ROWS} rows are read")] if len(records) > ROWS else []
    return Table([flat(record) for record in records[:ROWS]], rest, made)


def json_lines(text: str) -> tuple[list[object], list[tuple[int, str]]]:
    """The values of a JSON-lines text, and the lines that are none."""
    values: list[object] = []
    broken: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line, strict=False))
        except (json.JSONDecodeError, RecursionError) as error:
            broken.append((number, str(error)[:200]))
    return values, broken


def json_salvaged(text: str) -> tuple[list[object], str]:
    """The whole objects of a broken or cut-off JSON list, and what went wrong."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    position = text.find("[") + 1
    fault = ""
    while position and (start := text.find("{", position)) >= 0 and len(values) < ROWS:
        try:
            value, position = decoder.raw_decode(text, start)
            values.append(value)
        except json.JSONDecodeError as error:
            fault = fault or str(error)[:200]
            position = _after_broken(text, start)
        except RecursionError:
            return values, "nested too deeply"
    return values, fault


def _after_broken(text: str, start: int) -> int:
    """Where the next record of the same list may begin: after "}," and an opening brace."""
    found = re.compile(r"\}\s*,\s*(?=\{)").search(text, start + 1)
    return found.end() if found else len(text)


def yaml_table(text: str) -> Table | None:
    """Rows of a YAML list or mapping; None if it is not YAML, too long or without records."""
    if len(text) > YAML_LENGTH:
        return None
    try:
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506  the loader is the safe one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _salvaged_yaml(text, str(error).replace("\n", " ")[:200])
    return json_table(data) if isinstance(data, list | dict) else None


def _salvaged_yaml(text: str, fault: str) -> Table | None:
    """Each "- " item of a broken YAML list on its own."""
    parts = re.split(r"^(?=- )", text, flags=re.MULTILINE)
    table = Table()
    for number, part in enumerate((p for p in parts if p.startswith("- ")), 1):
        try:
            data = yaml.load(part, Loader=_LOADER)  # noqa: S506  the loader is the safe one
        except (yaml.YAMLError, ValueError, RecursionError):
            table.broken.append((number, fault))
            continue
        table.rows += [flat(record) for record in find_records(data)]
    return table if table.rows else None


def html_tables(page: str) -> Iterator[Table]:
    """The tables of a page whose first row is their header."""
    for _, table in between(page, TABLE):
        lines = [
            [one_line(cell) for _, cell in between(row, CELL)] for _, row in between(table, ROW)
        ]
        lines = [line for line in lines if line]
        if len(lines) > 1:
            yield Table([dict(zip(lines[0], line, strict=False)) for line in lines[1:ROWS]])


def read_table(kind: str, name: str, table: Table, mapping: ColumnMapping | None) -> Reading | None:
    """Read all rows through the mapping given or proposed; None if they make no listings."""
    headers = table.headers
    if mapping is None:
        mapping = _with_sport_of(name, propose_mapping(headers, table.rows))
    if not mapping.makes_listings:
        return None
    reading = Reading(kind, mapping=mapping.to_data(), headers=tuple(headers))
    reading.as_of = read_when(table.made).at if table.made else None
    for number, row in enumerate(table.rows, 1):
        found = read_record(row, mapping, number)
        if isinstance(found, Listing):
            reading.listings.append(found)
            reading.warnings += _left_out(number, row, mapping)
        else:
            reading.refused.append(found)
    reading.refused += [Refused(f"row {n}", n, "unreadable", why) for n, why in table.broken]
    return reading


def _left_out(number: int, row: Row, mapping: ColumnMapping) -> list[str]:
    """Addresses that no page may link to; the rest of the row stays."""
    said = {name: str(row.get(mapping.columns.get(name, "")) or "") for name in ADDRESSES}
    return [
        f"row {number}: {name} is left out, {text[:60]!r} is no address of the web (http, https)"
        for name, text in said.items()
        if is_refused(text)
    ]


def _with_sport_of(name: str, mapping: ColumnMapping) -> ColumnMapping:
    """A list called "ultracycling/races" is of cycling unless its rows say otherwise."""
    sport = classify(" ".join(re.findall(r"[^\W\d_]+", name))).sport
    if not sport or "sport" in mapping.defaults or sport in ("running", "walking"):
        return mapping
    return replace(mapping, defaults={**mapping.defaults, "sport": sport})


def is_results(headers: Sequence[str]) -> bool:
    """Columns of a result list: a bib with a time, a place or a category."""
    named = {phrase(header) for header in headers}
    runner = {"bib", "dorsal", "startnummer", "dossard", "pettorale", "bib number", "athlete"}
    outcome = {
        "net",
        "gun",
        "overall",
        "finish",
        "finish time",
        "status",
        "official",
        "chip time",
        "pace",
        "rank",
        "place",
        "position",
        "category",
        "gender",
        "sex",
    }
    return bool(named & runner) and len(named & outcome) >= 2
