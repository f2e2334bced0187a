"""Money came: entries are confirmed, or, where the places are gone, the money goes back."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from startline.accounts.services.audit import record_deed
from startline.core import crash
from startline.core.money import Money
from startline.entries.models.orders import Entry, Order
from startline.entries.rules.life import OrderState, State
from startline.entries.services.coupons import take_coupons_again
from startline.entries.services.expiring import extras_of
from startline.entries.services.holding import CouponError, claim_all, heads_by_race
from startline.entries.services.mailing import mail_confirmation, mail_late
from startline.entries.services.resale import settle_resales
from startline.entries.services.settling_changes import settle_changes
from startline.events.models.catalogue import CapacityPool
from startline.events.services.places import ExtraSoldOutError, SoldOutError, claim_extra
from startline.payments import queries
from startline.payments.models import Payment
from startline.payments.services.refunding import ask_refund


class PlacesGoneError(Exception):
    """Rolls back what was taken again of an order that can't be had whole."""


@transaction.atomic
def settle_order(reference: str, now: dt.datetime) -> None:
    """Bring an order in line with the money that came under its reference.

    All of it came: the entries are confirmed. It came too late: the places are taken again where
    there are any, else every cent is asked back. Less than the total changes nothing. May be
    called any number of times, also for references that are no order's.
    """
    order = Order.objects.select_related("edition__event").filter(reference=reference).first()
    if order is None or order.state == OrderState.HELD:
        return
    held = queries.balance(reference, order.currency)
    if held.minor <= 0:
        return
    if order.state in {OrderState.EXPIRED, OrderState.CANCELLED}:
        revive_or_refund(order, held, now=now)
    elif held.minor >= order.total_minor:
        confirm(order, now=now)
    follow(order, now=now)


def follow(order: Order, *, now: dt.datetime) -> None:
    """What the money pays for beside the order itself: changes, and places released for resale."""
    order.refresh_from_db()
    if order.state != OrderState.SETTLED:
        return
    settle_changes(order, now)
    for pool in CapacityPool.objects.filter(races__entries__order=order).distinct():
        settle_resales(pool, now)


def confirm(order: Order, *, now: dt.datetime) -> None:
    """An open order that is paid: settled once, its entries on the start list, a mail."""
    mine = Order.objects.filter(pk=order.pk, state=OrderState.OPEN)
    if not mine.update(state=OrderState.SETTLED, settled_at=now, expires_at=None):
        return
    crash.point("order_settled")
    Entry.objects.filter(order=order, state=State.PENDING).update(
        state=State.CONFIRMED, state_at=now
    )
    record_deed("settle_order", order, by=None, now=now)
    if order.method != "on_site":  # they had their tickets before they paid
        mail_confirmation(order, now=now)


def revive_or_refund(order: Order, held: Money, *, now: dt.datetime) -> None:
    """Money for an order that had ended: whole again if all can be had, else all goes back."""
    paid_in_full = held.minor >= order.total_minor
    if order.state == OrderState.EXPIRED and paid_in_full and order.email:
        try:
            with transaction.atomic():
                revive(order, now=now)
        except (SoldOutError, ExtraSoldOutError, CouponError, PlacesGoneError):
            pass
        else:
            return
    refund_all(order, now=now)


def revive(order: Order, *, now: dt.datetime) -> None:
    """Take places, coupon and extras of an expired order again, and confirm it.

    Whoever has paid goes before those who wait. Raises SoldOutError, ExtraSoldOutError,
    CouponError; PlacesGoneError when it is being done elsewhere or the race is called off.
    """
    mine = Order.objects.filter(pk=order.pk, state=OrderState.EXPIRED)
    if not mine.update(state=OrderState.SETTLED, settled_at=now, expires_at=None):
        raise PlacesGoneError
    entries = list(
        Entry.objects.filter(order=order, state=State.EXPIRED).select_related("race").order_by("pk")
    )
    called_off = order.edition.status in {"cancelled", "discontinued"}
    if not entries or called_off or any(entry.race.is_cancelled for entry in entries):
        raise PlacesGoneError
    claim_all(heads_by_race(entries, order.edition), {}, now=now, only_if=None)
    take_coupons_again(order)
    for size, quantity in extras_of(order):
        claim_extra(size, quantity=quantity)
    refuse_replaced(order, entries)
    Entry.objects.filter(order=order, state=State.EXPIRED).update(
        state=State.CONFIRMED, state_at=now
    )
    record_deed("revive_order", order, by=None, now=now)
    mail_confirmation(order, now=now)


def refuse_replaced(order: Order, entries: list[Entry]) -> None:
    """Raise PlacesGoneError where one of these people has entered anew since then."""
    again = Q()
    for entry in entries:
        if entry.athlete is not None:
            again |= Q(
                race=entry.race_id,
                athlete__given_name__iexact=entry.athlete.given_name,
                athlete__family_name__iexact=entry.athlete.family_name,
                athlete__born_on=entry.athlete.born_on,
            )
    others = Entry.objects.living().filter(order__email=order.email).exclude(order=order)
    if again and others.filter(again).exists():
        raise PlacesGoneError


def refund_all(order: Order, *, now: dt.datetime) -> None:
    """Ask back what is left of every payment of this order, once, and say so."""
    rows = Payment.objects.filter(
        reference=order.reference, received_minor__gt=F("refunded_minor")
    ).order_by("pk")
    for payment in rows:
        rest = payment.received_minor - payment.refunded_minor
        ask_refund(
            payment, Money(rest, payment.currency), reason="too_late", now=now,
            key=f"late-{payment.pk}-{payment.refunded_minor}",
        )  # fmt: skip
        crash.point("refund_asked")
    if rows:
        record_deed("refund_late_money", order, by=None, now=now)
        mail_late(order, now=now)
