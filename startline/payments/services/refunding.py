"""Giving money back: claimed first, asked of the provider once per key, booked when done."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.tasks import task

from startline.core import crash
from startline.core.clock import now as clock_now
from startline.core.money import CurrencyMismatchError, Money
from startline.core.refusals import Refusal
from startline.payments.models import Payment, Refund
from startline.payments.rules.provider import (
    Give,
    ProviderDownError,
    ProviderSaysNoError,
    RefundState,
)
from startline.payments.services.paying import KeyReusedError, NotByHandError
from startline.payments.services.providers import credentials_of, provider_of
from startline.payments.services.receiving import apply_refund, fail_refund, finish_refund

MAX_TRIES = 8
FIRST_DELAY = dt.timedelta(minutes=2)  # doubled after each try: eight take about four hours
LEASE = dt.timedelta(minutes=2)
# A no that may become a yes without anybody's doing: the balance fills with the next payments.
PASSING = frozenset({"balance_insufficient", "insufficient_funds", "lock_timeout", "rate_limit"})
BATCH = 50


class RefundTooLargeError(Refusal):
    """More than came in and has not been given back."""

    code = "refund_too_large"


@transaction.atomic
def ask_refund(
    payment: Payment, money: Money, *, key: str, reason: str, now: dt.datetime
) -> Refund:
    """Claim money of a payment for giving back. The same `key` finds the same refund.

    Belongs into the transaction of the deed that causes it; the provider is asked later, by
    `carry_out_refunds`. Raises RefundTooLargeError, KeyReusedError.
    """
    if money.currency != payment.currency:
        msg = f"{money.currency} is not {payment.currency}"
        raise CurrencyMismatchError(msg)
    before = Refund.objects.filter(key=key).first()
    if before is None:
        try:
            with transaction.atomic():
                return _claimed(payment, money, key=key, reason=reason, now=now)
        except IntegrityError:  # the same ask arrived twice at once; its claim is rolled back
            before = Refund.objects.get(key=key)
    if (before.payment_id, before.minor) != (payment.pk, money.minor):
        raise KeyReusedError
    return before


@task
def carry_out_waiting_refunds() -> int:
    """The schedule's job."""
    return carry_out_refunds(now=clock_now())


def carry_out_refunds(*, now: dt.datetime) -> int:
    """Ask the providers for every refund that is due; returns how many were asked for.

    May run twice at once and be killed anywhere: each refund is leased by a conditional UPDATE,
    and the provider is asked with the refund's own key.
    """
    due = Refund.objects.filter(state=RefundState.ASKED, next_at__lte=now)
    done = 0
    for pk in list(due.order_by("next_at").values_list("pk", flat=True)[:BATCH]):
        done += _carry_out(pk, now=now)
    return done


@transaction.atomic
def note_refund_sent(refund: Refund, *, now: dt.datetime) -> bool:
    """The organizer says that a refund by hand has been sent. Raises NotByHandError."""
    if not provider_of(refund.payment.account).is_by_hand:
        raise NotByHandError
    return finish_refund(refund, provider_id="", now=now)


@transaction.atomic
def try_refund_again(refund: Refund, *, now: dt.datetime) -> bool:
    """Put a refund that waits for a person back into the queue, or claim a failed one anew.

    Trying twice changes nothing. Raises RefundTooLargeError.
    """
    if refund.state == RefundState.FAILED:
        if Refund.objects.filter(key=ask_key(refund)).exists():
            return False
        claimed = Payment.objects.filter(
            pk=refund.payment_id, received_minor__gte=F("refunded_minor") + refund.minor
        ).update(refunded_minor=F("refunded_minor") + refund.minor)
        if not claimed:
            raise RefundTooLargeError
        Refund.objects.create(
            payment_id=refund.payment_id, key=ask_key(refund), minor=refund.minor,
            reason=refund.reason, made_at=now, next_at=now,
        )  # fmt: skip
        return True
    return bool(Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED).update(next_at=now))


def ask_key(refund: Refund) -> str:
    """The key of the next attempt after a failed refund: each failed row is followed once."""
    root, _, number = refund.key.partition("~")
    return f"{root}~{int(number or 1) + 1}"


def _claimed(payment: Payment, money: Money, *, key: str, reason: str, now: dt.datetime) -> Refund:
    """The claim first, then the row: a claim without its row is never committed."""
    claimed = Payment.objects.filter(
        pk=payment.pk, received_minor__gte=F("refunded_minor") + money.minor
    ).update(refunded_minor=F("refunded_minor") + money.minor)
    if not claimed:
        raise RefundTooLargeError(asked=money)
    crash.point("refund_claimed")
    return Refund.objects.create(
        payment=payment, key=key, minor=money.minor, reason=reason, made_at=now,
        next_at=None if provider_of(payment.account).is_by_hand else now,
        problem="by_hand" if provider_of(payment.account).is_by_hand else "",
    )  # fmt: skip


def _carry_out(pk: int, *, now: dt.datetime) -> bool:
    leased = Refund.objects.filter(pk=pk, state=RefundState.ASKED, next_at__lte=now).update(
        tries=F("tries") + 1, next_at=now + LEASE
    )
    if not leased:
        return False
    refund = Refund.objects.select_related("payment__account").get(pk=pk)
    payment = refund.payment
    give = Give(
        payment.provider_id, Money(refund.minor, payment.currency), refund.key, refund.tries - 1
    )
    crash.point("refund_leased")
    try:
        seen = provider_of(payment.account).refund(credentials_of(payment.account), give)
    except ProviderDownError:
        _later(refund, "provider_down", now=now)
        return True
    except ProviderSaysNoError as no:
        _refused(refund, no.code, now=now)
        return True
    crash.point("refund_given")
    with transaction.atomic():
        apply_refund(payment, seen, now=now)
    return True


def _refused(refund: Refund, code: str, *, now: dt.datetime) -> None:
    """A clear no ends the refund and releases its claim; a passing one is tried again."""
    if code in PASSING and refund.tries < MAX_TRIES:
        _later(refund, code, now=now)
        return
    with transaction.atomic():
        fail_refund(refund, problem=code, now=now)


def _later(refund: Refund, problem: str, *, now: dt.datetime) -> None:
    """Without an answer nobody knows whether the money went: the claim stays. After the last try
    the refund waits for a person, who may try again; the retry looks first.
    """
    is_last = refund.tries >= MAX_TRIES
    Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED).update(
        problem=problem, next_at=None if is_last else now + FIRST_DELAY * 2 ** (refund.tries - 1)
    )
