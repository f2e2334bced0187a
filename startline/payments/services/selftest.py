"""Walk the way of a payment with an operator's own Stripe test key, step by step.

Nothing is stored here; at Stripe it leaves four test payments and one test refund.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from startline.core.money import Money
from startline.payments.adapters.stripe import PROVIDERS, pay_with_test_card
from startline.payments.rules.provider import (
    Ask,
    Credentials,
    Give,
    PayState,
    ProviderDownError,
    ProviderSaysNoError,
    RefundState,
)

STRIPE = PROVIDERS[0]
FIFTY, TWENTY = Money(5000, "EUR"), Money(2000, "EUR")


class LiveKeyError(Exception):
    """The self-test never touches real money."""

    code = "live_key"


@dataclass(frozen=True)
class Step:
    """One step: what was tried, whether Stripe did what we expect, and what it did."""

    name: str
    is_right: bool
    found: str


def walk(secret: str, *, run: str) -> Iterator[Step]:
    """Each step as it is done. `run` makes the keys of this walk its own. Raises LiveKeyError."""
    if not secret.startswith(("sk_test_", "rk_test_")):
        raise LiveKeyError
    who = Credentials(secret=secret, public_key="pk_test_")
    yield _step("the key works", lambda: STRIPE.check(who, notices_at="").problem, "")
    paid = _begin(who, f"{run}-paid")
    again = _begin(who, f"{run}-paid")
    yield Step("the same key finds the same payment", paid == again != "", paid)
    other = Ask("SELFTEST", TWENTY, f"{run}-paid")
    yield _step(
        "the same key with another amount is refused",
        lambda: STRIPE.start(who, other, known="").provider_id, "key_reused",
    )  # fmt: skip
    yield _step("a good card pays", lambda: _pay(who, paid, "pm_card_visa"), PayState.RECEIVED)
    seen = STRIPE.look(who, paid)
    yield Step("the fee is known", bool(seen.fee_minor), str(seen.fee_minor))
    declined = _begin(who, f"{run}-declined")
    yield _step(
        "a bad card is declined",
        lambda: _pay(who, declined, "pm_card_chargeDeclined"), "card_declined",
    )  # fmt: skip
    secure = _begin(who, f"{run}-secure")
    yield _step(
        "3-D Secure is asked for",
        lambda: _pay(who, secure, "pm_card_threeDSecure2Required"), "requires_action",
    )  # fmt: skip
    yield _step("a payment can be ended", lambda: _ended(who, secure), PayState.CANCELLED)
    yield from _refunds(who, paid, run=run)


def _refunds(who: Credentials, paid: str, *, run: str) -> Iterator[Step]:
    give = Give(paid, TWENTY, f"{run}-refund")
    yield _step("money goes back", lambda: STRIPE.refund(who, give).state, RefundState.DONE)
    first, second = STRIPE.refund(who, give), STRIPE.refund(who, Give(paid, TWENTY, give.key, 1))
    yield Step("the same refund is made once", first == second, first.provider_id)
    too_much = Give(paid, FIFTY, f"{run}-too-much")
    try:
        found = STRIPE.refund(who, too_much).provider_id
    except ProviderSaysNoError as no:
        yield Step("more than is left is refused", is_right=True, found=no.code)
    else:
        yield Step("more than is left is refused", is_right=False, found=found)


def _begin(who: Credentials, key: str) -> str:
    return STRIPE.start(who, Ask("SELFTEST", FIFTY, key), known="").provider_id


def _pay(who: Credentials, provider_id: str, card: str) -> str:
    pay_with_test_card(who, provider_id, card)
    seen = STRIPE.look(who, provider_id)
    return seen.words if seen.state is PayState.OPEN else str(seen.state)


def _ended(who: Credentials, provider_id: str) -> str:
    return str(STRIPE.cancel(who, provider_id).state)


def _step(name: str, do: Callable[[], str], expected: str) -> Step:
    try:
        found = do()
    except ProviderSaysNoError as no:
        found = no.code
    except ProviderDownError as down:
        found = f"no answer: {down}"
    return Step(name, found == expected, found)
