"""Handing on, moving, giving back: each act once, with its money."""

import datetime as dt

import pytest

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry, OrderLine
from startline.entries.queries.afterwards import standing_of
from startline.entries.rules.afterwards import Act
from startline.entries.services.changing import change_race, close_overdue_changes, locked
from startline.entries.services.deferring import defer_entry
from startline.entries.services.giving import surplus_of
from startline.entries.services.leaving import correct_name, refund_entry, withdraw_entry
from startline.entries.services.transferring import (
    OfferOverError,
    TransferToSelfError,
    accept_transfer,
    offer_transfer,
    take_transfer_back,
)
from startline.entries.tests.make import LATER, buy, make_person
from startline.entries.tests.make_in import (
    DAY,
    make_in,
    make_other_race,
    make_ruled_race,
    pay,
    refunded,
    states,
    taken,
)
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import PriceStep, SaleTerms
from startline.notices.models import Notice
from startline.payments.models import PayoutAccount

pytestmark = pytest.mark.django_db


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    """What the refusal says."""
    return error.value.code


def offer(entry: Entry, *, key: str = "t", to: str = "bob@example.org") -> EntryChange:
    """The place offered to Bob."""
    return offer_transfer(entry, to_email=to, key=key, by=None, now=LATER)


def accept(
    change: EntryChange, number: int = 7, *, key: str = "b", now: dt.datetime = LATER
) -> Entry:
    """Runner 7 takes it."""
    entry = accept_transfer(change, make_person(number), key=key, by=None, now=now)
    return locked(entry.pk)


def test_a_transfer_moves_the_place_of_a_full_race_and_the_old_ticket_dies() -> None:
    race = make_ruled_race(places=1)
    mine = make_in(race)

    theirs = accept(offer(mine))

    assert states(mine, theirs) == ["transferred", "confirmed"]
    assert theirs.ticket != mine.ticket
    assert theirs.order.reference != mine.order.reference
    assert theirs.athlete is not None
    assert theirs.athlete.family_name == "Runner7"
    assert theirs.emergency_phone == "0123456"
    assert taken(race) == 1
    assert refunded(mine) == 0


def test_an_offer_is_mailed_once_and_a_double_click_makes_one() -> None:
    mine = make_in(make_ruled_race())

    first, second = offer(mine), offer(mine)

    assert first == second
    assert Notice.objects.filter(to="bob@example.org").count() == 1


def test_a_double_click_takes_the_place_once() -> None:
    race = make_ruled_race()
    change = offer(make_in(race))

    first, second = accept(change), accept(change)

    assert first == second
    assert taken(race) == 1


def test_a_transfer_to_oneself_is_refused_by_address_and_by_person() -> None:
    mine = make_in(make_ruled_race())

    with pytest.raises(TransferToSelfError):
        offer(mine, to="Alice@example.org")
    with pytest.raises(TransferToSelfError):
        accept(offer(mine), 1)

    assert states(mine) == ["confirmed"]


def test_while_a_transfer_is_open_nothing_else_is() -> None:
    mine = make_in(make_ruled_race())
    offer(mine)

    with pytest.raises(Refusal) as second:
        offer(mine, key="t2", to="carl@example.org")
    with pytest.raises(Refusal) as refund:
        refund_entry(mine, key="r", by=None, now=LATER)

    assert (code_of(second), code_of(refund)) == ("busy", "busy")


def test_of_taking_and_taking_back_the_first_counts() -> None:
    race = make_ruled_race()
    kept, given = make_in(race, "a"), make_in(race, "b")
    back, gone = offer(kept, key="1"), offer(given, key="2", to="carl@example.org")

    take_transfer_back(back, now=LATER)
    with pytest.raises(OfferOverError):
        accept(back)
    accept(gone, 8)
    with pytest.raises(OfferOverError):
        take_transfer_back(gone, now=LATER)

    assert states(kept, given) == ["confirmed", "transferred"]


