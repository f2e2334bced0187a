"""A backup is whole or is none, and a site can be made from it."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from startline.accounts.models import User
from startline.config.management.commands import backup

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "quux-of-the-backup@example.org"


def backups(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def a_file(state: Path) -> None:
    (state / "photos").mkdir()
    (state / "photos" / "a-large.webp").write_bytes(b"pixels")
    (state / "index").mkdir()
    (state / "index" / "x").write_bytes(b"made again")


def test_rows_and_files_come_back_from_a_backup(tmp_path: Path, settings: Any) -> None:
    User.objects.create_user(ADDRESS)
    a_file(settings.STATE)

    call_command("backup", str(tmp_path / "kept"), verbosity=0)

    (one,) = backups(tmp_path / "kept")
    assert (one / "photos" / "a-large.webp").read_bytes() == b"pixels"
    assert not (one / "index").exists()
    assert one.stat().st_mode & 0o077 == 0
    assert ADDRESS in addresses_in(one)


def addresses_in(one: Path) -> list[str]:
    """The addresses of accounts, read from the backup alone."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(one / "startline.sqlite3")) as copy:
            return [email for (email,) in copy.execute("SELECT email FROM accounts_user")]
    dump = ["pg_restore", "--data-only", "--table=accounts_user", "--file=-"]
    done = subprocess.run(  # noqa: S603  -- PostgreSQL’s own program
        [*dump, str(one / "startline.dump")], capture_output=True, text=True, check=True
    )  # fmt: skip
    return [word for line in done.stdout.splitlines() for word in line.split("\t")]


def test_the_newest_are_kept_and_halves_thrown_away(tmp_path: Path) -> None:
    for name in ("startline-20200101-000000", "startline-20210101-000000",
                 "startline-20220101-000000.partial", "other"):  # fmt: skip
        (tmp_path / name).mkdir()

    call_command("backup", str(tmp_path), keep=2, verbosity=0)

    names = [path.name for path in backups(tmp_path)]
    assert names[:2] == ["other", "startline-20210101-000000"]
    assert len(names) == 3


def test_a_folder_that_cannot_be_written_makes_no_backup_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(tmp_path / "file"), verbosity=0)


def test_a_failure_in_the_middle_leaves_no_name_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(into: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "copy_files", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(tmp_path / "kept"), verbosity=0)

    assert [path.suffix for path in backups(tmp_path / "kept")] == [".partial"]


def test_a_file_erased_meanwhile_is_passed_over(tmp_path: Path) -> None:
    backup.copy_if_there(str(tmp_path / "gone"), str(tmp_path / "there"))

    assert not (tmp_path / "there").exists()


def test_a_program_that_is_missing_or_fails_is_named() -> None:
    with pytest.raises(CommandError, match="is not installed"):
        backup.call(["pg_dump_of_nobody"], dict(os.environ))
    with pytest.raises(CommandError, match="ls failed"):
        backup.call(["ls", "/nowhere-at-all"], dict(os.environ))
