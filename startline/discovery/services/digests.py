"""Alerts by mail: one digest a day or a week, in daytime, each alert told at most once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Q
from django.tasks import task

from startline.accounts.models import User
from startline.core.clock import now as clock_now
from startline.discovery.models import Alert, Wish
from startline.discovery.queries.alerts import Line, lines_of
from startline.discovery.rules.news import MOST_RETURNED, is_daytime, is_mail_due
from startline.discovery.services.wishes import off_address
from startline.notices.models import Notice
from startline.notices.services import record_notice

PEOPLE_AT_ONCE = 500
MOST_LINES = 30
KEPT_FOR = dt.timedelta(days=90)


@task
def send_digests() -> int:
    """The job: a digest to everybody who has something new and wants to hear of it now."""
    now = clock_now()
    return sum(tell(pk, now=now) for pk in people_waiting(now))


def people_waiting(now: dt.datetime) -> list[int]:
    """People with alerts they have not been told of, whose hour it is; some hundreds at once."""
    waiting = Alert.objects.filter(told_at=None).filter(Q(search=None) | Q(search__is_mailed=True))
    numbers = waiting.order_by("user_id").values_list("user_id", flat=True).distinct()
    wishes = {w.user_id: w for w in Wish.objects.filter(user_id__in=numbers)}
    due = [pk for pk in numbers if _is_due(wishes.get(pk), now)]
    return due[:PEOPLE_AT_ONCE]


def _is_due(wish: Wish | None, now: dt.datetime) -> bool:
    if wish is None:
        wish = Wish()
    if wish.bounced_at is not None:
        return False
    return is_mail_due(wish.every, wish.told_at, now) and is_daytime(local(wish.timezone, now))


def local(zone: str, now: dt.datetime) -> dt.datetime:
    """The moment where the person lives; UTC if their zone is unknown."""
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return now


@transaction.atomic
def tell(user_id: int, *, now: dt.datetime) -> bool:
    """Record one digest and that its alerts are told, in one transaction; whether there was one.

    Two workers at once: the second finds the wish told already, and says nothing.
    """
    wish, _ = Wish.objects.get_or_create(user_id=user_id)
    mine = Wish.objects.filter(pk=wish.pk, told_at=wish.told_at)
    if not _is_due(wish, now) or not mine.update(told_at=now):
        return False
    user = User.objects.get(pk=user_id)
    if _comes_back(user):
        Wish.objects.filter(pk=wish.pk).update(bounced_at=now)
        return False
    alerts = list(
        Alert.objects.filter(user=user, told_at=None)
        .filter(Q(search=None) | Q(search__is_mailed=True))
        .order_by("pk")
    )
    lines = lines_of(alerts, now=now)
    if alerts:
        seen = Alert.objects.filter(user=user, told_at=None, pk__lte=alerts[-1].pk)
        seen.filter(Q(search=None) | Q(search__is_mailed=True)).update(told_at=now)
    if not user.is_active or not lines:
        return False
    _record(user, alerts, lines, now)
    return True


def _record(user: User, alerts: Sequence[Alert], lines: Sequence[Line], now: dt.datetime) -> None:
    sections: dict[str, list[Line]] = defaultdict(list)
    for line in lines[:MOST_LINES]:
        sections[line.because].append(line)
    record_notice(
        key=f"alerts/{user.pk}/{alerts[-1].pk}",
        to=user.email,
        template="discovery/mail/digest",
        user=user,
        now=now,
        context={
            "sections": dict(sections), "count": len(lines), "first": lines[0],
            "more": max(0, len(lines) - MOST_LINES), "name": user.get_short_name(),
            "off_address": off_address(user),
        },
    )  # fmt: skip


def _comes_back(user: User) -> bool:
    """Whether the last three digests could not be delivered."""
    last = Notice.objects.filter(key__startswith=f"alerts/{user.pk}/").order_by("-pk")
    states = list(last.values_list("state", flat=True)[:MOST_RETURNED])
    return states == ["failed"] * MOST_RETURNED


@task
def forget_old_alerts() -> None:
    """The job: alerts told long ago, or found so long ago that they are no news."""
    before = clock_now() - KEPT_FOR
    Alert.objects.filter(found_at__lt=before).delete()
