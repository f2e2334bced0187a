"""Adding a provider is one file."""

from pathlib import Path
from typing import Any

import pytest

from startline.accounts.models import Organizer, User
from startline.core.sealing import UnreadableSecretError, seal, unseal
from startline.payments import adapters
from startline.payments.models import Payment
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.provider import How
from startline.payments.services.accounts import (
    NotOfferedError,
    add_account,
    check_account,
    invite_to_provider,
    notices_address,
)
from startline.payments.services.notices import record_notice
from startline.payments.services.paying import start_payment
from startline.payments.services.providers import offered_providers
from startline.payments.tests.make import NOW, ask, make_stripe
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import GOOD

BARTER = '''
"""Paying in apples."""

from startline.payments.adapters.by_hand import ByHand
from startline.payments.rules.provider import How

PROVIDERS = [ByHand("apples", "Apples", "on_site", How.LATER)]
'''


@pytest.mark.django_db
def test_a_new_file_is_a_new_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ridge: Organizer, bruno: User
) -> None:
    (tmp_path / "apples.py").write_text(BARTER)
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path)])

    account = add_account(ridge, AccountDetails("apples"), by=bruno, now=NOW)
    started = start_payment(account, ask(), now=NOW)

    assert "apples" in [provider.kind for provider in offered_providers()]
    assert started.how is How.LATER
    assert account.problem == ""


@pytest.mark.django_db
def test_without_a_platform_key_connect_is_not_offered(ridge: Organizer, bruno: User) -> None:
    with pytest.raises(NotOfferedError):
        add_account(ridge, AccountDetails("connect"), by=bruno, now=NOW)


@pytest.mark.django_db
def test_connect_opens_an_account_of_the_organizers_own_and_charges_there(
    stripe_there: StripeServer, ridge: Organizer, bruno: User, settings: Any
) -> None:
    world = stripe_there.world
    platform = world.open_account("platform")
    settings.STRIPE_CONNECT_KEY = platform.secret
    settings.STRIPE_CONNECT_PUBLIC_KEY = platform.public
    account = add_account(ridge, AccountDetails("connect"), by=bruno, now=NOW)
    unopened = account.problem

    invite_to_provider(account, back="http://testserver/back/")
    account.refresh_from_db()
    check_account(account, now=NOW)
    half_opened = account.problem
    world.accounts[account.provider_account].charges_enabled = True
    check_account(account, now=NOW)
    settings.STRIPE_CONNECT_WEBHOOK_SECRET = world.outbox.listen(
        platform.id, notices_address(account)
    )
    started = start_payment(account, ask(), now=NOW)
    connected = world.accounts[account.provider_account]
    world.confirm(connected, Payment.objects.get().provider_id, GOOD)
    letter = world.outbox.take("payment_intent.succeeded")[0]
    told = record_notice("connect", {"Stripe-Signature": letter.signature}, letter.body, now=NOW)

    assert (unopened, half_opened, account.problem) == ("not_connected", "charges_disabled", "")
    assert (started.public_key, started.provider_account) == (platform.public, connected.id)
    assert world.all(platform, "payment_intent") == []
    assert told.references == {"RIDGE12345"}


@pytest.mark.django_db
def test_a_key_that_may_not_register_addresses_asks_for_the_secret(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    there.may_register = False

    other = add_account(
        ridge,
        AccountDetails("stripe", public_key=there.public, secret=there.secret),
        by=bruno,
        now=NOW,
    )

    assert bytes(account.webhook_secret) != b""
    assert bytes(other.webhook_secret) == b""


def test_what_was_sealed_opens_with_an_older_key_and_with_no_other(settings: Any) -> None:
    settings.SEAL_KEYS = ["old"]
    sealed = seal("rk_test_x")

    settings.SEAL_KEYS = ["new", "old"]
    opened = unseal(sealed)
    settings.SEAL_KEYS = ["new"]

    assert opened == "rk_test_x"
    assert (seal(""), unseal(b"")) == (b"", "")
    with pytest.raises(UnreadableSecretError):
        unseal(sealed)
