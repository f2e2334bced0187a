"""Giving money back for a place, and what an order has too much of."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from startline.core.money import Money
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.payments.queries import balance, refundable_payments
from startline.payments.services.refunding import ask_refund


@transaction.atomic
def give_back(
    order: Order, entry: Entry, money: Money, *, key: str, reason: str, now: dt.datetime
) -> Money:
    """Write the give-back on the bill and ask for the refund. Answers what goes back by itself.

    Less than `money` where part of it was never paid through this site.
    """
    if money.minor <= 0:
        return Money(0, money.currency)
    OrderLine.objects.create(
        order=order, entry=entry, kind="give_back", label=reason, minor=-money.minor, made_at=now
    )
    return send_back(order, money, key=key, reason=reason, now=now)


@transaction.atomic
def send_back(order: Order, money: Money, *, key: str, reason: str, now: dt.datetime) -> Money:
    """Ask for refunds of the order's payments, the latest first, until the amount is reached.

    The same key asks for each payment once.
    """
    left = money.minor
    for payment in refundable_payments(order.reference):
        part = min(left, payment.received_minor - payment.refunded_minor)
        if part > 0:
            ask_refund(
                payment, Money(part, payment.currency), key=f"{key}-{payment.pk}"[:64],
                reason=reason, now=now,
            )  # fmt: skip
            left -= part
    return Money(money.minor - left, money.currency)


def surplus_of(order: Order) -> int:
    """What lies under an order beyond its bill, in minor units; negative: owed."""
    bill = OrderLine.objects.filter(order=order).aggregate(n=Sum("minor"))["n"] or 0
    return balance(order.reference, order.currency).minor - bill if order.currency else 0


def return_surplus(order: Order, *, now: dt.datetime) -> Money:
    """Send back what no bill and no open change needs; nothing where there is no surplus."""
    waiting = EntryChange.objects.filter(order=order, state="open", cost_minor__gt=0)
    needed = waiting.aggregate(n=Sum("cost_minor"))["n"] or 0
    over = surplus_of(order) - needed
    if over <= 0:
        return Money(0, order.currency)
    key = f"surplus-{order.pk}-{now:%Y%m%d%H%M%S%f}"
    return send_back(order, Money(over, order.currency), key=key, reason="surplus", now=now)
