"""Unpacks the gazetteer once per state folder and opens it, read-only, once per thread."""

import hashlib
import lzma
import os
import sqlite3
import tempfile
import threading
from pathlib import Path

from django.conf import settings

_FOLDER = Path(__file__).resolve().parent
_PACKED = _FOLDER / "gazetteer.sqlite3.xz"
_DIGEST = _FOLDER / "gazetteer.sha256"
_BLOCK = 1 << 20
# Asked once, when the process starts: one process reads one file.
_STATE = Path(settings.STATE)
_local = threading.local()

# How well known a town is by a name: by its own name better than by one of its others.
FAME = "(t.population + 1) * (CASE WHEN main THEN 20 ELSE 1 END)"
# What can be derived is made here and not shipped.
_DERIVED = """
CREATE INDEX town_geoname ON town (geoname);
CREATE UNIQUE INDEX region_code ON region (country, code);
CREATE TABLE prefix (
    prefix TEXT, place INTEGER, town INTEGER NOT NULL, PRIMARY KEY (prefix, place)
) WITHOUT ROWID;
"""
# Type-ahead on one to three letters would read too many names: the best known towns are noted.
_LARGE = f"""
CREATE TEMP TABLE large AS SELECT n.folded, n.town, {FAME} AS fame
FROM name n JOIN town t ON t.id = n.town WHERE t.population >= 5000
"""  # noqa: S608  put together from a constant
_CROWDED = """
WITH short AS (
    SELECT substr(folded, 1, :length) AS prefix, town, max(fame) AS fame FROM large
    WHERE length(folded) >= :length GROUP BY 1, 2
), placed AS (
    SELECT prefix, town, count(*) OVER (PARTITION BY prefix) AS names,
        row_number() OVER (PARTITION BY prefix ORDER BY fame DESC, town) AS place
    FROM short
)
INSERT INTO prefix SELECT prefix, place, town FROM placed WHERE names > 200 AND place <= 40
"""


class BrokenFileError(Exception):
    """The shipped file does not hold what its digest promises."""


def connect() -> sqlite3.Connection:
    """This thread's connection; a forked child opens its own."""
    known: tuple[int, sqlite3.Connection] | None = getattr(_local, "known", None)
    if known and known[0] == os.getpid():
        return known[1]
    path = unpacked(_STATE)
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute("PRAGMA mmap_size = 67108864")
    connection.execute("PRAGMA cache_size = -2048")
    _local.known = (os.getpid(), connection)
    return connection


def unpacked(state: Path) -> Path:
    """The file in the state folder, made at first use.

    Several processes may get here at once: each writes its own file beside it and renames; the
    contents are the same, so it does not matter who is last. Files of other releases are removed; a
    process that still reads one keeps it open.
    """
    digest = _DIGEST.read_text().strip()
    made = hashlib.sha256("".join((digest, _DERIVED, _LARGE, _CROWDED)).encode()).hexdigest()
    path = state / f"gazetteer-{made[:16]}.sqlite3"
    if path.exists():
        return path
    state.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="gazetteer-", suffix=".part", dir=state)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            _unpack(out.fileno(), digest)
        _derive(part)
        part.chmod(0o644)
        part.replace(path)
        for other in state.glob("gazetteer-*.sqlite3"):
            if other != path:
                other.unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)
    return path


def _unpack(handle: int, digest: str) -> None:
    seen = hashlib.sha256()
    with lzma.open(_PACKED) as packed:
        while block := packed.read(_BLOCK):
            seen.update(block)
            os.write(handle, block)
    if seen.hexdigest() != digest:
        msg = f"{_PACKED.name} does not match {_DIGEST.name}"
        raise BrokenFileError(msg)


def _derive(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_DERIVED)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("BEGIN")
        connection.execute(_LARGE)
        for length in (1, 2, 3):
            connection.execute(_CROWDED, {"length": length})
        connection.execute("COMMIT")
    finally:
        connection.close()
