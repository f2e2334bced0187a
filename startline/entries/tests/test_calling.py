"""Called off: everyone is asked, everyone's wish is carried out once, nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.core.refusals import Refusal
from startline.entries.models.afterwards import Calling, Choice
from startline.entries.models.orders import Entry
from startline.entries.queries.verification import violations
from startline.entries.services import calling as deeds
from startline.entries.services.calling import (
    CalledAlreadyError,
    CallingTerms,
    call_off,
    carry_on,
    carry_on_all,
    choose,
    progress_of,
)
from startline.entries.services.giving import give_back, surplus_of
from startline.entries.services.offering import offer_places
from startline.entries.services.resale import release_for_resale
from startline.entries.services.transferring import accept_transfer, offer_transfer
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, hold, make_person
from startline.entries.tests.make_in import (
    DAY,
    make_in,
    make_other_race,
    make_ruled_race,
    refunded,
    states,
    taken,
)
from startline.events.models.catalogue import Race
from startline.events.services.places import release_place
from startline.events.tests.make import make_edition, make_race
from startline.notices.models import Notice
from startline.payments.models import Refund

pytestmark = pytest.mark.django_db
UNTIL = LATER + 14 * DAY


def cancel(race: Race, by: User, **more: object) -> Calling:
    """The edition is cancelled; all money comes back unless said otherwise."""
    terms = CallingTerms("cancelled", UNTIL, **more)  # type: ignore[arg-type]  # its fields
    return call_off(race.edition, terms, by=by, now=LATER)


def choice(entry: Entry) -> Choice:
    """What an entrant is asked."""
    return Choice.objects.select_related("calling").get(entry=entry)


def test_everyone_is_asked_once_and_entries_close(ridge: Organizer, bruno: User) -> None:
    race = make_ruled_race(organizer=ridge)
    make_in(race, "a")
    make_in(race, "b")

    calling = cancel(race, bruno)
    carry_on(calling, LATER)
    carry_on(calling, LATER)

    assert Choice.objects.count() == 2
    assert Notice.objects.filter(key__startswith="calling-").count() == 2
    with pytest.raises(Refusal):
        hold(Race.objects.select_related("edition__event").get(pk=race.pk), key="x")


def test_each_choice_is_carried_out_and_silence_means_money_back(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(places=4, organizer=ridge)
    make_race(make_edition(race.edition.event, on=dt.date(2027, 9, 11)), name=race.name)
    wants, moves, gives, silent = (make_in(race, name) for name in "abcd")
    calling = cancel(race, bruno, offers_deferral=True)
    carry_on(calling, LATER)

    for entry, wish in ((wants, "refund"), (moves, "defer"), (gives, "donate")):
        choose(choice(entry), wish, now=LATER)
    carry_on_all(LATER)
    early = states(wants, moves, gives, silent)
    carry_on_all(UNTIL)

    assert early == ["cancelled", "deferred", "cancelled", "confirmed"]
    assert [refunded(e) for e in (wants, moves, gives, silent)] == [5000, 0, 0, 5000]
    assert taken(race) == 0
    assert progress_of(calling).is_over


def test_the_organizer_bears_the_fee_and_the_share_is_as_said(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(organizer=ridge)
    mine = make_in(race)
    calling = cancel(race, bruno, refund_percent=70)

    carry_on(calling, LATER)
    carry_on(calling, UNTIL)

    assert refunded(mine) == 3500
    assert surplus_of(mine.order) == 0


def test_killed_in_the_middle_the_next_run_does_the_rest_and_nothing_twice(
    ridge: Organizer, bruno: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    race = make_ruled_race(places=6, organizer=ridge)
    entries = [make_in(race, f"r{number}") for number in range(6)]
    calling = cancel(race, bruno)
    carry_on(calling, LATER)
    real, count = give_back, iter(range(100))

    def dies(*args: Any, **more: Any) -> object:
        done = real(*args, **more)
        if next(count) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(deeds, "give_back", dies)
    with pytest.raises(KeyboardInterrupt):
        carry_on(calling, UNTIL)
    before = Refund.objects.count()
    monkeypatch.setattr(deeds, "give_back", real)
    carry_on(calling, UNTIL)

    assert before == 3
    assert [refunded(entry) for entry in entries] == [5000] * 6
    assert Refund.objects.count() == 6
    assert progress_of(calling).is_over


def test_small_batches_get_through(ridge: Organizer, bruno: User) -> None:
    race = make_ruled_race(places=5, organizer=ridge)
    for number in range(5):
        make_in(race, f"r{number}")
    calling = cancel(race, bruno)

    moved = []
    while step := carry_on(calling, UNTIL, most=2):
        moved.append(step)

    assert max(moved) <= 4
    assert progress_of(calling).done == 5


def test_who_took_a_place_over_is_asked_and_the_money_goes_to_who_paid(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(organizer=ridge)
    paid = make_in(race)
    change = offer_transfer(paid, to_email="bob@example.org", key="t", by=None, now=LATER)
    theirs = accept_transfer(change, make_person(7), key="b", by=None, now=LATER)

    calling = cancel(race, bruno)
    carry_on(calling, UNTIL)

    assert Choice.objects.get().entry == theirs
    assert refunded(paid) == 5000


def test_an_open_transfer_and_a_released_place_are_undone_first(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(organizer=ridge)
    giver, seller = make_in(race, "a"), make_in(race, "b")
    change = offer_transfer(giver, to_email="bob@example.org", key="t", by=None, now=LATER)
    release_for_resale(seller, key="s", by=None, now=LATER)

    calling = cancel(race, bruno)
    carry_on(calling, UNTIL)

    change.refresh_from_db()
    assert change.state == "undone"
    assert states(giver, seller) == ["cancelled", "cancelled"]
    assert (refunded(giver), refunded(seller)) == (5000, 5000)
    assert taken(race) == 0


def test_a_place_released_after_the_question_is_refunded_once_and_no_longer_on_offer(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(places=2, organizer=ridge)
    entry = make_in(race, "a")
    calling = cancel(race, bruno)
    carry_on(calling, LATER)
    release_for_resale(Entry.objects.get(pk=entry.pk), key="r", by=None, now=LATER)

    carry_on_all(UNTIL)

    assert [str(violation) for violation in violations(now=UNTIL)] == []
    assert states(entry) == ["cancelled"]
    assert (refunded(entry), taken(race)) == (5000, 0)


def test_a_postponed_race_keeps_those_who_say_nothing(ridge: Organizer, bruno: User) -> None:
    race = make_ruled_race(organizer=ridge)
    stays, leaves = make_in(race, "a"), make_in(race, "b")
    calling = call_off(race.edition, CallingTerms("postponed", UNTIL), by=bruno, now=LATER)
    carry_on(calling, LATER)

    choose(choice(leaves), "refund", now=LATER)
    carry_on(calling, UNTIL)

    assert states(stays, leaves) == ["confirmed", "cancelled"]
    assert taken(race) == 1


def test_a_wish_that_is_not_offered_too_late_or_done_is_refused(
    ridge: Organizer, bruno: User
) -> None:
    race = make_ruled_race(organizer=ridge)
    mine = make_in(race)
    carry_on(cancel(race, bruno), LATER)

    with pytest.raises(Refusal) as unknown:
        choose(choice(mine), "defer", now=LATER)
    with pytest.raises(Refusal) as late:
        choose(choice(mine), "refund", now=UNTIL)

    assert (unknown.value.code, late.value.code) == ("not_a_wish", "choice_over")


def test_an_edition_is_cancelled_once(ridge: Organizer, bruno: User) -> None:
    race = make_ruled_race(organizer=ridge)
    cancel(race, bruno)

    with pytest.raises(Refusal) as again:
        cancel(race, bruno)

    assert again.value.code == "called_already"


def two_races(organizer: Organizer) -> tuple[Race, Race]:
    """A race and another of the same edition, of one pool."""
    race = make_ruled_race(places=4, organizer=organizer)
    other = make_other_race(race, minor=3000, places=None)
    Race.objects.filter(pk=other.pk).update(pool=race.pool)
    other.refresh_from_db()
    other.edition = race.edition
    return race, other


def test_one_race_is_cancelled_and_the_other_goes_on(ridge: Organizer, bruno: User) -> None:
    race, other = two_races(ridge)
    stays, goes = make_in(race, "a"), make_in(other, "b")
    terms = CallingTerms("cancelled", UNTIL, race=other)

    calling = call_off(race.edition, terms, by=bruno, now=LATER)
    carry_on_all(LATER)
    assert [found.entry_id for found in Choice.objects.all()] == [goes.pk]
    assert progress_of(calling).entrants == 1
    with pytest.raises(Refusal):
        hold(Race.objects.select_related("edition__event").get(pk=other.pk), key="x", now=LATER)
    carry_on_all(UNTIL)

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.state, goes.state) == ("confirmed", "cancelled")
    assert refunded(goes) == goes.order.total_minor
    assert taken(race) == 1
    assert hold(race, key="y", now=LATER).entries.count() == 1
    race.edition.refresh_from_db()
    assert race.edition.status not in {"cancelled", "postponed"}
    assert violations(now=LATER) == []


def test_a_race_is_cancelled_once_and_one_alone_is_never_moved(
    ridge: Organizer, bruno: User
) -> None:
    race, other = two_races(ridge)
    terms = CallingTerms("cancelled", UNTIL, race=other)
    call_off(race.edition, terms, by=bruno, now=LATER)

    with pytest.raises(CalledAlreadyError):
        call_off(race.edition, terms, by=bruno, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Calling.objects.update(kind="postponed")


def test_who_waits_for_a_cancelled_race_is_told_and_holds_up_nobody(
    ridge: Organizer, bruno: User
) -> None:
    race, other = two_races(ridge)
    for name in "abcd":
        make_in(race, name)
    first = join_waitlist(other, email="f@example.org", name="F", heads=1, now=LATER)
    later = join_waitlist(race, email="l@example.org", name="L", heads=1, now=LATER + DAY)

    call_off(race.edition, CallingTerms("cancelled", UNTIL, race=other), by=bruno, now=LATER)
    release_place(race, now=LATER)
    offer_places(race.pool, LATER + DAY)

    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.state, later.state) == ("ended", "offered")
    assert (
        "Cancelled: Ridge 20K"
        in Notice.objects.get(to="f@example.org", key__contains="ended").subject
    )


def test_the_page_calls_one_race_off_and_says_so_everywhere(
    ridge: Organizer, bruno: User, client: Client, settings: Any
) -> None:
    settings.TODAY = LATER.date()
    race, other = two_races(ridge)
    entry = make_in(other, "b")
    event = race.edition.event
    client.force_login(bruno)
    page = f"/organize/{event.slug}/{race.edition.slug}/call-off/"
    said = {"kind": "postponed", "race": other.pk, "refund_percent": 100, "days": 14, "sure": "on"}

    refused = client.post(page, said).content.decode()
    made = client.post(page, {**said, "kind": "cancelled"}, follow=True).content.decode()
    carry_on_all(LATER)

    assert "Only the whole event can move." in refused
    assert "Cancelled: Ridge 20K" in made
    mail = Notice.objects.get(key__startswith="calling-")
    assert mail.subject == f"Cancelled: Ridge 20K, {event.name}"
    assert "The other races of" in mail.text
    choice_page = client.get(f"/entries/{entry.order.reference}/{entry.pk}/choice/")
    assert "Ridge 20K at" in choice_page.content.decode()
    assert "Cancelled" in client.get(f"/races/{event.slug}/").content.decode()
    assert "Cancelled" in client.get(f"/organize/{event.slug}/").content.decode()
