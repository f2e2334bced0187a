"""What the status page and a person's own page show."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from startline.accounts.models import Membership
from startline.accounts.queries import confirmed_addresses
from startline.entries.models.orders import Entry
from startline.notices.models import Notice
from startline.pages.queries.work import FRESH, failing_jobs

WORKER_IS_LATE_AFTER = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """How the processes behind the pages are doing."""

    jobs_waiting: int
    oldest_job_minutes: int
    worker_is_late: bool
    mails_waiting: int
    mails_failed: int
    jobs_failing: int


@dataclass(frozen=True)
class Mine:
    """What belongs to one person."""

    entries: "QuerySet[Entry]"
    memberships: "QuerySet[Membership]"


def health(*, now: dt.datetime) -> Health:
    """Jobs and mail that wait, counted now."""
    ready = DBTaskResult.objects.filter(status="READY")
    oldest = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    waited = now - oldest if oldest else dt.timedelta()
    return Health(
        jobs_waiting=ready.count(),
        oldest_job_minutes=max(0, int(waited.total_seconds() // 60)),
        worker_is_late=waited > WORKER_IS_LATE_AFTER,
        mails_waiting=Notice.objects.waiting().count(),
        mails_failed=Notice.objects.in_trouble(now).filter(created_at__gt=now - FRESH).count(),
        jobs_failing=len(failing_jobs(now=now)),
    )


def mine(user_pk: int) -> Mine:
    """A person's entries, next race first, and the organizers they work for.

    Entries made as a guest count when their order carries an address the person has confirmed.
    """
    entries = (
        Entry.objects.filter(
            Q(order__user_id=user_pk) | Q(order__email__in=confirmed_addresses(user_pk))
        )
        .select_related("order", "athlete", "race__edition__event")
        .order_by("race__edition__starts_on", "pk")
    )
    memberships = (
        Membership.objects.filter(user_id=user_pk)
        .select_related("organizer")
        .order_by("organizer__name")
    )
    return Mine(entries=entries, memberships=memberships)
