"""What runs behind the pages, for the operator: mail in trouble, and jobs that failed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max
from django_tasks_db.models import DBTaskResult

from startline.notices.models import Notice, NoticeQuerySet

SHOWN = 100
FRESH = dt.timedelta(days=7)


@dataclass(frozen=True)
class Failing:
    """One kind of job that failed within `FRESH`: how often, when last, and why then."""

    name: str
    count: int
    last_at: dt.datetime
    why: str


def mail_in_trouble(*, now: dt.datetime) -> NoticeQuerySet:
    """Mail that was given up or is stuck, newest first."""
    return Notice.objects.in_trouble(now).order_by("-created_at", "-pk")


def mail_put_off() -> NoticeQuerySet:
    """Mail that was tried in vain and is tried again, next first."""
    return Notice.objects.waiting().filter(tries__gt=0).order_by("due_at", "pk")


def failing_jobs(*, now: dt.datetime) -> list[Failing]:
    """Jobs that ended in an error, one line a kind, last first."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - FRESH)
    kinds = failed.order_by().values("task_path").annotate(n=Count("pk"), last=Max("finished_at"))
    return [
        Failing(kind["task_path"].rpartition(".")[2], kind["n"], kind["last"],
                _why(kind["task_path"], kind["last"]))
        for kind in sorted(kinds, key=lambda kind: kind["last"], reverse=True)
    ]  # fmt: skip


def _why(path: str, at: dt.datetime) -> str:
    """The last line of what the job said; of a killed one, its class alone."""
    one = DBTaskResult.objects.failed().filter(task_path=path, finished_at=at)[0]
    lines = str(one.traceback).strip().splitlines()
    return (lines[-1] if lines else str(one.exception_class_path))[:300]
