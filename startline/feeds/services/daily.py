"""The daily reading of sources that may be read."""

import datetime as dt

from django.tasks import task

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.feeds.adapters.files import ReadError, read_each
from startline.feeds.adapters.http import FetchError, fetch
from startline.feeds.models import Source
from startline.feeds.queries import due_sources
from startline.feeds.services.columns import mapping_of
from startline.feeds.services.imports import import_reading
from startline.feeds.services.session import Report
from startline.feeds.services.shipped import import_shipped


@task
def read_due_sources() -> int:
    """Read our own catalogue and every source that is switched on. May run twice without harm."""
    now = clock_now()
    import_shipped(now=now)
    return sum(len(read_source(source, now=now)) for source in due_sources())


def read_source(source: Source, *, now: dt.datetime) -> list[Report]:
    """Fetch one source's address and import what it holds; a failure is noted on the source."""
    try:
        fetched = fetch(source.address, etag=source.etag, last_modified=source.last_modified)
        if fetched.is_unchanged:
            note(source, "unchanged since the last reading", now=now)
            return []
        name = source.address.rsplit("/", 1)[-1]
        reports = [
            import_reading(reading, source=source, file_name=source.address[:300], now=now)
            for reading in read_each(name, fetched.data, mapping=mapping_of(source))
            if reading.listings
        ]
    except (FetchError, ReadError) as error:
        note(source, str(error), now=now)
        return []
    Source.objects.filter(pk=source.pk).update(
        etag=fetched.etag[:200], last_modified=fetched.last_modified[:60]
    )
    return reports


def note(source: Source, result: str, *, now: dt.datetime) -> None:
    """Remember when a source was asked and what came of it."""
    Source.objects.filter(pk=source.pk).update(last_read_at=now, last_result=result[:200])


def switch_source(source: Source, *, on: bool, by: User, now: dt.datetime) -> None:
    """The operator's yes, or no."""
    Source.objects.filter(pk=source.pk).update(is_enabled=on and source.permission != "no")
    record_deed("switch_source", source, by=by, now=now, on=on)
