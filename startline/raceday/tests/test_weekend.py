"""A race weekend: 600 entrants, three phones at once, one of which repeats every scan."""

import datetime as dt
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.raceday.models.desks import CheckIn, Desk, Scan
from startline.raceday.models.numbers import Bib
from startline.raceday.queries.said import crowds, said
from startline.raceday.rules.numbers import Range
from startline.raceday.rules.scans import How
from startline.raceday.services.checking_in import Sent, take_scan
from startline.raceday.services.numbers import keep_range
from startline.raceday.tests.make import make_desk, make_field

MANY = 600
BOTH = 20
"""Runners whose ticket is shown to all three phones in the same second."""


def work(desk: Desk, tickets: list[str], words: list[str], *, twice: bool) -> None:
    """A phone: each ticket scanned, and sent again by one whose network is bad."""
    try:
        own = Desk.objects.select_related("edition__event").get(pk=desk.pk)
        for n, ticket in enumerate(tickets):
            scan = Sent(f"{desk.pk}-{n}", ticket, How.CODE, NOW + dt.timedelta(seconds=n))
            heard = [said_to(own, scan) for _ in range(1 + twice)]
            words.append(heard[0] if len(set(heard)) == 1 else f"{heard}")
    except Exception as error:  # a database that is locked is heard here
        words.append(repr(error))
    finally:
        connection.close()


def said_to(desk: Desk, scan: Sent) -> str:
    """The one big word, found as the desk's page finds it."""
    return said(take_scan(desk, scan, now=NOW + dt.timedelta(hours=1)), desk).word


@pytest.mark.django_db(transaction=True)
def test_six_hundred_runners_get_numbers_and_each_is_in_once(
    ridge: Organizer, bruno: User, client: Client
) -> None:
    race = make_race(make_edition(make_event("Ridge Race", ridge)))
    tickets = make_field(race, MANY)
    keep_range(race.edition, Range(0, 1, MANY, None), by=bruno, now=NOW)
    week = f"/organize/{race.edition.event.slug}/{race.edition.slug}/race-week"
    client.force_login(bruno)
    rows = [f"{n + 1},R{n:05d}" for n in range(MANY)]
    rows[10], rows[20] = "10,R00010", "1,R00020"
    body = "\n".join(["Bib,Reference", *rows]).encode()

    seen = client.post(f"{week}/numbers/list/", {"file": SimpleUploadedFile("n.csv", body)})
    assert seen.content.decode().count("The list gives number") == 2
    assert Bib.objects.count() == 0
    client.post(f"{week}/numbers/give/", {"pairs": seen.context["pairs"]})
    rest = client.post(f"{week}/numbers/plan/", {"order": "entered"})
    client.post(f"{week}/numbers/give/", {"pairs": rest.context["pairs"]})
    assert set(Bib.objects.values_list("number", flat=True)) == set(range(1, MANY + 1))

    desks = [make_desk(race.edition, f"Desk {n}") for n in range(3)]
    common, own = tickets[:BOTH], tickets[BOTH:]
    words: list[list[str]] = [[], [], []]
    phones = [
        threading.Thread(
            target=work, args=(desk, common + own[n::3], words[n]), kwargs={"twice": n == 2}
        )
        for n, desk in enumerate(desks)
    ]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()

    said = sorted(word for some in words for word in some)
    assert said == ["go"] * MANY + ["wait"] * 2 * BOTH
    assert CheckIn.objects.filter(is_standing=True).count() == MANY
    assert Scan.objects.count() == MANY + 2 * BOTH
    assert [(c.inside, c.expected) for c in crowds(race.edition)] == [(MANY, MANY)]
