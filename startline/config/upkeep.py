"""What a site that runs for years must throw away: finished jobs, sessions that are over."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

FINISHED_DAYS = 3
FAILED_DAYS = 30
"""The operator reads of a failed job for a while longer."""


@task
def clear_up() -> None:
    """The schedule's job, each day; a second run finds nothing."""
    at = timezone.now()  # noqa: TID251  -- what is cleared up carries real instants
    call_command(
        "prune_db_task_results",
        min_age_days=FINISHED_DAYS, failed_min_age_days=FAILED_DAYS, verbosity=0,
    )  # fmt: skip
    killed = DBTaskResult.objects.running().filter(started_at__lt=at - dt.timedelta(FAILED_DAYS))
    killed.delete()
    Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
