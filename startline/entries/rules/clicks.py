"""The key under which a form's click finds what an earlier click made. Pure."""

from hashlib import sha256

CLICK = "click-"


def click_key(sent: str) -> str:
    """The key of the order for what a form sent as its key.

    Orders that the house makes itself have keys that can be guessed ("waitlist-7"): nothing that
    a browser sends may ever be one of them, or it would find a stranger's order.
    """
    return CLICK + sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()[:40]
