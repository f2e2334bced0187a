"""The outbox and a real mail server: away, refusing, hanging up."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from startline.core import clock
from startline.notices import services
from startline.notices.models import Notice
from startline.notices.services import PAUSES, resend, send_waiting_notices
from startline.notices.tests.sink import Sink, mailers_of, smtp_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """All mail goes to a server on this machine."""
    with smtp_sink() as door:
        settings.MAILERS = mailers_of(door)
        yield door


def a_mail(to: str, now: dt.datetime, **more: Any) -> Notice:
    return Notice.objects.create(
        key=to, to=to, subject="Startnummer – für Zoë", text="Grüße\n", created_at=now, **more
    )


def later(monkeypatch: pytest.MonkeyPatch, at: dt.datetime) -> None:
    """It is another hour."""
    monkeypatch.setattr(services, "clock_now", lambda: at)


def test_a_mail_arrives_whole_and_all_go_over_one_connection(sink: Sink, now: dt.datetime) -> None:
    a_mail("a@example.org", now)
    a_mail("zoe@münchen.example", now, html="<p>Grüße</p>", off_address="https://x.example/off")

    assert send_waiting_notices.call() == 2
    assert sink.connections == 1
    plain, both = sink.mails
    assert plain["Subject"] == "Startnummer – für Zoë"
    assert plain.get_content().strip() == "Grüße"
    assert "Date" in plain
    assert "Message-ID" in plain
    assert both["List-Unsubscribe"] == "<https://x.example/off>"
    assert both.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"  # type: ignore[union-attr]


def test_what_nobody_can_switch_off_goes_before_news(sink: Sink, now: dt.datetime) -> None:
    a_mail("news@example.org", now, off_address="https://x.example/off")
    a_mail("ticket@example.org", now + dt.timedelta(hours=1))

    send_waiting_notices.call()

    assert sink.to() == ["ticket@example.org", "news@example.org"]


def test_a_server_that_is_away_costs_no_mail_a_try(sink: Sink, settings: Any, now: Any) -> None:
    a_mail("a@example.org", now)
    there = settings.MAILERS
    settings.MAILERS = {
        "default": {**there["default"], "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1}}
    }
    for _ in range(20):
        assert send_waiting_notices.call() == 0
    assert Notice.objects.get().tries == 0
    settings.MAILERS = there

    assert send_waiting_notices.call() == 1
    assert send_waiting_notices.call() == 0
    assert sink.to() == ["a@example.org"]


def test_a_mailbox_that_is_full_is_asked_again_for_most_of_a_day_and_then_given_up(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    full = a_mail("full@example.org", at)
    a_mail("b@example.org", at)
    sink.refused["full@example.org"] = "452 4.2.2 the mailbox is full"

    for pause in (dt.timedelta(), *PAUSES):
        at += pause
        later(monkeypatch, at)
        send_waiting_notices.call()
        send_waiting_notices.call()  # at once again: it is not due

    full.refresh_from_db()
    assert sink.to() == ["b@example.org"]
    assert full.state == "failed"
    assert "full" in full.error
    assert sink.asked["full@example.org"] == len(PAUSES) + 1
    assert sum(PAUSES, dt.timedelta()) > dt.timedelta(hours=16)


def test_nobody_there_is_given_up_at_once_and_sent_again_when_the_operator_says_so(
    sink: Sink, now: dt.datetime
) -> None:
    a_mail("gone@example.org", now)
    a_mail("b@example.org", now)
    sink.refused["gone@example.org"] = "550 5.1.1 no such user"

    assert send_waiting_notices.call() == 1
    gone = Notice.objects.get(to="gone@example.org")
    assert (gone.state, gone.tries) == ("failed", 1)
    sink.refused.clear()
    assert resend(Notice.objects.all(), now=now) == 1
    assert send_waiting_notices.call() == 1
    assert sink.to() == ["b@example.org", "gone@example.org"]


def test_a_server_that_hangs_up_after_some_gets_the_rest_in_another_conversation(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    sink.most_each = 3
    for n in range(10):
        a_mail(f"r{n}@example.org", at)
    later(monkeypatch, at)

    send_waiting_notices.call()
    later(monkeypatch, at + PAUSES[0])
    send_waiting_notices.call()

    assert sorted(sink.to()) == sorted(f"r{n}@example.org" for n in range(10))


def test_a_round_ends_in_time_and_leaves_the_rest_to_a_job_of_its_own(
    sink: Sink, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        a_mail(f"r{n}@example.org", now)
    moments = iter([0, 1, services.ROUND_S + 1])
    monkeypatch.setattr(services, "monotonic", lambda: next(moments))

    assert send_waiting_notices.call() == 1
    assert Notice.objects.waiting().count() == 2
    assert DBTaskResult.objects.filter(status="READY").count() == 1
    assert len(sink.mails) == 1


def test_a_mail_claimed_by_a_worker_that_died_is_in_trouble_after_a_while_and_not_before(
    now: dt.datetime,
) -> None:
    stuck = a_mail("a@example.org", now, state="sending", claimed_at=now)

    assert not Notice.objects.in_trouble(now + dt.timedelta(minutes=9)).exists()
    assert resend(Notice.objects.all(), now=now + dt.timedelta(minutes=11)) == 1
    stuck.refresh_from_db()
    assert stuck.state == "waiting"
