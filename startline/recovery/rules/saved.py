"""The saved log as JSON: written in one way, read strictly, each fault named by its place."""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any

from startline.recovery.rules.danger import ALL
from startline.recovery.rules.entries import KINDS, Entry

FORMAT = "startline-recovery"
VERSION = 1
MOST_ENTRIES = 20_000
MOST_BYTES = 8_000_000
MOST_DOSES = 18
_DOSE = re.compile(r"E(0[1-9]|1[0-8]) [1-9]x[1-9][0-9]{0,2}", re.ASCII)
NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` such as "entries[3].peak", `code` for the sentence shown."""

    place: str
    code: str


class UnreadableLogError(ValueError):
    """The file is not a log we can keep; nothing of it was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)


def dumped(log: Sequence[Entry]) -> str:
    """The log as text: the same log always gives the same text."""
    document = {"format": FORMAT, "version": VERSION, "entries": [_row(entry) for entry in log]}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loaded(text: str) -> tuple[Entry, ...]:
    """The log of a saved text; UnreadableLogError names every fault found."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise UnreadableLogError([Fault("file", "too_long")])
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableLogError([Fault("file", "not_json")]) from error
    return entries_of(document)


def entries_of(document: object) -> tuple[Entry, ...]:
    """The log of a parsed document, as a request may carry it; the same faults."""
    rows = _rows(document)
    faults: list[Fault] = []
    log: list[Entry] = []
    for number, row in enumerate(rows):
        entry = _entry(f"entries[{number}]", row, faults)
        if entry is not None:
            log.append(entry)
    faults += _reference_faults(log)
    if faults:
        raise UnreadableLogError(faults)
    return tuple(log)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _rows(document: object) -> list[object]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnreadableLogError([Fault("format", "not_a_log")])
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise UnreadableLogError([Fault("version", "not_a_version")])
    if version > VERSION:
        raise UnreadableLogError([Fault("version", "newer_version")])
    unknown = sorted(str(key) for key in document.keys() - {"format", "version", "entries"})
    if unknown:
        raise UnreadableLogError([Fault(unknown[0], "unknown_field")])
    rows = document.get("entries")
    if not isinstance(rows, list):
        raise UnreadableLogError([Fault("entries", "not_a_list")])
    if len(rows) > MOST_ENTRIES:
        raise UnreadableLogError([Fault("entries", "too_many")])
    return rows


def _entry(place: str, row: object, faults: list[Fault]) -> Entry | None:
    kind = KINDS.get(str(row.get("type"))) if isinstance(row, dict) else None
    if kind is None or not isinstance(row, dict):
        faults.append(Fault(f"{place}.type", "unknown_type"))
        return None
    known = {item.name: item for item in fields(kind)}
    before = len(faults)
    faults += [
        Fault(f"{place}.{key}", "unknown_field")
        for key in row
        if key != "type" and key not in known
    ]
    values = {"id": _identity(place, row, "id", faults), "at": _instant(place, row, faults)}
    if "corrects" in row:
        values["corrects"] = _identity(place, row, "corrects", faults)
    for name, item in known.items():
        if name in row and item.metadata:
            value, code = _value(item, row[name])
            values[name] = value
            if code:
                faults.append(Fault(f"{place}.{name}", code))
    return kind(**values) if len(faults) == before else None


def _identity(place: str, row: Mapping[str, object], name: str, faults: list[Fault]) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 64 or not value.isprintable():
        faults.append(Fault(f"{place}.{name}", "not_a_name"))
        return ""
    return value


def _instant(place: str, row: Mapping[str, object], faults: list[Fault]) -> Any:
    try:
        value = dt.datetime.fromisoformat(str(row.get("at")))
    except ValueError:
        faults.append(Fault(f"{place}.at", "not_an_instant"))
        return None
    if value.utcoffset() is None:
        faults.append(Fault(f"{place}.at", "without_offset"))
    elif not 1900 < value.year < 2200:
        faults.append(Fault(f"{place}.at", "out_of_range"))
    return value


def _value(item: Field[Any], value: object) -> tuple[object, str]:
    """The value of one field, and what is wrong with it."""
    kind = item.metadata["kind"]
    if value is None and item.default is None:
        return None, ""
    if kind == "number":
        return value, _number_fault(value, item.metadata["low"], item.metadata["high"])
    if kind == "day":
        return _day(value)
    if kind in {"signs", "words"}:
        return _set(value, ALL if kind == "signs" else item.metadata["allowed"])
    if kind == "doses":
        return _doses(value)
    return value, _word_fault(item, value)


def _doses(value: object) -> tuple[tuple[str, ...], str]:
    """Doses as a physiotherapist's link carries them."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return (), "not_a_list"
    fits = len(value) <= MOST_DOSES and all(_DOSE.fullmatch(word) for word in value)
    return tuple(value), "" if fits else "unknown_word"


def _word_fault(item: Field[Any], value: object) -> str:
    """What is wrong with yes or no, a text or one of a few words."""
    kind = item.metadata["kind"]
    if kind == "flag":
        return "" if isinstance(value, bool) else "not_yes_or_no"
    if kind == "text":
        fits = isinstance(value, str) and len(value) <= item.metadata["most"]
        return "" if fits else "not_a_text"
    return "" if isinstance(value, str) and value in item.metadata["allowed"] else "unknown_word"


def _number_fault(value: object, low: int, high: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return "not_a_whole_number"
    return "" if low <= value <= high else "out_of_range"


def _day(value: object) -> tuple[dt.date | None, str]:
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return None, "not_a_day"
    return day, "" if 1900 < day.year < 2200 else "out_of_range"


def _set(value: object, allowed: frozenset[str]) -> tuple[frozenset[str], str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return frozenset(), "not_a_list"
    return frozenset(value), "" if frozenset(value) <= allowed else "unknown_word"


def _reference_faults(log: Sequence[Entry]) -> list[Fault]:
    """A name is used once, and a correction points back to a line that stands before it."""
    faults = []
    seen: dict[str, Entry] = {}
    for number, entry in enumerate(log):
        if entry.id in seen:
            faults.append(Fault(f"entries[{number}].id", "used_twice"))
        if entry.corrects and entry.corrects not in seen:
            faults.append(Fault(f"entries[{number}].corrects", "not_before"))
        seen[entry.id] = entry
    return faults


def _row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {"type": NAMES[type(entry)], "id": entry.id}
    row["at"] = entry.at.isoformat()
    if entry.corrects:
        row["corrects"] = entry.corrects
    for item in fields(entry):
        value = getattr(entry, item.name)
        if item.metadata and value is not None:
            row[item.name] = _plain(value)
    return row


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, dt.date) else value
