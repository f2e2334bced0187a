"""What is kept between searches is never older than the database."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from startline.core.money import Money
from startline.discovery.index.query import Near
from startline.discovery.queries import kept as keeping
from startline.discovery.queries.cards import Card, Reader, cards_of_editions
from startline.discovery.queries.following import followed
from startline.discovery.queries.kept import Kept
from startline.discovery.tests.make import LYON, NOW, make_findable
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.offer import PriceStep
from startline.events.services.changes import record_changes

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("startline.discovery.tests.urls"),
]
NOON = dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC)


def card(edition: Edition, now: dt.datetime = NOW, **reader: object) -> Card:
    (found,) = cards_of_editions([edition.pk], Reader(now, **reader))  # type: ignore[arg-type]
    return found


def test_a_card_shown_again_costs_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = make_findable("Lyon Half", price=(4_500, "EUR"))
    first = card(edition)

    with django_assert_num_queries(2):
        assert card(edition) == first


def test_a_card_follows_the_change_log() -> None:
    edition = make_findable("Lyon Half")
    assert card(edition).title == "Lyon Half"

    Event.objects.filter(pk=edition.event_id).update(name="Rhone Half")
    record_changes([edition.event_id], now=NOW)

    assert card(edition).title == "Rhone Half"


def test_an_event_taken_down_or_deleted_has_no_card() -> None:
    hidden, deleted = make_findable("Lyon Half"), make_findable("Rhone Half")
    assert [card(hidden).title, card(deleted).title] == ["Lyon Half", "Rhone Half"]

    Event.objects.filter(pk=hidden.event_id).update(published_at=None)
    record_changes([hidden.event_id], now=NOW)
    deleted.delete()  # before the log says so

    assert cards_of_editions([hidden.pk, deleted.pk], Reader(NOW)) == []


def test_a_listing_read_again_shows_the_new_day_without_a_change() -> None:
    edition = make_findable("Lyon Half")
    assert card(edition).last_seen_on == NOW.date()

    later = NOW + dt.timedelta(days=3)
    Edition.objects.filter(pk=edition.pk).update(seen_at=later)

    assert card(edition, later).last_seen_on == later.date()


def test_a_price_changes_at_its_moment_and_midnight_makes_a_race_over() -> None:
    edition = make_findable("Lyon Half", on=NOW.date(), price=(6_000, "EUR"))
    race = Race.objects.get(edition=edition)
    PriceStep.objects.create(race=race, minor=4_500, currency="EUR", until_at=NOON)

    cards = [card(edition, at) for at in (NOW, NOON, NOW, NOON + dt.timedelta(hours=12))]

    assert [one.price for one in cards] == [
        Money(cents, "EUR") for cents in (4500, 6000, 4500, 6000)
    ]
    assert [one.is_over for one in cards] == [False, False, False, True]


def test_a_price_that_depends_on_places_sold_is_read_each_time() -> None:
    edition = make_findable("Lyon Half", price=(6_000, "EUR"))
    pool = CapacityPool.objects.create(edition=edition, name="all", places=50)
    race = Race.objects.get(edition=edition)
    Race.objects.update(pool=pool)
    PriceStep.objects.create(race=race, minor=4_500, currency="EUR", until_sold=10)
    record_changes([edition.event_id], now=NOW)
    assert card(edition).price == Money(4_500, "EUR")

    CapacityPool.objects.update(taken=10)  # claiming a place writes no change until all are taken

    assert card(edition).price == Money(6_000, "EUR")


def test_each_reader_has_an_own_distance_and_currency() -> None:
    edition = make_findable("Lyon Half", price=(4_500, "EUR"))

    near, far, dollars = (
        card(edition, near=Near(*LYON)),
        card(edition, near=Near(48.85, 2.35)),
        card(edition, currency="USD"),
    )

    assert near.away_m == pytest.approx(0, abs=1)
    assert far.away_m == pytest.approx(392_000, rel=0.01)
    assert card(edition).away_m is None
    assert (dollars.about is None, card(edition).about) == (False, None)


def test_what_was_read_before_a_change_is_not_kept_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = make_findable("Lyon Half")
    kept = Kept()
    real = keeping._load

    def slow(*arguments: object) -> object:
        found = real(*arguments)  # type: ignore[arg-type]
        Event.objects.filter(pk=edition.event_id).update(name="Rhone Half")
        kept.forget([edition.event_id])
        return found

    monkeypatch.setattr(keeping, "_load", slow)
    assert kept.facts_of([edition.pk])[edition.pk].event["name"] == "Lyon Half"
    monkeypatch.setattr(keeping, "_load", real)

    assert kept.facts_of([edition.pk])[edition.pk].event["name"] == "Rhone Half"


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 3)
    editions = [make_findable(f"Half {number}").pk for number in range(6)]

    for pk in editions:
        cards_of_editions([pk], Reader(NOW))

    assert list(followed(NOW).kept._facts) == editions[3:]
