"""How often one address may ask: a counter per minute in the cache."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from startline.api.errors import TooManyError
from startline.core.clock import now

MOST_A_MINUTE = 300


def count_request(request: HttpRequest) -> None:
    """Count a request; TooManyError past the limit. Without a shared cache each process counts."""
    key = f"api.asked.{_caller(request)}.{now():%H%M}"
    cache.add(key, 0, 90)
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if asked > MOST_A_MINUTE:
        raise TooManyError


def _caller(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy the one that it noted last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))
