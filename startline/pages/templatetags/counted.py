"""The figures in the footer of every page."""

from django import template

from startline.core.clock import now
from startline.pages.queries.counted import Counts, recent_counts

register = template.Library()


@register.simple_tag
def counted() -> Counts | None:
    """What is ahead, at most a minute old; nothing where there is nothing to count."""
    found = recent_counts(now())
    return found if found.races else None
