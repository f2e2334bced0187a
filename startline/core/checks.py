"""Combinations of settings with which the site must not start."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

STRIPE = ("https://api.stripe.com", "https://js.stripe.com/v3/")


@register()
def nothing_for_tests_in_production(
    app_configs: Sequence[Any] | None, **_: Any
) -> list[CheckMessage]:
    """Production takes real money from real providers, or none, and speaks real languages."""
    if not settings.PRODUCTION:
        return []
    errors: list[CheckMessage] = []
    if settings.FAKE_PAYMENTS:
        errors.append(Error("STARTLINE_FAKE_PAYMENTS is set in production.", id="startline.E001"))
    if (settings.STRIPE_API, settings.STRIPE_JS) != STRIPE:
        errors.append(
            Error(
                "STARTLINE_STRIPE_API and STARTLINE_STRIPE_JS are for tests.", id="startline.E002"
            )
        )
    if settings.OFFERS_TEST_LANGUAGES:
        errors.append(Error("STARTLINE_TEST_LANGUAGES is for tests.", id="startline.E005"))
    return errors


@register()
def time_and_addresses_fit(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """The database speaks UTC, and the public address is one that is answered."""
    errors: list[CheckMessage] = []
    if settings.TIME_ZONE != "UTC":
        errors.append(Error("TIME_ZONE must be UTC.", id="startline.E003"))
    host = urlsplit(settings.SITE_URL).hostname or ""
    if settings.PRODUCTION and host not in settings.ALLOWED_HOSTS:
        errors.append(
            Error("The host of STARTLINE_SITE_URL is not among the hosts.", id="startline.E004")
        )
    if settings.PRODUCTION and not is_private(settings.SITE_URL):
        errors.append(
            Error("STARTLINE_SITE_URL must begin with https:// in production.", id="startline.E006")
        )
    return errors


def is_private(address: str) -> bool:
    """Nobody on the way reads along: TLS, or this machine alone."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1", "::1"}
