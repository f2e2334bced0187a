"""The state machine over the life of entries: 5,000 steps here, 100,000 in `make soak`."""

import math
import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.life.deeds import DEEDS
from tests.life.machine import Life

STEPS = int(os.environ.get("STARTLINE_LIFE_STEPS", "5000"))
SEED = int(os.environ.get("STARTLINE_LIFE_SEED", "0"))
"""The chances; the same number does the same steps in every run."""
LONGEST, LIVES = 50, 20
PARTS = 4
"""As many tests, so that two processes share them."""


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_the_promises_hold_after_every_deed_in_any_order(part: int) -> None:
    """On PostgreSQL a fifth: the statements differ, the logic does not."""
    wanted = STEPS // PARTS if connection.vendor == "sqlite" else STEPS // PARTS // 5
    Life.steps = 0
    Life.words.clear()
    turn = (SEED * PARTS + part) * 10_000
    while Life.steps < wanted:  # how long each life is, is left to chance
        lives = min(LIVES, math.ceil((wanted - Life.steps) / LONGEST))
        how = settings(
            max_examples=lives, stateful_step_count=LONGEST, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        )  # fmt: skip
        run_state_machine_as_test(seed(turn)(Life), settings=how)
        turn += 1

    never = [d for d in DEEDS if not Life.words[d, "done"]]
    assert never == [] or wanted < 1_000 or SEED, Life.words  # other chances may miss a rare deed
