"""Long lists in slices, so that memory follows the slice and not the file.

Every slice is a list of its own: what stands before the first record stands before each of them.
"""

from collections.abc import Iterator
from dataclasses import replace

from startline.feeds.adapters.detection import Found

SLICE = 6_000_000  # characters
_EVENT = "BEGIN:VEVENT"
_ENDS = {"csv": "\n", "jsonl": "\n", "jsonld_lines": "\n", "ical": f"\n{_EVENT}"}


def slices(found: Found, size: int = SLICE) -> Iterator[Found]:
    """A list of lines or calendar entries in slices of about `size` characters; others whole."""
    end = _ENDS.get(found.format)
    text = found.text
    if end is None or len(text) <= size:
        yield found
        return
    head = _head(found.format, text)
    position = len(head)
    while position < len(text):
        cut = _cut(text, position, size, end, is_quoted=found.format == "csv")
        yield replace(found, text=head + text[position:cut])
        position = cut


def _head(form: str, text: str) -> str:
    """What belongs to every slice: the line of column names, the calendar's own properties."""
    if form == "csv":
        return text[: text.find("\n") + 1]
    return text[: text.find(_EVENT)] if form == "ical" and _EVENT in text else ""


def _cut(text: str, start: int, size: int, end: str, *, is_quoted: bool) -> int:
    """Where a slice ends: behind a whole record, never within a quoted field."""
    at = start + size
    quotes = text.count('"', start, at) if is_quoted else 0
    while at < len(text):
        found = text.find(end, at)
        if found < 0:
            break
        cut = found + 1
        quotes += text.count('"', at, cut) if is_quoted else 0
        if quotes % 2 == 0:
            return cut
        at = cut
    return len(text)
