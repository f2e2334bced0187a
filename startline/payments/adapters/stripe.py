"""Stripe in two modes: the organizer's own restricted key (the default), or Connect with direct
charges on the organizer's connected account, where the operator has a platform account.

Written from Stripe's public API reference. No application fee and no transfer is ever asked for:
the whole payment belongs to the organizer's account. Stripe's amounts are ISO minor units but for
the currencies in `SCALES` (docs.stripe.com/currencies, "special cases").
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import stripe
from django.conf import settings

from startline.core.money import Money
from startline.payments.rules.provider import (
    Ask,
    Begun,
    Checked,
    Credentials,
    DisputeSeen,
    ForgedNoticeError,
    Give,
    How,
    NoticeRead,
    PayState,
    Provider,
    ProviderDownError,
    ProviderSaysNoError,
    RefundSeen,
    RefundState,
    Seen,
)

SECONDS = 20.0
# Stripe counts these as if they had two decimals; ours have none (ISK, UGX), or the other way.
SCALES = {"ISK": (100, 1), "UGX": (100, 1), "MGA": (1, 100)}
THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})  # the last digit must be zero
KEY, REFERENCE = "startline_key", "startline_reference"
EVENTS = (
    "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed",
    "payment_intent.canceled", "refund.created", "refund.updated", "refund.failed",
    "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
)  # fmt: skip
REFUNDS = {
    "succeeded": RefundState.DONE,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
STATES = {"succeeded": PayState.RECEIVED, "canceled": PayState.CANCELLED}


@dataclass(frozen=True)
class Stripe:
    """The provider; `is_connect` chooses the mode."""

    kind: str
    name: str
    fields: tuple[str, ...]
    is_connect: bool = False
    method: str = "card"
    has_notices: bool = True
    is_by_hand: bool = False

    @property
    def is_offered(self) -> bool:
        """Connect needs the operator's platform account."""
        return not self.is_connect or bool(settings.STRIPE_CONNECT_KEY)

    def check(self, who: Credentials, *, notices_at: str) -> Checked:
        """Is the key valid, may the account charge, and do our notices have an address?"""
        if self.is_connect and not who.provider_account:
            return Checked(problem="not_connected")
        if not self._key(who).startswith(("sk_test_", "rk_test_", "sk_live_", "rk_live_")):
            return Checked(problem="not_a_secret_key")
        is_test = "_test_" in self._key(who)[:8]
        if ("_test_" in who.public_key) is not is_test and not self.is_connect:
            return Checked(problem="keys_of_two_modes", is_test=is_test)
        try:
            account = self._account(who)
            secret = self._address(who, notices_at)
        except ProviderSaysNoError as no:
            return Checked(problem=no.code, is_test=is_test)
        problem = "" if account.get("charges_enabled", True) else "charges_disabled"
        profile = account.get("business_profile") or {}
        return Checked(
            problem=problem, is_test=is_test, country=account.get("country") or "",
            name=profile.get("name") or "", webhook_secret=secret,
        )  # fmt: skip

    def start(self, who: Credentials, ask: Ask, *, known: str) -> Begun:
        """A PaymentIntent for the Payment Element."""
        with speaking():
            intents = self._client(who).v1.payment_intents
            intent = (
                intents.retrieve(known)
                if known
                else intents.create(
                    {
                        "amount": to_stripe(ask.money),
                        "currency": ask.money.currency.lower(),
                        "automatic_payment_methods": {"enabled": True},
                        "description": ask.reference,
                        "metadata": {KEY: ask.key, REFERENCE: ask.reference},
                    },
                    {"idempotency_key": f"pay-{ask.key}"},
                )
            )
        state = STATES.get(intent.status, PayState.OPEN)
        return Begun(
            how=How.DONE if state is PayState.RECEIVED else How.ELEMENT,
            provider_id=intent.id, state=state, client_secret=intent.client_secret or "",
        )  # fmt: skip

    def look(self, who: Credentials, provider_id: str) -> Seen:
        """The PaymentIntent with its fee, its refunds and its disputes: up to three requests."""
        with speaking():
            v1 = self._client(who).v1
            intent = v1.payment_intents.retrieve(
                provider_id, {"expand": ["latest_charge.balance_transaction"]}
            ).to_dict()
            charge: dict[str, Any] = intent.get("latest_charge") or {}
            refunds, disputes = [], []
            if charge.get("amount_refunded") or charge.get("refunded"):
                refunds = [
                    r.to_dict()
                    for r in v1.refunds.list({"payment_intent": provider_id, "limit": 100}).data
                ]
            if charge.get("disputed"):
                disputes = [
                    d.to_dict() for d in v1.disputes.list({"payment_intent": provider_id}).data
                ]
        return seen_intent(intent, refunds=refunds, disputes=disputes)

    def cancel(self, who: Credentials, provider_id: str) -> Seen:
        """Cancelled, unless the money came first."""
        try:
            with speaking():
                self._client(who).v1.payment_intents.cancel(provider_id)
        except ProviderSaysNoError as no:
            if no.code != "payment_intent_unexpected_state":
                raise
        return self.look(who, provider_id)

    def refund(self, who: Credentials, give: Give) -> RefundSeen:
        """One refund per key. Stripe forgets keys after a day, so a retry looks first."""
        with speaking():
            refunds = self._client(who).v1.refunds
            if give.tries:
                made = refunds.list({"payment_intent": give.provider_id, "limit": 100})
                before = [seen_refund(one.to_dict()) for one in made.data]
                if same := [refund for refund in before if refund.key == give.key]:
                    return same[0]
            created = refunds.create(
                {
                    "payment_intent": give.provider_id,
                    "amount": to_stripe(give.money),
                    "metadata": {KEY: give.key},
                },
                {"idempotency_key": f"refund-{give.key}"},
            )
        return seen_refund(created.to_dict())

    def read_notice(self, who: Credentials, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        """An event whose signature fits the account's own webhook secret."""
        secret = settings.STRIPE_CONNECT_WEBHOOK_SECRET if self.is_connect else who.webhook_secret
        given = next((v for k, v in headers.items() if k.lower() == "stripe-signature"), "")
        if not secret or not given:
            raise ForgedNoticeError
        try:
            stripe.WebhookSignature.verify_header(body.decode(), given, secret, 300)
            event = json.loads(body)
            return NoticeRead(
                event=str(event["id"]), kind=str(event["type"]), body=event,
                seen=self.reread(str(event["type"]), event),
                provider_account=str(event.get("account") or ""),
            )  # fmt: skip
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError) as error:
            raise ForgedNoticeError from error

    def reread(self, kind: str, body: dict[str, object]) -> Seen | None:
        """The event's object in our words."""
        told: dict[str, Any] = body
        return seen_event(kind, told["data"]["object"])

    def ping(self, who: Credentials) -> str:
        """A PaymentIntent of 10 units that nobody can pay, cancelled at once: Stripe tells us."""
        with speaking():
            v1 = self._client(who).v1
            intent = v1.payment_intents.create(
                {
                    "amount": 1000,
                    "currency": "eur",
                    "description": "Startline test event",
                    "automatic_payment_methods": {"enabled": True},
                }
            )
            v1.payment_intents.cancel(intent.id)
        return intent.id

    def invite(self, who: Credentials, *, back: str) -> tuple[str, str]:
        """Connect: the connected account (made when there is none) and Stripe's page for it."""
        with speaking():
            v1 = self._platform().v1
            account = who.provider_account or v1.accounts.create({"type": "standard"}).id
            link = v1.account_links.create(
                {
                    "account": account,
                    "type": "account_onboarding",
                    "return_url": back,
                    "refresh_url": back,
                }
            )
        return account, link.url

    def _key(self, who: Credentials) -> str:
        return str(settings.STRIPE_CONNECT_KEY) if self.is_connect else who.secret

    def _client(self, who: Credentials) -> stripe.StripeClient:
        if self.is_connect and not who.provider_account:
            code = "not_connected"
            raise ProviderSaysNoError(code)
        return _client(self._key(who), who.provider_account if self.is_connect else "")

    def _platform(self) -> stripe.StripeClient:
        return _client(str(settings.STRIPE_CONNECT_KEY), "")

    def _account(self, who: Credentials) -> dict[str, Any]:
        """The account, or nothing known where a restricted key may not look at it."""
        try:
            with speaking():
                if self.is_connect:
                    return self._platform().v1.accounts.retrieve(who.provider_account).to_dict()
                return self._client(who).v1.accounts.retrieve_current().to_dict()
        except ProviderSaysNoError as no:
            if no.code != "not_permitted":
                raise
        with speaking():
            self._client(who).v1.payment_intents.list({"limit": 1})
        return {}

    def _address(self, who: Credentials, notices_at: str) -> str:
        """Register our address for notices; "" where that is not ours to do."""
        if self.is_connect or who.webhook_secret or not notices_at:
            return ""
        try:
            with speaking():
                made = self._client(who).v1.webhook_endpoints.create(
                    {"url": notices_at, "enabled_events": list(EVENTS)}  # type: ignore[arg-type]  # words, where the library lists literals
                )
        except ProviderSaysNoError:
            return ""
        return made.secret or ""


