"""The outbox: record a mail with its cause, send it once, see what failed, send again."""

import datetime as dt
import logging
from functools import cache
from smtplib import SMTPRecipientsRefused
from time import monotonic
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
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
from startline.notices.models import NewsOff, Notice, NoticeQuerySet, Preference

log = logging.getLogger(__name__)
PAUSES = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720))
"""How long a mail waits after each try that failed: a server may be away for most of a day."""
ROUND_S = 40
"""One round of the job ends after so long: other jobs wait behind it."""
FOR_EVER = 500
"""From this reply code on a server means what it says (RFC 5321, 4.2.1)."""
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
    """Send what is due, over one connection; how many left.

    What nobody can switch off (confirmations, payments) goes before news. A server that cannot be
    reached costs no mail a try. After `ROUND_S` the rest waits for a job of its own.
    """
    sent, until = 0, monotonic() + ROUND_S
    due = list(Notice.objects.due(clock_now()).values_list("pk", flat=True))
    if not due:
        return 0
    try:
        with mailers.default as post:
            for pk in due:
                if monotonic() > until:
                    send_waiting_notices.enqueue()
                    break
                post.open()  # again, where the mail before lost the connection
                sent += send_notice(pk, post=post, now=clock_now())
    except OSError as error:  # the mail server cannot be reached, or lets nobody in
        log.warning("mail waits: %s", error)
    return sent


def send_notice(pk: int, *, post: BaseEmailBackend, now: dt.datetime) -> bool:
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
        post.send_messages([mail])
    except OSError as error:  # SMTP errors and lost connections are all OSErrors
        put_off(notice, error, now=now)
        post.close()  # the next begins on a connection of its own
        return False
    except ValueError as error:  # an address no mail can be written to: the others still leave
        Notice.objects.filter(pk=pk).update(state="failed", error=str(error)[:300])
        return False
    Notice.objects.filter(pk=pk).update(state="sent", sent_at=now, error="")
    return True


def put_off(notice: Notice, error: OSError, *, now: dt.datetime) -> None:
    """What did not leave is tried later, unless its last try is over or nobody is there."""
    is_over = notice.tries > len(PAUSES) or is_nobody_there(error)
    later = None if is_over else now + PAUSES[notice.tries - 1]
    Notice.objects.filter(pk=notice.pk).update(
        state="failed" if is_over else "waiting", due_at=later, error=str(error)[:300]
    )


def is_nobody_there(error: OSError) -> bool:
    """Whether the server refused the address for good."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= FOR_EVER for code, _said in error.recipients.values())


@transaction.atomic
def resend(notices: NoticeQuerySet, *, now: dt.datetime) -> int:
    """Put failed and stuck notices back into the outbox; how many: an operator's deed."""
    put_back = notices.in_trouble(now).update(state="waiting", tries=0, due_at=None)
    if put_back:
        send_waiting_notices.enqueue()
    return put_back


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
