"""Play money for development. Production refuses it by a system check.

The person is sent to a page of ours with two buttons; its answer comes as a signed notice, so that
development walks the same way as a real provider.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from startline.core.money import FeeRule, Money
from startline.payments.rules.provider import (
    Ask,
    Begun,
    Checked,
    Credentials,
    ForgedNoticeError,
    Give,
    How,
    NoticeRead,
    PayState,
    Provider,
    RefundSeen,
    RefundState,
    Seen,
)

FEE = FeeRule(basis_points=150, fixed_minor=25)
SIGNATURE = "Fake-Signature"


@dataclass(frozen=True)
class Fake:
    """Money that is none."""

    kind: str = "fake"
    name: str = "Play money"
    method: str = "card"
    fields: tuple[str, ...] = ()
    has_notices: bool = True
    is_by_hand: bool = False

    @property
    def is_offered(self) -> bool:
        """Only where the settings say so; they refuse it in production."""
        return bool(settings.FAKE_PAYMENTS)

    def check(self, who: Credentials, *, notices_at: str) -> Checked:
        """Always fine, always a test."""
        return Checked(is_test=True, webhook_secret="" if who.webhook_secret else "play-money")

    def start(self, who: Credentials, ask: Ask, *, known: str) -> Begun:
        """To the page with the two buttons."""
        there = known or f"fake_{ask.number}"
        words = urlencode({"back": ask.return_url})
        return Begun(How.REDIRECT, there, redirect_url=f"/payments/play/{there}/?{words}")

    def look(self, who: Credentials, provider_id: str) -> Seen:
        """The page's answer is all there is."""
        return Seen(provider_id)

    def cancel(self, who: Credentials, provider_id: str) -> Seen:
        """Ended."""
        return Seen(provider_id, state=PayState.CANCELLED)

    def refund(self, who: Credentials, give: Give) -> RefundSeen:
        """Given back at once."""
        return RefundSeen(f"fake_{give.key}", RefundState.DONE, give.money.minor, give.key)

    def read_notice(self, who: Credentials, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        """Signed like a real one."""
        given = headers.get(SIGNATURE, "")
        if not who.webhook_secret or not hmac.compare_digest(given, sign(who, body)):
            raise ForgedNoticeError
        told = json.loads(body)
        kind = "fake.paid" if told["paid"] else "fake.declined"
        return NoticeRead(f"{told['id']}-{kind}", kind, told, self.reread(kind, told))

    def reread(self, kind: str, body: dict[str, object]) -> Seen | None:
        """Paid or declined."""
        there, currency = str(body["id"]), str(body["currency"])
        if kind != "fake.paid":
            return Seen(there, state=PayState.OPEN, problem="declined")
        money = Money(int(str(body["minor"])), currency)
        return Seen(there, state=PayState.RECEIVED, money=money, fee_minor=FEE.of(money.minor))

    def ping(self, who: Credentials) -> str:
        """Nobody out there."""
        return ""

    def invite(self, who: Credentials, *, back: str) -> tuple[str, str]:
        """Nothing to open."""
        return "", ""


def sign(who: Credentials, body: bytes) -> str:
    """The signature of a notice."""
    return hmac.new(who.webhook_secret.encode(), body, hashlib.sha256).hexdigest()


def notice(provider_id: str, money: Money, *, is_paid: bool) -> bytes:
    """The notice that the page's button sends."""
    told = {
        "id": provider_id, "minor": money.minor, "currency": money.currency, "paid": is_paid,
    }  # fmt: skip
    return json.dumps(told, sort_keys=True).encode()


PROVIDERS: list[Provider] = [Fake()]
