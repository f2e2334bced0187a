"""Mail is recorded once, and one job sends all that waits."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from startline.notices.models import Notice
from startline.notices.services import record_notice, send_waiting_notices

NOW = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


def record(key: str) -> None:
    """A mail without a context of its own, in its own transaction."""
    with transaction.atomic():
        record_notice(
            key=key, to="alice@example.org", template="entries/mail/message", context={}, now=NOW
        )


@pytest.mark.django_db
def test_the_same_cause_is_recorded_once() -> None:
    record("a")
    record("a")

    assert list(Notice.objects.values_list("key", "state")) == [("a", "waiting")]


@pytest.mark.django_db
def test_one_job_sends_all_that_waits() -> None:
    for key in "abc":
        record(key)

    assert DBTaskResult.objects.filter(task_path=send_waiting_notices.module_path).count() == 1
    assert send_waiting_notices.call() == 3
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
def test_an_address_that_no_mail_can_be_written_to_holds_up_nobody() -> None:
    record("a")
    Notice.objects.update(to=f"alice@{'ü' * 63}.example")  # a form takes it for an address
    record("b")

    assert send_waiting_notices.call() == 1
    assert dict(Notice.objects.values_list("key", "state")) == {"a": "failed", "b": "sent"}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_a_job_that_has_begun_is_not_trusted_with_later_mail(state: str) -> None:
    record("a")
    DBTaskResult.objects.update(status=state)

    record("b")

    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


if connection.vendor == "postgresql":  # SQLite has one writer at a time

    @pytest.mark.django_db(transaction=True)
    def test_no_worker_begins_the_job_before_the_mail_is_committed() -> None:
        record("a")
        recorded, tried = threading.Event(), threading.Event()

        def later() -> None:
            try:
                with transaction.atomic():
                    record("b")
                    recorded.set()
                    tried.wait(10)
            finally:
                connection.close()

        thread = threading.Thread(target=later)
        thread.start()
        recorded.wait(10)
        with transaction.atomic():
            meanwhile = DBTaskResult.objects.ready().get_locked()
        tried.set()
        thread.join()
        with transaction.atomic():
            afterwards = DBTaskResult.objects.ready().get_locked()

        assert meanwhile is None
        assert afterwards is not None
        assert DBTaskResult.objects.count() == 1
