"""The promises of recovery over generated histories: 20,000 by seed, 500 by hypothesis.

Twenty slices, so that several processes can share them; `make soak` asks ten times as many.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startline.recovery.rules.today import Kind, offer
from startline.recovery.tests.make import generated
from startline.recovery.tests.promises import (
    better_for_pain,
    broken,
    earlier_for_pain,
    replayed,
    worsened,
)

HISTORIES = 20_000
SLICE = 1_000


@pytest.mark.parametrize("begin", range(0, HISTORIES, SLICE))
def test_no_generated_history_breaks_a_promise(begin: int) -> None:
    for seed in range(begin, begin + SLICE):
        log, now, mode = generated(seed)
        assert broken(log, now, mode, with_race=seed % 5 == 0) == [], f"history {seed}"


@pytest.mark.parametrize("begin", range(0, HISTORIES, SLICE))
def test_more_pain_never_makes_anything_better(begin: int) -> None:
    for seed in range(begin, begin + SLICE, 10):
        log, now, mode = generated(seed)
        worse = worsened(log, seed)
        if worse is not None:
            assert better_for_pain(log, worse, now, mode) == [], f"history {seed}"


def test_a_red_at_the_foot_of_the_ladder_does_not_wipe_out_ambers() -> None:
    log, now, mode = generated(20_112)  # found by a longer search
    worse = worsened(log, 20_112)

    assert worse is not None
    assert better_for_pain(log, worse, now, mode) == []


@pytest.mark.parametrize("begin", range(0, 4_000, SLICE))
def test_more_pain_never_brings_a_gate_nearer(begin: int) -> None:
    for seed in range(begin, begin + SLICE, 100):
        log, now, mode = generated(seed)
        worse = worsened(log, seed)
        if worse is not None:
            assert earlier_for_pain(log, worse, now, mode) == [], f"history {seed}"


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(HISTORIES, 2**40), st.integers(0, 50))
def test_hypothesis_finds_no_broken_promise(seed: int, number: int) -> None:
    log, now, mode = generated(seed)
    worse = worsened(log, number)

    assert broken(log, now, mode) == []
    assert worse is None or better_for_pain(log, worse, now, mode) == []


def test_the_generated_histories_do_get_runs_offered() -> None:
    kinds = [offer(replayed(seed)).kind for seed in range(500)]

    assert kinds.count(Kind.RUN) >= 40
    assert kinds.count(Kind.NOTHING) >= 100
