"""Whether a code may be used. Pure."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """What a coupon says about its use. `until_at` is exclusive; an address binds it to one."""

    email: str = ""
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    most_uses: int | None = None
    used: int = 0


def code_flaw(code: Code, *, email: str, at: dt.datetime) -> str:
    """Why it can't be used at this moment; empty when it can. No address yet: not asked."""
    if code.from_at is not None and at < code.from_at:
        return "coupon_not_yet"
    if code.until_at is not None and at >= code.until_at:
        return "coupon_over"
    if code.most_uses is not None and code.used >= code.most_uses:
        return "coupon_used_up"
    if code.email and email and code.email.lower() != email.lower():
        return "coupon_not_yours"
    return ""
