"""The natural queries written before the rules: how many are right with the real gazetteer.

The second half is unseen until its first run: adding "second" to `HALVES` is that run.
"""

import pytest

from startline.discovery.tests.natural import score
from startline.places.queries import find_place_words

HALVES = ("first",)
LEAST = 0.9


@pytest.mark.parametrize("half", HALVES)
def test_nine_in_ten_natural_queries_are_understood(half: str) -> None:
    scores = score(half, find_place_words)

    wrong = [f"{s.id}: {'; '.join(s.differences)}" for s in scores if not s.is_right]
    assert len(wrong) <= (1 - LEAST) * len(scores), "\n".join(wrong)
