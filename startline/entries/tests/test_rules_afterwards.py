"""What may be done after entering: the policy table, the numbers, the deadlines."""

import datetime as dt
import itertools
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.core.money import Money
from startline.entries.rules.afterwards import (
    Act,
    AfterTerms,
    Option,
    Place,
    PoolFacts,
    Rule,
    Target,
    deferral_cost,
    is_a_slip,
    options,
    reason_counts,
    resale_refund,
)
from startline.entries.rules.life import State

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
START = NOW + 100 * DAY
PLACE = Place(
    State.CONFIRMED, Money(5000, "EUR"), Money(1000, "EUR"), Money(100, "EUR"), START
)  # fmt: skip
POOL = PoolFacts(is_full=False, waiting=0, price=Money(6000, "EUR"))
SHORT = Target(race=2, price=Money(3000, "EUR"), has_place=True)
LONG = Target(race=3, price=Money(9000, "EUR"), has_place=True)
RULED = (Act.REFUND, Act.TRANSFER, Act.DEFERRAL, Act.DISTANCE_CHANGE)


def rule(kind: Act, **changes: object) -> Rule:
    """An act allowed for ten more days."""
    return replace(Rule(kind, is_allowed=True, until_at=NOW + 10 * DAY), **changes)  # type: ignore[arg-type]  # names of its fields


def ask(
    kind: Act, *, place: Place = PLACE, rules: tuple[Rule, ...] = (), pool: PoolFacts = POOL,
    terms: AfterTerms | None = None, targets: tuple[Target, ...] = (SHORT,),
    now: dt.datetime = NOW,
) -> Option:  # fmt: skip
    """The first option of a kind."""
    found = options(place, rules, terms or AfterTerms(), pool, targets=targets, now=now)
    return next(o for o in found if o.kind is kind)


TABLE = list(itertools.product(RULED, (True, False), (True, False), (True, False)))


@pytest.mark.parametrize(("kind", "is_before", "is_full", "someone_waits"), TABLE)
def test_the_deadline_decides_and_a_full_race_or_a_waitlist_only_change_what_follows(
    kind: Act, is_before: bool, is_full: bool, someone_waits: bool
) -> None:
    pool = PoolFacts(is_full, 3 if someone_waits else 0, Money(6000, "EUR"))
    now = NOW if is_before else NOW + 10 * DAY

    option = ask(kind, rules=(rule(kind),), pool=pool, now=now)

    place_goes = "to_waitlist" if someone_waits else "to_pool"
    assert option.allowed is is_before
    assert option.why_not == ("" if is_before else "too_late")
    assert option.until_at == NOW + 10 * DAY
    if is_before:
        assert option.effect == ("place_moves" if kind is Act.TRANSFER else place_goes)


@pytest.mark.parametrize("kind", RULED)
def test_an_organizer_who_said_nothing_or_no_is_told_apart(kind: Act) -> None:
    said_no = (rule(kind, is_allowed=False),)

    assert ask(kind).why_not == "no_rule"
    assert ask(kind, rules=said_no).why_not == "not_allowed"


@pytest.mark.parametrize(
    ("is_full", "waiting", "effect"),
    [
        (False, 0, "sold_when_full"),
        (True, 0, "offered_to_next_buyer"),
        (True, 2, "offered_to_waitlist"),
        (False, 2, "offered_to_waitlist"),
    ],
)
def test_a_released_place_goes_to_the_waitlist_then_to_the_next_buyer_of_a_full_race(
    is_full: bool, waiting: int, effect: str
) -> None:
    option = ask(Act.RESALE, pool=PoolFacts(is_full, waiting, Money(6000, "EUR")))

    assert option.allowed
    assert option.effect == effect


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.PENDING, "not_confirmed"),
        (State.TRANSFERRED, "not_confirmed"),
        (State.OFFERED, "offered"),
    ],
)
def test_only_a_confirmed_entry_that_is_not_offered_can_change(state: State, why: str) -> None:
    place = replace(PLACE, state=state)

    found = options(place, [rule(k) for k in RULED], AfterTerms(), POOL, targets=[SHORT], now=NOW)

    assert {o.why_not for o in found} == {why}


def test_after_the_start_and_during_another_act_nothing_is_open() -> None:
    started = options(PLACE, [rule(k) for k in RULED], AfterTerms(), POOL, now=START)
    busy = options(replace(PLACE, is_busy=True), [], AfterTerms(), POOL, now=NOW)

    assert {o.why_not for o in started} == {"started"}
    assert {o.why_not for o in busy} == {"busy"}


