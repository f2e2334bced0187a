"""A question about a log: the log itself and the zone the reader lives in. The instant is ours."""

import datetime as dt
import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from startline.recovery.rules.entries import Entry
from startline.recovery.rules.saved import Fault, UnreadableLogError, entries_of

MOST_BYTES = 2_000_000
_LONGEST_ZONE = 64
_FIELDS = {"log", "zone"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The lines, and this instant where the reader is."""

    log: tuple[Entry, ...]
    now: dt.datetime


def asked(body: bytes, now: dt.datetime) -> Asked:
    """What a request asks: `{"log": a saved log, "zone": "Europe/Berlin"}`, without a zone UTC.

    The device's own clock is never believed. UnreadableLogError names every fault by its place.
    """
    if len(body) > MOST_BYTES:
        raise UnreadableLogError([Fault("file", "too_long")])
    try:
        document = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableLogError([Fault("file", "not_json")]) from error
    if not isinstance(document, dict):
        raise UnreadableLogError([Fault("file", "not_a_question")])
    unknown = sorted(document.keys() - _FIELDS)
    if unknown:
        raise UnreadableLogError([Fault(unknown[0][:_LONGEST_ZONE], "unknown_field")])
    zone = zone_of(document.get("zone", "UTC"))
    return Asked(entries_of(document.get("log")), now.astimezone(zone))


def zone_of(name: object) -> ZoneInfo:
    """The IANA zone of this name; UnreadableLogError for what is none."""
    try:
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_ZONE:
            return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        pass
    raise UnreadableLogError([Fault("zone", "not_a_zone")])


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
