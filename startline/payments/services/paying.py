"""Asking for money: the row first, then the provider outside any transaction, then its id."""

import datetime as dt
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction

from startline.core import crash
from startline.core.money import Money
from startline.core.refusals import Refusal
from startline.payments.models import Payment, PayoutAccount
from startline.payments.rules.bank import epc_text, in_groups
from startline.payments.rules.provider import (
    Ask,
    Begun,
    How,
    PayState,
    ProviderDownError,
    ProviderSaysNoError,
    Seen,
)
from startline.payments.services.providers import credentials_of, provider_of
from startline.payments.services.receiving import apply_seen, book_receipt


class KeyReusedError(Refusal):
    """The same key came with another amount, account or reference."""

    code = "key_reused"


class ProviderUnreachableError(Refusal):
    """The provider does not answer. Nothing was charged; asking again is safe."""

    code = "provider_down"


class ProviderRefusedError(Refusal):
    """The provider refused to begin the payment; `why` is its word."""

    code = "provider_refused"


class NotByHandError(Refusal):
    """Only money that people note can be noted by people."""

    code = "not_by_hand"


@dataclass(frozen=True)
class Started:
    """What the page needs to let a person pay; which fields are filled depends on `how`."""

    how: How
    payment_id: int
    money: Money
    provider: str  # the account's kind
    redirect_url: str = ""
    client_secret: str = ""
    public_key: str = ""
    provider_account: str = ""  # Connect: the page speaks for this account
    holder: str = ""  # a bank transfer: to whom, where to, and what to write
    iban: str = ""
    bic: str = ""
    transfer_reference: str = ""

    @property
    def iban_in_groups(self) -> str:
        """The account number as people read it."""
        return in_groups(self.iban)

    @property
    def reference_in_groups(self) -> str:
        """The reference as people read it."""
        return in_groups(self.transfer_reference)

    @property
    def epc(self) -> str:
        """What a QR code for banking apps says; "" where there can be none."""
        if self.how is not How.TRANSFER:
            return ""
        return epc_text(
            holder=self.holder, iban=self.iban, bic=self.bic, money=self.money,
            reference=self.transfer_reference,
        )  # fmt: skip


def start_payment(
    account: PayoutAccount, ask: Ask, *, now: dt.datetime, begun: Payment | None = None,
    is_first: bool = False,
) -> Started:  # fmt: skip
    """Begin to collect money, or show again what the same `ask.key` began.

    `begun` is that payment, if the caller has just read it; `is_first` says that nobody can have
    asked under this key, since the caller's transaction has claimed what it is for.
    Must not run inside a transaction, unless nobody outside is called (a bank transfer): the
    provider is called between two short ones.
    Raises KeyReusedError, ProviderUnreachableError, ProviderRefusedError.
    """
    payment = _new(account, ask, now=now) if is_first else _row(account, ask, begun, now=now)
    crash.point("payment_written")
    if payment.state == PayState.RECEIVED:
        return _started(account, payment, Begun(How.DONE))
    asked = replace(ask, number=payment.pk)
    try:
        answer = provider_of(account).start(
            credentials_of(account), asked, known=payment.provider_id
        )
    except ProviderDownError as error:
        raise ProviderUnreachableError from error
    except ProviderSaysNoError as no:
        _failed(payment, no.code)
        raise ProviderRefusedError(why=no.code) from no
    crash.point("payment_begun")
    if payment.provider_id != answer.provider_id:
        Payment.objects.filter(pk=payment.pk).update(provider_id=answer.provider_id)
        payment.provider_id = answer.provider_id
    return _started(account, payment, answer)


def cancel_payment(payment: Payment, *, now: dt.datetime) -> frozenset[str]:
    """End an open payment with its provider, so that no money comes by it any more.

    Returns the references whose money changed: it may have come in the meantime. Not inside a
    transaction. Raises ProviderUnreachableError.
    """
    account = payment.account
    if not payment.provider_id:
        seen = Seen("", key=payment.key, state=PayState.CANCELLED)
        return apply_seen(account, seen, now=now)
    try:
        seen = provider_of(account).cancel(credentials_of(account), payment.provider_id)
    except (ProviderDownError, ProviderSaysNoError) as error:
        raise ProviderUnreachableError from error
    return apply_seen(account, seen, now=now)


@transaction.atomic
def note_payment(payment: Payment, *, now: dt.datetime) -> frozenset[str]:
    """Somebody who may see the money says that all of it came: in cash, or on an account whose
    statement is not imported. Saying it twice changes nothing. Raises NotByHandError.
    """
    if not provider_of(payment.account).is_by_hand:
        raise NotByHandError
    missing = payment.minor - payment.received_minor
    claimed = (
        Payment.objects.exclude(state=PayState.RECEIVED)
        .filter(pk=payment.pk, received_minor=payment.received_minor)
        .update(provider_state="noted")
    )
    if not claimed or missing <= 0:
        return frozenset()
    deed = f"payment-{payment.pk}-from-{payment.received_minor}"
    book_receipt(payment, missing, deed=deed, now=now)
    return frozenset({payment.reference})


def _new(account: PayoutAccount, ask: Ask, *, now: dt.datetime) -> Payment:
    return Payment.objects.create(
        account=account, reference=ask.reference, key=ask.key, made_at=now,
        payer=ask.payer[:200], minor=ask.money.minor, currency=ask.money.currency,
    )  # fmt: skip


def _row(account: PayoutAccount, ask: Ask, begun: Payment | None, *, now: dt.datetime) -> Payment:
    """The payment of this key; the first ask makes it, committed before anybody is called."""
    payment = begun or Payment.objects.filter(key=ask.key).first()
    if payment is None:
        try:
            with transaction.atomic():
                return _new(account, ask, now=now)
        except IntegrityError:  # the same click arrived twice at once
            payment = Payment.objects.get(key=ask.key)
    same = (payment.account_id, payment.reference, payment.minor, payment.currency) == (
        account.pk, ask.reference, ask.money.minor, ask.money.currency,
    )  # fmt: skip
    if not same:
        raise KeyReusedError
    return payment


def _failed(payment: Payment, code: str) -> None:
    Payment.objects.filter(pk=payment.pk, state=PayState.OPEN).update(
        state=PayState.FAILED, problem=code[:200]
    )


def _started(account: PayoutAccount, payment: Payment, begun: Begun) -> Started:
    is_transfer = begun.how is How.TRANSFER
    return Started(
        how=begun.how,
        payment_id=payment.pk,
        money=Money(payment.minor, payment.currency),
        provider=account.kind,
        redirect_url=begun.redirect_url,
        client_secret=begun.client_secret,
        public_key=account.public_key or _platform_key(account),
        provider_account=account.provider_account,
        holder=account.holder if is_transfer else "",
        iban=account.iban if is_transfer else "",
        bic=account.bic if is_transfer else "",
        transfer_reference=begun.provider_id if is_transfer else "",
    )


def _platform_key(account: PayoutAccount) -> str:
    return str(settings.STRIPE_CONNECT_PUBLIC_KEY) if account.kind == "connect" else ""