@pytest.mark.parametrize(
    ("percent", "fee", "bearer", "back"),
    [
        (100, 0, "organizer", 6000),
        (100, 0, "entrant", 5900),
        (80, 0, "entrant", 4700),
        (80, 500, "entrant", 4200),
        (1, 500, "entrant", 0),
    ],
)
def test_a_refund_is_the_share_less_the_kept_fee_and_the_charge(
    percent: int, fee: int, bearer: str, back: int
) -> None:
    rules = (rule(Act.REFUND, refund_percent=percent, fee_minor=fee),)

    option = ask(Act.REFUND, rules=rules, terms=AfterTerms(kept_fee_bearer=bearer))

    assert option.gives_back == Money(back, "EUR")
    assert option.why_not == ("" if back else "nothing_left")


@pytest.mark.parametrize(
    ("bearer", "difference_to", "price", "back"),
    [
        ("entrant", "organizer", 6000, 4900),
        ("organizer", "organizer", 6000, 5000),
        ("entrant", "entrant", 6000, 5000),  # the gain covers the fee, no more can go back
        ("entrant", "entrant", 5050, 4950),
        ("entrant", "entrant", 3000, 2900),
        ("organizer", "entrant", 3000, 3000),
        ("organizer", "organizer", 3000, 5000),
        ("entrant", "entrant", 0, 0),
    ],
)
def test_a_resale_gives_back_by_who_bears_the_fee_and_who_gets_the_difference(
    bearer: str, difference_to: str, price: int, back: int
) -> None:
    terms = AfterTerms(kept_fee_bearer=bearer, difference_to=difference_to)

    found = resale_refund(Money(5000, "EUR"), Money(100, "EUR"), Money(price, "EUR"), terms)

    assert found == Money(back, "EUR")


@given(
    st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**7), st.integers(0, 100),
    st.integers(0, 10**6), st.sampled_from(["entrant", "organizer"]),
    st.sampled_from(["entrant", "organizer"]),
)  # fmt: skip
def test_nothing_ever_gives_back_more_than_was_paid_nor_less_than_nothing(
    paid: int, kept: int, price: int, percent: int, fee: int, bearer: str, difference_to: str
) -> None:
    place = replace(PLACE, paid=Money(paid, "JPY"), kept_fee=Money(kept, "JPY"),
                    extras=Money(7, "JPY"))  # fmt: skip
    rules = [rule(k, refund_percent=percent, fee_minor=fee) for k in RULED]
    terms = AfterTerms(kept_fee_bearer=bearer, difference_to=difference_to)
    target = Target(2, Money(price, "JPY"), has_place=True)
    pool = PoolFacts(is_full=True, waiting=0, price=Money(price, "JPY"))

    found = options(place, rules, terms, pool, targets=[target], now=NOW)

    assert all(0 <= o.gives_back.minor <= paid + 7 for o in found)
    assert all(o.cost.minor >= 0 for o in found)
    assert all(o.gives_back.minor == 0 or o.cost.minor == 0 for o in found)


@pytest.mark.parametrize(
    ("target", "fee", "cost", "back"),
    [
        (LONG, 0, 4000, 0),
        (LONG, 250, 4250, 0),
        (SHORT, 0, 0, 2000),
        (SHORT, 500, 0, 1500),
        (SHORT, 2500, 500, 0),
    ],
)
def test_a_change_of_race_costs_or_gives_the_difference(
    target: Target, fee: int, cost: int, back: int
) -> None:
    rules = (rule(Act.DISTANCE_CHANGE, fee_minor=fee),)

    option = ask(Act.DISTANCE_CHANGE, rules=rules, targets=(target,))

    assert (option.cost.minor, option.gives_back.minor) == (cost, back)


@pytest.mark.parametrize(
    ("targets", "why"),
    [
        ((), "no_other_race"),
        ((replace(LONG, has_place=False),), "race_full"),
        ((replace(LONG, price=None),), "not_for_sale"),
    ],
)
def test_a_change_needs_another_race_with_a_price_and_a_place(
    targets: tuple[Target, ...], why: str
) -> None:
    option = ask(Act.DISTANCE_CHANGE, rules=(rule(Act.DISTANCE_CHANGE),), targets=targets)

    assert option.why_not == why


