"""The small Stripe for the tests of this room."""

from collections.abc import Iterator
from typing import Any

import pytest

from startline.payments.tests.stripe_server.server import StripeServer, stripe_server


@pytest.fixture
def stripe_there(settings: Any) -> Iterator[StripeServer]:
    """A small Stripe that our adapter talks to."""
    with stripe_server() as server:
        settings.STRIPE_API = server.url
        settings.STRIPE_JS = f"{server.url}/v3/"
        yield server
