"""Files and addresses that an operator hands over: kept, read in the background, reported.

An upload is a folder of its own in the state folder: the file, and `upload.json` with what was
asked and what came of it. It is no table, because a trial run must leave the catalogue untouched.
"""

import datetime as dt
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.tasks import task

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.feeds.adapters.containers import MEGABYTE, Limits
from startline.feeds.adapters.files import ReadError, read_each
from startline.feeds.adapters.http import FetchError, fetch
from startline.feeds.models import ImportRun, Source
from startline.feeds.rules.listing import Reading
from startline.feeds.rules.mapping import Mapping
from startline.feeds.rules.source_names import record_key
from startline.feeds.services.columns import mapping_of, remember_columns
from startline.feeds.services.imports import import_reading
from startline.feeds.services.session import Report

AT_ONCE = 64 * 1024  # bytes; what is smaller is read while the operator waits
SHOWN = 500  # refused rows kept for the page
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class UploadTooLargeError(Refusal):
    """The file is larger than an import may be; `megabytes` is the limit."""

    code = "upload_too_large"


@dataclass
class Upload:
    """One hand-over, its state ("waiting", "reading", "done", "failed") and what came of it."""

    token: str
    source: str  # short name
    file_name: str = ""
    address: str = ""
    kind: str = "auto"
    is_dry: bool = True
    state: str = "waiting"
    fault: str = ""  # why it failed: a stable word,
    detail: str = ""  # and what was met
    done: int = 0
    total: int = 0
    reports: list[dict[str, Any]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)  # of the first list: its columns
    mapping: dict[str, Any] = field(default_factory=dict)  # and how they were read

    @property
    def is_over(self) -> bool:
        """Nothing more will happen by itself."""
        return self.state in {"done", "failed"}


def take_file(file: "UploadedFile[bytes]", wanted: Upload, *, by: User, now: dt.datetime) -> Upload:
    """Keep a file and read it: at once if small, else in the background.

    Raises UploadTooLargeError.
    """
    limit = Limits().file_bytes
    if (file.size or 0) > limit:
        raise UploadTooLargeError(megabytes=limit // MEGABYTE)
    upload = replace(wanted, file_name=Path(file.name or "file").name[:200])
    _write_file(upload.token, file.chunks())
    _begin(upload, by=by, now=now, size=file.size or 0)
    return upload


def take_address(wanted: Upload, *, by: User, now: dt.datetime) -> Upload:
    """Fetch an address in the background and read what it holds."""
    _begin(wanted, by=by, now=now, size=None)
    return wanted


def read_again(
    upload: Upload, *, mapping: Mapping | None, is_dry: bool, by: User, now: dt.datetime
) -> Upload:
    """Read a kept file again, with these columns if any; they are remembered for its source."""
    if mapping is not None:
        remember_columns(upload.source, mapping)
    fresh = Upload(upload.token, upload.source, upload.file_name, upload.address, upload.kind,
                   is_dry=is_dry)  # fmt: skip
    path = _folder(upload.token) / "file"
    size = path.stat().st_size if path.exists() else None
    _begin(fresh, by=by, now=now, size=size)
    return fresh


def new_token() -> str:
    """A name for an upload that can not be guessed."""
    return secrets.token_urlsafe(16)


def find_upload(token: str) -> Upload | None:
    """An upload by its name."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        return Upload(**json.loads((_folder(token) / "upload.json").read_text()))
    except FileNotFoundError:
        return None


@task
def read_upload(token: str) -> str:
    """Read what was handed over; the state it ended in. May run twice without harm."""
    upload = find_upload(token)
    if upload is None:
        return "gone"
    upload.state = "reading"
    _save(upload)
    source = Source.objects.get(slug=upload.source)
    try:
        _read(upload, source)
        upload.state = "done"
    except (FetchError, ReadError) as error:
        upload.state, upload.fault, upload.detail = "failed", str(error.code), error.detail
    finally:
        if not upload.is_over:
            upload.state, upload.fault = "failed", "interrupted"
        _save(upload)
    return upload.state


def _read(upload: Upload, source: Source) -> None:
    """Import one reading after the other; only those of days called off wait for their series."""
    path = _folder(upload.token) / "file"
    name = upload.file_name
    if not path.exists():
        fetched = fetch(upload.address)
        _write_file(upload.token, [fetched.data])
        name = fetched.address.rsplit("/", 1)[-1]
    late: list[Reading] = []
    for reading in read_each(name, path.read_bytes(), mapping=mapping_of(source)):
        if any(x.is_cancellation_of_day for x in reading.listings):
            late.append(reading)
        else:
            _import(upload, reading, source)
    for reading in late:
        _import(upload, reading, source)


def _import(upload: Upload, reading: Reading, source: Source) -> None:
    """Import one reading, or name it where it is not what was asked for."""
    name = upload.file_name or upload.address
    if upload.kind not in {"auto", reading.format} or reading.format in {"gpx", "not_a_listing"}:
        report = Report(upload.source, name, reading.format, refused=reading.refused,
                        warnings=reading.warnings)  # fmt: skip
        report.is_listing = False
        _note(upload, report, run=None)
        return
    reading.listings = [
        replace(x, key=record_key(reading.format, x.key)) for x in reading.listings
    ]  # fmt: skip
    if reading.mapping and not upload.mapping:
        upload.mapping, upload.headers = reading.mapping, list(reading.headers)

    def progress(done: int, total: int) -> None:
        upload.done, upload.total = done, total
        _save(upload)

    report = import_reading(reading, source=source, file_name=name, now=clock_now(),
                            is_dry=upload.is_dry, progress=progress)  # fmt: skip
    run = None if upload.is_dry else ImportRun.objects.filter(source=source).order_by("-pk").first()
    _note(upload, report, run=run)


def _note(upload: Upload, report: Report, *, run: ImportRun | None) -> None:
    upload.reports.append(
        {
            "format": report.format,
            "is_listing": report.is_listing,
            "read": report.read,
            "counts": dict(report.counts),
            "refused": [asdict(r) for r in report.refused[:SHOWN]],
            "refused_count": len(report.refused),
            "warnings": report.warnings[:SHOWN],
            "run": run.pk if run else None,
        }
    )
    _save(upload)


def _begin(upload: Upload, *, by: User, now: dt.datetime, size: int | None) -> None:
    _save(upload)
    source = Source.objects.get(slug=upload.source)
    record_deed("start_import", source, by=by, now=now, is_dry=upload.is_dry, upload=upload.token)
    if size is not None and size <= AT_ONCE:
        read_upload.func(upload.token)
    else:
        read_upload.enqueue(upload.token)


def _folder(token: str) -> Path:
    folder: Path = settings.STATE / "uploads" / token
    return folder


def _write_file(token: str, chunks: Iterable[bytes]) -> None:
    folder = _folder(token)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "file").open("wb") as kept:
        for chunk in chunks:
            kept.write(chunk)


def _save(upload: Upload) -> None:
    """Written beside and moved, so that a reader never meets half a file."""
    folder = _folder(upload.token)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "upload.json.new"
    fresh.write_text(json.dumps(asdict(upload), ensure_ascii=False))
    fresh.replace(folder / "upload.json")
