"""The state machine over the life of entries: some hundred steps here, 100,000 in `make soak`."""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.life.deeds import DEEDS
from tests.life.machine import Life

STEPS = int(os.environ.get("STARTLINE_LIFE_STEPS", "400"))
SEED = int(os.environ.get("STARTLINE_LIFE_SEED", "0"))
"""0: the same steps in every run; else chances of this number."""
LONGEST = 50


@pytest.mark.django_db
def test_the_promises_hold_after_every_deed_in_any_order() -> None:
    """On PostgreSQL a quarter: the statements differ, the logic does not."""
    wanted = STEPS if connection.vendor == "sqlite" else STEPS // 4
    Life.steps = 0
    Life.words.clear()
    how = settings(
        max_examples=max(1, wanted // LONGEST), stateful_step_count=LONGEST, deadline=None,
        database=None, derandomize=not SEED, suppress_health_check=list(HealthCheck),
        print_blob=True,
    )  # fmt: skip

    run = seed(SEED)(Life) if SEED else Life
    run_state_machine_as_test(run, settings=how)

    assert Life.steps >= wanted // 4  # how long each life is, is left to chance

    never = [d for d in DEEDS if not Life.words[d, "done"]]
    assert never == [] or wanted < 5_000, Life.words
