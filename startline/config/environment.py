"""Four tiny readers of the environment: bool, int, list, secret; and who stands behind whom."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BEHIND = 5
"""How far worker and scheduler stand back (nice) when the processors are busy: pages go first."""


def env_bool(name: str, *, default: bool = False) -> bool:
    """True or false from the environment; any other word is an error."""
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    msg = f"{name} is {word!r}: say true or false"
    raise ImproperlyConfigured(msg)


def env_int(name: str, default: int) -> int:
    """A whole number from the environment."""
    word = os.environ.get(name, "").strip()
    try:
        return int(word) if word else default
    except ValueError as error:
        msg = f"{name} is {word!r}: say a whole number"
        raise ImproperlyConfigured(msg) from error


def env_list(name: str, default: str = "") -> list[str]:
    """Words separated by commas."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def env_secret(name: str, default: str = "") -> str:
    """A secret from NAME, or from the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text().strip()
    return os.environ.get(name, default)
