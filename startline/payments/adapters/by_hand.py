"""Money that people note: bank transfer with a creditor reference, and paying on site."""

from collections.abc import Mapping
from dataclasses import dataclass

from startline.payments.rules.bank import iban_is_valid, reference_for
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
    ProviderSaysNoError,
    RefundSeen,
    Seen,
)


@dataclass(frozen=True)
class ByHand:
    """Nobody to ask: what came and what went back is written down by the organizer."""

    kind: str
    name: str
    method: str
    how: How
    fields: tuple[str, ...] = ()
    has_notices: bool = False
    is_by_hand: bool = True
    is_offered: bool = True

    def check(self, who: Credentials, *, notices_at: str) -> Checked:
        """A bank account needs a valid number and its holder's name."""
        if self.how is How.TRANSFER and not (who.holder and iban_is_valid(who.iban)):
            return Checked(problem="account_number")
        return Checked(country=who.iban[:2])

    def start(self, who: Credentials, ask: Ask, *, known: str) -> Begun:
        """The payment's own reference: what it is for and its number, with check digits."""
        return Begun(self.how, known or reference_for(ask.reference, ask.number))

    def look(self, who: Credentials, provider_id: str) -> Seen:
        """Nothing but what is written down already."""
        return Seen(provider_id)

    def cancel(self, who: Credentials, provider_id: str) -> Seen:
        """No longer waited for; money that comes nevertheless is shown."""
        return Seen(provider_id, state=PayState.CANCELLED)

    def refund(self, who: Credentials, give: Give) -> RefundSeen:
        """A person sends it and says so."""
        code = "by_hand"
        raise ProviderSaysNoError(code)

    def read_notice(self, who: Credentials, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        """There are none."""
        raise ForgedNoticeError

    def reread(self, kind: str, body: dict[str, object]) -> Seen | None:
        """There are none."""
        return None

    def ping(self, who: Credentials) -> str:
        """There is nobody to ask."""
        return ""

    def invite(self, who: Credentials, *, back: str) -> tuple[str, str]:
        """Nothing to open elsewhere."""
        return "", ""


PROVIDERS: list[Provider] = [
    ByHand("bank", "Bank transfer", "bank", How.TRANSFER, ("holder", "iban", "bic")),
    ByHand("on_site", "On site", "on_site", How.LATER),
]
