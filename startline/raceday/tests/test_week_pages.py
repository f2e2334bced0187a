"""The director's pages: a conflict is seen before anything is written; lists leave as asked."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Athlete, Organizer, User
from startline.entries.models.orders import Entry, Order
from startline.entries.tests.sold import make_entry, make_order
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.raceday.models.desks import Desk
from startline.raceday.models.numbers import Bib, NumberPool
from startline.raceday.models.papers import ListLink, Printed
from startline.raceday.queries.papers import shirts
from startline.raceday.queries.runners import Wish, automatic_plan
from startline.raceday.services.people import export, forget
from startline.raceday.tests.make import make_bib, make_runner, make_week

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_day(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


@pytest.fixture
def race(ridge: Organizer) -> Race:
    return make_race(make_edition(make_event("Ridge Race", ridge)))


@pytest.fixture
def director(bruno: User, client: Client) -> Client:
    client.force_login(bruno)
    return client


def at(race: Race, name: str, *more: object) -> str:
    edition = race.edition
    return reverse(f"raceday:{name}", args=[edition.event.slug, edition.slug, *more])


def test_a_list_with_two_conflicts_is_shown_first_and_its_rest_given(
    director: Client, race: Race
) -> None:
    for name in ("A", "B", "C", "D"):
        make_runner(race, name)
    make_bib(Entry.objects.get(order__reference="D"), 9)
    body = b"Bib,Reference\n1,A\n1,B\n9,C\n"

    seen = director.post(
        at(race, "plan_list"), {"file": SimpleUploadedFile("list.csv", body)}
    ).content.decode()

    assert "The list gives number 1 to Alice A and to Alice B." in seen
    assert "Alice D wears number 9 already; it was meant for Alice C." in seen
    assert list(Bib.objects.values_list("number", flat=True)) == [9]
    pair = f"{Entry.objects.get(order__reference='A').pk}:1"
    assert f'value="{pair}"' in seen
    director.post(at(race, "give"), {"pairs": pair})
    assert sorted(Bib.objects.values_list("number", flat=True)) == [1, 9]


def test_a_plan_that_meanwhile_collides_is_shown_again_and_nothing_written(
    director: Client, race: Race
) -> None:
    one, other = make_runner(race, "A"), make_runner(race, "B")
    make_bib(other, 5)

    answer = director.post(at(race, "give"), {"pairs": f"{one.pk}:5"})

    assert answer.status_code == 409
    assert not Bib.objects.filter(entry=one).exists()


def test_by_hand_a_number_is_given_refused_and_taken_away(director: Client, race: Race) -> None:
    one, other = make_runner(race, "A"), make_runner(race, "B", number=5)
    said = [
        director.post(at(race, "one_number"), {"entry": e.pk, "number": n}, follow=True).content
        for e, n in ((one, "6"), (one, "5"), (other, ""), (one, "5"), (one, "0"))
    ]

    assert b"The number is given." in said[0]
    assert b"Alice B wears number 5 already" in said[1]
    assert b"The number is taken away." in said[2]
    assert b"The number is given." in said[3]
    assert b"A number is between 1 and 999,999." in said[4]
    assert Bib.objects.get().number == 5


def test_ranges_that_overlap_are_refused_and_lists_without_numbers_too(
    director: Client, race: Race
) -> None:
    NumberPool.objects.create(edition=race.edition, first=1, last=10)
    new = {"first": "10", "last": "20", "scope": "edition", "race": ""}
    bad = {"file": SimpleUploadedFile("list.csv", b"Name\nAlice\n")}

    overlapping = director.post(at(race, "add_range"), new)
    numberless = director.post(at(race, "plan_list"), bad)

    assert b"These numbers overlap with the range 1 to 10." in overlapping.content
    assert "No column of this list is called “bib”" in numberless.content.decode()
    assert NumberPool.objects.count() == 1


def test_who_took_over_a_place_or_ran_last_year_keeps_the_number(race: Race) -> None:
    NumberPool.objects.create(edition=race.edition, first=1, last=50)
    gone = make_runner(race, "Gone", number=40, state="transferred")
    taker = make_entry(make_order(race, "Taker"), race)
    Entry.objects.filter(pk=taker.pk).update(previous=gone)
    again, new = make_runner(race, "Again"), make_runner(race, "New")
    last = make_race(make_edition(race.edition.event, NOW.date().replace(year=2025)))
    before = make_runner(last, "Before", number=30)
    Athlete.objects.filter(pk=before.athlete_id or 0).update(family_name="Again")

    plan = automatic_plan(race.edition, Wish(keeps_last=True))

    assert {g.entry: g.number for g in plan.gifts} == {taker.pk: 40, again.pk: 30, new.pk: 1}


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_start_list_leaves_as_a_file(director: Client, race: Race, form: str) -> None:
    make_runner(race, "A", number=7)

    answer = director.get(at(race, "start_list_as", form), {"layout": "racedb"})

    assert answer.status_code == 200
    assert f'-racedb.{form}"' in answer["Content-Disposition"]
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert (rows[0]["Bib"], rows[0]["Last Name"]) == ("7", "A")


def test_a_timing_link_reads_the_list_until_it_is_ended(director: Client, race: Race) -> None:
    make_runner(race, "A", number=7)
    given = {"name": "Chips", "layout": "ultrasignup", "until_on": "2099-01-01"}
    too_long = director.post(at(race, "start_list"), given)
    director.post(at(race, "start_list"), {**given, "until_on": str(race.edition.starts_on)})
    ListLink.objects.update(expires_at=NOW.replace(year=2090))
    link = ListLink.objects.get()
    stranger = Client()

    page = stranger.get(f"/timing/{link.token}/")
    file = stranger.get(f"/timing/{link.token}/start-list.csv")
    director.post(at(race, "close_link", link.pk))

    assert b"at most sixty days after the race" in too_long.content
    assert b"Alice" in page.content
    assert b"example.org" not in page.content + file.content
    assert file.content.decode("utf-8-sig").startswith("distance,first,last")
    assert stranger.get(f"/timing/{link.token}/").status_code == 410
    assert stranger.get(f"/timing/{link.token}/start-list.csv").status_code == 410


def test_emergency_contacts_are_noted_until_they_are_shredded(director: Client, race: Race) -> None:
    entry = make_runner(race, "A", number=7)
    Entry.objects.filter(pk=entry.pk).update(emergency_name="Mum", emergency_phone="0123")

    sheet = director.post(at(race, "print_emergency"), follow=True)
    printed = Printed.objects.get()
    director.post(at(race, "shredded", printed.pk))
    after = director.get(at(race, "emergency", printed.pk))

    assert b"Mum" in sheet.content
    assert b"Mum" not in after.content
    assert b"This sheet is shredded" in after.content


def test_shirts_are_counted_by_the_end_of_each_day(race: Race) -> None:
    for n, day in enumerate((0, 0, 1)):
        entry = make_runner(race, f"S{n}")
        at_day = NOW.replace(day=1 + day)
        Entry.objects.filter(pk=entry.pk).update(answers={"shirt_size": "M"}, created_at=at_day)

    found = shirts(race.edition)

    assert [(row.label, row.counts, row.total) for row in found.rows] == [
        ("shirt_size: M", (2, 3), 3)
    ]


@pytest.mark.parametrize("name", ["week", "numbers", "desks", "start_list", "sheets"])
def test_pages_cost_few_statements_however_many_run(
    director: Client, race: Race, name: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        make_runner(race, f"Q{n}", number=n + 1)

    with django_assert_max_num_queries(30):
        assert director.get(at(race, name)).status_code == 200


def test_who_leaves_is_named_nowhere_and_what_they_did_is_told(race: Race, bruno: User) -> None:
    make_week(race.edition)
    Desk.objects.update(by=bruno)
    Printed.objects.update(by=bruno, shredded_by=bruno)
    entry = make_runner(race, "A", number=7)
    Order.objects.filter(pk=entry.order_id).update(user=bruno)

    told = export(bruno)
    forget(bruno)

    assert told["desks"] == ["Desk 1"]
    assert told["numbers"] == [{"race": "Ridge Race, Ridge 50K", "number": 7, "checked_in_at": []}]
    assert not Desk.objects.filter(by=bruno).exists()
    assert not Printed.objects.filter(shredded_by=bruno).exists()
