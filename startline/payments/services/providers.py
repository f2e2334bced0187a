"""Finding the adapter of a payout account: every file in `adapters/` may bring providers."""

import pkgutil
from functools import cache
from importlib import import_module

from startline.core.sealing import unseal
from startline.payments import adapters
from startline.payments.models import PayoutAccount
from startline.payments.rules.provider import Credentials, Provider


class UnknownProviderError(Exception):
    """No adapter here serves this kind of account, or this installation refuses it."""

    code = "unknown_provider"


def all_providers() -> dict[str, Provider]:
    """Kind to provider, from every adapter file that lists `PROVIDERS`; for reading only."""
    return _providers_in(tuple(adapters.__path__))


@cache
def _providers_in(folders: tuple[str, ...]) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    for module in pkgutil.iter_modules(folders):
        listed = getattr(import_module(f"{adapters.__name__}.{module.name}"), "PROVIDERS", ())
        found |= {provider.kind: provider for provider in listed}
    return found


def offered_providers() -> list[Provider]:
    """Those a director may choose from."""
    return [provider for provider in all_providers().values() if provider.is_offered]


def provider_of(account: PayoutAccount) -> Provider:
    """The account's provider; raises UnknownProviderError."""
    provider = all_providers().get(account.kind)
    if provider is None or not provider.is_offered:
        raise UnknownProviderError
    return provider


def method_of(account: PayoutAccount) -> str:
    """What an entrant picks to pay into this account: "card", "bank", "on_site"."""
    return provider_of(account).method


def accounts_by_method(organizer_id: int | None) -> dict[str, PayoutAccount]:
    """The account in use for each way to pay: the newest active one without a known problem."""
    if organizer_id is None:
        return {}
    rows = PayoutAccount.objects.filter(organizer_id=organizer_id, is_active=True, problem="")
    known = all_providers()
    offered = {k: p for k, p in known.items() if p.is_offered}
    return {offered[row.kind].method: row for row in rows.order_by("pk") if row.kind in offered}


def credentials_of(account: PayoutAccount) -> Credentials:
    """The account's secrets, opened; raises core.sealing.UnreadableSecretError."""
    return Credentials(
        secret=unseal(account.secret),
        public_key=account.public_key,
        webhook_secret=unseal(account.webhook_secret),
        provider_account=account.provider_account,
        holder=account.holder,
        iban=account.iban,
        bic=account.bic,
    )
