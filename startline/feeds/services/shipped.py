"""What ships with us: the catalogue, and the list of known sources."""

import datetime as dt
import hashlib
from pathlib import Path

import yaml
from django.conf import settings

from startline.feeds.models import Source
from startline.feeds.rules.catalogue import CatalogueEvent, expected_listing, read_file
from startline.feeds.rules.listing import Reading
from startline.feeds.rules.sources import SHIPPED, Permission, read_sources
from startline.feeds.services.imports import import_reading
from startline.feeds.services.session import Report

CONTENT: Path = settings.PACKAGE / "feeds" / "content"
SHIPPED_RANK = 10  # below every feed: a date that was read beats one from a rule
PERMISSIONS = {Permission.OPEN: "open", Permission.ASK_FIRST: "ask", Permission.NO: "no"}


def know_sources() -> None:
    """Bring the list of known feeds into the table; what the operator switched on stays on."""
    for known in read_sources(yaml.safe_load((CONTENT / "sources.yaml").read_text())):
        source, is_new = Source.objects.get_or_create(
            slug=known.slug, defaults={"name": known.name}
        )
        source.name, source.address, source.licence = known.name, known.address, known.licence
        source.permission = PERMISSIONS[known.permission]
        if is_new:
            source.is_enabled = known.permission is Permission.OPEN
        if known.slug == SHIPPED:
            source.rank = SHIPPED_RANK
        source.save()


def shipped_events() -> list[CatalogueEvent]:
    """Every event of the shipped catalogue; raises ShippedError naming a wrong entry."""
    files = sorted((CONTENT / "catalogue").glob("*.yaml"))
    return [
        event
        for file in files
        for event in read_file(file.name, yaml.load(file.read_text(), yaml.CSafeLoader))
    ]


def import_shipped(*, now: dt.datetime) -> Report | None:
    """Bring the shipped catalogue in with next editions expected from today on.

    None when this version was brought in today already.
    """
    source = Source.objects.get(slug=SHIPPED)
    version = f"{_digest()} {now.date()}"
    if source.etag == version:
        return None
    listings = [expected_listing(event, now.date()) for event in shipped_events()]
    reading = Reading(format="catalogue", listings=listings, as_of=now)
    report = import_reading(reading, source=source, file_name="catalogue", now=now)
    Source.objects.filter(pk=source.pk).update(etag=version)
    return report


def _digest() -> str:
    """Of all files of the catalogue."""
    digest = hashlib.sha256()
    for file in sorted((CONTENT / "catalogue").glob("*.yaml")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