def test_an_offer_nobody_took_ends_and_the_giver_keeps_the_place() -> None:
    mine = make_in(make_ruled_race())
    change = offer(mine)

    early = close_overdue_changes(LATER + 13 * DAY)
    late = close_overdue_changes(LATER + 14 * DAY)

    assert (early, late) == (0, 1)
    with pytest.raises(OfferOverError):
        accept(change, now=LATER + 14 * DAY)
    assert states(mine) == ["confirmed"]


def test_a_chain_of_transfers_leaves_one_living_entry_and_pays_nobody_but_who_paid() -> None:
    race = make_ruled_race(places=1)
    entry = first = make_in(race)
    for number in range(5):
        change = offer(entry, key=f"t{number}", to=f"taker{number}@example.org")
        entry = accept(change, 10 + number, key=f"b{number}")

    with pytest.raises(Refusal) as refund:
        refund_entry(entry, key="r", by=None, now=LATER)
    with pytest.raises(Refusal) as dead:
        offer(first, key="again", to="zoe@example.org")

    assert code_of(refund) == "taken_over"
    assert code_of(dead) == "not_confirmed"
    assert Entry.objects.filter(state="confirmed").count() == taken(race) == 1
    assert standing_of(entry, now=LATER).paid.order == first.order


def test_a_transfer_fee_is_paid_before_the_offer_and_comes_back_if_nobody_takes_it() -> None:
    race = make_ruled_race(fee_minor=500)
    mine = make_in(race)
    change = offer(mine)
    before = Notice.objects.filter(to="bob@example.org").count()

    pay(mine.order, 500, key="fee")
    after = Notice.objects.filter(to="bob@example.org").count()
    take_transfer_back(change, now=LATER)

    assert (before, after) == (0, 1)
    assert refunded(mine) == 500
    assert surplus_of(mine.order) == 0


def test_a_paid_fee_is_on_the_bill_once_the_place_is_taken() -> None:
    mine = make_in(make_ruled_race(fee_minor=500))
    change = offer(mine)
    pay(mine.order, 500, key="fee")

    accept(EntryChange.objects.get(pk=change.pk))

    assert OrderLine.objects.get(kind="change_fee").minor == 500
    assert surplus_of(mine.order) == 0
    assert refunded(mine) == 0


def test_a_dearer_race_is_kept_until_the_difference_is_paid() -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=8000, places=1)
    mine = make_in(race)

    change = change_race(mine, other, key="c", by=None, now=LATER)
    before = (states(mine), taken(race), taken(other))
    pay(mine.order, 3000, key="difference")

    change.refresh_from_db()
    assert before == (["confirmed"], 1, 1)
    assert change.to_entry is not None
    assert states(mine, change.to_entry) == ["transferred", "confirmed"]
    assert (taken(race), taken(other)) == (0, 1)
    assert surplus_of(mine.order) == 0


def test_a_difference_nobody_pays_lets_the_other_place_go_and_late_money_comes_back() -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=8000)
    mine = make_in(race)
    change_race(mine, other, key="c", by=None, now=LATER)

    close_overdue_changes(LATER + 5 * DAY)
    pay(mine.order, 3000, key="difference", now=LATER + 6 * DAY)

    assert states(mine) == ["confirmed"]
    assert (taken(race), taken(other)) == (1, 0)
    assert refunded(mine) == 3000
    assert surplus_of(mine.order) == 0


def test_a_cheaper_race_gives_the_difference_back_at_once() -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=2000)
    mine = make_in(race)

    change = change_race(mine, other, key="c", by=None, now=LATER)
    again = change_race(mine, other, key="c", by=None, now=LATER)

    assert change == again
    assert states(mine) == ["transferred"]
    assert refunded(mine) == 3000
    assert surplus_of(mine.order) == 0


def test_within_one_full_pool_the_place_itself_moves() -> None:
    race = make_ruled_race(places=1)
    other = Race.objects.create(
        edition=race.edition, slug="short", name="Short", distance_m=9_000, pool=race.pool
    )
    PriceStep.objects.create(race=other, minor=5000, currency="EUR")
    mine = make_in(race)

    change = change_race(mine, other, key="c", by=None, now=LATER)

    assert change.state == "done"
    assert taken(race) == 1
    assert states(mine) == ["transferred"]


