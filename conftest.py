"""The cast, the shut network, and what a machine could not run."""

import datetime as dt
import os
import socket
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from django.utils.translation import trans_real

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import Role
from startline.core import clock
from startline.core.pretend import pretend
from startline.core.templatetags import drawn

hypothesis.settings.register_profile(  # a busy machine is no fault of what is tested
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

CHROMIUM = Path("/usr/bin/chromium")
NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)


LONG = ("tests/life/test_life", "tests/life/test_crash", "tests/journeys/")
"""What takes long begins first among its kind, so that nobody is left alone with it at the end."""
DATABASE = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


def touches_database(item: pytest.Item) -> bool:
    """Whether a test may speak to the database: pytest-django refuses it to every other."""
    return (
        bool(DATABASE & set(getattr(item, "fixturenames", ())))
        or any(item.get_closest_marker(name) for name in ("django_db", "database"))
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database; skip what this machine cannot run, saying why; begin with
    what takes long.
    """
    for item in items:
        if touches_database(item):
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("shared_data") and not settings.DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason="the real data is absent: set STARTLINE_DATA"))
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """End with the list of what was left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted({str(report.longrepr[-1]) for report in skipped})
    terminalreporter.write_line(f"Not run on this machine: {len(skipped)} tests")
    for reason in reasons:
        terminalreporter.write_line(f"  - {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run (CI), an omission is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        os.environ.get("STARTLINE_TEST_ALL") == "1"
        and reporter
        and not hasattr(session.config, "workerinput")
    ) and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def shut_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but this machine can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            msg = f"a test tried to reach {address[0]}"
            raise OSError(msg)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, settings: Any) -> None:
    """Each test has a state folder of its own, and remembers nothing of the test before."""
    cache.clear()
    drawn.forget_all()
    settings.STATE = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Evening:
    """On a pinned day it is eight in the evening, whenever the suite runs."""

    @staticmethod
    def now() -> dt.datetime:
        """The real instant, its hour moved on a pinned day."""
        real = timezone.now()  # noqa: TID251  -- what core.clock itself reads
        return real.replace(hour=20) if settings.TODAY else real


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened earlier on a pinned day has happened."""
    monkeypatch.setattr(clock, "timezone", Evening)


@pytest.fixture(scope="session", autouse=True)
def emptied_ledger() -> None:
    """The ledger refuses to be emptied. On SQLite tests with transactions of their own empty
    tables by DELETE, so the guards are laid aside for that moment (PostgreSQL uses TRUNCATE).
    """
    if connection.vendor != "sqlite":
        return
    flush = connection.ops.sql_flush

    def unguarded(style: Any, tables: Any, **options: Any) -> list[str]:
        guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            found = cursor.execute(guards).fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in found]
        return [*drop, *flush(style, tables, **options), *(sql for _, sql in found)]

    connection.ops.sql_flush = unguarded  # type: ignore[method-assign]


@pytest.fixture
def test_languages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site offers the two languages nobody speaks."""
    monkeypatch.setattr(trans_real, "translation", trans_real.translation)  # put back afterwards
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.TEST_LANGUAGES]
    pretend()


@pytest.fixture
def now() -> dt.datetime:
    """Friday 1 May 2026, 10:00 UTC."""
    return NOW


@pytest.fixture
def alice(db: None) -> User:
    """The athlete."""
    return User.objects.create_user("alice@example.org", "a-long-enough-word", name="Alice")


@pytest.fixture
def bruno(db: None) -> User:
    """The race director, owner of Ridge Running."""
    return User.objects.create_user("bruno@example.org", "a-long-enough-word", name="Bruno")


@pytest.fixture
def dora(db: None) -> User:
    """At the check-in desk of Ridge Running."""
    return User.objects.create_user("dora@example.org", "a-long-enough-word", name="Dora")


@pytest.fixture
def eve(db: None) -> User:
    """May see nothing; owns another organizer."""
    user = User.objects.create_user("eve@example.org", "a-long-enough-word", name="Eve")
    other = Organizer.objects.create(slug="eve-events", name="Eve Events", created_at=NOW)
    Membership.objects.create(user=user, organizer=other, role=Role.OWNER)
    return user


@pytest.fixture
def ridge(bruno: User, dora: User) -> Organizer:
    """Ridge Running, with Bruno as owner and Dora at the desk."""
    organizer = Organizer.objects.create(slug="ridge", name="Ridge Running", created_at=NOW)
    Membership.objects.create(user=bruno, organizer=organizer, role=Role.OWNER)
    Membership.objects.create(user=dora, organizer=organizer, role=Role.DESK)
    return organizer
