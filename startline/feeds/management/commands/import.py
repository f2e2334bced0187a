# ruff: noqa: N999  -- the command is called "import"; Django loads it by name
"""`startline import PATH|URL|FOLDER`: read listings, say what became of every record."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from django.core.management.base import BaseCommand, CommandError

from startline.core import clock
from startline.feeds.services.imports import Progress
from startline.feeds.services.reading import import_address, import_path
from startline.feeds.services.session import COUNTS, Report

SHOWN = 20  # refused rows shown for a file; --json gives all


class _How(TypedDict):
    """What the options come to."""

    source: str | None
    kind: str
    is_dry: bool
    now: dt.datetime
    progress: Progress | None


class Command(BaseCommand):
    help = "Import race listings from a file, a folder or an address."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to read, from whom, and how to say what was done."""
        parser.add_argument("path", metavar="PATH|URL|FOLDER")
        parser.add_argument(
            "--source", help="the source's short name; default: from the file's name"
        )
        parser.add_argument("--format", default="auto", help="read only files of this format")
        parser.add_argument("--dry-run", action="store_true", help="count, but write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a file")

    def handle(self, **options: object) -> None:
        """Read everything, report file by file, fail if a path is wrong."""
        reports = []
        for report in self._reports(**options):
            reports.append(report)
            self._tell(report, as_json=bool(options["json"]))
        if not options["json"]:
            self._total(reports, is_dry=bool(options["dry_run"]))

    def _reports(self, **options: object) -> Iterator[Report]:
        where = str(options["path"])
        source = options["source"]
        how = _How(
            source=str(source) if source else None,
            kind=str(options["format"]),
            is_dry=bool(options["dry_run"]),
            now=clock.now(),
            progress=None if options["json"] else self._progress,
        )
        if where.startswith(("http://", "https://")):
            return import_address(where, **how)
        path = Path(where)
        if not path.exists():
            msg = f"{path}: no such file or folder"
            raise CommandError(msg)
        return import_path(path, **how)

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            self.stderr.write(f"\r  {done:,} of {total:,}", ending=end)
            self.stderr.flush()

    def _tell(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(as_values(report), ensure_ascii=False))
            return
        if not report.is_listing:
            why = report.refused[0]
            self.stdout.write(f"{report.file_name}: {why.reason.replace('_', ' ')} ({why.detail})")
            return
        self.stdout.write(f"{report.file_name} ({report.format}, source {report.source})")
        self.stdout.write("  " + _counts(report.read, report.counts))
        for refused in report.refused[:SHOWN]:
            held = "held" if refused.is_held else "rejected"
            self.stdout.write(
                f"  row {refused.row} {held}: {refused.reason} {refused.detail}"[:160]
            )
        if len(report.refused) > SHOWN:
            self.stdout.write(f"  … and {len(report.refused) - SHOWN} more (--json shows all)")
        for warning in report.warnings[:SHOWN]:
            self.stdout.write(f"  note: {warning}")

    def _total(self, reports: list[Report], *, is_dry: bool) -> None:
        counts = {name: sum(r.counts[name] for r in reports) for name in COUNTS}
        listings = sum(1 for r in reports if r.is_listing)
        end = " (dry run: nothing was written)" if is_dry else ""
        self.stdout.write(f"{listings} listings, {len(reports) - listings} other files{end}")
        self.stdout.write("  " + _counts(sum(counts.values()), counts))


def _counts(read: int, counts: dict[str, int]) -> str:
    return f"read {read:,} = " + " + ".join(f"{name} {counts[name]:,}" for name in COUNTS)


def as_values(report: Report) -> dict[str, object]:
    """A report as JSON values."""
    return {
        "file": report.file_name,
        "source": report.source,
        "format": report.format,
        "is_listing": report.is_listing,
        "read": report.read,
        **report.counts,
        "refused": [
            {"row": r.row, "key": r.key, "reason": r.reason, "detail": r.detail, "held": r.is_held}
            for r in report.refused
        ],
        "warnings": report.warnings,
    }
