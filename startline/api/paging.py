"""The address of the next page."""

from django.conf import settings
from django.http import HttpRequest

from startline.discovery.rules.asked import LAST_PAGE


def next_page(request: HttpRequest, *, page: int, pages: int) -> str | None:
    """The same address with the next number, whole; nothing on the last page."""
    if page >= min(pages, LAST_PAGE):
        return None
    query = request.GET.copy()
    query["page"] = str(page + 1)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
