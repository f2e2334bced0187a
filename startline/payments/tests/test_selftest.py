"""The operator's self-test, against the small Stripe."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from startline.payments.tests.stripe_server.server import StripeServer


def selftest(monkeypatch: pytest.MonkeyPatch, key: str) -> str:
    """What the command prints with this key."""
    monkeypatch.setenv("STRIPE_TEST_KEY", key)
    out = io.StringIO()
    call_command("payments", "selftest", stdout=out)
    return out.getvalue()


def test_every_step_is_walked_and_the_key_is_not_shown(
    stripe_there: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = stripe_there.world.open_account("ridge")

    said = selftest(monkeypatch, there.secret)

    assert len(re.findall("^right", said, re.M)) == 11
    assert "as expected" in said
    assert there.secret not in said


def test_a_live_key_is_refused_before_anything_is_asked(
    stripe_there: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="no test key"):
        selftest(monkeypatch, "rk_live_ridge")

    assert stripe_there.world.requests == []


def test_a_step_that_goes_wrong_fails_the_command(
    stripe_there: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = stripe_there.world.open_account("ridge")
    stripe_there.world.refunds_become = "pending"

    with pytest.raises(CommandError, match="otherwise than expected"):
        selftest(monkeypatch, there.secret)
