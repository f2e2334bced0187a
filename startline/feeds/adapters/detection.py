"""What a file is, by its content. The name is only a hint, never proof."""

import json
import re
from dataclasses import dataclass

from startline.feeds.adapters.charset import decoded, is_text
from startline.feeds.adapters.containers import packing
from startline.feeds.adapters.jsonld import event_nodes, has_events
from startline.feeds.adapters.parkrun import features_of
from startline.feeds.adapters.runsignup import races_of

_BINARY = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
    (b"RIFF", "a recording"),
)
_XML = (
    ("<gpx", "gpx"),
    ("<trainingcenterdatabase", "an activity file (TCX)"),
    ("<kml", "a KML file"),
    ("<rss", "an RSS feed without event data"),
    ("<feed", "an Atom feed without event data"),
    ("<svg", "a picture"),
    ("<urlset", "a sitemap"),
)


# One JSON value takes sixteen times its length in memory, and can't be read piece by piece.
LARGEST_VALUE = 40_000_000


@dataclass(frozen=True)
class Found:
    """The format, the text, parsed JSON if it is JSON, and a reason if it is no listing."""

    format: str
    text: str = ""
    data: object = None
    reason: str = ""
    encoding: str = ""


def detect(data: bytes, name: str = "") -> str:
    """ "ical", "jsonld", "jsonld_lines", "runsignup", "parkrun", "json", "jsonl", "yaml", "csv",
    "html", "gpx", "archive" or "not_a_listing"."""
    return look_into(data, name).format


def look_into(data: bytes, name: str = "") -> Found:
    """Detect and keep what was decoded and parsed on the way."""
    if packing(data):
        return Found("archive")
    if reason := _binary(data):
        return Found("not_a_listing", reason=reason)
    if not is_text(data):
        return Found("not_a_listing", reason="not a text: it holds bytes that no text has")
    text, encoding = decoded(data)
    head = text[:20_000].lstrip("\ufeff \t\r\n\0")
    if not head:
        return Found("not_a_listing", reason="an empty file")
    found = _by_head(text, head, name)
    return Found(found.format, text.lstrip("\ufeff"), found.data, found.reason, encoding)


def _binary(data: bytes) -> str:
    for magic, what in _BINARY:
        if data.startswith(magic):
            return what
    return "an activity file (FIT)" if data[8:12] == b".FIT" else ""


def _by_head(text: str, head: str, name: str) -> Found:
    if re.search(r"^BEGIN:V(?:CALENDAR|EVENT)", head[:4000], re.MULTILINE | re.IGNORECASE):
        return Found("ical")
    if head.startswith("<"):
        return _markup(text, head)
    if head[0] in "{[":
        return _json(text)
    if _is_yaml(head, name):
        return Found("yaml")
    is_prose = re.match(r"^\s*#{1,3} |^\s*\*\*|^---\n", head)
    if is_prose or name.lower().endswith((".md", ".rst")):
        return Found("not_a_listing", reason="a text document")
    return Found("csv")


def _markup(text: str, head: str) -> Found:
    lowered = head[:4000].lower()
    for mark, what in _XML:
        if mark in lowered and "<html" not in lowered:
            is_course = what == "gpx"
            return Found("gpx") if is_course else Found("not_a_listing", reason=what)
    if (
        "<html" in lowered
        or "<!doctype html" in lowered
        or "<body" in lowered
        or "<script" in text.lower()
    ):
        return Found("html")
    return Found("html" if "<table" in text.lower() else "not_a_listing", reason="an XML document")


def _json(text: str) -> Found:
    stripped = text.lstrip("\ufeff \t\r\n")
    if len(stripped) > LARGEST_VALUE:
        return _long_json(stripped)
    try:
        data = json.loads(stripped, strict=False)
    except RecursionError:
        return Found("not_a_listing", reason="JSON nested too deeply")
    except json.JSONDecodeError:
        return _broken_json(stripped)
    return _parsed(data)


def _long_json(text: str) -> Found:
    """Lines of JSON of any number; one value only up to a size."""
    found = _broken_json(text)
    if found.format in ("jsonl", "jsonld_lines"):
        return found
    reason = f"one JSON value of more than {LARGEST_VALUE // 1_000_000} MB: one record a line works"
    return Found("not_a_listing", reason=reason)


def _parsed(data: object) -> Found:
    if features_of(data) is not None:
        return Found("parkrun", data=data)
    if races_of(data) is not None:
        return Found("runsignup", data=data)
    if _is_scripts(data):
        return Found("jsonld_lines", data=[data])
    if next(event_nodes(data), None) is not None:
        return Found("jsonld", data=data)
    return Found("json", data=data)


def _broken_json(text: str) -> Found:
    """Lines of JSON, or one value that is damaged."""
    first, _, second = text.partition("\n")
    try:
        value = json.loads(first, strict=False)
    except (json.JSONDecodeError, RecursionError):
        return Found("jsonld" if has_events(text[:50_000]) else "json", reason="broken")
    if not isinstance(value, dict) or not second.strip():
        return Found("json", reason="broken")
    return Found("jsonld_lines" if _is_scripts(value) else "jsonl")


def _is_scripts(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("scripts"), list) and "slug" in value


def _is_yaml(head: str, name: str) -> bool:
    """Several "key: value" lines, in a list or under a start mark; prose has few."""
    lines = [
        line
        for line in head.splitlines()[:60]
        if line.strip() and not line.lstrip().startswith("#")
    ]
    keyed = sum(1 for line in lines if re.match(r"\s*(?:- )?[\"']?[\w-]+[\"']?\s*:(?:\s|$)", line))
    starts = bool(lines) and bool(re.match(r"(?:---|- |[\w-]+:)", lines[0]))
    is_named = name.lower().endswith((".yaml", ".yml"))
    return starts and keyed >= (0.4 if is_named else 0.6) * len(lines)
