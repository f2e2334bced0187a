"""Keeping places while a form is filled in."""

import datetime as dt
import threading

import pytest
from django.db import connection

from startline.core.refusals import Refusal
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order, Party
from startline.entries.services.expiring import give_up, release_expired
from startline.entries.services.holding import (
    CouponError,
    EntriesClosedError,
    HoldOverError,
    NotForSaleError,
    TooManyError,
    WholeTeamError,
    add_place,
    drop_place,
    hold_places,
    retake_places,
)
from startline.entries.tests.make import hold, make_paid_race
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.offer import EntryWindow, PriceStep
from startline.events.models.provenance import Change
from startline.events.services.places import SoldOutError
from startline.events.tests.make import NOW, make_race
from startline.payments.models import PayoutAccount

QUARTER = dt.timedelta(minutes=15)


def taken(race: Race) -> int:
    """Places taken of the race's pool."""
    assert race.pool_id is not None
    return CapacityPool.objects.get(pk=race.pool_id).taken


@pytest.mark.django_db
def test_a_hold_takes_the_place_and_says_until_when() -> None:
    race = make_race(places=2)

    order = hold(race)

    assert (order.state, order.expires_at) == ("held", NOW + QUARTER)
    assert taken(race) == 1
    assert Entry.objects.get().state == "held"


@pytest.mark.django_db
def test_the_same_key_finds_the_same_hold_also_when_the_last_place_went_to_it() -> None:
    race = make_race(places=1)

    assert hold(race, key="same") == hold(race, key="same")
    assert Order.objects.count() == 1
    assert taken(race) == 1


@pytest.mark.django_db
def test_several_pools_are_taken_all_or_nothing() -> None:
    long = make_race(places=5)
    short = Race.objects.create(
        edition=long.edition, slug="short", name="Short",
        pool=CapacityPool.objects.create(edition=long.edition, name="Short", places=1),
    )  # fmt: skip

    with pytest.raises(SoldOutError):
        hold_places(long.edition, [(long, 2), (short, 2)], key="k", now=NOW)

    assert (taken(long), taken(short), Order.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_two_people_are_a_family_and_a_team_is_a_relay_with_legs() -> None:
    race = make_race(places=20)
    hold(race, heads=2, key="a")
    race.party_size = 3
    race.save()
    hold(race, heads=6, key="b")

    kinds = list(Party.objects.order_by("pk").values_list("kind", flat=True))
    legs = list(
        Entry.objects.filter(leg__isnull=False).order_by("pk").values_list("leg", flat=True)
    )
    assert kinds == ["family", "relay", "relay"]
    assert legs == [1, 2, 3, 1, 2, 3]


@pytest.mark.django_db
def test_half_a_team_is_refused() -> None:
    race = make_race(places=20)
    race.party_size = 3

    with pytest.raises(WholeTeamError):
        hold(race, heads=4)


@pytest.mark.django_db
@pytest.mark.parametrize("heads", [0, -1, 41])
def test_none_and_too_many_are_refused(heads: int) -> None:
    with pytest.raises(TooManyError):
        hold(make_race(), heads=heads)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "closes", "is_open"),
    [(-2, -1, False), (-1, 1, True), (1, 2, False), (-1, 0, False)],
)
def test_entries_are_taken_within_their_window(opens: int, closes: int, is_open: bool) -> None:
    race = make_race()
    day = dt.timedelta(days=1)
    EntryWindow.objects.create(
        edition=race.edition, opens_at=NOW + opens * day, closes_at=NOW + closes * day
    )

    try:
        hold(race)
        entered = True
    except EntriesClosedError:
        entered = False

    assert entered is is_open


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"is_enterable_here": False}, {"starts_on": None}]
)
def test_an_edition_that_takes_no_entries_is_closed(change: dict[str, object]) -> None:
    race = make_race()
    if "starts_on" in change:
        change = {**change, "certainty": "unknown"}
    Edition.objects.filter(pk=race.edition_id).update(**change)

    with pytest.raises(EntriesClosedError):
        hold(Race.objects.select_related("edition__event").get(pk=race.pk))


@pytest.mark.django_db
def test_a_price_that_nobody_can_take_or_that_is_over_is_not_for_sale() -> None:
    race = make_paid_race()
    PriceStep.objects.update(until_at=NOW)
    with pytest.raises(NotForSaleError):
        hold(race)

    PriceStep.objects.update(until_at=None)
    PayoutAccount.objects.update(is_active=False)
    with pytest.raises(NotForSaleError):
        hold(race)

    assert taken(race) == 0


