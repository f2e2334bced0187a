"""A clean database to begin each kill with: a copied file, or a PostgreSQL template."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

InAProcess = Callable[[Callable[[], None]], None]


def choose(folder: str) -> None:
    """Before Django is set up: a file in the folder, or a database of our own on the server."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        os.environ["STARTLINE_CRASH_SERVER"] = url
        parts = urlsplit(url)
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/crash_{os.getpid()}"))


class Store:
    """Where the clean database is kept. Nothing here keeps a connection open over a fork."""

    in_a_process: InAProcess

    def prepare(self, in_a_process: InAProcess) -> None:
        """Migrate once, and keep the result."""
        self.in_a_process = in_a_process
        self.begin()
        in_a_process(_migrated)
        self.keep()

    def begin(self) -> None:
        """Nothing to do for a file."""

    def keep(self) -> None:
        """Copy the file as it is."""
        file = self.file()
        shutil.copy(file, file.with_suffix(".clean"))

    def fresh(self) -> None:
        """Begin anew with the clean copy."""
        file = self.file()
        for old in file.parent.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(file.with_suffix(".clean"), file)

    def end(self) -> None:
        """The folder goes with the process."""

    def file(self) -> Path:
        """SQLite's file."""
        return Path(str(settings.DATABASES["default"]["NAME"]))


class Server(Store):
    """The same with a template database."""

    def __init__(self) -> None:
        self.name = str(settings.DATABASES["default"]["NAME"])

    def begin(self) -> None:
        """An empty database to migrate."""
        self.run(f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        """Rename what was migrated; it becomes the template."""
        self.run(f"ALTER DATABASE {self.name} RENAME TO {self.name}_clean")

    def fresh(self) -> None:
        """A new copy; whoever was killed may still be connected to the old one."""
        self.run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_clean",
        )

    def end(self) -> None:
        """Leave nothing on the server."""
        self.run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"DROP DATABASE IF EXISTS {self.name}_clean WITH (FORCE)",
        )

    def run(self, *statements: str) -> None:
        """Speak to the server itself, from a process of its own."""
        self.in_a_process(lambda: _spoken(statements))


def _migrated() -> None:
    call_command("migrate", verbosity=0)
    connection.close()  # SQLite folds its log into the file


def _spoken(statements: tuple[str, ...]) -> None:
    import psycopg  # noqa: PLC0415  -- only where PostgreSQL is used

    with psycopg.connect(os.environ["STARTLINE_CRASH_SERVER"], autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())


@contextmanager
def store() -> Iterator[Store]:
    """The store that fits the database in use."""
    found = Server() if "STARTLINE_CRASH_SERVER" in os.environ else Store()
    try:
        yield found
    finally:
        found.end()
