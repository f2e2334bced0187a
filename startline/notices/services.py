"""The outbox: record a mail with its cause, send it once, see what failed, send again."""

import datetime as dt
from functools import cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import F, Q
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from startline.accounts.models import Organizer, User
from startline.accounts.queries import confirmed_addresses
from startline.accounts.rules import ERASED
from startline.core.clock import now as clock_now
from startline.notices.models import NewsOff, Notice, Preference

MAX_TRIES = 5
_SALT = "startline.notices.news"


def record_notice(
    *, key: str, to: str, template: str, context: dict[str, object], now: dt.datetime,
    user: User | None = None,
) -> None:  # fmt: skip
    """Record a mail, rendered from `<template>.subject.txt` and `<template>.txt`.

    Belongs into the caller's transaction; the same `key` is recorded once.
    `off_address` in the context is where one click switches such mail off. Nothing is written to
    somebody who had everything erased.
    """
    if to == ERASED:
        return
    context = {
        "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME,
        "off_address": "", **context,
    }  # fmt: skip
    subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
    notice = Notice(
        key=key, to=to, user=user, subject=subject, created_at=now,
        off_address=str(context["off_address"]), text=render_to_string(f"{template}.txt", context),
    )  # fmt: skip
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if not is_job_ahead():
        send_waiting_notices.enqueue()


def is_job_ahead() -> bool:
    """Whether a job that nobody has begun will send what this transaction records.

    On PostgreSQL its row is locked, so that no worker begins it before this transaction is over
    (workers, like this, pass over locked rows); SQLite has one writer at a time.
    """
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute(*_first_job(connection.vendor))
        return cursor.fetchone() is not None


@cache
def _first_job(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The question for the first job that waits, in the words of one database. Never delayed, such
    a job is ready from the start. Built once: thousands ask within minutes.
    """
    del vendor  # the connection speaks for it
    jobs = DBTaskResult.objects.filter(status="READY", task_path=send_waiting_notices.module_path)
    first = jobs.select_for_update(skip_locked=True, no_key=True).values_list("pk")[:1]
    return first.query.sql_with_params()


@task
def send_waiting_notices() -> int:
    """Send what waits; each notice is claimed first, so it leaves at most once a try."""
    sent = 0
    for pk in list(Notice.objects.waiting().order_by("created_at").values_list("pk", flat=True)):
        sent += send_notice(pk, now=clock_now())
    return sent


def send_notice(pk: int, *, now: dt.datetime) -> bool:
    """Claim one notice and send it. A crash in between leaves it `sending`, for a person to see."""
    claimed = Notice.objects.filter(pk=pk, state="waiting").update(
        state="sending", claimed_at=now, tries=F("tries") + 1
    )
    if not claimed:
        return False
    notice = Notice.objects.get(pk=pk)
    mail = EmailMultiAlternatives(
        notice.subject, notice.text, to=[notice.to], headers=off_headers(notice)
    )
    if notice.html:
        mail.attach_alternative(notice.html, "text/html")
    try:
        mail.send()
    except OSError as error:  # SMTP errors and lost connections are all OSErrors
        state = "waiting" if notice.tries < MAX_TRIES else "failed"
        Notice.objects.filter(pk=pk).update(state=state, error=str(error)[:300])
        return False
    except ValueError as error:  # an address no mail can be written to: the others still leave
        Notice.objects.filter(pk=pk).update(state="failed", error=str(error)[:300])
        return False
    Notice.objects.filter(pk=pk).update(state="sent", sent_at=now, error="")
    return True


@transaction.atomic
def resend_notice(pk: int) -> None:
    """Put a failed or stuck notice back into the outbox: an operator's deed."""
    Notice.objects.filter(pk=pk, state__in=["failed", "sending"]).update(state="waiting", tries=0)
    send_waiting_notices.enqueue()


def off_headers(notice: Notice) -> dict[str, str]:
    """The headers by which a mail program offers one click out (RFC 2369, RFC 8058)."""
    if not notice.off_address:
        return {}
    return {
        "List-Unsubscribe": f"<{notice.off_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def news_address(email: str, organizer: Organizer) -> str:
    """Where this address switches an organizer's news off; signed, so nobody guesses another's."""
    token = signing.dumps([email.lower(), organizer.pk], salt=_SALT)
    return settings.SITE_URL + reverse("news", args=[token])


def news_of(token: str) -> tuple[str, Organizer]:
    """Whose news such a link is about. Raises BadSignature, also where the organizer is gone."""
    email, pk = signing.loads(token, salt=_SALT)
    organizer = Organizer.objects.filter(pk=pk).first()
    if organizer is None:
        raise signing.BadSignature
    return str(email), organizer


def is_off(email: str, organizer: Organizer) -> bool:
    """Whether an address wants no news of an organizer."""
    return NewsOff.objects.filter(email=email.lower(), organizer=organizer).exists()


@transaction.atomic
def switch_news(email: str, organizer: Organizer, *, on: bool, now: dt.datetime) -> None:
    """Switch news on or off for an address; doing it twice changes nothing."""
    if on:
        NewsOff.objects.filter(email=email.lower(), organizer=organizer).delete()
    else:
        NewsOff.objects.get_or_create(
            email=email.lower(), organizer=organizer, defaults={"at": now}
        )


@transaction.atomic
def forget(user: User) -> None:
    """Mail to a person goes, sent or not, with what they switched off."""
    addresses = confirmed_addresses(user.pk)
    Notice.objects.filter(Q(user=user) | Q(to__in=addresses)).delete()
    NewsOff.objects.filter(email__in=addresses).delete()
    Preference.objects.filter(user=user).delete()


def export(user: User) -> dict[str, object]:
    """Every mail to a person as it was written, and what they switched off."""
    addresses = confirmed_addresses(user.pk)
    return {
        "mail": list(
            Notice.objects.filter(Q(user=user) | Q(to__in=addresses)).order_by("pk")
            .values("to", "subject", "text", "state", "created_at", "sent_at")
        ),
        "off": list(Preference.objects.filter(user=user).order_by("pk").values("kind", "is_off")),
        "no_news_of": list(
            NewsOff.objects.filter(email__in=addresses).order_by("pk")
            .values("organizer__name", "at")
        ),
    }  # fmt: skip
