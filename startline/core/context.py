"""What the page frame needs on every page."""

from django.conf import settings
from django.http import HttpRequest

from startline.core import clock
from startline.core.preferences import preferences_of


def frame(request: HttpRequest) -> dict[str, object]:
    """Site-wide values for base.html; costs no query.

    `has_session` says whether a session cookie came along: without one nobody is signed in, and
    the header need not ask.
    """
    chosen = preferences_of(request)
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "operator": settings.OPERATOR,
        "languages": settings.LANGUAGES,
        "theme": chosen.theme,
        "units": chosen.units,
        "today": clock.today(),
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
