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
    if not is_served(account):
        raise UnknownProviderError
    return all_providers()[account.kind]


def is_served(account: PayoutAccount) -> bool:
    """Whether an adapter here serves this kind of account, and this installation lets it."""
    provider = all_providers().get(account.kind)
    return provider is not None and provider.is_offered


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
