"""What a reader chose without an account: colours and units, kept in cookies for a year."""

from dataclasses import dataclass

from django.http import HttpRequest

THEMES = ("system", "light", "dark")
UNITS = ("km", "mi")
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """The reader's choices; a cookie with any other word counts as none."""

    theme: str
    units: str


def preferences_of(request: HttpRequest) -> Preferences:
    """The choices that came with this request."""
    theme = request.COOKIES.get("theme", "")
    units = request.COOKIES.get("units", "")
    return Preferences(
        theme=theme if theme in THEMES else THEMES[0],
        units=units if units in UNITS else UNITS[0],
    )
