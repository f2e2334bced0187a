"""Scans and what follows from them, on the database."""

import datetime as dt

import pytest
from django.test import Client

from startline.accounts.models import Athlete
from startline.entries.models.asking import Waiver
from startline.entries.models.orders import Entry, OrderLine
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.raceday.models.desks import Answer, CheckIn, Desk, Scan, Undo
from startline.raceday.queries.said import said
from startline.raceday.queries.standing import found_by_name
from startline.raceday.rules.numbers import Scope
from startline.raceday.rules.scans import How
from startline.raceday.tests.make import make_bib, make_desk, make_runner, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def race() -> Race:
    return make_race()


def told(answer: Answer) -> tuple[str, list[str]]:
    return answer.word, answer.why


def test_a_ticket_lets_its_runner_in_once_and_a_copy_is_asked_for_a_card(race: Race) -> None:
    entry, desk, other = make_runner(race), make_desk(race.edition), make_desk(race.edition, "2")

    first = sent(desk, entry.ticket, how=How.CODE)
    copy = sent(other, entry.ticket, how=How.CODE, now=NOW + dt.timedelta(minutes=9))
    shown = said(copy, other)

    assert told(first) == ("go", [])
    assert told(copy) == ("wait", ["here"])
    assert (shown.here_at, shown.here_desk, shown.takes_back) == (NOW, "Desk 1", "")
    assert CheckIn.objects.count() == 1


def test_a_repeated_scan_changes_nothing_and_hears_the_same(race: Race) -> None:
    entry, desk = make_runner(race, state="pending"), make_desk(race.edition)
    before = sent(desk, entry.ticket, key="one")
    Entry.objects.filter(pk=entry.pk).update(state="confirmed")
    type(entry.order).objects.filter(pk=entry.order_id).update(state="settled")

    again = sent(desk, entry.ticket, key="one")
    new = sent(desk, entry.ticket, key="two")

    assert told(before) == told(again) == ("wait", ["unpaid"])
    assert told(new) == ("go", [])
    assert (Scan.objects.count(), CheckIn.objects.count()) == (2, 1)


def test_an_hour_late_with_its_own_time_or_with_a_wrong_clock(race: Race) -> None:
    desk, hour = make_desk(race.edition), dt.timedelta(hours=1)
    late, wrong = make_runner(race, "L"), make_runner(race, "W")

    sent(desk, late.ticket, device_at=NOW + hour, now=NOW + 2 * hour)
    sent(desk, wrong.ticket, device_at=NOW + 900 * hour, now=NOW + 2 * hour)

    assert CheckIn.objects.get(entry=late).at == NOW + hour
    assert CheckIn.objects.get(entry=wrong).at == NOW + 2 * hour
    assert Scan.objects.get(answer__entry=wrong).device_at == NOW + 900 * hour


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("transferred", "transferred"), ("withdrawn", "withdrawn"), ("deferred", "deferred"),
        ("cancelled", "cancelled"),
    ],
)  # fmt: skip
def test_a_dead_ticket_is_refused_and_says_why(race: Race, state: str, why: str) -> None:
    entry, desk = make_runner(race, state=state), make_desk(race.edition)

    assert told(sent(desk, entry.ticket)) == ("no", [why])


def test_tickets_of_another_event_and_forged_ones_let_nobody_in(race: Race) -> None:
    desk = make_desk(race.edition)
    other = make_runner(make_race(make_edition(make_event("Lake Half"))), "O")

    foreign = sent(desk, other.ticket, how=How.CODE)
    forged = sent(desk, "x" * 43, how=How.CODE)
    picked = sent(desk, f"entry:{other.pk}", how=How.PICKED)

    assert told(foreign) == ("no", ["other_event"])
    assert said(foreign, desk).other_event == "Lake Half"
    assert said(foreign, desk).name == ""  # whose it is, is no business of this desk
    assert told(forged) == told(picked) == ("no", ["unknown"])
    assert CheckIn.objects.count() == 0


