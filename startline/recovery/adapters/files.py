"""A file as it was given: FIT, GPX, TCX, each also packed, or a whole export as a zip."""

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass

from startline.recovery.adapters.fit import read_fit
from startline.recovery.adapters.tracks import UnreadableTrackError, read_gpx, read_tcx
from startline.recovery.rules.activities import Activity

MOST_BYTES = 64 * 2**20
MOST_IN_ALL = 1024 * 2**20
MOST_FILES = 5_000
_KINDS = (".fit", ".gpx", ".tcx")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken: `code` is too_large, unreadable, no_records or unknown_format."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything read from what was given."""

    activities: tuple[Activity, ...]
    refused: tuple[Refused, ...]


def read_file(name: str, content: bytes) -> Found:
    """What a file holds; nothing in it can raise."""
    if name.lower().endswith(".zip") or content[:4] == b"PK\x03\x04":
        return _read_zip(name, content)
    return _read_one(name, content)


def _read_one(name: str, content: bytes) -> Found:
    """One activity file; a zip within a zip is not one."""
    unpacked = _unpacked(content)
    if unpacked is None:
        return Found((), (Refused(name, "too_large"),))
    found = _read(unpacked)
    return Found((), (Refused(name, found),)) if isinstance(found, str) else Found(found, ())


def _read(content: bytes) -> tuple[Activity, ...] | str:
    """The activities, or why there are none; the kind is seen in the content, not in the name."""
    try:
        if content[8:12] == b".FIT":
            found = read_fit(content)
        elif b"<TrainingCenterDatabase" in content[:4096]:
            found = read_tcx(content)
        elif b"<gpx" in content[:4096].lower():
            found = read_gpx(content)
        else:
            return "unknown_format"
    except (UnreadableTrackError, RecursionError):
        return "unreadable"
    return found or "no_records"


def _unpacked(content: bytes) -> bytes | None:
    """The content without its gzip; None when it is too large."""
    if content[:2] != b"\x1f\x8b":
        return content if len(content) <= MOST_BYTES else None
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return b""
    return unpacked if len(unpacked) <= MOST_BYTES else None


def _read_zip(name: str, content: bytes) -> Found:
    """Every activity of an export; other files in it are passed over."""
    activities: list[Activity] = []
    refused: list[Refused] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if _is_activity(one.filename)]
            if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_IN_ALL:
                return Found((), (Refused(name, "too_large"),))
            for member in members:
                found = _read_member(packed, member)
                activities += found.activities
                refused += found.refused
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        refused.append(Refused(name, "unreadable"))
    return Found(tuple(activities), tuple(refused))


def _read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Found:
    if member.file_size > MOST_BYTES:
        return Found((), (Refused(member.filename, "too_large"),))
    return _read_one(member.filename, packed.read(member))


def _is_activity(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(_KINDS)
