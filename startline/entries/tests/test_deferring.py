"""Moving a place to a later edition."""

import datetime as dt

import pytest

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange
from startline.entries.services.deferring import defer_entry, use_credit
from startline.entries.services.leaving import refund_entry
from startline.entries.tests.make import LATER
from startline.entries.tests.make_in import (
    make_in,
    make_ruled_race,
    only_change,
    refunded,
    states,
    taken,
)
from startline.events.models.offer import Policy, PriceStep
from startline.events.tests.make import make_edition, make_race

pytestmark = pytest.mark.django_db


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    """What the refusal says."""
    return error.value.code


def test_a_deferral_with_a_reason_keeps_a_word_and_makes_an_entry_in_the_next_edition() -> None:
    race = make_ruled_race(reasons=["injury"], fee_minor=1000, free_reasons=["injury"])
    mine = make_in(race)
    later = make_race(make_edition(race.edition.event, on=dt.date(2027, 9, 11)), places=5,
                      name=race.name)  # fmt: skip

    defer_entry(mine, reason="injury", key="d", by=None, now=LATER)

    change = only_change(mine)
    assert change.reason == "injury"
    assert change.to_entry is not None
    assert change.to_entry.race == later
    assert states(mine, change.to_entry) == ["deferred", "confirmed"]
    assert (taken(race), taken(later)) == (0, 1)


def test_a_deferral_for_no_named_reason_is_refused() -> None:
    mine = make_in(make_ruled_race(reasons=["injury"]))

    with pytest.raises(Refusal) as said_no:
        defer_entry(mine, reason="", key="d", by=None, now=LATER)

    assert code_of(said_no) == "reason"
    assert states(mine) == ["confirmed"]


def test_without_a_next_edition_on_sale_a_deferral_is_a_credit_used_once() -> None:
    race = make_ruled_race()
    mine = make_in(race)
    change = defer_entry(mine, reason="", key="d", by=None, now=LATER)
    with pytest.raises(Refusal) as too_early:
        use_credit(change, now=LATER)
    make_race(make_edition(race.edition.event, on=dt.date(2027, 9, 11)), places=5, name=race.name)

    entry = use_credit(EntryChange.objects.get(pk=change.pk), now=LATER)
    with pytest.raises(Refusal) as used:
        use_credit(change, now=LATER)

    assert code_of(too_early) == "not_on_sale_yet"
    assert code_of(used) == "credit_used"
    assert entry.state == "confirmed"


def test_a_discounted_entry_defers_whole_and_a_later_refund_is_what_was_paid() -> None:
    race = make_ruled_race(minor=2500)
    mine = make_in(race)
    later = make_race(make_edition(race.edition.event, on=dt.date(2027, 9, 11)), places=5,
                      name=race.name)  # fmt: skip
    PriceStep.objects.create(race=later, minor=9000, currency="EUR")
    Policy.objects.create(edition=later.edition, kind="refund", is_allowed=True)

    change = defer_entry(mine, reason="", key="d", by=None, now=LATER)
    assert change.to_entry is not None
    refund_entry(change.to_entry, key="r", by=None, now=LATER)

    assert refunded(mine) == 2500
    assert taken(later) == 0
