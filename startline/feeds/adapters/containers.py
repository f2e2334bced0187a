"""Files inside files (xz, gz, bz2, zip, tar), opened with limits on size, depth and number."""

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol

MEGABYTE = 1 << 20
_CHUNK = 1 << 18
_STEP = 2048  # packed bytes per step: even the densest bomb swells by a few MB


@dataclass(frozen=True)
class Limits:
    """What one import may cost. Bytes; `ratio` is expanded to packed, checked from 10 MB on."""

    file_bytes: int = 200 * MEGABYTE
    expanded_bytes: int = 200 * MEGABYTE
    ratio: int = 250
    depth: int = 2
    members: int = 20_000


class ReadFault(StrEnum):
    """Why a whole file can't be read."""

    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_DEEP = "too_deep"
    DAMAGED = "damaged"
    LOCKED = "locked"  # an archive with a password
    UNREADABLE = "unreadable"


class ReadError(Exception):
    """The whole file can't be read; `code` is a `ReadFault`."""

    def __init__(self, code: ReadFault, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass
class Budget:
    """What is left of the limits while one file is unpacked."""

    limits: Limits
    expanded: int = 0
    members: int = 0

    def spend(self, count: int, packed: int) -> None:
        """Count expanded bytes; raises ReadError("too_large") beyond size or ratio."""
        self.expanded += count
        if self.expanded > self.limits.expanded_bytes:
            raise ReadError(
                ReadFault.TOO_LARGE, f"more than {self.limits.expanded_bytes} bytes unpacked"
            )
        if self.expanded > 10 * MEGABYTE and self.expanded > self.limits.ratio * max(packed, 1):
            raise ReadError(
                ReadFault.TOO_LARGE, f"unpacks to more than {self.limits.ratio} times its size"
            )

    def member(self) -> None:
        """Count one file; raises ReadError("too_many_files")."""
        self.members += 1
        if self.members > self.limits.members:
            raise ReadError(ReadFault.TOO_MANY_FILES, str(self.limits.members))


_MAGIC = (
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)


class _Unpacker(Protocol):
    """What the three decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


_UNPACKERS: dict[str, Callable[[], _Unpacker]] = {
    "xz": lzma.LZMADecompressor,
    "gz": lambda: zlib.decompressobj(wbits=31),
    "bz2": bz2.BZ2Decompressor,
}
DAMAGED = "damaged or cut off: only what stands before the damage was read"
_BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


def packing(data: bytes) -> str:
    """ "xz", "gz", "bz2", "zip", "tar" by the first bytes, or empty for a plain file."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return "tar" if data[257:262] == b"ustar" else ""


def unpacked(name: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes, str]]:
    """The plain files inside, as (name, bytes, warning); a damaged end leaves what came before."""
    if len(data) > limits.file_bytes:
        raise ReadError(ReadFault.TOO_LARGE, f"{len(data)} bytes")
    yield from _open(name, data, Budget(limits), len(data), 0)


def _open(
    name: str, data: bytes, budget: Budget, packed: int, depth: int
) -> Iterator[tuple[str, bytes, str]]:
    kind = packing(data)
    if not kind:
        budget.member()
        yield name, data, ""
        return
    if depth > budget.limits.depth:
        raise ReadError(ReadFault.TOO_DEEP, name)
    if kind in _UNPACKERS:
        inner, warning = _expanded(kind, data, budget, packed)
        for found, content, other in _open(_stem(name, kind), inner, budget, packed, depth + 1):
            yield found, content, warning or other
        return
    members = _zip_members if kind == "zip" else _tar_members
    yield from _members(members(data, budget, packed), name, budget, packed, depth)


def _members(
    members: Iterator[tuple[str, bytes]], name: str, budget: Budget, packed: int, depth: int
) -> Iterator[tuple[str, bytes, str]]:
    try:
        for member, content in members:
            yield from _open(f"{name}/{member}", content, budget, packed, depth + 1)
    except _BROKEN:
        budget.member()
        yield name, b"", DAMAGED
    except (RuntimeError, NotImplementedError) as error:
        raise ReadError(ReadFault.LOCKED, str(error)[:200]) from error


def _expanded(kind: str, data: bytes, budget: Budget, packed: int) -> tuple[bytes, str]:
    """Everything that can be unpacked, and a warning if the end is missing or damaged."""
    out = io.BytesIO()
    warning = ""
    try:
        for part in _parts(kind, data):
            budget.spend(len(part), packed)
            out.write(part)
    except _BROKEN as error:
        warning = DAMAGED
        if not out.tell():
            raise ReadError(ReadFault.DAMAGED, type(error).__name__) from error
    budget.expanded -= out.tell() if packing(out.getvalue()[:512]) else 0
    return out.getvalue(), warning


def _parts(kind: str, data: bytes) -> Iterator[bytes]:
    """Unpack stream after stream in small steps, so that nothing swells before it is counted."""
    position = 0
    while position < len(data):
        unpacker = _UNPACKERS[kind]()
        while not unpacker.eof:
            if position >= len(data):
                raise EOFError
            yield unpacker.decompress(data[position : position + _STEP])
            position += _STEP
        position = min(position, len(data)) - len(unpacker.unused_data)
        if packing(data[position : position + 6]) != kind:
            return


def _zip_members(data: bytes, budget: Budget, packed: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.is_dir() or _is_litter(info.filename):
                continue
            with archive.open(info) as stream:
                yield info.filename, _limited(stream, budget, packed)


def _tar_members(data: bytes, budget: Budget, packed: int) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r|") as archive:
        for info in archive:
            if not info.isfile() or _is_litter(info.name):
                continue
            if stream := archive.extractfile(info):
                yield info.name, _limited(stream, budget, packed)


def _limited(stream: IO[bytes], budget: Budget, packed: int) -> bytes:
    parts = []
    while chunk := stream.read(_CHUNK):
        budget.spend(len(chunk), packed)
        parts.append(chunk)
    return b"".join(parts)


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last == ".DS_Store"


def _stem(name: str, kind: str) -> str:
    for ending in (f".{kind}", ".txz", ".tgz"):
        if name.lower().endswith(ending):
            return name[: -len(ending)] + (".tar" if ending in (".txz", ".tgz") else "")
    return name
