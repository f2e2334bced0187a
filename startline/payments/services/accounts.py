"""Payout accounts: where an organizer's money goes. Ours is never among them."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction

from startline.accounts.models import Organizer, User
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.core.sealing import UnreadableSecretError, seal
from startline.payments.models import PayoutAccount
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.bank import squeezed
from startline.payments.rules.provider import Checked, ProviderDownError, ProviderSaysNoError
from startline.payments.services.providers import (
    UnknownProviderError,
    all_providers,
    credentials_of,
    provider_of,
)

FEES = {"stripe": (150, 25), "connect": (150, 25), "fake": (150, 25)}
"""The usual fee in basis points and cents, before the director corrects it: Stripe's public price
for cards of the European Economic Area."""


class NotOfferedError(Refusal):
    """This installation does not offer such accounts."""

    code = "not_offered"


class NoAnswerError(Refusal):
    """The provider could not be asked; `why` is its word."""

    code = "no_answer"


def add_account(
    organizer: Organizer, details: AccountDetails, *, by: User, now: dt.datetime
) -> PayoutAccount:
    """Add an account, sealed, and look at it at once; what is wrong stands in its `problem`.

    Not inside a transaction. Raises NotOfferedError.
    """
    provider = all_providers().get(details.kind)
    if provider is None or not provider.is_offered:
        raise NotOfferedError
    basis_points, fixed = FEES.get(details.kind, (0, 0))
    with transaction.atomic():
        account = PayoutAccount(
            organizer=organizer, kind=details.kind, name=details.name or provider.name,
            webhook_token=secrets.token_urlsafe(32), made_at=now,
            fee_basis_points=basis_points, fee_fixed_minor=fixed,
        )  # fmt: skip
        _write(account, details)
        account.save()
        record_deed("add_payout_account", account, by=by, now=now, kind=account.kind)
    check_account(account, now=now)
    return account


def change_account(
    account: PayoutAccount, details: AccountDetails, *, by: User, now: dt.datetime
) -> None:
    """Replace what was given and look again. Not inside a transaction."""
    with transaction.atomic():
        _write(account, details)
        account.save()
        record_deed("change_payout_account", account, by=by, now=now)
    check_account(account, now=now)


def check_account(account: PayoutAccount, *, now: dt.datetime) -> Checked:
    """Ask the provider whether the account works, and keep the answer. Not inside a transaction."""
    try:
        checked = provider_of(account).check(
            credentials_of(account), notices_at=notices_address(account)
        )
    except ProviderDownError:
        checked = Checked(problem="provider_down", is_test=account.is_test)
    except (ProviderSaysNoError, UnreadableSecretError, UnknownProviderError) as no:
        checked = Checked(problem=no.code, is_test=account.is_test)
    account.problem, account.checked_at = checked.problem, now
    account.is_test = checked.is_test
    account.country = checked.country or account.country
    if checked.webhook_secret:
        account.webhook_secret = seal(checked.webhook_secret)
    account.save(update_fields=["problem", "checked_at", "is_test", "country", "webhook_secret"])
    return checked


@transaction.atomic
def deactivate(account: PayoutAccount, *, by: User, now: dt.datetime) -> None:
    """Sell nothing more into it. Its payments can still be refunded, its notices still count."""
    changed = PayoutAccount.objects.filter(pk=account.pk, is_active=True).update(is_active=False)
    if changed:
        record_deed("deactivate_payout_account", account, by=by, now=now)


@transaction.atomic
def activate(account: PayoutAccount, *, by: User, now: dt.datetime) -> None:
    """Sell into it again."""
    changed = PayoutAccount.objects.filter(pk=account.pk, is_active=False).update(is_active=True)
    if changed:
        record_deed("activate_payout_account", account, by=by, now=now)


def send_test_event(account: PayoutAccount, *, now: dt.datetime) -> None:
    """Make the provider send a harmless notice. Not inside a transaction. Raises NoAnswerError."""
    try:
        ping_id = provider_of(account).ping(credentials_of(account))
    except ProviderDownError as error:
        raise NoAnswerError(why="provider_down") from error
    except (ProviderSaysNoError, UnreadableSecretError, UnknownProviderError) as no:
        raise NoAnswerError(why=no.code) from no
    PayoutAccount.objects.filter(pk=account.pk).update(ping_id=ping_id, pinged_at=now)


def invite_to_provider(account: PayoutAccount, *, back: str) -> str:
    """The provider's page on which an account is opened there ("" where there is none).

    The provider's id of the account is kept: only an account made by this very call is ever used,
    so that nobody can name another's. Not inside a transaction. Raises NoAnswerError.
    """
    try:
        there, address = provider_of(account).invite(credentials_of(account), back=back)
    except (ProviderDownError, ProviderSaysNoError, UnreadableSecretError) as error:
        raise NoAnswerError(why=str(error)) from error
    if there:
        PayoutAccount.objects.filter(pk=account.pk).update(provider_account=there)
    return address


def notices_address(account: PayoutAccount) -> str:
    """Where the provider sends notices about this account."""
    token = "connect" if account.kind == "connect" else account.webhook_token
    return f"{settings.SITE_URL}/payments/notices/{token}/"


def _write(account: PayoutAccount, details: AccountDetails) -> None:
    """Put what was given into the row; secrets are sealed, and kept where none was given."""
    account.name = details.name or account.name
    account.public_key = details.public_key or account.public_key
    account.holder = details.holder or account.holder
    account.iban = squeezed(details.iban) or account.iban
    account.bic = squeezed(details.bic) or account.bic
    if details.secret:
        account.secret = seal(details.secret)
    if details.webhook_secret:
        account.webhook_secret = seal(details.webhook_secret)
    if details.fee_basis_points is not None:
        account.fee_basis_points = details.fee_basis_points
    if details.fee_fixed_minor is not None:
        account.fee_fixed_minor = details.fee_fixed_minor
