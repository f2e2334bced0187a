"""A result becomes a person's, by mail or by the organizer; one person's at a time."""

import datetime as dt
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.notices.models import Notice
from startline.results.models import Result, ResultClaim
from startline.results.queries.belonging import my_results
from startline.results.rules.bests import Run, bests
from startline.results.rules.claiming import age_on, fits_age, same_name
from startline.results.services import claiming
from startline.results.tests.make import AFTER, make_results, make_ridge

BORN = dt.date(1985, 3, 1)


@pytest.mark.parametrize(
    ("listed", "born_on", "is_theirs"),
    [
        (41, dt.date(1985, 3, 1), True),
        (41, dt.date(1985, 11, 1), True),  # lists that count by the year
        (41, dt.date(1984, 11, 1), True),
        (41, dt.date(1986, 3, 1), False),
        (None, dt.date(1950, 1, 1), True),
    ],
)
def test_an_age_fits_on_the_day_or_by_the_year(
    listed: int | None, born_on: dt.date, is_theirs: bool
) -> None:
    assert fits_age(listed, born_on, dt.date(2026, 9, 12)) is is_theirs


def test_names_fit_in_any_order_and_whole() -> None:
    assert same_name(["ana", "lee"], ["lee", "ana"])
    assert not same_name(["ana"], ["ana", "lee"])
    assert not same_name([], [])
    assert age_on(dt.date(2026, 2, 28), dt.date(2008, 2, 29)) == 17


def test_bests_are_over_shared_distances_on_even_ground() -> None:
    runs = [
        Run(1, 10_000, "road", 2_500_000),
        Run(2, 10_000, "road", 2_400_000),
        Run(3, 10_000, "trail", 2_000_000),
        Run(4, 9_700, "road", 2_000_000),
        Run(5, 21_100, "road", 5_400_000),
        Run(6, 5_000, "track", None),
    ]
    assert {metres: run.key for metres, run in bests(runs).items()} == {10_000: 2, 21_098: 5}


@pytest.fixture
def ana(client: Client) -> User:
    user = User.objects.create_user("ana@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    return user


def first(race: Any) -> Result:
    return Result.objects.select_related("race__edition__event").get(race=race, bib="1")


def ask(result: Result, user: User, **more: Any) -> ResultClaim:
    given = {"name": "Lee Ana", "born_on": BORN, "now": AFTER, **more}
    return claiming.claim_result(result, user=user, **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "Ben Oh"}, "fit"),
        ({"born_on": dt.date(1990, 1, 1)}, "fit"),
        ({"born_on": dt.date(2012, 1, 1)}, "minor"),
    ],
)
def test_what_does_not_fit_is_refused(
    ana: User, bruno: User, typed: dict[str, Any], why: str
) -> None:
    race = make_ridge()
    make_results(race, bruno)
    with pytest.raises(claiming.ClaimRefusedError) as said_no:
        ask(first(race), ana, **typed)
    assert said_no.value.numbers == {"why": why}
    assert not ResultClaim.objects.exists()


@pytest.mark.django_db
def test_the_organizer_says_yes_and_hands_over_when_it_is_contested(
    ana: User, bruno: User, eve: User
) -> None:
    race = make_ridge()
    make_results(race, bruno)
    claim = ask(first(race), ana)
    assert (claim.way, ask(first(race), ana).pk) == ("organizer", claim.pk)
    with pytest.raises(claiming.DecidedError):
        claiming.grant(claim, by=None, now=AFTER)
    claiming.grant(claim, by=bruno, now=AFTER)
    assert [one.bib for one in my_results(ana).results] == ["1"]

    contested = ask(first(race), eve)
    assert not my_results(eve).results
    claiming.grant(contested, by=bruno, now=AFTER)

    assert not my_results(ana).results
    assert [one.bib for one in my_results(eve).results] == ["1"]
    claiming.give_up(eve, race_id=race.pk, bib="1", now=AFTER)
    assert not my_results(eve).results
    states = ResultClaim.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["taken", "given_up"]


@pytest.mark.django_db
def test_a_new_file_keeps_the_claim(ana: User, bruno: User) -> None:
    race = make_ridge()
    make_results(race, bruno)
    claiming.grant(ask(first(race), ana), by=bruno, now=AFTER)
    from_before = my_results(ana).results[0].pk
    make_results(race, bruno, "Bib,Name,Gun time\n1,Ana Lee,4:59:00\n")
    (now_shown,) = my_results(ana).results
    assert now_shown.pk != from_before
    assert now_shown.gun_ms == 17_940_000


@pytest.mark.django_db
def test_two_people_never_hold_the_same_result(ana: User, eve: User) -> None:
    race = make_ridge()
    for user in (ana, eve):
        made = {"race": race, "bib": "1", "user": user, "way": "organizer", "asked_at": AFTER}
        if user is eve:
            with pytest.raises(IntegrityError), transaction.atomic():
                ResultClaim.objects.create(state="held", **made)
        else:
            ResultClaim.objects.create(state="held", **made)


@pytest.mark.django_db
def test_who_reads_the_mail_of_the_entry_says_yes(ana: User, bruno: User, client: Client) -> None:
    entry = make_in(make_ruled_race(), "runner")
    make_results(entry.race, bruno)
    born_on = entry.athlete.born_on if entry.athlete else None
    Result.objects.filter(race=entry.race, bib="1").update(entry=entry, age=None)
    result = first(entry.race)
    edition = entry.race.edition
    page = reverse("results:claim", args=[edition.event.slug, edition.slug, result.pk])

    wrong = client.post(page, {"name": "Ana Lee", "born_on": "1950-01-01"})
    assert wrong.status_code == 422
    assert "Ana Lee" in wrong.content.decode()
    client.post(page, {"name": "Ana Lee", "born_on": str(born_on)})

    mail = Notice.objects.get(key__startswith="result-claim-")
    assert mail.to == "runner@example.org"
    link = mail.text.split("/you/results/claims/")[1].split()[0]
    client.post(f"/you/results/claims/{link}", {"say": "yes"})
    assert ResultClaim.objects.get().state == "held"
    assert "4:59:30" in client.get(reverse("results:my")).content.decode()
    assert client.post(f"/you/results/claims/{link}x", {"say": "yes"}).status_code == 404
