"""What ships with us: the catalogue and the list of known sources."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from startline.events.rules.words import Certainty
from startline.feeds.rules.catalogue import (
    GENERAL,
    CatalogueEvent,
    expected_listing,
    read_event,
    read_file,
)
from startline.feeds.rules.shipped import ShippedError
from startline.feeds.rules.sources import Permission, read_sources, without_asking

CONTENT: Path = settings.PACKAGE / "feeds" / "content"
TODAY = dt.date(2026, 5, 1)

pytestmark = pytest.mark.one_database


@cache
def shipped() -> list[CatalogueEvent]:
    """Every event of every file."""
    files = sorted((CONTENT / "catalogue").glob("*.yaml"))
    return [e for f in files for e in read_file(f.name, yaml.safe_load(f.read_text()))]


def good() -> dict[str, object]:
    """The smallest event that is accepted."""
    return {
        "slug": "ridge", "name": "Ridge", "place": "Lyon", "country": "FR",
        "timezone": "Europe/Paris", "date_rule": "last sunday of may",
        "races": [{"name": "Ridge 50K", "distance_km": 50}],
    }  # fmt: skip


def test_at_least_300_events_in_at_least_50_countries_with_slugs_of_their_own() -> None:
    slugs = {event.slug for event in shipped()}

    assert len(slugs) == len(shipped()) >= 300
    assert len({event.country for event in shipped()}) >= 50


def test_every_field_names_its_source_and_no_address_stands_without_one() -> None:
    for event in shipped():
        assert all(event.sources.values())
        assert not event.website or event.sources["website"] != GENERAL


def test_every_shipped_date_is_in_the_future_and_says_that_it_is_expected() -> None:
    for event in shipped():
        listing = expected_listing(event, TODAY)

        assert listing.starts_on is not None
        assert TODAY <= listing.starts_on <= TODAY + dt.timedelta(days=400)
        assert listing.certainty == Certainty.EXPECTED


def test_from_local_five_kilometres_to_a_hundred_miles_and_beyond() -> None:
    lengths = {race.distance_m for event in shipped() for race in event.races if race.distance_m}

    assert min(lengths) <= 5000
    assert max(lengths) >= 160_000


@pytest.mark.parametrize(
    ("key", "value"),
    [("colour", "red"), ("country", "France"), ("date_rule", "some sunday"), ("timezone", "Mars"),
     ("races", []), ("slug", "A b"), ("latitude", 95), ("website", "https://example.org/")],
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(ShippedError, match=r"ridge|A b"):
        read_event({**good(), key: value}, source=GENERAL, sources={})


def test_only_open_sources_run_without_the_operators_yes() -> None:
    sources = read_sources(yaml.safe_load((CONTENT / "sources.yaml").read_text()))

    assert len(sources) >= 10
    assert {s.permission for s in without_asking(sources)} == {Permission.OPEN}
    assert "startline" in {s.slug for s in without_asking(sources)}
