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
    cache.add(key, 0, 90)
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if asked > MOST_A_MINUTE:
        raise TooManyError