def test_a_place_that_came_from_another_person_moves_on_but_pays_nobody() -> None:
    place = replace(PLACE, is_taken_over=True)
    rules = tuple(rule(k) for k in RULED)

    assert ask(Act.REFUND, place=place, rules=rules).why_not == "taken_over"
    assert ask(Act.RESALE, place=place, rules=rules).why_not == "taken_over"
    assert ask(Act.DISTANCE_CHANGE, place=place, rules=rules).gives_back.minor == 0
    assert ask(Act.TRANSFER, place=place, rules=rules).allowed
    assert ask(Act.WITHDRAWAL, place=place, rules=rules).allowed


def test_a_free_place_is_given_back_and_sold_by_nobody() -> None:
    place = replace(PLACE, paid=Money(0, "EUR"), extras=Money(0, "EUR"))

    assert ask(Act.RESALE, place=place).why_not == "nothing_paid"
    assert ask(Act.WITHDRAWAL, place=place).allowed


def test_giving_back_for_nothing_is_not_offered_where_money_can_come_back() -> None:
    kinds = [o.kind for o in options(PLACE, [], AfterTerms(), POOL, now=NOW)]

    assert Act.RESALE in kinds
    assert Act.WITHDRAWAL not in kinds


def test_without_resale_and_rules_the_place_can_still_be_given_back() -> None:
    off = AfterTerms(refund_on_resale=False)

    assert ask(Act.RESALE, terms=off).why_not == "not_allowed"
    assert ask(Act.WITHDRAWAL, terms=off).allowed


def test_where_places_have_no_limit_none_can_be_sold_again() -> None:
    endless = replace(POOL, has_limit=False)

    assert ask(Act.RESALE, pool=endless).why_not == "no_limit"


def test_a_leg_of_a_relay_changes_runner_but_not_race_and_is_not_sold_alone() -> None:
    place = replace(PLACE, is_shared=True)
    rules = tuple(rule(k) for k in RULED)

    refused = [
        ask(kind, place=place, rules=rules).why_not
        for kind in (Act.DISTANCE_CHANGE, Act.DEFERRAL, Act.RESALE)
    ]

    assert refused == ["shared"] * 3
    assert ask(Act.TRANSFER, place=place, rules=rules).allowed


@pytest.mark.parametrize(
    ("civil", "fold", "zone"),
    [
        (dt.datetime(2026, 3, 29, 2, 30), 0, "Europe/Paris"),  # noqa: DTZ001  -- civil time, the zone is beside it; this half hour never was
        (dt.datetime(2026, 10, 25, 2, 30), 0, "Europe/Paris"),  # noqa: DTZ001  -- as above; twice
        (dt.datetime(2026, 10, 25, 2, 30), 1, "Europe/Paris"),  # noqa: DTZ001  -- as above
        (dt.datetime(2026, 11, 1, 1, 30), 1, "America/Denver"),  # noqa: DTZ001  -- as above
    ],
)
def test_a_clock_change_at_the_deadline_moves_it_by_nothing(
    civil: dt.datetime, fold: int, zone: str
) -> None:
    until = civil.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold).astimezone(dt.UTC)
    place = replace(PLACE, starts_at=until + 50 * DAY)
    rules = (rule(Act.REFUND, until_at=until),)
    moment = dt.timedelta(seconds=1)

    assert ask(Act.REFUND, place=place, rules=rules, now=until - moment).allowed
    assert ask(Act.REFUND, place=place, rules=rules, now=until).why_not == "too_late"


def test_a_deadline_after_the_start_ends_at_the_start() -> None:
    late = (rule(Act.TRANSFER, until_at=START + DAY),)

    assert ask(Act.TRANSFER, rules=late).until_at == START


def test_named_reasons_are_needed_and_some_cost_nothing() -> None:
    some = rule(Act.DEFERRAL, fee_minor=1000, reasons=("injury", "other"),
                free_reasons=("injury",))  # fmt: skip

    assert reason_counts(some, "injury")
    assert not reason_counts(some, "")
    assert reason_counts(rule(Act.DEFERRAL), "")
    assert (deferral_cost(some, "injury"), deferral_cost(some, "other")) == (0, 1000)


@pytest.mark.parametrize(
    ("before", "after", "is_slip"),
    [
        (("Alise", "Runner"), ("Alice", "Runner"), True),
        (("Alice", "Runner"), ("Alice", "Married"), True),
        (("Łukasz", "Żółć"), ("Lukasz", "Zolc"), True),
        (("Alice", "Runner"), ("Bob", "Walker"), False),
        (("Alice", "Runner"), ("Alice", ""), False),
    ],
)
def test_a_slip_in_a_name_is_not_another_person(
    before: tuple[str, str], after: tuple[str, str], is_slip: bool
) -> None:
    assert is_a_slip(before, after) is is_slip
