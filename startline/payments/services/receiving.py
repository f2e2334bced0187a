"""What a provider says of a payment becomes rows: once, in any order, however often it is said."""

import datetime as dt

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from startline.core import crash
from startline.payments.models import LedgerLine, Payment, PayoutAccount, Refund
from startline.payments.rules import ledger
from startline.payments.rules.ledger import Move
from startline.payments.rules.provider import (
    DisputeSeen,
    PayState,
    RefundSeen,
    RefundState,
    Seen,
)


@transaction.atomic
def apply_seen(account: PayoutAccount, seen: Seen, *, now: dt.datetime) -> frozenset[str]:
    """Write down what is new; returns the references whose money changed.

    Money that has come stays; a later word of an earlier state changes nothing. A payment that is
    not ours (the account may serve other shops) changes nothing either.
    """
    payment = _payment_of(account, seen)
    if payment is None:
        return frozenset()
    changed = _state_changed(payment, seen, now=now)
    if seen.fee_minor is not None:
        book_fee(payment, seen.fee_minor, now=now)
    for refund in seen.refunds:
        changed |= apply_refund(payment, refund, now=now)
    for dispute in seen.disputes:
        changed |= _dispute_changed(payment, dispute, now=now)
    return frozenset({payment.reference}) if changed else frozenset()


def book_receipt(payment: Payment, minor: int, *, deed: str, now: dt.datetime) -> None:
    """Money came in for a payment: add it, and conclude the state. Belongs into a transaction;
    the caller makes sure that a deed is booked once, and the ledger refuses a second time.
    """
    rows = Payment.objects.filter(pk=payment.pk)
    rows.update(
        received_minor=F("received_minor") + minor,
        received_at=Case(When(received_at=None, then=Value(now)), default=F("received_at")),
    )
    rows.filter(received_minor__gte=F("minor")).update(state=PayState.RECEIVED)
    rows.filter(received_minor__gt=F("minor")).update(problem="too_much")
    rows.filter(received_minor__lt=F("minor")).update(problem="too_little")
    rows.filter(received_minor=F("minor"), problem="too_little").update(problem="")
    book(payment, ledger.received(minor), deed=deed, now=now)
    crash.point("receipt_booked")


def book_fee(payment: Payment, minor: int, *, now: dt.datetime) -> None:
    """The processor's fee, once per payment and only when money came."""
    learnt = Payment.objects.filter(pk=payment.pk, fee_minor=None, received_minor__gt=0).update(
        fee_minor=minor
    )
    if learnt and minor:
        book(payment, ledger.fee(minor), deed=f"fee-{payment.pk}", now=now)


def book(
    payment: Payment,
    moves: list[Move],
    *,
    deed: str,
    now: dt.datetime,
    refund: Refund | None = None,
) -> None:
    """Append the lines of one deed to the ledger."""
    LedgerLine.objects.bulk_create(
        LedgerLine(
            deed=deed, book=move.book, minor=move.minor, currency=payment.currency, at=now,
            reference=payment.reference, account_id=payment.account_id, payment=payment,
            refund=refund,
        )
        for move in moves
    )  # fmt: skip


def apply_refund(payment: Payment, seen: RefundSeen, *, now: dt.datetime) -> bool:
    """What became of a refund, ours or one made at the provider; true when money moved."""
    refund = _refund_of(payment, seen, now=now)
    if refund is None:
        return False
    if seen.state is RefundState.DONE:
        return finish_refund(refund, provider_id=seen.provider_id, now=now)
    if seen.state is RefundState.FAILED:
        return fail_refund(refund, problem=seen.problem or "refund_failed", now=now)
    Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED).update(
        state=RefundState.SENT, provider_id=seen.provider_id, next_at=None, problem=""
    )
    return False


def finish_refund(refund: Refund, *, provider_id: str, now: dt.datetime) -> bool:
    """The money went back: booked once. A refund that had failed stays failed."""
    done = Refund.objects.filter(
        pk=refund.pk, state__in=[RefundState.ASKED, RefundState.SENT]
    ).update(state=RefundState.DONE, done_at=now, provider_id=provider_id, next_at=None, problem="")
    if done:
        book(
            refund.payment, ledger.given_back(refund.minor), deed=f"refund-{refund.pk}", now=now,
            refund=refund,
        )  # fmt: skip
        crash.point("refund_booked")
    return bool(done)


