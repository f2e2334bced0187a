"""How often one address may ask: a counter per minute in the cache."""

from django.core.cache import cache
from django.http import HttpRequest

from startline.api.errors import TooManyError
from startline.core.caller import address_of
from startline.core.clock import now

MOST_A_MINUTE = 300


def count_request(request: HttpRequest) -> None:
    """Count a request; TooManyError past the limit. Without a shared cache each process counts."""
    key = f"api.asked.{address_of(request)}.{now():%H%M}"
    try:
        asked = cache.incr(key)
    except ValueError:  # the first of this minute, or one of several at once
        cache.add(key, 0, 90)
        asked = cache.incr(key)
    if asked > MOST_A_MINUTE:
        raise TooManyError