def pay_with_test_card(who: Credentials, provider_id: str, card: str) -> None:
    """Confirm a payment with one of Stripe's test payment methods: for the self-test alone."""
    with speaking():
        _client(who.secret, "").v1.payment_intents.confirm(
            provider_id,
            {"payment_method": card, "return_url": "https://example.org/"},
        )


def _client(key: str, account: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_account=account or None,
        base_addresses={"api": settings.STRIPE_API},
        http_client=stripe.RequestsClient(timeout=SECONDS),
        max_network_retries=1,
    )


@contextmanager
def speaking() -> Iterator[None]:
    """Stripe's errors in our two words: no answer, or a clear no."""
    try:
        yield
    except stripe.AuthenticationError as error:
        code = "key_refused"
        raise ProviderSaysNoError(code) from error
    except stripe.PermissionError as error:
        code = "not_permitted"
        raise ProviderSaysNoError(code) from error
    except stripe.IdempotencyError as error:
        code = "key_reused"
        raise ProviderSaysNoError(code) from error
    except (stripe.CardError, stripe.InvalidRequestError) as error:
        raise ProviderSaysNoError(error.code or "invalid_request") from error
    except stripe.StripeError as error:  # connection, rate limit, their fault, our own lock
        raise ProviderDownError(type(error).__name__) from error


