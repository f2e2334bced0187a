"""`startline backup FOLDER`: database and files, whole or not at all, while the site runs."""

import os
import shutil
import sqlite3
import subprocess
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

FILES = ("documents", "photos", "uploads")
"""Folders of the state that nothing can make again; the rest (search index, places, static files)
is made at the next start. The keys of the environment are not here: keep them elsewhere."""
PARTIAL = ".partial"
LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD",
         "NAME": "PGDATABASE"}  # fmt: skip


class Command(BaseCommand):
    """Write a folder named by the moment; with --keep, throw away all but the newest."""

    help = "Back up the database and the files of the state into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how many to keep."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=0, help="throw older backups away")

    def handle(self, folder: Path, keep: int, **options: object) -> None:
        """Copy, look at the copy, and only then give it its name."""
        name = f"startline-{timezone.now():%Y%m%d-%H%M%S}"  # noqa: TID251  -- of the real moment
        whole, partial = folder / name, folder / (name + PARTIAL)
        try:
            partial.mkdir(mode=0o700, parents=True)
            copy_database(partial)
            copy_files(partial)
            partial.rename(whole)
        except OSError as error:
            msg = f"No backup was made: {error}"
            raise CommandError(msg) from error
        self.stdout.write(str(whole))
        for old in too_many(folder, keep):
            shutil.rmtree(old)


def copy_database(into: Path) -> None:
    """A consistent copy of a database that is in use. Raises CommandError."""
    if connection.vendor == "sqlite":
        copy_sqlite(Path(str(connection.settings_dict["NAME"])), into / "startline.sqlite3")
    else:
        dump_postgres(into / "startline.dump")


def copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own copy, looked through afterwards. Raises CommandError."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        (said,) = there.execute("PRAGMA quick_check").fetchone()
    if said != "ok":
        msg = f"The copy is damaged, and so may the database be: {said}"
        raise CommandError(msg)


def dump_postgres(target: Path) -> None:
    """PostgreSQL's own dump, whose list of contents is read afterwards. Raises CommandError."""
    where = {LIBPQ[key]: str(connection.settings_dict[key]) for key in LIBPQ}
    options = connection.settings_dict["OPTIONS"]
    ways = {f"PG{key.upper()}": str(value) for key, value in options.items() if "ssl" in key}
    surroundings = {**os.environ, **{k: v for k, v in {**where, **ways}.items() if v}}
    call(["pg_dump", "--format=custom", f"--file={target}"], surroundings)
    call(["pg_restore", "--list", str(target)], surroundings)


def call(command: Sequence[str], surroundings: dict[str, str]) -> None:
    """Run one of PostgreSQL's programs. Raises CommandError with what it said."""
    try:
        done = subprocess.run(  # noqa: S603  -- our own commands
            command, env=surroundings, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        msg = f"{command[0]} is not installed; on Debian it comes with postgresql-client."
        raise CommandError(msg) from error
    if done.returncode:
        msg = f"{command[0]} failed: {done.stderr.strip()}"
        raise CommandError(msg)


def copy_files(into: Path) -> None:
    """After the database: a file whose row was copied is there, unless it was erased meanwhile."""
    for name in FILES:
        source = Path(settings.STATE) / name
        if source.is_dir():
            shutil.copytree(source, into / name, copy_function=copy_if_there)


def copy_if_there(source: str, target: str) -> None:
    """A file may be erased while others are copied."""
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        return


def too_many(folder: Path, keep: int) -> list[Path]:
    """Whole backups beyond the newest `keep`, and halves that a crash left; none where 0."""
    if keep < 1:
        return []
    found = sorted(path for path in folder.glob("startline-*") if path.is_dir())
    whole = [path for path in found if path.suffix != PARTIAL]
    return [*whole[:-keep], *(path for path in found if path.suffix == PARTIAL)]