@pytest.mark.django_db
def test_a_hidden_race_wants_its_code() -> None:
    race = make_race()
    Race.objects.filter(pk=race.pk).update(is_hidden=True)
    race = Race.objects.select_related("edition__event").get(pk=race.pk)
    Coupon.objects.create(edition=race.edition, code="Opens", kind="opens", race=race)

    with pytest.raises(CouponError) as no:
        hold(race)
    Coupon.objects.create(edition=race.edition, code="ALL", kind="percent", percent=10)
    with pytest.raises(CouponError) as public:
        hold_places(race.edition, [(race, 1)], key="p", now=NOW, coupon="all")
    order = hold_places(race.edition, [(race, 1)], key="k", now=NOW, coupon=" opens ")

    assert no.value.code == "coupon_needed"
    assert public.value.code == "coupon_unknown"
    assert order.coupon_code == "opens"


@pytest.mark.django_db
def test_nobody_jumps_the_waitlist_but_an_offer_does() -> None:
    race = make_race(places=1)
    assert race.pool is not None
    WaitlistPlace.objects.create(
        pool=race.pool, race=race, email="w@example.org", name="W", token="t", joined_at=NOW
    )

    with pytest.raises(SoldOutError):
        hold(race)
    until = NOW + dt.timedelta(days=1)
    offered = hold_places(race.edition, [(race, 1)], key="o", now=NOW, offer_until=until)

    assert offered.expires_at == until


@pytest.mark.django_db
def test_a_hold_that_is_over_gives_the_place_back_once() -> None:
    race = make_race(places=2)
    hold(race)

    before = release_expired(NOW + QUARTER - dt.timedelta(seconds=1))
    first = release_expired(NOW + QUARTER)
    second = release_expired(NOW + QUARTER)

    assert (before, first, second) == (0, 1, 0)
    assert taken(race) == 0
    assert Entry.objects.get().state == "expired"


@pytest.mark.django_db
def test_giving_up_twice_gives_the_place_back_once() -> None:
    race = make_race(places=2)
    order = hold(race)

    give_up(order, now=NOW)
    give_up(order, now=NOW)

    assert taken(race) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("swept", [False, True])
def test_a_hold_that_ran_out_is_taken_again_at_the_new_moment(swept: bool) -> None:
    race = make_race(places=1)
    order = hold(race)
    later = NOW + 2 * QUARTER
    if swept:
        release_expired(later)

    retake_places(order, now=later)

    order.refresh_from_db()
    assert (order.state, order.held_at, order.expires_at) == ("held", later, later + QUARTER)
    assert taken(race) == 1
    assert Entry.objects.get().state == "held"


@pytest.mark.django_db
def test_a_hold_that_ran_out_is_gone_when_others_took_the_place() -> None:
    race = make_race(places=1)
    order = hold(race, key="slow")
    release_expired(NOW + QUARTER)
    hold(race, key="quick", now=NOW + QUARTER)

    with pytest.raises(SoldOutError):
        retake_places(order, now=NOW + QUARTER)

    order.refresh_from_db()
    assert order.state == "expired"
    assert taken(race) == 1


@pytest.mark.django_db
def test_a_runner_is_added_and_dropped_while_the_hold_stands() -> None:
    race = make_race(places=2)
    order = hold(race)
    add_place(order, race, now=NOW)
    assert (taken(race), Party.objects.get().kind) == (2, "family")

    with pytest.raises(SoldOutError):
        add_place(order, race, now=NOW)
    for entry in order.entries.order_by("pk"):
        drop_place(order, entry.pk, now=NOW)

    assert (taken(race), order.entries.count()) == (1, 1)  # the last one stays
    with pytest.raises(HoldOverError):
        add_place(order, race, now=NOW + QUARTER)


@pytest.mark.django_db
def test_the_sale_that_fills_a_step_or_the_pool_is_told_to_the_index() -> None:
    race = make_paid_race(places=3)
    PriceStep.objects.update(until_sold=2)
    PriceStep.objects.create(race=race, minor=6000, currency="EUR")

    told = []
    for number in range(3):
        hold(race, key=str(number))
        told.append(Change.objects.count())

    assert told == [0, 1, 2]


@pytest.mark.django_db
def test_a_hold_costs_five_queries(django_assert_num_queries: object) -> None:
    race = make_paid_race()
    edition = Edition.objects.select_related("event", "terms").get(pk=race.edition_id)

    with django_assert_num_queries(7):  # type: ignore[operator]  # five, and a savepoint of the test's
        hold_places(edition, [(race, 1)], key="k", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_hold_exactly_the_five_places() -> None:
    race = make_race(places=5)
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            hold(Race.objects.select_related("edition__event").get(pk=race.pk), key=str(number))
            outcomes.append("in")
        except Refusal as no:
            outcomes.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in"] * 5 + ["sold_out"] * 15
    assert (taken(race), Entry.objects.count()) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_holds_one_place() -> None:
    race = make_race(places=5)
    found: list[int] = []

    def click() -> None:
        try:
            again = Race.objects.select_related("edition__event").get(pk=race.pk)
            found.append(hold(again, key="same").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert (len(set(found)), taken(race)) == (1, 1)
