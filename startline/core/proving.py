"""Short codes sent by mail: only their hash is kept while we wait for them."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "startline.core.proving"


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()


def is_code(typed: str, kept: str) -> bool:
    """Whether somebody typed the code behind a hash, spaces aside; never where none was sent."""
    return bool(kept) and constant_time_compare(hash_of("".join(typed.split())), kept)
