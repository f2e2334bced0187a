"""Reading one source when the operator asks, and what the shipped list says about each."""

from functools import cache

import yaml
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.feeds.models import Source
from startline.feeds.rules.sources import KnownSource
from startline.feeds.rules.sources import read_sources as checked_sources
from startline.feeds.services.daily import read_source
from startline.feeds.services.shipped import CONTENT


class NotAllowedError(Refusal):
    """The publisher said no to being read by programs."""

    code = "not_allowed"


class NoAddressError(Refusal):
    """The source has no address that could be read."""

    code = "no_address"


@cache
def known_sources() -> dict[str, KnownSource]:
    """The feeds that the shipped list describes, by short name."""
    content = yaml.safe_load((CONTENT / "sources.yaml").read_text())
    return {known.slug: known for known in checked_sources(content)}


def read_soon(source: Source) -> None:
    """Ask the worker to read a source now. Raises NotAllowedError, NoAddressError."""
    if source.permission == "no":
        raise NotAllowedError(source=source.pk)
    if not source.address:
        raise NoAddressError(source=source.pk)
    read_one_source.enqueue(source.pk)


@task
def read_one_source(pk: int) -> int:
    """Read one source; how many files it gave. A source that is gone or closed gives none."""
    source = Source.objects.exclude(permission="no").filter(pk=pk).first()
    return len(read_source(source, now=clock_now())) if source else 0
