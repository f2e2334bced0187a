"""A mail server of our own on this machine: it keeps what it is sent, or refuses on demand."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """What arrived, and what is to be refused."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.asked: Counter[str] = Counter()
        self.refused: dict[str, str] = {}
        """Replies to addresses that are not taken."""
        self.most_each = 1_000_000
        """Mails over one connection, after which the server says good-bye."""
        self.port = 0

    async def handle_EHLO(  # noqa: N802  -- the library's names
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        """Count connections."""
        session.host_name = hostname
        self.connections += 1
        session.taken = 0  # type: ignore[attr-defined]
        del server
        return said

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the address, refuse it, or end the conversation."""
        self.asked[address] += 1
        if session.taken >= self.most_each:  # type: ignore[attr-defined]
            return "421 4.7.0 enough for one conversation"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail."""
        session.taken += 1  # type: ignore[attr-defined]
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 kept"

    def to(self) -> list[str]:
        """Who got mail, in order."""
        return [str(mail["To"]) for mail in self.mails]


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """The server, while the block lasts."""
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sink.port = free.getsockname()[1]
    door = Controller(sink, hostname="127.0.0.1", port=sink.port)
    door.start()
    try:
        yield sink
    finally:
        door.stop()
        door.loop.close()  # the library leaves it open


def mailers_of(sink: Sink) -> dict[str, dict[str, Any]]:
    """The settings by which all mail goes there."""
    options = {"host": "127.0.0.1", "port": sink.port, "timeout": 5}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": options}}
