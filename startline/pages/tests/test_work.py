"""The operator sees what failed behind the pages, and sends mail again."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from startline.accounts.models import User
from startline.core.clock import now as clock_now
from startline.notices.models import Notice
from startline.notices.services import send_waiting_notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client, alice: User) -> Client:
    """Alice runs the site."""
    User.objects.filter(pk=alice.pk).update(is_operator=True)
    client.force_login(alice)
    return client


def a_mail(to: str, state: str, **more: Any) -> Notice:
    return Notice.objects.create(
        key=to, to=to, subject="Your entry", text="t", state=state, created_at=clock_now(), **more
    )


def a_failure() -> None:
    job = send_waiting_notices.enqueue()
    DBTaskResult.objects.filter(pk=job.id).update(
        status="FAILED", finished_at=clock_now(), exception_class_path="builtins.KeyError",
        traceback="Traceback\n  …\nKeyError: 'distance'\n",
    )  # fmt: skip


def test_mail_that_failed_is_shown_with_its_reason_and_sent_again(operator: Client) -> None:
    failed = a_mail("gone@example.org", "failed", error="550 no such user", tries=1)
    stuck = a_mail("stuck@example.org", "sending", claimed_at=clock_now() - dt.timedelta(hours=1))
    a_mail("sent@example.org", "sent", sent_at=clock_now())
    words = operator.get("/operate/work/").content.decode()
    assert "550 no such user" in words
    assert "may have arrived" in words
    assert "sent@example.org" not in words

    operator.post("/operate/work/resend/", {"mail": failed.pk})
    states = dict(Notice.objects.values_list("to", "state"))
    assert (states[failed.to], states[stuck.to]) == ("waiting", "sending")
    said = operator.post("/operate/work/resend/", follow=True).content.decode()

    assert "1 mail is on its way again" in said
    assert Notice.objects.waiting().count() == 2


@pytest.mark.parametrize("junk", ["", "²", "-1", "9" * 5000, "x", "9" * 18])
def test_junk_for_a_mail_sends_nothing(operator: Client, junk: str) -> None:
    a_mail("gone@example.org", "failed")

    assert operator.post("/operate/work/resend/", {"mail": junk}).status_code == 302
    assert not Notice.objects.waiting().exists()


def test_jobs_that_failed_are_told_by_kind_with_the_last_reason(operator: Client) -> None:
    a_failure()
    a_failure()

    words = operator.get("/operate/work/").content.decode()

    assert "send_waiting_notices" in words
    assert "2 times" in words
    assert "KeyError: &#x27;distance&#x27;" in words


def test_the_status_says_when_something_needs_the_operator(client: Client) -> None:
    assert "Everything asked just now answered" in client.get("/about/status/").content.decode()

    a_failure()

    words = client.get("/about/status/").content.decode()
    assert "Something needs the operator" in words
    assert "KeyError" not in words, "reasons are the operator's alone"


def test_a_mail_that_failed_weeks_ago_does_not_alarm_for_ever(client: Client) -> None:
    old = a_mail("gone@example.org", "failed")
    Notice.objects.filter(pk=old.pk).update(created_at=clock_now() - dt.timedelta(days=8))

    assert "Everything asked just now answered" in client.get("/about/status/").content.decode()