def test_a_number_finds_its_runner_and_one_worn_twice_is_asked_about(race: Race) -> None:
    desk = make_desk(race.edition)
    other = make_race(race.edition, name="Ridge 20K")
    make_runner(race, "N", number=12)
    for one, name in ((race, "P"), (other, "Q")):
        make_bib(make_runner(one, name), 7, scope=Scope.RACE)

    assert told(sent(desk, "12")) == ("go", [])
    assert told(sent(desk, "13")) == ("no", ["unknown"])
    assert told(sent(desk, "7")) == ("no", ["unknown"])


def test_undo_is_a_row_and_the_runner_may_come_again(race: Race) -> None:
    entry, desk, other = make_runner(race), make_desk(race.edition), make_desk(race.edition, "2")
    shown = said(sent(desk, entry.ticket, key="in"), desk)

    strange = sent(other, shown.takes_back, how=How.UNDO)
    back = sent(desk, shown.takes_back, how=How.UNDO, key="undo")
    sent(desk, shown.takes_back, how=How.UNDO, key="undo")
    again = sent(desk, entry.ticket)
    sent(desk, shown.takes_back, how=How.UNDO, key="late")

    assert told(strange) == ("no", ["not_in"])
    assert told(back) == ("back", [])
    assert told(again) == ("go", [])
    assert (Undo.objects.count(), CheckIn.objects.filter(is_standing=True).count()) == (1, 1)


def test_only_the_help_table_lets_in_on_paper(race: Race) -> None:
    Waiver.objects.create(edition=race.edition, version=1, text="Sign", made_at=NOW)
    entry, desk = make_runner(race), make_desk(race.edition)
    table = make_desk(race.edition, "Help", is_help=True)

    refused = sent(desk, f"entry:{entry.pk}", how=How.LET_IN)
    asked = said(sent(table, entry.ticket), table)
    let_in = sent(table, f"entry:{entry.pk}", how=How.LET_IN)

    assert told(refused) == ("wait", ["waiver"])
    assert asked.may_let_in
    assert told(let_in) == ("go", [])


def test_the_first_of_an_order_gets_its_extras(race: Race) -> None:
    from_both = make_runner(race)
    order = from_both.order
    second = Entry.objects.create(
        order=order, race=race, athlete=make_runner(race, "B").athlete, state="transferred",
        ticket="second", created_at=NOW, state_at=NOW,
    )  # fmt: skip
    Entry.objects.filter(athlete=second.athlete).exclude(pk=second.pk).update(state="withdrawn")
    Entry.objects.filter(pk=second.pk).update(state="confirmed")
    OrderLine.objects.create(
        order=order, kind="extra", label="Shirt, M", quantity=2, minor=0, made_at=NOW
    )
    desk = make_desk(race.edition)

    first = said(sent(desk, from_both.ticket), desk)
    then = said(sent(desk, "second"), desk)

    assert (first.give, first.given_to) == (("2 × Shirt, M",), "")
    assert (then.give, then.given_to) == ((), "Alice A")


@pytest.mark.parametrize("typed", ["Carvalho", "ines carvalo", "carvahlo", "CARVALHO Inês"])
def test_names_are_found_with_slips_of_the_finger(race: Race, typed: str) -> None:
    make_runner(race, "Ines")
    Athlete.objects.filter(family_name="Ines").update(given_name="Inês", family_name="Carvalho")
    make_runner(race, "Zweig")

    assert [one.name for one in found_by_name(race.edition, typed)] == ["Inês Carvalho"]


def test_nobody_else_is_seen_through_a_closed_door(race: Race, client: Client) -> None:
    desk = make_desk(race.edition)
    address = f"/desk/{desk.token}/"

    assert client.get(address).status_code == 200
    Desk.objects.filter(pk=desk.pk).update(closed_at=NOW)
    assert client.get(address).status_code == 410
    assert (
        client.post(f"{address}scan/", {"key": "a", "how": "typed", "text": "1"}).status_code == 410
    )
    assert client.get(f"{address}counts/").status_code == 410
    assert client.get("/desk/unknown/").status_code == 404
    assert Scan.objects.count() == 0
