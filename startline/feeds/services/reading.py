"""From a file, a folder or an address to reports: each file is read, and each reading imported."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from startline.feeds.adapters.files import ReadError, read_each, read_file
from startline.feeds.adapters.http import FetchError, fetch
from startline.feeds.models import ImportRun, Source
from startline.feeds.rules.listing import Reading, Refused
from startline.feeds.rules.source_names import record_key, source_slug
from startline.feeds.services.imports import Progress, import_reading
from startline.feeds.services.session import Report

READERS = 2  # raise it when a reader or a rule of matching changes: files are then read again
FRESH = dt.timedelta(hours=20)
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
    how = _How(source, kind, is_dry, now, progress)
    for file in _files(path):
        mark = _mark(file, source, kind)
        known = read_before(mark, now=now)
        if known:
            yield from known
            continue
        done: list[Report] = []
        for reading in _readings(file):
            if isinstance(reading, ReadError):
                yield _unread(file, str(reading))
            elif reading.format in NOT_LISTINGS or kind not in {"auto", reading.format}:
                yield _named(file, reading)
            elif reading.listings and all(x.is_cancellation_of_day for x in reading.listings):
                late.append((file, reading))
            else:
                done.append(_imported(file, reading, how))
                yield done[-1]
        ImportRun.objects.filter(pk__in=[r.run_id for r in done]).update(digest=mark)
    for file, reading in late:
        yield _imported(file, reading, how)


@dataclass(frozen=True)
class _How:
    """How the files of one call are imported."""

    source: str | None
    kind: str
    is_dry: bool
    now: dt.datetime
    progress: Progress | None


def import_address(
    url: str,
    *,
    source: str | None = None,
    kind: str = "auto",
    is_dry: bool = False,
    now: dt.datetime,
    progress: Progress | None = None,
) -> Iterator[Report]:
    """Fetch an address, politely and within limits, and import what it holds; one report a reading.

    The source is the one that has this address, or is named after its host.
    """
    how = _How(source, kind, is_dry, now, progress)
    name = urlsplit(url).path.rsplit("/", 1)[-1] or "page"
    known = Source.objects.filter(address=url).first() if source is None else None
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    slug = known.slug if known else source or source_slug(host.split(".")[0])
    try:
        for reading in read_each(name, fetch(url).data):
            if reading.format in NOT_LISTINGS or kind not in {"auto", reading.format}:
                yield _named(Path(name), reading)
            else:
                yield _imported(Path(name), reading, replace(how, source=slug))
    except (FetchError, ReadError) as error:
        yield _unread(Path(name), str(error))


def _readings(file: Path) -> Iterator[Reading | ReadError]:
    """The readings of a file one after the other; last the error, if it can't be read on."""
    try:
        yield from read_file(file)
    except ReadError as error:
        yield error


def _mark(file: Path, source: str | None, kind: str) -> str:
    """A mark of the file's bytes and of what reads them."""
    try:
        with file.open("rb") as content:
            of_bytes = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
    text = f"{READERS} {source} {kind} {of_bytes} {'/'.join(file.parts[-3:])}"
    return hashlib.sha256(text.encode()).hexdigest()


def read_before(mark: str, *, now: dt.datetime) -> list[Report]:
    """The reports of a file whose very bytes were read before, if reading again can change nothing.

    That is so for a file that says its own day, and for another one on the day it was read, as long
    as it is the last word of its source. Otherwise the list is empty and the file is read.
    """
    last = ImportRun.objects.filter(digest=mark).order_by("-pk").first() if mark else None
    if last is None:
        return []
    runs = list(ImportRun.objects.filter(digest=mark, started_at=last.started_at).order_by("pk"))
    for run in runs:
        newer = ImportRun.objects.filter(source=run.source_id, pk__gt=runs[-1].pk, as_of=None)
        if run.as_of is None and (now - run.started_at > FRESH or newer.exists()):
            return []
    return [_again(run) for run in runs]


def _again(run: ImportRun) -> Report:
    """The report of a run, as reading the same again would give it."""
    report = Report(run.source.slug, run.file_name, run.format, run_id=run.pk)
    report.counts["unchanged"] = run.created + run.updated + run.unchanged + run.merged
    report.counts["held"], report.counts["rejected"] = run.held, run.rejected
    report.refused = [
        Refused(r.key, r.row, r.reason, r.detail, is_held=r.is_held) for r in run.rejections.all()
    ]
    report.warnings = ["the same file as before: nothing in it is new"]
    return report


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


def _imported(file: Path, reading: Reading, how: _How) -> Report:
    slug = how.source or source_slug("/".join(file.parts[-3:]))
    reading.listings = [replace(x, key=record_key(reading.format, x.key)) for x in reading.listings]
    return import_reading(
        reading,
        source=source_for(slug, name=how.source),
        file_name=file.name,
        now=how.now,
        is_dry=how.is_dry,
        progress=how.progress,
    )


def source_for(slug: str, *, name: str | None = None) -> Source:
    """The source of this name; a new one is made, not enabled, its permission to be asked."""
    found, _ = Source.objects.get_or_create(slug=slug, defaults={"name": name or slug})
    return found