def fail_refund(refund: Refund, *, problem: str, now: dt.datetime) -> bool:
    """The money did not go back, or came back from there: the claim on the payment is released,
    and what was booked is booked the other way.
    """
    rows = Refund.objects.filter(pk=refund.pk)
    was_done = rows.filter(state=RefundState.DONE).update(
        state=RefundState.FAILED, problem=problem, next_at=None
    )
    failed = was_done or rows.exclude(state=RefundState.FAILED).update(
        state=RefundState.FAILED, problem=problem, next_at=None
    )
    if failed:
        Payment.objects.filter(pk=refund.payment_id).update(
            refunded_minor=F("refunded_minor") - refund.minor
        )
    if was_done:
        moves = ledger.given_back(-refund.minor)
        book(refund.payment, moves, deed=f"unrefund-{refund.pk}", now=now, refund=refund)
    return bool(failed)


def _payment_of(account: PayoutAccount, seen: Seen) -> Payment | None:
    known = Q(provider_id=seen.provider_id) if seen.provider_id else Q(pk=None)
    if seen.key:
        known |= Q(key=seen.key)
    return Payment.objects.filter(known, account=account).order_by("pk").first()


def _state_changed(payment: Payment, seen: Seen, *, now: dt.datetime) -> bool:
    rows = Payment.objects.filter(pk=payment.pk)
    if seen.provider_id and not payment.provider_id:
        rows.update(provider_id=seen.provider_id)
    if seen.state is PayState.RECEIVED and seen.money is not None:
        return _money_came(payment, seen, now=now)
    unpaid = rows.exclude(state=PayState.RECEIVED)
    if seen.state is PayState.CANCELLED:
        unpaid.update(state=PayState.CANCELLED, provider_state=seen.words)
    elif seen.state is not None:
        unpaid.filter(state=PayState.OPEN).update(
            provider_state=seen.words, problem=seen.problem[:200]
        )
    return False


def _money_came(payment: Payment, seen: Seen, *, now: dt.datetime) -> bool:
    """A provider's money comes whole and once; the wrong currency is shown, never counted."""
    rows = Payment.objects.filter(pk=payment.pk)
    if seen.money is None or seen.money.currency != payment.currency:
        rows.update(problem="wrong_currency", provider_state=seen.words)
        return False
    first = rows.filter(received_minor=0).update(provider_state=seen.words, problem="")
    if first and seen.money.minor:
        book_receipt(payment, seen.money.minor, deed=f"payment-{payment.pk}", now=now)
    return bool(first)


def _refund_of(payment: Payment, seen: RefundSeen, *, now: dt.datetime) -> Refund | None:
    """Our row; one made at the provider gets a row when its money can be claimed."""
    known = Q(provider_id=seen.provider_id)
    if seen.key:
        known |= Q(key=seen.key)
    refund = payment.refunds.filter(known).select_related("payment").first()
    if refund is not None or seen.key or seen.state is RefundState.FAILED:
        return refund
    claimed = Payment.objects.filter(
        pk=payment.pk, received_minor__gte=F("refunded_minor") + seen.minor
    ).update(refunded_minor=F("refunded_minor") + seen.minor)
    if not claimed:
        Payment.objects.filter(pk=payment.pk).update(problem="refund_elsewhere")
        return None
    return Refund.objects.create(
        payment=payment, key=f"provider-{seen.provider_id}"[:64], minor=seen.minor,
        reason="provider", provider_id=seen.provider_id, made_at=now,
    )  # fmt: skip


def _dispute_changed(payment: Payment, seen: DisputeSeen, *, now: dt.datetime) -> bool:
    """A dispute takes the money back at once, and its fee; a won one brings the money again."""
    taken = _book_once(
        payment, ledger.given_back(seen.minor), deed=f"dispute-{seen.provider_id}", now=now
    )
    if seen.fee_minor:
        deed = f"charge-of-dispute-{seen.provider_id}"
        _book_once(payment, ledger.fee(seen.fee_minor), deed=deed, now=now)
    if taken:
        Payment.objects.filter(pk=payment.pk).update(problem="disputed")
    won = seen.is_won and _book_once(
        payment, ledger.given_back(-seen.minor), deed=f"dispute-won-{seen.provider_id}", now=now
    )
    if won:
        Payment.objects.filter(pk=payment.pk, problem="disputed").update(problem="")
    return taken or bool(won)


def _book_once(payment: Payment, moves: list[Move], *, deed: str, now: dt.datetime) -> bool:
    """Book a deed that has no row of its own to claim: the ledger's unique deed decides."""
    if LedgerLine.objects.filter(deed=deed).exists():
        return False
    book(payment, moves, deed=deed, now=now)
    return True
