"""The mails of an order: recorded in the transaction that causes them."""

import datetime as dt

from startline.core.money import Money
from startline.entries.models.orders import Entry, Order
from startline.notices.services import record_notice
from startline.payments.services.paying import Started


def mail_confirmation(order: Order, *, now: dt.datetime) -> None:
    """You are in: with ticket, calendar file and receipt. Once per order."""
    record_notice(
        key=f"order-confirmed-{order.pk}", to=order.email, template="entries/mail/confirmed",
        context=words_of(order), now=now, user=order.user,
    )  # fmt: skip


def mail_placed(order: Order, started: Started | None, *, now: dt.datetime) -> None:
    """Your places are kept; this is how to pay: the account, and the reference to write."""
    record_notice(
        key=f"order-placed-{order.pk}", to=order.email, template="entries/mail/placed",
        context={**order_words(order), "started": started}, now=now, user=order.user,
    )  # fmt: skip


def mail_late(order: Order, *, now: dt.datetime) -> None:
    """Your money came when the places were gone: it goes back."""
    record_notice(
        key=f"order-late-{order.pk}", to=order.email, template="entries/mail/late",
        context=words_of(order), now=now, user=order.user,
    )  # fmt: skip


def words_of(order: Order) -> dict[str, object]:
    """What the mails speak of."""
    entries = (
        Entry.objects.filter(order=order).select_related("race", "athlete", "party").order_by("pk")
    )
    return {**order_words(order), "entries": list(entries)}


def order_words(order: Order) -> dict[str, object]:
    """What a mail needs that does not name the runners."""
    return {
        "order": order,
        "edition": order.edition,
        "event": order.edition.event,
        "total": Money(order.total_minor, order.currency),
    }
