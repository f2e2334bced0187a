"""The schedule, and what it throws away."""

import datetime as dt
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from startline.accounts.models import User
from startline.config.management.commands import tick
from startline.config.schedule import SCHEDULE
from startline.config.upkeep import clear_up

pytestmark = pytest.mark.django_db


def real_now() -> dt.datetime:
    """What the rows of the library carry."""
    return timezone.now()  # noqa: TID251


def test_each_job_is_enqueued_once_in_its_interval_also_on_a_pinned_day(settings: object) -> None:
    settings.TODAY = dt.date(2020, 1, 1)  # type: ignore[attr-defined]
    assert tick.enqueue_what_is_due() == len(SCHEDULE)
    assert tick.enqueue_what_is_due() == 0
    DBTaskResult.objects.update(
        status="SUCCESSFUL", enqueued_at=real_now() - dt.timedelta(minutes=2)
    )

    by_the_minute = [due for due in SCHEDULE if due.every <= dt.timedelta(minutes=2)]
    assert tick.enqueue_what_is_due() == len(by_the_minute) > 5


def test_a_job_that_still_waits_is_not_enqueued_again() -> None:
    tick.enqueue_what_is_due()
    DBTaskResult.objects.update(enqueued_at=real_now() - dt.timedelta(days=2))

    assert tick.enqueue_what_is_due() == 0


def test_the_loop_goes_on_after_a_database_that_was_away() -> None:
    class OverError(Exception):
        """Ends the loop of the test."""

    answers = [OperationalError("the server closed the connection"), 0]
    with (
        patch.object(tick, "enqueue_what_is_due", side_effect=answers) as asked,
        patch("time.sleep", side_effect=[None, OverError]),
        pytest.raises(OverError),
    ):
        tick.Command().handle(loop=True)

    assert asked.call_count == 2


def test_old_jobs_and_sessions_go_and_others_stay(client: Client, alice: User) -> None:
    tick.enqueue_what_is_due()
    old, killed, fresh = DBTaskResult.objects.all()[:3]
    long_ago = real_now() - dt.timedelta(days=40)
    DBTaskResult.objects.exclude(pk=fresh.pk).delete()
    for job, status in ((old, "SUCCESSFUL"), (killed, "RUNNING")):
        job.status, job.started_at, job.finished_at = status, long_ago, long_ago
        job.save()
    client.force_login(alice)
    client.get("/you/")
    Session.objects.create(session_key="over", session_data="", expire_date=long_ago)
    UserSession.objects.create(user=alice, ip="127.0.0.1", session_key="over", user_agent="x")

    clear_up.call()

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {fresh.pk}
    assert not Session.objects.filter(session_key="over").exists()
    assert client.get("/you/").status_code == 200
    assert not UserSession.objects.filter(session_key="over").exists()
