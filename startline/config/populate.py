"""Fill a site with the catalogue that ships with it."""

import datetime as dt
from collections.abc import Callable

from startline.discovery.queries.following import is_due
from startline.discovery.services.indexing import rebuild_index
from startline.feeds.services.shipped import import_shipped, know_sources


def populate(*, now: dt.datetime, say: Callable[[str], object]) -> None:
    """Bring in known sources and the shipped catalogue; build the search index where it is due."""
    know_sources()
    report = import_shipped(now=now)
    if report is not None:
        say(f"Catalogue: {report.read} events read, {report.counts['created']} new.")
    if is_due(now):
        rebuild_index(now)
