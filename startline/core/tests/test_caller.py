"""A caller is told from the next one, and cannot pretend to be many."""

from typing import Any

import pytest
from django.test import RequestFactory

from startline.core.caller import address_of


@pytest.mark.parametrize(
    ("behind", "near", "noted", "caller"),
    [
        (False, "192.0.2.7", "", "192.0.2.7"),
        (False, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        (True, "127.0.0.1", "x" * 5000, "x" * 45),
    ],
)
def test_the_caller_is_the_one_at_our_own_door(
    settings: Any, behind: bool, near: str, noted: str, caller: str
) -> None:
    settings.BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": noted} if noted else {}

    assert address_of(RequestFactory(REMOTE_ADDR=near).get("/", headers=headers)) == caller
