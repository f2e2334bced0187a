"""The outbox of events: signed, and delivered as a test wants it: late, twice, in another order,
never, or by a forger."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass(frozen=True)
class Letter:
    """One event on its way to one address."""

    url: str
    secret: str
    event: dict[str, Any]

    @property
    def body(self) -> bytes:
        """What is sent, and signed."""
        return json.dumps(self.event).encode()

    @property
    def signature(self) -> str:
        """The `Stripe-Signature` header of this moment."""
        return sign(self.body, self.secret, at=int(time.time()))


@dataclass
class Outbox:
    """Events wait here until a test, or `goes_at_once`, sends them."""

    endpoints: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by account id
    letters: list[Letter] = field(default_factory=list)
    sent: list[Letter] = field(default_factory=list)
    goes_at_once: bool = False

    def listen(self, account: str, url: str) -> str:
        """Register an address; returns the secret that will sign."""
        secret = f"whsec_{len(self.endpoints)}_{hashlib.sha256(url.encode()).hexdigest()[:16]}"
        self.endpoints.setdefault(account, []).append((url, secret))
        return secret

    def put(self, account: str, event: dict[str, Any]) -> None:
        """An event for everybody who listens to this account."""
        for url, secret in self.endpoints.get(account, []):
            letter = Letter(url, secret, event)
            if self.goes_at_once:
                self.post(letter)
            else:
                self.letters.append(letter)

    def post(self, letter: Letter) -> int:
        """Over HTTP; returns the status of the answer."""
        self.sent.append(letter)
        answer = httpx.post(
            letter.url, content=letter.body, timeout=20,
            headers={"Stripe-Signature": letter.signature, "Content-Type": "application/json"},
        )  # fmt: skip
        return answer.status_code

    def take(self, kind: str = "") -> list[Letter]:
        """Empty the outbox of events of a kind (or of all), in the order they happened."""
        taken = [x for x in self.letters if not kind or x.event["type"] == kind]
        self.letters = [x for x in self.letters if x not in taken]
        return taken


def sign(body: bytes, secret: str, *, at: int) -> str:
    """Stripe's scheme v1: HMAC-SHA256 over the time and the body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
