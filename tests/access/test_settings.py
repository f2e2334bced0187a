"""What the environment may say, and what production refuses to be told."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from startline.config import environment
from startline.core import checks

SETTINGS = Path(environment.__file__).with_name("settings.py")
SITE = {
    "STARTLINE_PRODUCTION": "true",
    "STARTLINE_SECRET_KEY": "a key for a test",
    "STARTLINE_SITE_URL": "https://races.example.org",
}


def settings_of(where: Path, patch: pytest.MonkeyPatch, **given: str) -> dict[str, Any]:
    """The settings as they are read in such an environment."""
    for name in ("STARTLINE_SECRET_KEY_FILE", "STARTLINE_TODAY", "STARTLINE_BEHIND_PROXY"):
        patch.delenv(name, raising=False)
    for name, value in {**SITE, "STARTLINE_STATE": str(where), **given}.items():
        patch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


def test_production_sends_cookies_over_tls_alone_and_plays_no_money(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = settings_of(tmp_path, monkeypatch)

    assert read["SESSION_COOKIE_SECURE"]
    assert read["CSRF_COOKIE_SECURE"]
    assert read["SECURE_HSTS_SECONDS"] > 0
    assert read["ALLOWED_HOSTS"] == ["races.example.org"]
    assert not read["FAKE_PAYMENTS"]


@pytest.mark.parametrize("given", [{"STARTLINE_SECRET_KEY": ""}, {"STARTLINE_TODAY": "2026-05-01"}])
def test_production_refuses_a_made_up_key_and_a_pinned_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    with pytest.raises(ImproperlyConfigured):
        settings_of(tmp_path, monkeypatch, **given)


def test_whoever_signs_in_is_counted_by_the_address_that_our_own_proxy_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = settings_of(tmp_path, monkeypatch)
    behind = settings_of(tmp_path, monkeypatch, STARTLINE_BEHIND_PROXY="true")

    assert alone["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_the_database_is_reached_as_its_address_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgres://u:p%40ss@db.example.org:5433/races?sslmode=verify-full"

    found = settings_of(tmp_path, monkeypatch, DATABASE_URL=url)["DATABASES"]["default"]

    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example.org", "5433", "p@ss")
    assert found["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    ("url", "port", "ssl", "starttls"),
    [
        ("smtp://user:pass@mail.example.org", 587, False, True),
        ("smtp://user:pass@mail.example.org:2525", 2525, False, True),
        ("smtps://user:pass@mail.example.org", 465, True, False),
        ("smtp://localhost", 25, False, False),
    ],
)
def test_a_password_for_mail_never_leaves_in_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, port: int, *, ssl: bool,
    starttls: bool,
) -> None:  # fmt: skip
    found = settings_of(tmp_path, monkeypatch, EMAIL_URL=url)["MAILERS"]["default"]["OPTIONS"]

    assert (found["port"], found["use_ssl"], found["use_tls"]) == (port, ssl, starttls)


def test_mail_by_a_way_nobody_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImproperlyConfigured):
        settings_of(tmp_path, monkeypatch, EMAIL_URL="sendgrid://key@example.org")


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("https://races.example.org", False),
        ("http://races.example.org", True),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_production_refuses_an_address_that_others_could_read_along(
    settings: Any, address: str, is_refused: bool
) -> None:
    settings.PRODUCTION, settings.SITE_URL = True, address

    found = {error.id for error in checks.time_and_addresses_fit(None)}

    assert ("startline.E006" in found) is is_refused
