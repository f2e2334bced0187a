"""Lists of numbers read, start lists written."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from startline.core.refusals import Refusal
from startline.entries.adapters.sheets import (
    Sheet,
    read_sheet,
    write_csv,
    write_json,
    write_xlsx,
)
from startline.entries.rules.columns import plain, proposed
from startline.entries.rules.rows import clean, date_of, month_comes_first
from startline.events.models.catalogue import Edition, Race
from startline.raceday.queries.papers import starters
from startline.raceday.queries.runners import known_entries, listed_plan
from startline.raceday.rules.layouts import headers_of, row_of
from startline.raceday.rules.matching import BIB_HEADERS, Line, matched
from startline.raceday.rules.numbers import Plan

Writer = Callable[[Sequence[str], Iterable[Sequence[str]]], bytes]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}


class NoNumberColumnError(Refusal):
    """No column of the list is one of numbers."""

    code = "no_number_column"


def read_numbers(edition: Edition, *, name: str, body: bytes) -> Plan:
    """What a list of numbers would give. Raises UnreadableListError, NoNumberColumnError."""
    wanted = matched(lines_of(read_sheet(name, body)), known_entries(edition))
    plan = listed_plan(edition, wanted.pairs)
    return Plan(plan.gifts, (*wanted.conflicts, *plan.conflicts))


def lines_of(sheet: Sheet) -> list[Line]:
    """The rows that name a number or somebody, columns found by their headers."""
    column = next((h for h in sheet.headers if plain(h) in BIB_HEADERS), None)
    if column is None:
        raise NoNumberColumnError
    mapping = proposed([h for h in sheet.headers if h != column], {})
    by_field = {field: header for header, field in mapping.items() if field}
    birthdays = by_field.get("born_on", "")
    month_first = month_comes_first([row.get(birthdays, "") for row in sheet.rows])

    def cell(row: object, name: str) -> str:
        assert hasattr(row, "get")  # noqa: S101  -- a row of the sheet
        return clean(row.get(by_field.get(name, ""), "") or "")

    found = []
    for number, row in enumerate(sheet.rows, 2):
        name = cell(row, "name") or f"{cell(row, 'given_name')} {cell(row, 'family_name')}"
        born = date_of(cell(row, "born_on"), month_first=month_first)
        line = Line(
            row=number, number=clean(row.get(column, "") or ""), name=name.strip(),
            email=cell(row, "email"), reference=cell(row, "reference"),
            born=born.isoformat() if isinstance(born, dt.date) else "",
        )  # fmt: skip
        if line.number or line.name:
            found.append(line)
    return found


def start_list_file(
    edition: Edition, race: Race | None, *, layout: str, form: str
) -> tuple[str, bytes]:
    """Content type and file; `layout` is a key of LAYOUTS, `form` one of FORMATS."""
    kind, write = FORMATS[form]
    rows = (row_of(layout, one) for one in starters(edition, race, by="bib"))
    return kind, write(headers_of(layout), rows)
