"""The scheduler: enqueues what is due, by the last run in the task table."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import close_old_connections, transaction
from django_tasks_db.models import DBTaskResult

from startline.config.schedule import SCHEDULE, Due
from startline.core.clock import now


class Command(BaseCommand):
    """Once, or with --loop every minute until stopped."""

    help = "Enqueue the scheduled jobs that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--loop keeps going; the supervisor of `run` uses it."""
        parser.add_argument("--loop", action="store_true")

    def handle(self, *args: object, loop: bool = False, **options: object) -> None:
        """Enqueue, and with --loop do so again each minute."""
        while True:
            for due in SCHEDULE:
                enqueue_if_due(due)
            if not loop:
                return
            close_old_connections()
            time.sleep(60)


@transaction.atomic
def enqueue_if_due(due: Due) -> bool:
    """Enqueue one job unless it was enqueued within its interval."""
    since = now() - due.every
    recent = DBTaskResult.objects.filter(task_path=due.job.module_path, enqueued_at__gt=since)
    if recent.exists():
        return False
    due.job.enqueue()
    return True
