"""Writing the index anew, on a schedule or by hand."""

import datetime as dt
from pathlib import Path

from django.tasks import task

from startline.core.clock import now
from startline.discovery.queries.following import is_due, write_index


def rebuild_index(at: dt.datetime) -> Path:
    """Write a new generation from all published events; readers change over by themselves."""
    return write_index(at)


@task
def rebuild_index_if_due() -> None:
    """The job: a new day, thousands of changes, or no index yet. May run twice without harm."""
    at = now()
    if is_due(at):
        rebuild_index(at)
