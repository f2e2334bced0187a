"""Asking for what an order still owes, and following up on money that came."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping

from django.db.models import Sum
from django.tasks import task

from startline.accounts.models import User
from startline.core.clock import now as clock_now
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.entries.models.orders import Order, OrderLine
from startline.entries.services.settling import settle_order
from startline.payments import queries
from startline.payments.models import Payment, PayoutAccount
from startline.payments.queries import Standing
from startline.payments.rules.provider import Ask, ProviderDownError, ProviderSaysNoError
from startline.payments.services.accounts import (
    NoAnswerError,
    activate,
    check_account,
    deactivate,
    send_test_event,
)
from startline.payments.services.notices import handle_again, mark_handled, mark_problem
from startline.payments.services.paying import ProviderUnreachableError, Started, start_payment
from startline.payments.services.providers import is_served
from startline.payments.services.reconciling import ask_provider, reconcile

LEFT_BEHIND = dt.timedelta(minutes=2)
LOOK_BACK = dt.timedelta(days=2)
LOG = logging.getLogger(__name__)


class NoWayToPayError(Refusal):
    """The organizer has no usable account for the way the order is to be paid."""

    code = "no_way_to_pay"


def due_of(order: Order) -> Money:
    """What is still to be paid of the bill. A change is paid on its own, before it is billed."""
    return _due(order, queries.standing(order.reference, order.currency))


def _due(order: Order, stands: Standing) -> Money:
    bill = OrderLine.objects.filter(order=order).aggregate(n=Sum("minor"))["n"] or 0
    return Money(max(0, bill - stands.balance.minor), order.currency)


def collect(
    order: Order, accounts: Mapping[str, PayoutAccount], *, return_url: str, now: dt.datetime
) -> Started | None:
    """Begin the payment of what is due, or show the one that was begun; None: nothing is due.

    The key is made of the order, the amount and the number of payments that are over, so that a
    second click, another tab or the back button finds the same payment. `accounts` are those in
    use by way to pay, as the order's sale has them. Not inside a transaction.
    Raises NoWayToPayError and what `start_payment` raises.
    """
    stands = queries.standing(order.reference, order.currency)
    due = _due(order, stands)
    if not due.minor:
        return None
    account = account_for(order, accounts)
    ask = _ask(order, account, due, over=stands.over, return_url=return_url)
    return start_payment(account, ask, now=now, begun=stands.by_key(ask.key))


def collect_first(order: Order, account: PayoutAccount, *, now: dt.datetime) -> Started:
    """Begin the bank transfer of an order that the caller's transaction has just placed: all of it
    is due, and nobody can have asked before.
    """
    ask = _ask(order, account, Money(order.total_minor, order.currency), over=0)
    return start_payment(account, ask, now=now, is_first=True)


def _ask(
    order: Order, account: PayoutAccount, due: Money, *, over: int, return_url: str = ""
) -> Ask:
    return Ask(
        reference=order.reference,
        money=due,
        key=f"{order.reference}-{account.pk}-{due.minor}-{over}",
        return_url=return_url,
        payer=order.name,
    )


def account_for(order: Order, accounts: Mapping[str, PayoutAccount]) -> PayoutAccount:
    """The account that takes this order's way to pay; raises NoWayToPayError."""
    account = accounts.get(order.method)
    if account is None or not is_served(account):
        raise NoWayToPayError
    return account


def ask_about(order: Order, *, now: dt.datetime) -> None:
    """The person comes back from paying: ask the provider at once instead of waiting for its
    notice, and settle what came. Who can't be asked is asked again by the schedule.
    """
    waiting = Payment.objects.filter(reference=order.reference, state="open")
    news: frozenset[str] = frozenset()
    for payment in waiting.select_related("account"):
        try:
            news |= ask_provider(payment, now=now)
        except (ProviderDownError, ProviderSaysNoError, ProviderUnreachableError) as error:
            LOG.warning("asking about payment %s: %s", payment.pk, error)
    settle_all(news, now=now)


def settle_all(references: Iterable[str], *, now: dt.datetime) -> None:
    """Confirm what has been paid for. An order may be settled any number of times."""
    for reference in sorted(references):
        settle_order(reference, now)


def follow_up(notice_id: int, references: Iterable[str], *, now: dt.datetime) -> None:
    """Settle what a notice brought, then mark it handled; the order makes a crash harmless."""
    settle_all(references, now=now)
    mark_handled(notice_id, now=now)


@task
def sweep_money() -> int:
    """The schedule's job: notices left behind, providers asked, and orders whose money came."""
    return sweep(now=clock_now())


def sweep(*, now: dt.datetime) -> int:
    """Take up whatever a crash, a lost notice or a silent provider left; returns how much.

    May run at any time, twice, and be killed anywhere.
    """
    taken = 0
    for notice_id in queries.unhandled_notices(now - LEFT_BEHIND):
        taken += _take_up(notice_id, now=now)
    for account in PayoutAccount.objects.order_by("pk"):
        settle_all(reconcile(account, now=now).references, now=now)
    came = queries.received_since(now - LOOK_BACK)
    unsettled = Order.objects.filter(reference__in=came).exclude(state="settled")
    for reference in list(unsettled.values_list("reference", flat=True)):
        settle_order(reference, now)
        taken += 1
    return taken


def _take_up(notice_id: int, *, now: dt.datetime) -> bool:
    """One notice; what it trips over is written beside it and shown, and the rest goes on."""
    try:
        follow_up(notice_id, handle_again(notice_id, now=now), now=now)
    except Exception as error:
        LOG.exception("notice %s", notice_id)
        mark_problem(notice_id, type(error).__name__)
        return False
    return True


def act_on_account(account: PayoutAccount, act: str, *, by: User, now: dt.datetime) -> None:
    """What a director's button on the payment health page does. Not inside a transaction.

    Raises NoAnswerError.
    """
    if act == "check":
        check_account(account, now=now)
    elif act == "ping":
        send_test_event(account, now=now)
    elif act == "off":
        deactivate(account, by=by, now=now)
    elif act == "on":
        activate(account, by=by, now=now)
    elif act == "reconcile":
        told = reconcile(account, now=now, quiet=dt.timedelta(0))
        settle_all(told.references, now=now)
        if told.problem:
            raise NoAnswerError(why=told.problem)
