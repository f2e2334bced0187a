"""Saved searches hear of new and changed races, each match once, whatever is killed."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.discovery.models import Alert, KnownEdition, Round, SavedRace, SavedSearch, Wish
from startline.discovery.services import rounds, wishes
from startline.discovery.services.digests import people_waiting, tell
from startline.discovery.tests.make import NOW, make_findable
from startline.events.models.catalogue import Edition, Event
from startline.events.models.provenance import Change
from startline.events.services.changes import record_changes
from startline.notices.models import Notice
from startline.notices.services import send_waiting_notices

pytestmark = pytest.mark.django_db(transaction=True)
NOON = NOW.replace(hour=12)


class KilledError(Exception):
    """The worker's end."""


@pytest.fixture(autouse=True)
def pinned(settings: Any) -> None:
    settings.TODAY = NOW.date()


@pytest.fixture(autouse=True)
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL open transactions of other tests on the server would hold the mark back."""
    if connection.vendor == "postgresql":

        def behind_all() -> int:
            return int(Change.objects.aggregate(last=Max("transaction"))["last"] or 0) + 1

        monkeypatch.setattr(rounds, "watermark", behind_all)


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice@example.org", name="Alice")


@pytest.fixture(autouse=True)
def known_before(pinned: None, nobody_else_writes: None) -> None:
    """The first round only learns what there is."""
    make_findable("Old Half", on=dt.date(2026, 6, 6))
    look()


def look(now: dt.datetime = NOON) -> None:
    rounds.carry_on(now)
    if rounds.begin_round(now):
        rounds.carry_on(now)


def keep(user: User, address: str = "max_km=22&min_km=20") -> SavedSearch:
    return wishes.save_search(
        user=user, address=address, name="Halves", language="en", is_mailed=True, now=NOON
    )


def changed(edition: Edition, **fields: object) -> None:
    Edition.objects.filter(pk=edition.pk).update(**fields)
    record_changes([edition.event_id], now=NOON)


def found() -> list[tuple[str, list[str]]]:
    names = dict(Edition.objects.values_list("pk", "event__name"))
    return [
        (names[int(pk)], news)
        for alert in Alert.objects.order_by("pk")
        for pk, news in alert.found.items()
    ]


def test_the_first_round_tells_nobody(alice: User) -> None:
    keep(alice)
    look()

    assert found() == []
    assert KnownEdition.objects.count() == 1


def test_a_new_race_that_fits_is_found_and_another_is_not(alice: User) -> None:
    keep(alice)
    make_findable("New Half")
    make_findable("New Ten", lengths_m=(10_000,))
    look()
    look()

    assert found() == [("New Half", ["new"])]


def test_a_changed_race_that_fits_is_found_by_what_changed(alice: User) -> None:
    keep(alice)
    old = Edition.objects.get()
    changed(old, seen_at=NOON)
    look()
    changed(old, starts_on=dt.date(2026, 6, 7))
    look()

    assert found() == [("Old Half", ["day"])]


def test_followers_and_keepers_hear_even_of_what_no_search_finds(alice: User) -> None:
    old = Edition.objects.get()
    wishes.follow(user=alice, event=Event.objects.get(), now=NOON)
    wishes.save_races(user=alice, edition_ids=[old.pk, 999], now=NOON)
    changed(old, status="cancelled")
    look()

    assert sorted(Alert.objects.values_list("reason", flat=True)) == [
        f"event:{old.event_id}",
        f"saved:{old.pk}",
    ]
    assert found()[0][1] == ["status"]


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The worker dies at each of the next steps, once before and once after it was written."""
    whole = rounds._advance
    left = [0, 0]

    def dying(*args: Any) -> None:
        left[1] += 1
        if left[1] == left[0]:
            raise KilledError
        whole(*args)
        if left[1] == left[0] + 1:
            raise KilledError

    monkeypatch.setattr(rounds, "_advance", dying)
    return left


