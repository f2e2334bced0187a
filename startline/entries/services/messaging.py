"""Messages to entrants: fixed addressees, one mail each, carried out in small batches."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils.formats import date_format

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.entries.models.desk import Addressee, Message
from startline.entries.models.orders import Entry
from startline.entries.queries.entrants import entrants
from startline.entries.rules.letters import filled
from startline.entries.rules.segments import Segment, is_news, segment_of
from startline.events.models.catalogue import Edition
from startline.notices.models import NewsOff
from startline.notices.services import news_address, record_notice

BATCH = 40


class NobodyToWriteToError(Refusal):
    """No entrant fits the segment."""

    code = "nobody_to_write_to"


@dataclass(frozen=True)
class Draft:
    """A text before it is sent. `key` is the form's one-time key."""

    key: str
    occasion: str
    subject: str
    text: str
    segment: Segment


@transaction.atomic
def send_message(edition: Edition, draft: Draft, *, by: User, now: dt.datetime) -> Message:
    """Fix who gets it, then send in the background. The same key finds the same message.

    Raises NobodyToWriteToError.
    """
    before = Message.objects.filter(key=draft.key).first()
    if before is not None:
        return before
    rows = entrants(edition, draft.segment).filter(athlete__isnull=False).exclude(order__email="")
    if is_news(draft.occasion, draft.segment):
        off = NewsOff.objects.filter(organizer=edition.event.organizer_id).values("email")
        rows = rows.exclude(order__email__in=off)
    message = Message.objects.create(
        key=draft.key, edition=edition, occasion=draft.occasion, subject=draft.subject,
        text=draft.text, segment=draft.segment.stored(), by=by, made_at=now,
    )  # fmt: skip
    goes_to = Addressee.objects.bulk_create(
        (Addressee(message=message, entry_id=pk) for pk in rows.values_list("pk", flat=True)),
        batch_size=500,
    )
    if not goes_to:
        raise NobodyToWriteToError
    record_deed("send_message", edition, by=by, now=now, message=message.pk, n=len(goes_to))
    carry_out_message.enqueue(message.pk)
    return message


@transaction.atomic
def send_test(edition: Edition, draft: Draft, *, by: User, now: dt.datetime) -> None:
    """The mail as the first addressee would get it, to the person who writes."""
    entry = first_addressee(edition, draft.segment)
    record_notice(
        key=f"message-test-{by.pk}-{now.isoformat()}", to=by.email,
        template="entries/mail/message", context=letter(draft.subject, draft.text, entry, edition),
        now=now, user=by,
    )  # fmt: skip


def first_addressee(edition: Edition, segment: Segment) -> Entry | None:
    """Somebody who fits, for the preview."""
    rows = entrants(edition, segment).filter(athlete__isnull=False)
    return rows.select_related("athlete", "race", "order").order_by("pk").first()


@task
def carry_out_message(pk: int) -> int:
    """Record the mails that are not recorded yet, a batch a transaction; how many now."""
    message = Message.objects.select_related("edition__event__organizer").get(pk=pk)
    at, n = clock_now(), 0
    while done := carry_out_batch(message, now=at):
        n += done
    Message.objects.filter(pk=pk, done_at=None).update(done_at=at)
    return n


@task
def carry_out_waiting_messages() -> int:
    """Go on with messages that were stopped half way."""
    waiting = list(Message.objects.filter(done_at=None).values_list("pk", flat=True))
    return sum(carry_out_message.call(pk) for pk in waiting)


@transaction.atomic
def carry_out_batch(message: Message, *, now: dt.datetime) -> int:
    """Record some mails; each message and entry has one key, so that none goes out twice.

    Who has switched news off since is passed over.
    """
    organizer = message.edition.event.organizer
    news = organizer if is_news(message.occasion, segment_of(message.segment)) else None
    rows = list(
        message.addressees.filter(recorded_at=None)
        .select_related("entry__athlete", "entry__race", "entry__order")
        .order_by("pk")[:BATCH]
    )
    emails = {row.entry.order.email for row in rows}
    switched = NewsOff.objects.filter(organizer=news, email__in=emails)
    off = set(switched.values_list("email", flat=True))
    for row in rows:
        if news and row.entry.order.email in off:
            continue
        record_notice(
            key=f"message-{message.pk}-{row.entry_id}", to=row.entry.order.email,
            template="entries/mail/message", now=now, user=None,
            context={
                **letter(message.subject, message.text, row.entry, message.edition),
                "off_address": news_address(row.entry.order.email, news) if news else "",
            },
        )  # fmt: skip
    Addressee.objects.filter(pk__in=[row.pk for row in rows]).update(recorded_at=now)
    return len(rows)


def letter(subject: str, text: str, entry: Entry | None, edition: Edition) -> dict[str, object]:
    """Subject and text for one person."""
    values = places_of(entry, edition)
    return {
        "subject": filled(subject, values),
        "text": filled(text, values),
        "event": edition.event,
    }


def places_of(entry: Entry | None, edition: Edition) -> Mapping[str, str]:
    """What the places in a text stand for."""
    person = entry.athlete if entry else None
    page = settings.SITE_URL + reverse("event", args=[edition.event.slug])
    return {
        "first_name": person.given_name if person else "",
        "race": entry.race.name if entry else "",
        "reference": entry.order.reference if entry else "",
        "event": edition.event.name,
        "date": date_format(edition.starts_on, "l j F Y") if edition.starts_on else "",
        "page": page,
    }
