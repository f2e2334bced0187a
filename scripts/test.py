"""The whole suite: on SQLite, then on PostgreSQL where its programs are installed.

Ends with what this machine could not run. With STARTLINE_TEST_ALL=1 an omission is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = "54329"
SHARED = ("-n", "2", "--dist", "worksteal")
"""Two processes; whoever has run out of tests takes some of the other's."""
BOTH = "database and not browser and not one_database"
"""What runs again on PostgreSQL: rules, templates and texts say nothing about it."""


def postgres_bin() -> Path | None:
    """Where initdb and postgres are, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return folders[0] if folders else None


def as_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user `postgres`."""
    if os.geteuid() != 0:
        return command
    return ["runuser", "-u", "postgres", "--", *command]


def quietly(command: list[str]) -> None:
    """Run to the end; only errors are printed."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd="/")


@contextmanager
def postgres(*, port: str = PORT, settings: str = "-c fsync=off") -> Iterator[str]:
    """A private server on a private port, gone afterwards; yields its address."""
    bin_folder = postgres_bin()
    assert bin_folder is not None  # noqa: S101  -- the caller looked
    cluster = Path(tempfile.mkdtemp(prefix="startline-pg-"))
    if os.geteuid() == 0:
        shutil.chown(cluster, "postgres")
    data = str(cluster / "data")
    quietly(
        as_user([str(bin_folder / "initdb"), "-D", data, "-A", "trust", "-U", "startline", "-N"])
    )
    options = f"-p {port} -k {cluster} {settings} -c listen_addresses=127.0.0.1"
    control = as_user([str(bin_folder / "pg_ctl"), "-D", data, "-w", "-l", f"{data}/log"])
    quietly([*control, "-o", options, "start"])
    try:
        yield f"postgres://startline@127.0.0.1:{port}/postgres"
    finally:
        quietly([*control, "-m", "immediate", "stop"])
        shutil.rmtree(cluster, ignore_errors=True)


def suite(*arguments: str, **environment: str) -> int:
    """One run of pytest in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    """Both databases; the exit code is the worse one."""
    arguments = sys.argv[1:]
    everything = os.environ.get("STARTLINE_TEST_ALL") == "1"
    print("== SQLite", flush=True)
    code = suite(*SHARED, *arguments, DATABASE_URL="")
    if postgres_bin() is None:
        print("\nNot run on this machine: the suite on PostgreSQL (its server is not installed).")
        return 1 if everything else code
    print("== PostgreSQL", flush=True)
    with postgres() as address:
        again = suite(*SHARED, "-m", BOTH, *arguments, DATABASE_URL=address)
    return code or again


if __name__ == "__main__":
    sys.exit(main())
