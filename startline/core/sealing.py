"""Secrets that must be read again (a payout account's key) are kept sealed, never in the clear.

Fernet (AES-128-CBC with HMAC-SHA256, from `cryptography`) under keys derived by HKDF from
STARTLINE_SEAL_KEYS: the first seals, all of them open, so that a key can be changed.
"""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnreadableSecretError(Exception):
    """What was sealed can't be opened: the key that sealed it is no longer listed."""

    code = "unreadable_secret"


def seal(text: str, keys: Sequence[str] = ()) -> bytes:
    """The text, sealed; nothing stays nothing. `keys` in place of the site's seal keys."""
    return _box(keys).encrypt(text.encode()) if text else b""


def seal_bytes(body: bytes) -> bytes:
    """A file's bytes, sealed under the site's keys."""
    return _box(()).encrypt(body)


def unseal_bytes(sealed: bytes) -> bytes:
    """Those bytes again; raises UnreadableSecretError."""
    try:
        return _box(()).decrypt(sealed)
    except InvalidToken as error:
        raise UnreadableSecretError from error


def unseal(sealed: bytes | memoryview, keys: Sequence[str] = ()) -> str:
    """The text again; raises UnreadableSecretError."""
    raw = bytes(sealed)
    if not raw:
        return ""
    try:
        return _box(keys).decrypt(raw).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_key(word)) for word in keys or settings.SEAL_KEYS])


def _key(word: str) -> bytes:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"startline sealing").derive(
        word.encode()
    )
    return base64.urlsafe_b64encode(derived)
