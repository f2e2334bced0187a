"""Counting what one visitor asks of us, so that a program cannot ask without end."""

from django.core.cache import cache

HOUR_S = 3600


def may_ask(what: str, client: str, *, most: int) -> bool:
    """Count one more request of a client in this hour; whether it is within the limit."""
    key = f"asked:{what}:{client}"
    cache.add(key, 0, HOUR_S)
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return True
    return asked <= most
