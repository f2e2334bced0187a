"""Lists of rows as CSV, XLSX and JSON, read and written. Cells are text.

Spreadsheets run a cell that begins with one of `RISKY` as a formula (CWE-1236): in CSV such a cell
gets an apostrophe in front, which our own reader takes off again; in XLSX every cell is a string.
"""

import csv
import datetime as dt
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startline.core.later import loaded_when_used
from startline.core.refusals import Refusal

if TYPE_CHECKING:
    import openpyxl
    import openpyxl.cell
    import openpyxl.utils.exceptions
    import openpyxl.worksheet.worksheet
    import openpyxl.writer.excel
else:
    openpyxl = loaded_when_used("openpyxl")

RISKY = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"
MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 400


class UnreadableListError(Refusal):
    """The file is no list that can be read; `why` is a stable word."""

    code = "unreadable_list"


@dataclass(frozen=True)
class Sheet:
    """A list: its headers, and each row by header."""

    headers: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def guarded(text: str) -> str:
    """The cell as a spreadsheet may safely show it; `unguarded` gives the text back."""
    risky = text.startswith(RISKY) or (text.startswith(QUOTE) and text != unguarded(text))
    return QUOTE + text if risky else text


def unguarded(text: str) -> str:
    """The cell without the apostrophe that `guarded` put in front."""
    rest = text[1:]
    return rest if text.startswith(QUOTE) and rest.startswith((*RISKY, QUOTE)) else text


def read_sheet(name: str, body: bytes) -> Sheet:
    """A list by its content (and the name's ending for JSON). Raises UnreadableListError."""
    return _sheet(read_table(name, body))


def read_table(name: str, body: bytes) -> list[list[str]]:
    """The rows of a list that are not empty, whichever of them names the columns.

    Raises UnreadableListError.
    """
    if len(body) > MOST_BYTES:
        raise UnreadableListError(why="too_large")
    if body.startswith(b"PK"):
        table = _xlsx(body)
    elif body.lstrip()[:1] in (b"[", b"{"):
        table = _json(body)
    else:
        table = _csv(body)
    if not table:
        raise UnreadableListError(why="no_rows")
    return table


def read_sheets(name: str, body: bytes) -> list[tuple[str, Sheet]]:
    """Every list of a file with its name: the sheets of a workbook that hold rows, or the one list.

    Raises UnreadableListError.
    """
    if not body.startswith(b"PK"):
        return [(name, read_sheet(name, body))]
    tables = [(title, table) for title, table in _sheets_of(body) if len(table) > 1]
    if not tables:
        raise UnreadableListError(why="no_rows")
    alone = len(tables) == 1
    return [(name if alone else f"{name}: {title}", _sheet(table)) for title, table in tables]


def _sheet(table: list[list[str]]) -> Sheet:
    """Headers from the first row; doubled or empty ones get a number."""
    if len(table) < 2:
        raise UnreadableListError(why="no_rows")
    if len(table) > MOST_ROWS + 1 or len(table[0]) > MOST_COLUMNS:
        raise UnreadableListError(why="too_large")
    headers: list[str] = []
    for number, cell in enumerate(table[0], 1):
        word = cell.strip() or f"column {number}"
        headers.append(word if word not in headers else f"{word} ({number})")
    rows = [
        dict(zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False))
        for cells in table[1:]
    ]
    return Sheet(tuple(headers), tuple(rows))


def _csv(body: bytes) -> list[list[str]]:
    """Comma, semicolon or tab; UTF-8, UTF-16 with a mark, or Windows' western letters."""
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableListError(why="no_list")
    text = _decoded(body)
    top = "\n".join(text.split("\n", 5)[:5])  # titles may stand above the names of columns
    sign = max(",;\t", key=top.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return [[unguarded(cell) for cell in row] for row in rows if row]
    except csv.Error as error:
        raise UnreadableListError(why="no_list") from error


def _decoded(body: bytes) -> str:
    for coding in ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace")


def _json(body: bytes) -> list[list[str]]:
    """A list of objects, or an object whose "entrants" (or "participants") is one."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError(why="no_list") from error
    if isinstance(found, dict):
        found = found.get("entrants") or found.get("participants")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise UnreadableListError(why="no_list")
    headers = list(dict.fromkeys(str(key) for row in found for key in row))
    return [headers, *([_text(row.get(h)) for h in headers] for row in found)]


def _xlsx(body: bytes) -> list[list[str]]:
    """The first sheet."""
    tables = _sheets_of(body, most=1)
    if not tables:
        raise UnreadableListError(why="no_list")
    return tables[0][1]


def _sheets_of(body: bytes, *, most: int = 20) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a workbook; a packed bomb is refused before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableListError(why="too_large")
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        return [(sheet.title, _cells(sheet)) for sheet in book.worksheets[:most]]
    except UnreadableListError:
        raise
    except (
        zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException, KeyError, ValueError,
        IndexError, OSError, TypeError, AttributeError, SyntaxError, zlib.error, EOFError,
        RuntimeError,
    ) as error:  # fmt: skip
        raise UnreadableListError(why="no_list") from error


def _cells(sheet: "openpyxl.worksheet.worksheet.Worksheet") -> list[list[str]]:
    """The rows of a sheet that hold something.

    Each is filled up to the width that the sheet names, or to its own last cell: a small file could
    ask for billions of cells, so where there are more than a list may have, the rest is not read.
    """
    is_wide = not sheet.max_column or sheet.max_column > MOST_COLUMNS
    most = MOST_COLUMNS + 1 if is_wide else None
    rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=most)
    found = ([_text(cell) for cell in row] for row in rows if any(c is not None for c in row))
    return [_trimmed(row) for row in found] if is_wide else list(found)


def _trimmed(row: list[str]) -> list[str]:
    """The row without the empty cells at its end."""
    last = next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)
    return row[:last]


def _text(value: object) -> str:
    """A cell as text: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; risky cells guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(h) for h in headers])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet; every cell a string, so that nothing in it is ever computed."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Entrants")
    for row in (headers, *rows):
        cells = []
        for text in row:
            cell = openpyxl.cell.WriteOnlyCell(sheet, value=_allowed(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    openpyxl.writer.excel.save_workbook(book, out)
    return out.getvalue()


def _allowed(text: str) -> str:
    """Without the control signs that XML forbids."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def write_json(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An object with the list of entrants, each an object by header; empty cells are left out."""
    entrants = [{h: c for h, c in zip(headers, row, strict=True) if c} for row in rows]
    return json.dumps({"entrants": entrants}, ensure_ascii=False, indent=1).encode()
