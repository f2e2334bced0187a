"""Secrets that must be read again (a payout account's key) are kept sealed, never in the clear.

Fernet (AES-128-CBC with HMAC-SHA256, from `cryptography`) under keys derived by HKDF from
STARTLINE_SEAL_KEYS: the first seals, all of them open, so that a key can be changed.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnreadableSecretError(Exception):
    """What was sealed can't be opened: the key that sealed it is no longer listed."""

    code = "unreadable_secret"


@dataclass(frozen=True, slots=True)
class Box:
    """Keys of their own for one purpose; what one box sealed no other opens."""

    purpose: str
    keys: Sequence[str]


def seal_bytes(body: bytes) -> bytes:
    """A file's bytes, sealed under the site's keys."""
    return _fernet(None).encrypt(body)


def unseal_bytes(sealed: bytes) -> bytes:
    """Those bytes again; raises UnreadableSecretError."""
    try:
        return _fernet(None).decrypt(sealed)
    except InvalidToken as error:
        raise UnreadableSecretError from error


def seal(text: str, box: Box | None = None) -> bytes:
    """The text, sealed; nothing stays nothing. Without a box of its own by the site's seal keys."""
    return _fernet(box).encrypt(text.encode()) if text else b""


def unseal(sealed: bytes | memoryview, box: Box | None = None) -> str:
    """The text again; raises UnreadableSecretError."""
    raw = bytes(sealed)
    if not raw:
        return ""
    try:
        return _fernet(box).decrypt(raw).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def _fernet(box: Box | None) -> MultiFernet:
    used = box or Box("startline sealing", settings.SEAL_KEYS)
    return MultiFernet([Fernet(_key(word, used.purpose)) for word in used.keys])


def _key(word: str, purpose: str) -> bytes:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(
        word.encode()
    )
    return base64.urlsafe_b64encode(derived)
