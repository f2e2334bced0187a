"""Money taken on site, noted by staff: the order is settled and its entries are confirmed."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from startline.accounts.models import User
from startline.accounts.services.audit import record_deed
from startline.core.money import Money
from startline.entries.models.orders import Entry, Order
from startline.entries.rules.life import OrderState, State
from startline.entries.services.settling import settle_order
from startline.payments.models import Payment, PayoutAccount
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.provider import Ask
from startline.payments.services.accounts import add_account
from startline.payments.services.paying import note_payment, start_payment


def confirm_on_site(orders: Iterable[Order], *, by: User, now: dt.datetime) -> int:
    """Note that these orders were paid on site; how many changed. Others are left as they are.

    Not inside a transaction; each order is one. Saying it twice changes nothing.
    """
    owed = {order.pk: order for order in orders if is_owed_on_site(order)}
    for order in owed.values():
        take_money(order, by=by, now=now)
    return len(owed)


def is_owed_on_site(order: Order) -> bool:
    """Placed, not settled, and to be paid at the desk."""
    return (
        order.method == "on_site"
        and order.state in (OrderState.OPEN, OrderState.SETTLED)
        and (order.state == OrderState.OPEN or order.settled_at is None)
    )


def take_money(order: Order, *, by: User, now: dt.datetime) -> None:
    """The payment noted, then the order settled; a crash between the two is mended by repeating."""
    if order.total_minor:
        account = on_site_account(order, by=by, now=now)
        ask = Ask(
            reference=order.reference, money=Money(order.total_minor, order.currency),
            key=f"on-site-{order.reference}", payer=order.name,
        )  # fmt: skip
        started = start_payment(account, ask, now=now)
        note_payment(Payment.objects.select_related("account").get(pk=started.payment_id), now=now)
        settle_order(order.reference, now)
    settle_by_hand(order, by=by, now=now)


@transaction.atomic
def settle_by_hand(order: Order, *, by: User, now: dt.datetime) -> None:
    """Close an order whose money lies elsewhere, and keep who said that it was paid."""
    Order.objects.filter(pk=order.pk, settled_at=None).update(
        state=OrderState.SETTLED, settled_at=now, expires_at=None
    )
    Entry.objects.filter(order=order, state=State.PENDING).update(
        state=State.CONFIRMED, state_at=now
    )
    record_deed("confirm_on_site", order, by=by, now=now, minor=order.total_minor)


def on_site_account(order: Order, *, by: User, now: dt.datetime) -> PayoutAccount:
    """The organizer's till; opened when it is first needed."""
    organizer = order.edition.event.organizer
    assert organizer is not None  # noqa: S101  -- who sells has an organizer
    mine = PayoutAccount.objects.filter(organizer=organizer, kind="on_site")
    found = mine.order_by("pk").first()
    return found or add_account(organizer, AccountDetails("on_site"), by=by, now=now)
