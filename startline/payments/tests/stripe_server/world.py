"""What the small Stripe knows: accounts, payment intents, charges, refunds, disputes, events."""

import itertools
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from startline.payments.tests.stripe_server.notices import Outbox

Thing = dict[str, Any]
GOOD, DECLINED, POOR, SECURE = (
    "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155",
)  # fmt: skip
CARDS = {
    "pm_card_visa": GOOD,
    "pm_card_chargeDeclined": DECLINED,
    "pm_card_threeDSecure2Required": SECURE,
}
DECLINES = {DECLINED: "generic_decline", POOR: "insufficient_funds"}
FORBIDDEN = ("application_fee", "transfer_data", "on_behalf_of")


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, kind: str, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message, **more}}


@dataclass
class Account:
    """One account and everything in it; nothing is seen from another."""

    id: str
    secret: str
    public: str
    country: str = "FR"
    charges_enabled: bool = True
    may_register: bool = True
    platform: str = ""  # the id of the platform it is connected to
    things: dict[str, Thing] = field(default_factory=dict)
    answers: dict[str, tuple[str, Thing]] = field(default_factory=dict)  # by idempotency key


@dataclass
class World:
    """The whole of it. The knobs at the end are for tests."""

    outbox: Outbox = field(default_factory=Outbox)
    accounts: dict[str, Account] = field(default_factory=dict)
    requests: list[tuple[str, str, Thing]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    is_down: bool = False  # answers 500 to everything
    loses_answers: bool = False  # does what it is asked, then breaks the connection
    refunds_become: str = "succeeded"  # or "pending", or "insufficient"

    def open_account(
        self, name: str, *, platform: str = "", country: str = "FR", mode: str = "test"
    ) -> Account:
        """A new account with its keys."""
        account = Account(
            f"acct_{name}", f"rk_{mode}_{name}", f"pk_{mode}_{name}", country, platform=platform
        )
        self.accounts[account.id] = account
        return account

    def account_of(self, key: str, connected: str) -> Account:
        """Whose account a request is about: its key, or the connected account it names."""
        own = next((a for a in self.accounts.values() if key in (a.secret, a.public)), None)
        if own is None:
            raise ApiError(401, "invalid_request_error", "", "Invalid API Key provided")
        if not connected:
            return own
        other = self.accounts.get(connected)
        if other is None or other.platform != own.id:
            raise ApiError(403, "invalid_request_error", "account_invalid", "no such connection")
        return other

    def once(self, account: Account, key: str, what: str, do: Callable[[], Thing]) -> Thing:
        """The answer of the first request with this key; another request with it is an error."""
        if not key:
            return do()
        if key in account.answers:
            before, answer = account.answers[key]
            if before != what:
                raise ApiError(
                    400, "idempotency_error", "",
                    "Keys for idempotent requests can only be used with the same parameters",
                )  # fmt: skip
            return answer
        first: Thing = json.loads(json.dumps(do()))
        account.answers[key] = (what, first)
        return first

    def make(self, account: Account, prefix: str, **thing: Any) -> Thing:
        """A new object of the account."""
        made = {"id": f"{prefix}_{next(self.numbers):06d}", **thing}
        account.things[made["id"]] = made
        return made

    def find(self, account: Account, thing_id: str) -> Thing:
        """An object of this account, and of no other."""
        if thing_id not in account.things:
            raise ApiError(
                404, "invalid_request_error", "resource_missing", f"No such object: {thing_id}"
            )
        return account.things[thing_id]

    def all(self, account: Account, kind: str, **wanted: Any) -> list[Thing]:
        """Objects of a kind, the newest first."""
        found = [t for t in account.things.values() if t["object"] == kind]
        found = [t for t in found if all(t.get(k) == v for k, v in wanted.items())]
        return found[::-1]

    def tell(self, account: Account, kind: str, thing: Thing) -> None:
        """Put an event into the outbox of each address that listens."""
        event = {
            "id": f"evt_{next(self.numbers):06d}", "object": "event", "type": kind,
            "data": {"object": json.loads(json.dumps(thing))}, "livemode": False,
        }  # fmt: skip
        if account.platform:
            event["account"] = account.id
        self.outbox.put(account.platform or account.id, event)

    def create_intent(self, account: Account, asked: Thing) -> Thing:
        """A PaymentIntent that waits for a payment method."""
        bad = [name for name in asked if name.startswith(FORBIDDEN)]
        if bad:
            raise ApiError(400, "invalid_request_error", "parameter_unknown", f"no {bad[0]} here")
        amount = int(asked.get("amount") or 0)
        currency = asked.get("currency", "")
        if amount < 1 or len(currency) != 3 or not currency.islower():
            raise ApiError(400, "invalid_request_error", "parameter_invalid_integer", "amount")
        if currency in ("isk", "ugx") and amount % 100:
            code = "invalid_charge_amount_no_decimal_compatible"
            raise ApiError(400, "invalid_request_error", code, "whole units only")
        intent = self.make(
            account, "pi", object="payment_intent", amount=amount, currency=currency,
            amount_received=0, status="requires_payment_method", latest_charge=None,
            last_payment_error=None, next_action=None, metadata=asked.get("metadata", {}),
            description=asked.get("description"), livemode=False,
            automatic_payment_methods={"enabled": True, "allow_redirects": "always"},
        )  # fmt: skip
        intent["client_secret"] = f"{intent['id']}_secret_{next(self.numbers)}"
        self.tell(account, "payment_intent.created", intent)
        if asked.get("confirm") == "true":
            self.confirm(account, intent["id"], asked.get("payment_method", ""))
        return intent

    def confirm(self, account: Account, intent_id: str, card: str) -> Thing:
        """Pay with a card, or with one of Stripe's test payment methods."""
        intent = self.find(account, intent_id)
        number = CARDS.get(card, card.replace(" ", ""))
        if intent["status"] not in ("requires_payment_method", "requires_action"):
            raise self.wrong_state(intent)
        if number in DECLINES:
            return self._declined(account, intent, DECLINES[number])
        if number == SECURE and intent["status"] != "requires_action":
            intent["status"] = "requires_action"
            intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
            self.tell(account, "payment_intent.requires_action", intent)
            return intent
        return self.succeed(account, intent_id)

    def answer_secure(self, account: Account, intent_id: str, *, passed: bool) -> Thing:
        """The cardholder's bank said yes or no to 3-D Secure."""
        intent = self.find(account, intent_id)
        if intent["status"] != "requires_action":
            raise self.wrong_state(intent)
        if passed:
            return self.succeed(account, intent_id)
        intent["status"] = "requires_payment_method"
        return self._declined(account, intent, "", "payment_intent_authentication_failure")

    def succeed(self, account: Account, intent_id: str, *, amount: int | None = None) -> Thing:
        """The money comes, less the fee of 1.5 % and a quarter."""
        intent = self.find(account, intent_id)
        amount = intent["amount"] if amount is None else amount
        fee = (amount * 150 + 5_000) // 10_000 + 25
        booked = self.make(
            account, "txn", object="balance_transaction", amount=amount, fee=fee,
            net=amount - fee, currency=intent["currency"], exchange_rate=None,
        )  # fmt: skip
        charge = self.make(
            account, "ch", object="charge", amount=amount, amount_refunded=0, refunded=False,
            disputed=False, payment_intent=intent_id, currency=intent["currency"],
            balance_transaction=booked["id"],
        )  # fmt: skip
        intent |= {
            "status": "succeeded", "amount_received": amount, "latest_charge": charge["id"],
            "last_payment_error": None, "next_action": None,
        }  # fmt: skip
        self.tell(account, "payment_intent.succeeded", intent)
        self.tell(account, "charge.succeeded", charge)
        return intent

    def cancel(self, account: Account, intent_id: str) -> Thing:
        """Ended, unless it has succeeded."""
        intent = self.find(account, intent_id)
        if intent["status"] in ("succeeded", "canceled"):
            raise self.wrong_state(intent)
        intent["status"] = "canceled"
        self.tell(account, "payment_intent.canceled", intent)
        return intent

    def refund(self, account: Account, asked: Thing) -> Thing:
        """Money back, never more than the charge has left."""
        intent = self.find(account, asked.get("payment_intent", ""))
        if not intent["latest_charge"]:
            raise self.wrong_state(intent)
        charge = account.things[intent["latest_charge"]]
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(asked.get("amount") or left)
        self._refuse_refund(charge, amount, left)
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = self.make(
            account, "re", object="refund", amount=amount, currency=charge["currency"],
            payment_intent=intent["id"], charge=charge["id"], status=self.refunds_become,
            metadata=asked.get("metadata", {}), failure_reason=None,
        )  # fmt: skip
        self.tell(account, "refund.created", made)
        self.tell(account, "charge.refunded", charge)
        return made

    def end_refund(self, account: Account, refund_id: str, *, failed: bool = False) -> Thing:
        """A pending or succeeded refund arrives, or comes back."""
        refund = self.find(account, refund_id)
        refund["status"] = "failed" if failed else "succeeded"
        if failed:
            refund["failure_reason"] = "lost_or_stolen_card"
            charge = account.things[refund["charge"]]
            charge["amount_refunded"] -= refund["amount"]
            charge["refunded"] = False
        self.tell(account, "refund.failed" if failed else "refund.updated", refund)
        return refund

    def dispute(self, account: Account, intent_id: str, *, fee: int = 2000) -> Thing:
        """The cardholder's bank takes the money back, and Stripe its fee."""
        intent = self.find(account, intent_id)
        charge = account.things[intent["latest_charge"]]
        charge["disputed"] = True
        dispute = self.make(
            account, "dp", object="dispute", amount=charge["amount"], status="needs_response",
            currency=charge["currency"], payment_intent=intent_id, charge=charge["id"],
            balance_transactions=[{"amount": -charge["amount"], "fee": fee}],
        )  # fmt: skip
        self.tell(account, "charge.dispute.created", {**dispute, "balance_transactions": []})
        self.tell(account, "charge.dispute.funds_withdrawn", dispute)
        return dispute

    def win(self, account: Account, dispute_id: str) -> Thing:
        """The money comes again."""
        dispute = self.find(account, dispute_id)
        dispute["status"] = "won"
        self.tell(account, "charge.dispute.funds_reinstated", dispute)
        return dispute

    def wrong_state(self, intent: Thing) -> ApiError:
        """This can't be done with it now."""
        code = "payment_intent_unexpected_state"
        return ApiError(400, "invalid_request_error", code, f"status is {intent['status']}")

    def _declined(
        self, account: Account, intent: Thing, decline: str, code: str = "card_declined"
    ) -> Thing:
        intent["last_payment_error"] = {"code": code, "decline_code": decline or None}
        intent["status"] = "requires_payment_method"
        self.tell(account, "payment_intent.payment_failed", intent)
        raise ApiError(
            402, "card_error", code, "Your card was declined.", decline_code=decline,
            payment_intent=intent,
        )  # fmt: skip

    def _refuse_refund(self, charge: Thing, amount: int, left: int) -> None:
        if charge["disputed"]:
            raise ApiError(400, "invalid_request_error", "charge_disputed", "disputed")
        if left == 0:
            raise ApiError(400, "invalid_request_error", "charge_already_refunded", "refunded")
        if amount > left:
            raise ApiError(400, "invalid_request_error", "", "greater than unrefunded amount")
        if self.refunds_become == "insufficient":
            raise ApiError(400, "invalid_request_error", "balance_insufficient", "balance")
