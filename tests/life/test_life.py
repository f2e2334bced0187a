"""The state machine over the life of entries: 5,000 steps here, 100,000 in `make soak`."""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.life.deeds import DEEDS
from tests.life.machine import Life

STEPS = int(os.environ.get("STARTLINE_LIFE_STEPS", "5000"))
LONGEST = 50


@pytest.mark.django_db
def test_the_promises_hold_after_every_deed_in_any_order() -> None:
    """On PostgreSQL a tenth: the statements differ, the logic does not."""
    wanted = STEPS if connection.vendor == "sqlite" else STEPS // 10
    Life.steps = 0
    Life.words.clear()
    how = settings(
        max_examples=max(1, wanted // LONGEST), stateful_step_count=LONGEST, deadline=None,
        database=None, derandomize=STEPS <= 5_000, suppress_health_check=list(HealthCheck),
        print_blob=True,
    )  # fmt: skip

    while Life.steps < wanted:
        run_state_machine_as_test(Life, settings=how)

    never = [d for d in DEEDS if not Life.words[d, "done"]]
    assert never == [] or wanted < 5_000, Life.words
