"""Play money: the answer of the page with two buttons, sent through the door for notices."""

import datetime as dt

from startline.core.money import Money
from startline.payments.adapters.fake import SIGNATURE, notice, sign
from startline.payments.models import Payment
from startline.payments.services.notices import Noticed, record_notice
from startline.payments.services.providers import (
    UnknownProviderError,
    credentials_of,
    provider_of,
)


class PlayIsOverError(Exception):
    """No such payment of play money, or this installation plays no more."""

    code = "play_is_over"


def play_payment(provider_id: str) -> Payment:
    """The payment behind the page; raises PlayIsOverError."""
    payment = (
        Payment.objects.select_related("account")
        .filter(account__kind="fake", provider_id=provider_id)
        .first()
    )
    if payment is None:
        raise PlayIsOverError
    try:
        provider_of(payment.account)
    except UnknownProviderError as error:
        raise PlayIsOverError from error
    payment.money = Money(payment.minor, payment.currency)  # type: ignore[attr-defined]  # for the template
    return payment


def play(payment: Payment, *, is_paid: bool, now: dt.datetime) -> Noticed:
    """Send the signed notice that a real provider would send."""
    money = Money(payment.minor, payment.currency)
    body = notice(payment.provider_id, money, is_paid=is_paid)
    signature = sign(credentials_of(payment.account), body)
    return record_notice(payment.account.webhook_token, {SIGNATURE: signature}, body, now=now)
