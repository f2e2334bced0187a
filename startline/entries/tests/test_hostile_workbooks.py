"""Workbooks that somebody made to break us: refused, or read no further than a list may go."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from startline.entries.adapters.sheets import MOST_COLUMNS, UnreadableListError, read_table

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def workbook(part: str = "", change: Callable[[bytes], bytes] = bytes) -> bytes:
    """A list of one name, with one part of its package changed."""
    book, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in (["Name"], ["Zoe"]):
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    book.save(plain)
    with zipfile.ZipFile(plain) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in packed.namelist():
            body = packed.read(name)
            new.writestr(name, change(body) if name == part else body)
    return out.getvalue()


def wide(body: bytes) -> bytes:
    """A hundred rows with one cell in the last column there is, and no word of how wide it is."""
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 103))
    return re.sub(rb"<dimension[^>]*/>", b"", body.replace(b"</sheetData>", rows + b"</sheetData>"))


def spoilt() -> bytes:
    """A package whose sheet can't be unpacked."""
    body = bytearray(workbook())
    begin = body.index(SHEET.encode()) + len(SHEET)
    body[begin : begin + 40] = b"\xff" * 40
    return bytes(body)


def locked() -> bytes:
    """A package that says it needs a password."""
    body = bytearray(workbook())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(sign), bytes(body)):
            body[found.start() + offset] |= 1
    return bytes(body)


@pytest.mark.parametrize(
    "body",
    [
        workbook(SHEET, lambda body: body[:200] + b"<<<"),
        workbook(BOOK, lambda _body: b"<x"),
        workbook(SHEET, lambda body: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + body),
        spoilt(),
        locked(),
    ],
    ids=["broken sheet", "broken book", "entities", "not unpackable", "with a password"],
)
def test_a_workbook_that_is_broken_inside_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(UnreadableListError):
        read_table("list.xlsx", body)


def test_a_cell_far_to_the_right_fills_no_memory() -> None:
    table = read_table("list.xlsx", workbook(SHEET, wide))

    assert table[:2] == [["Name"], ["Zoe"]]
    assert max(map(len, table)) <= MOST_COLUMNS + 1
