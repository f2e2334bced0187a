"""The scheduler: enqueues what is due, by the last run in the task table."""

import logging
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from startline.config.schedule import SCHEDULE, Due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Once, or with --loop every minute until stopped."""

    help = "Enqueue the scheduled jobs that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--loop keeps going; the supervisor of `run` uses it."""
        parser.add_argument("--loop", action="store_true")

    def handle(self, *args: object, loop: bool = False, **options: object) -> None:
        """Enqueue, and with --loop do so again each minute, also after a database that was away."""
        while loop:
            try:
                enqueue_what_is_due()
            except DatabaseError:
                log.exception("nothing could be enqueued; tried again in a minute")
            close_old_connections()
            time.sleep(60)
        enqueue_what_is_due()


def enqueue_what_is_due() -> int:
    """Go through the schedule once; how many jobs were enqueued."""
    return sum(enqueue_if_due(due) for due in SCHEDULE)


@transaction.atomic
def enqueue_if_due(due: Due) -> bool:
    """Enqueue one job unless it was enqueued within its interval, or still waits for a worker."""
    since = timezone.now() - due.every  # noqa: TID251  -- jobs carry real instants, also on a pinned day
    is_ahead = Q(enqueued_at__gt=since) | Q(status=TaskResultStatus.READY)
    if DBTaskResult.objects.filter(is_ahead, task_path=due.job.module_path).exists():
        return False
    due.job.enqueue()
    return True
