"""Any deeds in any order, and the promises after each: a state machine for hypothesis."""

import datetime as dt
from collections import Counter

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from startline.entries.queries.verification import violations
from startline.events.models.offer import Policy, SaleTerms
from tests.life.deeds import DEEDS, done, sweep_everything
from tests.life.world import NOW, make_world

ORDINARY = sorted(set(DEEDS) - {"call_it_off"})
COMMON = ["hold", "place", "ask_to_pay", "money_comes"]
"""These come more often, so that there is somebody to transfer, refund and resell."""
CHAINS = [
    ("offer_to_person", "ask_to_pay", "money_comes", "take_over"),
    ("offer_to_person", "take_offer_back"),
    ("release", "keep_after_all"),
    ("change_distance", "ask_to_pay", "money_comes"),
    ("defer", "ask_to_pay", "money_comes"),
    ("refund", "send_refund"),
    ("hold", "hold", "join", "join"),
    ("hold", "abandon"),
    ("join", "stop_waiting"),
]
"""What often follows on each other, so that it is not left to chance alone."""
SPANS = [
    dt.timedelta(minutes=10), dt.timedelta(hours=3), dt.timedelta(days=2), dt.timedelta(days=40)
]  # fmt: skip


class Life(RuleBasedStateMachine):
    """One weekend's entries within a transaction that is rolled back at the end."""

    steps = 0
    words: Counter[tuple[str, str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOW
        self.number = 0
        self.is_off = False
        self.world = make_world()

    @initialize(is_strict=st.booleans())
    def organizers_differ(self, is_strict: bool) -> None:
        """Some organizers give nothing back: a place is then given up for nothing."""
        if is_strict:
            Policy.objects.filter(kind="refund").update(is_allowed=False)
            SaleTerms.objects.update(refund_on_resale=False)

    def teardown(self) -> None:
        """Nothing is left behind."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def do(self, name: str, pick: int) -> None:
        """One deed, a second later than the one before; sent twice now and then."""
        self.number += 1
        self.now += dt.timedelta(seconds=1)
        key = f"{name}-{self.number}"
        word = done(name, pick, key, self.now)
        if pick % 5 == 0 and word == "done" and name in {"hold", "refund", "release", "defer"}:
            done(name, pick, key, self.now)
        Life.words[name, word] += 1

    @rule(name=st.sampled_from(COMMON + ORDINARY), pick=st.integers(0, 40))
    def deed(self, name: str, pick: int) -> None:
        """Anybody does anything."""
        self.do(name, pick)

    @rule(pick=st.integers(0, 40))
    def buy(self, pick: int) -> None:
        """From the hold to the money, without a break."""
        for name in COMMON:
            self.do(name, pick)

    @rule(chain=st.sampled_from(CHAINS), pick=st.integers(0, 40))
    def one_after_the_other(self, chain: tuple[str, ...], pick: int) -> None:
        """One person's plans change."""
        for name in chain:
            self.do(name, pick)

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: dt.timedelta) -> None:
        """And the schedule does its work."""
        self.now += span
        sweep_everything(self.now)

    @precondition(lambda self: not self.is_off and self.number > 30)
    @rule(pick=st.integers(0, 1))
    def call_off(self, pick: int) -> None:
        """Once, late."""
        self.is_off = True
        self.do("call_it_off", pick)

    @invariant()
    def promises_are_kept(self) -> None:
        """Every one of them."""
        Life.steps += 1
        found = [str(v) for v in violations(now=self.now)]
        assert found == [], found
