"""Long lists in slices, so that memory follows the slice and not the file.

Every slice is a list of its own: what stands before the first record stands before each of them.
"""

import codecs
from collections.abc import Iterator
from dataclasses import replace

from startline.feeds.adapters.detection import Found, look_into

SLICE = 6_000_000  # bytes
_EVENT = b"BEGIN:VEVENT"
_LINES = ("csv", "jsonl", "jsonld_lines")
_ENDS = {**dict.fromkeys(_LINES, b"\n"), "ical": b"\n" + _EVENT}
_CHECKED = 1 << 20  # bytes looked at together


def pieces(data: bytes, name: str, *, size: int = SLICE, is_cut: bool = False) -> Iterator[Found]:
    """A plain file as it was detected; a list of lines or of calendar entries in slices.

    `is_cut`: its end is missing, so its last line may be half a record and is left out.
    """
    found, text = _known(data, name, size)
    if found.format not in _ENDS:
        yield found
        return
    if is_cut and found.format in _LINES:
        text = text[: text.rfind(b"\n") + 1]
    for piece in slices(text, found.format, size) if len(text) > size else [text]:
        yield replace(found, text=piece.decode())


def _known(data: bytes, name: str, size: int) -> tuple[Found, bytes]:
    """What a file is, and its text in UTF-8.

    A long list in UTF-8 is known by its beginning and never decoded as a whole: one rare letter
    would make the text four times as large.
    """
    text = data.removeprefix(codecs.BOM_UTF8)
    first = text.rfind(b"\n", 0, size) + 1
    if len(text) > size and first and _is_utf8(text):
        found = look_into(text[:first], name)
        if found.format in _ENDS:
            return found, text
    found = look_into(data, name)
    return found, found.text.encode() if found.format in _ENDS else b""


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHECKED):
            decoder.decode(data[start : start + _CHECKED])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def slices(text: bytes, form: str, size: int) -> Iterator[bytes]:
    """A list in UTF-8 in slices of about `size` bytes."""
    end = _ENDS[form]
    head = _head(form, text)
    position = len(head)
    while position < len(text):
        cut = _cut(text, position, size, end, is_quoted=form == "csv")
        yield head + text[position:cut]
        position = cut


def _head(form: str, text: bytes) -> bytes:
    """What belongs to every slice: the line of column names, the calendar's own properties."""
    if form == "csv":
        return text[: text.find(b"\n") + 1]
    return text[: text.find(_EVENT)] if form == "ical" and _EVENT in text else b""


def _cut(text: bytes, start: int, size: int, end: bytes, *, is_quoted: bool) -> int:
    """Where a slice ends: behind a whole record, never within a quoted field."""
    at = start + size
    quotes = text.count(b'"', start, at) if is_quoted else 0
    while at < len(text):
        found = text.find(end, at)
        if found < 0:
            break
        cut = found + 1
        quotes += text.count(b'"', at, cut) if is_quoted else 0
        if quotes % 2 == 0:
            return cut
        at = cut
    return len(text)
