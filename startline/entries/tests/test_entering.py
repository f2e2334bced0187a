"""Entering a free race."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client

from startline.accounts.models import User
from startline.core.refusals import Refusal
from startline.entries.models.orders import Entry
from startline.entries.queries.starters import start_list
from startline.entries.rules.life import Entrant
from startline.entries.services.entering import (
    AgeError,
    AlreadyEnteredError,
    EntriesClosedError,
    HasAPriceError,
    enter_free_race,
    withdraw_entry,
)
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import EntryWindow, PriceStep
from startline.events.services.places import SoldOutError
from startline.events.tests.make import NOW, make_race
from startline.notices.models import Notice


def someone(number: int = 1) -> Entrant:
    """A runner of 36."""
    return Entrant("Alice", f"Runner{number}", f"alice{number}@example.org", dt.date(1990, 1, 1))


def enter(race: Race, number: int = 1, *, key: str = "") -> Entry:
    """One entry with a key of its own."""
    return enter_free_race(race, someone(number), key=key or f"k{number}", by=None, now=NOW)


@pytest.mark.django_db
def test_an_entry_takes_a_place_appears_on_the_start_list_and_is_mailed_once() -> None:
    race = make_race(places=2)

    entry = enter(race)

    assert CapacityPool.objects.get().taken == 1
    assert [s.name for s in start_list(race)] == ["Alice Runner1"]
    assert Notice.objects.get().key == f"entry-confirmed-{entry.pk}"


@pytest.mark.django_db
def test_the_same_form_sent_twice_makes_one_entry() -> None:
    race = make_race(places=2)

    first, second = enter(race, key="same"), enter(race, key="same")

    assert first == second
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_last_place_is_taken_once() -> None:
    race = make_race(places=1)
    enter(race, 1)

    with pytest.raises(SoldOutError):
        enter(race, 2)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_same_person_is_not_entered_twice_and_no_place_is_lost() -> None:
    race = make_race(places=5)
    enter(race, 1, key="a")

    with pytest.raises(AlreadyEnteredError):
        enter(race, 1, key="b")

    assert CapacityPool.objects.get().taken == 1


@pytest.mark.django_db
def test_a_place_given_back_twice_is_given_back_once() -> None:
    race = make_race(places=2)
    entry = enter(race)

    withdraw_entry(entry, by=None, now=NOW)
    withdraw_entry(entry, by=None, now=NOW)

    assert CapacityPool.objects.get().taken == 0
    assert start_list(race) == []


@pytest.mark.django_db
def test_a_race_with_a_price_has_another_door() -> None:
    race = make_race()
    PriceStep.objects.create(race=race, minor=1000, currency="EUR")

    with pytest.raises(HasAPriceError):
        enter(race)


@pytest.mark.django_db
def test_too_young_on_race_day_is_refused() -> None:
    race = make_race()
    Race.objects.filter(pk=race.pk).update(min_age=40)

    with pytest.raises(AgeError):
        enter(Race.objects.get(pk=race.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "closes", "is_open"),
    [(-2, -1, False), (-1, 1, True), (1, 2, False), (-1, 0, False)],
)
def test_entries_are_taken_within_their_window(opens: int, closes: int, is_open: bool) -> None:
    race = make_race()
    day = dt.timedelta(days=1)
    EntryWindow.objects.create(
        edition=race.edition, opens_at=NOW + opens * day, closes_at=NOW + closes * day
    )

    try:
        enter(race)
        entered = True
    except EntriesClosedError:
        entered = False

    assert entered is is_open


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_exactly_the_five_places() -> None:
    race = make_race(places=5)
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            enter(Race.objects.select_related("edition__event").get(pk=race.pk), number)
            outcomes.append("in")
        except Refusal as no:
            outcomes.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in"] * 5 + ["sold_out"] * 15
    assert Entry.objects.confirmed().count() == 5


@pytest.mark.django_db
def test_eve_cannot_guess_an_entry(client: Client, eve: User) -> None:
    entry = enter(make_race())

    assert len(entry.order.reference) == 10
    assert client.get("/entries/AAAAAAAAAA/").status_code == 404
