"""The search's address as it came with a request."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from startline.discovery.rules.addresses import asked_from
from startline.discovery.rules.asked import Asked, Problem

MOST_SAVED = 100


def asked_by(request: HttpRequest) -> tuple[Asked, list[Problem]]:
    """The search a request asks for, and the values that had to be left aside."""
    return asked_from(dict(request.GET.lists()))


def edition_ids_of(request: HttpRequest) -> list[int]:
    """Up to a hundred numbers of editions, as "ids=12,7"; anything else is passed over."""
    words = request.GET.get("ids", "")[:2000].split(",")
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    return list(dict.fromkeys(numbers))[:MOST_SAVED]


def new_address(request: HttpRequest, address: str) -> str:
    """The address for htmx to note, "false" if the page is there already: Enter in a field both
    changes and sends the form, and Back must not lead to the same list twice.
    """
    present = urlsplit(request.headers.get("HX-Current-URL", ""))
    return "false" if f"{present.path}?{present.query}" == address else address