def test_a_refund_after_a_change_of_race_gives_back_both_payments() -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=8000)
    mine = make_in(race)
    change = change_race(mine, other, key="c", by=None, now=LATER)
    pay(mine.order, 3000, key="difference")
    change.refresh_from_db()
    assert change.to_entry is not None

    refund_entry(change.to_entry, key="r", by=None, now=LATER)

    assert refunded(mine) == 8000
    assert surplus_of(mine.order) == 0


@pytest.mark.parametrize(("percent", "back"), [(100, 5000), (80, 4000), (33, 1650)])
def test_a_refund_gives_the_share_back_once_and_frees_the_place(percent: int, back: int) -> None:
    race = make_ruled_race(refund_percent=percent)
    mine = make_in(race)

    refund_entry(mine, key="r", by=None, now=LATER)
    refund_entry(mine, key="r", by=None, now=LATER)
    with pytest.raises(Refusal) as other_tab:
        refund_entry(mine, key="r2", by=None, now=LATER)

    assert code_of(other_tab) == "not_confirmed"
    assert refunded(mine) == back
    assert taken(race) == 0


def test_one_of_several_entries_is_refunded_and_the_others_run() -> None:
    race = make_ruled_race()
    one, two = make_in_party(race)

    refund_entry(one, key="r", by=None, now=LATER)

    assert refunded(one) == 5000
    assert states(one, two) == ["withdrawn", "confirmed"]
    assert taken(race) == 1


def make_in_party(race: Race) -> list[Entry]:
    """Two entries of one paid order."""
    order = buy(race, key="two", heads=2, email="two@example.org")
    pay(order, order.total_minor, key="two")
    return [locked(pk) for pk in order.entries.order_by("pk").values_list("pk", flat=True)]


def test_the_kept_fee_is_the_entrants_or_the_organizers_by_the_terms() -> None:
    race = make_ruled_race()
    PayoutAccount.objects.update(fee_basis_points=200, fee_fixed_minor=30)
    first, second = make_in(race, "a"), make_in(race, "b")

    refund_entry(first, key="1", by=None, now=LATER)
    SaleTerms.objects.update(kept_fee_bearer="organizer")
    refund_entry(second, key="2", by=None, now=LATER)

    assert (refunded(first), refunded(second)) == (5000 - 130, 5000)


def test_giving_back_for_nothing_is_for_free_places() -> None:
    race = make_ruled_race(minor=0)
    mine = make_in(race)

    withdraw_entry(mine, key="w", by=None, now=LATER)

    assert states(mine) == ["withdrawn"]
    assert taken(race) == 0


def test_a_slip_in_the_name_is_corrected_and_another_person_is_not() -> None:
    mine = make_in(make_ruled_race())

    with pytest.raises(Refusal) as said_no:
        correct_name(mine, ("Bob", "Walker"), key="n", by=None, now=LATER)
    correct_name(mine, ("Alise", "Married"), key="n2", by=None, now=LATER)

    assert code_of(said_no) == "another_person"
    entry = locked(mine.pk)
    assert entry.athlete is not None
    assert entry.athlete.family_name == "Married"


@pytest.mark.parametrize("act", [Act.TRANSFER, Act.REFUND, Act.DEFERRAL, Act.DISTANCE_CHANGE])
def test_at_the_deadline_the_service_refuses_as_the_page_does(act: Act) -> None:
    race = make_ruled_race()
    other = make_other_race(race, minor=5000)
    mine = make_in(race)
    now = LATER + 100 * DAY
    deeds = {
        Act.TRANSFER: lambda: offer_transfer(
            mine, to_email="b@example.org", key="1", by=None, now=now
        ),
        Act.REFUND: lambda: refund_entry(mine, key="2", by=None, now=now),
        Act.DEFERRAL: lambda: defer_entry(mine, reason="", key="3", by=None, now=now),
        Act.DISTANCE_CHANGE: lambda: change_race(mine, other, key="4", by=None, now=now),
    }

    with pytest.raises(Refusal) as said_no:
        deeds[act]()

    option = standing_of(mine, now=now).option(act)
    assert option is not None
    assert code_of(said_no) == option.why_not == "too_late"
    assert CapacityPool.objects.get(races=race).taken == 1