def to_stripe(money: Money) -> int:
    """The amount as Stripe counts it; refuses what it can't express."""
    times, by = SCALES.get(money.currency, (1, 1))
    amount, rest = divmod(money.minor * times, by)
    if rest or (money.currency in THREE_DECIMALS and amount % 10):
        code = "amount_not_possible"
        raise ProviderSaysNoError(code)
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    """Stripe's amount in our minor units."""
    times, by = SCALES.get(currency.upper(), (1, 1))
    return Money(amount * by // times, currency.upper())


def seen_event(kind: str, thing: dict[str, Any]) -> Seen | None:
    """What an event tells of one of our payments; None where it is about something else."""
    if kind.startswith("payment_intent."):
        return seen_intent(thing)
    about = thing.get("payment_intent")
    if not isinstance(about, str):
        return None
    if kind.startswith("refund.") or kind == "charge.refund.updated":
        return Seen(about, refunds=(seen_refund(thing),))
    if kind.startswith("charge.dispute."):
        return Seen(about, disputes=seen_dispute(thing))
    return None


def seen_intent(
    intent: dict[str, Any],
    *,
    refunds: list[dict[str, Any]] | None = None,
    disputes: list[dict[str, Any]] | None = None,
) -> Seen:
    """A PaymentIntent in our words."""
    state = STATES.get(intent["status"], PayState.OPEN)
    error = intent.get("last_payment_error") or {}
    money = from_stripe(intent.get("amount_received") or 0, intent["currency"])
    return Seen(
        provider_id=intent["id"],
        key=(intent.get("metadata") or {}).get(KEY, ""),
        state=state,
        money=money if state is PayState.RECEIVED else None,
        words=intent["status"],
        problem=error.get("decline_code") or error.get("code") or "",
        fee_minor=_fee(intent),
        refunds=tuple(seen_refund(refund) for refund in refunds or []),
        disputes=tuple(d for dispute in disputes or [] for d in seen_dispute(dispute)),
    )


def _fee(intent: dict[str, Any]) -> int | None:
    """Stripe's fee in the payment's currency; one taken in another is turned by its own rate."""
    charge = intent.get("latest_charge")
    booked = charge.get("balance_transaction") if isinstance(charge, dict) else None
    if not isinstance(booked, dict):
        return None
    fee = from_stripe(booked["fee"], booked["currency"]).minor
    rate = booked.get("exchange_rate")
    if booked["currency"] == intent["currency"] or not rate:
        return fee
    return from_stripe(round(booked["fee"] / rate), intent["currency"]).minor


def seen_refund(refund: dict[str, Any]) -> RefundSeen:
    """A refund in our words."""
    return RefundSeen(
        provider_id=refund["id"],
        state=REFUNDS.get(refund["status"], RefundState.SENT),
        minor=from_stripe(refund["amount"], refund["currency"]).minor,
        key=(refund.get("metadata") or {}).get(KEY, ""),
        problem=refund.get("failure_reason") or "",
    )


def seen_dispute(dispute: dict[str, Any]) -> tuple[DisputeSeen, ...]:
    """A dispute whose money has moved; an inquiry moves none."""
    moved = dispute.get("balance_transactions") or []
    if not moved:
        return ()
    currency = dispute["currency"]
    fee = sum(line.get("fee") or 0 for line in moved)
    return (
        DisputeSeen(
            provider_id=dispute["id"],
            minor=from_stripe(dispute["amount"], currency).minor,
            fee_minor=from_stripe(fee, currency).minor,
            is_won=dispute.get("status") == "won",
        ),
    )


PROVIDERS: list[Provider] = [
    Stripe("stripe", "Stripe", ("public_key", "secret", "webhook_secret")),
    Stripe("connect", "Stripe Connect", (), is_connect=True),
]
