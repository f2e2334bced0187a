"""What the house and a payment provider say to each other: values, and the protocol.

A provider is one file in `adapters/` with a `PROVIDERS` list; nothing else has to change.
Amounts are `Money` in the currency's own minor units (ISO 4217), whatever the provider counts in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from startline.core.money import Money


class How(StrEnum):
    """What the person who pays does next."""

    ELEMENT = "element"  # the provider's form on our card step
    REDIRECT = "redirect"  # on the provider's own page
    TRANSFER = "transfer"  # a bank transfer with a reference
    LATER = "later"  # on site
    DONE = "done"  # nothing: the money is there


class PayState(StrEnum):
    """What became of the money asked for."""

    OPEN = "open"
    RECEIVED = "received"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundState(StrEnum):
    """What became of a refund: asked by us, sent on its way, done, or failed."""

    ASKED = "asked"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


class ProviderDownError(Exception):
    """No answer, or none that counts: the same call may be made again with the same key."""


class ProviderSaysNoError(Exception):
    """A clear no; `code` is the provider's own word or one of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ForgedNoticeError(Exception):
    """The signature of a notice is missing, wrong or too old."""

    code = "forged_notice"


@dataclass(frozen=True)
class Credentials:
    """What an adapter needs to act for one payout account. Secrets are never printed."""

    secret: str = field(default="", repr=False)
    public_key: str = ""
    webhook_secret: str = field(default="", repr=False)
    provider_account: str = ""
    holder: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True)
class Ask:
    """Money asked for. `key` makes the same ask find the same payment; `reference` is the
    caller's word for what it is for; `number` is the payment's own, given by the service.
    """

    reference: str
    money: Money
    key: str
    return_url: str = ""
    payer: str = ""  # the name of who pays
    number: int = 0


@dataclass(frozen=True)
class Begun:
    """A payment as the provider began it."""

    how: How
    provider_id: str = ""
    state: PayState = PayState.OPEN
    client_secret: str = field(default="", repr=False)
    redirect_url: str = ""


@dataclass(frozen=True)
class RefundSeen:
    """A refund as the provider shows it; `key` is ours, empty when it was made elsewhere."""

    provider_id: str
    state: RefundState
    minor: int
    key: str = ""
    problem: str = ""


@dataclass(frozen=True)
class DisputeSeen:
    """Money taken back by a cardholder's bank, or given again; `fee_minor` is the processor's."""

    provider_id: str
    minor: int
    fee_minor: int = 0
    is_won: bool = False


@dataclass(frozen=True)
class Seen:
    """A payment as the provider shows it now, or the part of it that a notice tells.

    `state` is None where the notice says nothing of it; `fee_minor` is None where not yet known.
    """

    provider_id: str
    key: str = ""
    state: PayState | None = None
    money: Money | None = None  # what came in, when it came
    words: str = ""  # the provider's own word for the state
    problem: str = ""
    fee_minor: int | None = None
    refunds: tuple[RefundSeen, ...] = ()
    disputes: tuple[DisputeSeen, ...] = ()


@dataclass(frozen=True)
class NoticeRead:
    """A verified notice: the provider's id of the event, its kind, and what it tells, if ours."""

    event: str
    kind: str
    body: dict[str, object]
    seen: Seen | None = None
    provider_account: str = ""


@dataclass(frozen=True)
class Give:
    """Money to give back of one payment. `tries` above zero: it may have been given already."""

    provider_id: str
    money: Money
    key: str
    tries: int = 0


@dataclass(frozen=True)
class Checked:
    """What a look at an account showed; `problem` is a code, empty when all is well."""

    problem: str = ""
    name: str = ""
    country: str = ""
    is_test: bool = False
    webhook_secret: str = field(default="", repr=False)  # where an address was registered for us


class Provider(Protocol):
    """One way for money to come. Every method may raise ProviderDownError, ProviderSaysNoError."""

    @property
    def kind(self) -> str:
        """The word in `PayoutAccount.kind`."""

    @property
    def name(self) -> str:
        """Its proper name, for people."""

    @property
    def method(self) -> str:
        """What an entrant picks: "card", "bank", "on_site"."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What a director gives: fields of the account form."""

    @property
    def has_notices(self) -> bool:
        """It tells us by notices, and can be asked."""

    @property
    def is_by_hand(self) -> bool:
        """People send refunds and note what came."""

    @property
    def is_offered(self) -> bool:
        """May it be used on this installation?"""

    def check(self, who: Credentials, *, notices_at: str) -> Checked:
        """Look at the account; `notices_at` is registered with the provider where possible."""

    def start(self, who: Credentials, ask: Ask, *, known: str) -> Begun:
        """Begin a payment, or show again the one it `known`s; idempotent by `ask.key`."""

    def look(self, who: Credentials, provider_id: str) -> Seen:
        """The payment as it is now, with fee, refunds and disputes."""

    def cancel(self, who: Credentials, provider_id: str) -> Seen:
        """End an open payment, so that no money can come by it; then as `look`."""

    def refund(self, who: Credentials, give: Give) -> RefundSeen:
        """Give money back; idempotent by `give.key`, also long after."""

    def read_notice(self, who: Credentials, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        """Verify and read a notice; raises ForgedNoticeError."""

    def reread(self, kind: str, body: dict[str, object]) -> Seen | None:
        """What a stored notice tells; None where it is about something else."""

    def ping(self, who: Credentials) -> str:
        """Cause a harmless notice; returns the provider's id of what it will be about."""

    def invite(self, who: Credentials, *, back: str) -> tuple[str, str]:
        """The provider's own page for opening an account: its id there and the address; or none."""