@pytest.mark.parametrize("step", range(1, 9))
def test_killed_at_any_step_each_match_is_recorded_once(
    alice: User, killed: list[int], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    for n in range(5):
        keep(alice, f"max_km=22&min_km={n + 10}")
    make_findable("New Half")
    killed[:] = [step, 0]
    for _ in range(3):
        try:
            look()
        except KilledError:
            continue
    killed[:] = [0, 99]
    look()

    assert [name for name, _ in found()] == ["New Half"] * 5
    assert not Round.objects.filter(is_open=True).exists()


def test_two_workers_record_a_match_once(alice: User) -> None:
    keep(alice)
    make_findable("New Half")
    rounds.begin_round(NOON)
    mine = Round.objects.get(is_open=True)
    late = Round.objects.get(is_open=True)
    rounds._go(mine, None, NOON)

    with pytest.raises(rounds._TakenError):
        rounds._go(late, None, NOON)


def test_a_race_that_changes_five_times_in_an_hour_is_one_line(alice: User) -> None:
    keep(alice)
    old = Edition.objects.get()
    for day in range(8, 13):
        changed(old, starts_on=dt.date(2026, 6, day))
        look()

    assert tell(alice.pk, now=NOON)
    notice = Notice.objects.get()
    assert notice.text.count("Old Half") == 1
    assert not tell(alice.pk, now=NOON)
    assert not tell(alice.pk, now=NOON + dt.timedelta(days=2))


def test_mail_waits_for_the_day_of_the_person(alice: User) -> None:
    keep(alice)
    wishes.set_wish(user=alice, every="day", timezone="Pacific/Auckland")
    make_findable("New Half")
    look()

    assert people_waiting(NOON) == []  # midnight there
    assert people_waiting(NOON + dt.timedelta(hours=8)) == [alice.pk]


def test_one_click_ends_the_mail(alice: User, client: Client) -> None:
    keep(alice)
    make_findable("New Half")
    look()
    tell(alice.pk, now=NOON)
    send_waiting_notices.func()
    (sent,) = mail.outbox
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + link.split("/", 3)[3]

    client.get(path)
    assert not Wish.objects.filter(every="never").exists()
    client.post(path)
    assert Wish.objects.get().every == "never"
    assert client.get("/alerts/off/forged/").status_code == 404


def test_mail_that_comes_back_three_times_is_sent_no_more(alice: User) -> None:
    keep(alice)
    for n in range(4):
        make_findable(f"New Half {n}")
        look()
        tell(alice.pk, now=NOON + dt.timedelta(days=n))
        Notice.objects.update(state="failed")

    assert Notice.objects.count() == 3
    assert Wish.objects.get().bounced_at is not None


def test_an_account_keeps_a_hundred_searches(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST_SEARCHES", 2)
    keep(alice, "q=a")
    keep(alice, "q=b")
    keep(alice, "q=b")

    with pytest.raises(wishes.TooManyError):
        keep(alice, "q=c")
    with pytest.raises(wishes.AsksNothingError):
        keep(alice, "")


def test_a_search_is_saved_followed_by_feed_and_forgotten(alice: User, client: Client) -> None:
    client.force_login(alice)
    address = reverse("save_search") + "?min_km=20&max_km=22&page=3"
    client.post(address, {"name": "Halves", "by_mail": "1"})
    search = SavedSearch.objects.get()
    make_findable("New Half")
    look()

    page = client.get(reverse("alerts")).content.decode()
    assert "New Half" in page
    client.logout()
    feed = client.get(reverse("alert_feed", args=[search.feed_key])).content.decode()
    assert "New Half" in feed
    assert client.get(reverse("alert_feed", args=["x" * 43])).status_code == 404
    assert search.address == "max_km=22&min_km=20"
    client.force_login(User.objects.create_user("eve@example.org"))
    assert client.post(reverse("forget_search", args=[search.pk])).status_code == 404
    client.force_login(alice)
    client.post(reverse("forget_search", args=[search.pk]))
    assert not SavedSearch.objects.exists()


def test_races_of_a_device_move_into_the_account(alice: User, client: Client) -> None:
    old = Edition.objects.get()
    client.force_login(alice)

    answer = client.post(reverse("keep_races") + f"?ids={old.pk},77")
    assert answer.json() == {"saved": [old.pk]}
    client.post(reverse("keep_races") + f"?ids={old.pk}&off=1")
    assert not SavedRace.objects.exists()


def test_an_event_is_followed_and_left_on_its_page(alice: User, client: Client) -> None:
    client.force_login(alice)
    event = Event.objects.get()
    address = reverse("follow", args=[event.slug])

    client.post(address, {"event": "1"})
    assert alice.follows.get().event == event
    client.post(address, {"off": "1"})
    assert not alice.follows.exists()


def test_everything_of_a_person_is_exported_and_erased(alice: User) -> None:
    keep(alice)
    make_findable("New Half")
    look()
    tell(alice.pk, now=NOON)

    kept = wishes.export(alice)
    wishes.forget(alice)
    assert [len(rows) for rows in kept.values()] == [0, 1, 0, 1, 1]
    assert not any(wishes.export(alice).values())
