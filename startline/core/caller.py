"""Who asks, as far as limits need to know it: the numeric address at the other end."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64  # bits: what a provider gives to one customer (RFC 6177)


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy the one that it noted last, never one before it.

    Of an IPv6 address only the customer's part, or one caller would be 2^64 callers.
    """
    said = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or said
    try:
        number = ipaddress.ip_address(said)
    except ValueError:
        return said[:45]
    if number.version == 4:
        return str(number)
    return str(ipaddress.ip_network((number, HOUSEHOLD), strict=False))
