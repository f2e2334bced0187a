"""Asking the providers: what our notices should have told us, and the fees they did not tell."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from startline.core.sealing import UnreadableSecretError
from startline.payments.models import Payment, PayoutAccount, ProviderNotice
from startline.payments.rules.provider import (
    PayState,
    ProviderDownError,
    ProviderSaysNoError,
    RefundState,
    Seen,
)
from startline.payments.services.paying import ProviderUnreachableError, cancel_payment
from startline.payments.services.providers import (
    UnknownProviderError,
    credentials_of,
    provider_of,
)
from startline.payments.services.receiving import apply_seen

QUIET = dt.timedelta(minutes=5)  # a payment younger than this is left to its notice
PAUSE = dt.timedelta(minutes=10)  # between two looks at the same payment
GIVEN_UP = dt.timedelta(hours=24)  # nobody pays a day later; the way is closed
FEE_KNOWN_WITHIN = dt.timedelta(days=3)
BATCH = 100


@dataclass(frozen=True)
class Reconciled:
    """What asking brought: `references` need settling, `lost` payments had sent us no notice."""

    asked: int = 0
    references: frozenset[str] = frozenset()
    lost: int = 0
    problem: str = ""


def reconcile(
    account: PayoutAccount, *, now: dt.datetime, quiet: dt.timedelta = QUIET
) -> Reconciled:
    """Ask about each payment that is unsettled, at most a hundred, and write down the answers.

    Not inside a transaction. An account that can't be asked is reported by `problem`.
    """
    asked, lost, changed = 0, 0, frozenset[str]()
    for payment in _unsettled(account, now=now, quiet=quiet):
        try:
            news = ask_provider(payment, now=now)
        except (ProviderDownError, ProviderUnreachableError):
            return Reconciled(asked, changed, lost, "provider_down")
        except (ProviderSaysNoError, UnreadableSecretError, UnknownProviderError) as no:
            return Reconciled(asked, changed, lost, no.code)
        asked += 1
        changed |= news
        lost += bool(news) and not _was_told(payment)
    return Reconciled(asked, changed, lost)


def ask_provider(payment: Payment, *, now: dt.datetime) -> frozenset[str]:
    """Look at one payment with its provider; one that nobody paid in a day is closed there.

    Raises ProviderDownError, ProviderSaysNoError.
    """
    provider, account = provider_of(payment.account), payment.account
    Payment.objects.filter(pk=payment.pk).update(asked_at=now)
    if not provider.has_notices:
        return frozenset()
    if payment.state == PayState.OPEN and payment.made_at < now - GIVEN_UP:
        return cancel_payment(payment, now=now)
    if not payment.provider_id:
        return frozenset()
    seen: Seen = provider.look(credentials_of(account), payment.provider_id)
    return apply_seen(account, seen, now=now)


def _unsettled(account: PayoutAccount, *, now: dt.datetime, quiet: dt.timedelta) -> list[Payment]:
    """Open ones, those with a refund on its way, and those whose fee is not known yet."""
    rested = Q(asked_at=None) | Q(asked_at__lte=now - PAUSE) if quiet else Q()
    is_open = Q(state=PayState.OPEN, made_at__lte=now - quiet)
    refunding = Q(refunds__state=RefundState.SENT)
    no_fee = Q(state=PayState.RECEIVED, fee_minor=None, received_at__gte=now - FEE_KNOWN_WITHIN)
    rows = account.payments.filter(rested & (is_open | refunding | no_fee)).distinct()
    return list(
        rows.select_related("account").order_by(F("asked_at").asc(nulls_first=True), "pk")[:BATCH]
    )


def _was_told(payment: Payment) -> bool:
    """Has any notice about this payment arrived?"""
    return ProviderNotice.objects.filter(
        account=payment.account, body__data__object__id=payment.provider_id
    ).exists()
