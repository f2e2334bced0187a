"""From a file, a folder or an address to reports: each file is read, and each reading imported."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from startline.feeds.adapters.files import ReadError, read_file
from startline.feeds.models import Source
from startline.feeds.rules.listing import Reading, Refused
from startline.feeds.rules.source_names import record_key, source_slug
from startline.feeds.services.imports import Progress, Report, import_reading

NOT_LISTINGS = frozenset({"not_a_listing", "gpx"})


def import_path(
    path: Path,
    *,
    source: str | None = None,
    kind: str = "auto",
    is_dry: bool = False,
    now: dt.datetime,
    progress: Progress | None = None,
) -> Iterator[Report]:
    """Import a file, or every file of a folder; one report a reading.

    `source` names the source; without it the file's name does. With a `kind` other than "auto",
    what is of another format is named and left. Days called off are read last: they need their
    series.
    """
    late: list[tuple[Path, Reading]] = []
    for file in _files(path):
        try:
            readings = list(read_file(file))
        except ReadError as error:
            yield _unread(file, str(error))
            continue
        for reading in readings:
            if reading.format in NOT_LISTINGS or kind not in {"auto", reading.format}:
                yield _named(file, reading)
            elif reading.listings and all(x.is_cancellation_of_day for x in reading.listings):
                late.append((file, reading))
            else:
                yield _imported(file, reading, source, is_dry=is_dry, now=now, progress=progress)
    for file, reading in late:
        yield _imported(file, reading, source, is_dry=is_dry, now=now, progress=progress)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    return [path]


def _unread(file: Path, reason: str) -> Report:
    refused = [Refused(file.name, 0, "unreadable", reason)]
    return Report("", file.name, "", refused=refused, is_listing=False)


def _named(file: Path, reading: Reading) -> Report:
    refused = reading.refused or [Refused(file.name, 0, "not_a_listing", reading.format)]
    return Report("", file.name, reading.format, refused=refused, is_listing=False)


def _imported(
    file: Path,
    reading: Reading,
    source: str | None,
    *,
    is_dry: bool,
    now: dt.datetime,
    progress: Progress | None,
) -> Report:
    found = source_for(source or source_slug("/".join(file.parts[-3:])), name=source)
    reading.listings = [
        replace(x, key=record_key(reading.format, x.key)) for x in reading.listings
    ]  # fmt: skip
    return import_reading(
        reading, source=found, file_name=file.name, now=now, is_dry=is_dry, progress=progress
    )


def source_for(slug: str, *, name: str | None = None) -> Source:
    """The source of this name; a new one is made, not enabled, its permission to be asked."""
    found, _ = Source.objects.get_or_create(slug=slug, defaults={"name": name or slug})
    return found
