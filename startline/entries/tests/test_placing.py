"""Placing what was held."""

import datetime as dt
from dataclasses import replace

import pytest

from startline.core.money import Money
from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.orders import Entry, OrderLine, Proof, Signature
from startline.entries.rules.asking import Person, ProofGiven
from startline.entries.rules.cart import Cart
from startline.entries.services.expiring import release_expired
from startline.entries.services.filling import (
    AgeError,
    AlreadyEnteredError,
    IncompleteError,
)
from startline.entries.services.holding import HoldOverError, add_place
from startline.entries.services.placing import (
    CARD_TIME,
    NobodyError,
    NoWayToPayError,
    PriceRoseError,
    place_or_retake,
    place_order,
)
from startline.entries.tests.make import (
    LATER,
    buy,
    hold,
    make_cart,
    make_paid_race,
    make_person,
    sheet,
)
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import PriceStep, SaleTerms
from startline.events.services.places import SoldOutError
from startline.events.tests.make import NOW, make_race
from startline.notices.models import Notice

QUARTER = dt.timedelta(minutes=15)


@pytest.mark.django_db
def test_a_free_race_is_confirmed_at_once_and_mailed_once() -> None:
    order = buy(make_race(places=3))

    entry = Entry.objects.get()
    assert (order.state, order.method, entry.state) == ("settled", "free", "confirmed")
    assert Notice.objects.get().key == f"order-confirmed-{order.pk}"
    assert order.reference in Notice.objects.get().text


@pytest.mark.django_db
def test_a_bank_order_is_open_for_the_days_of_its_terms() -> None:
    order = buy(make_paid_race(minor=5000))

    assert (order.state, order.total_minor, order.currency) == ("open", 5000, "EUR")
    assert order.expires_at == LATER + dt.timedelta(days=5)
    assert Entry.objects.get().state == "pending"
    assert Notice.objects.get().key == f"order-placed-{order.pk}"


@pytest.mark.django_db
def test_a_card_order_is_open_for_half_an_hour_and_mails_nothing_yet() -> None:
    order = buy(make_paid_race(kind="fake"), method="card")

    assert order.expires_at == LATER + CARD_TIME
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_paying_on_site_confirms_and_never_expires() -> None:
    race = make_paid_race()
    SaleTerms.objects.update(takes_on_site=True)

    order = buy(race, method="on_site")

    assert (order.state, order.expires_at) == ("open", None)
    assert Entry.objects.get().state == "confirmed"


@pytest.mark.django_db
def test_a_second_click_finds_the_same_order() -> None:
    order = hold(make_paid_race())
    before = sheet(order)

    first = place_order(before, make_cart(order), by=None, now=LATER)
    second = place_order(before, make_cart(order), by=None, now=LATER)

    assert first == second
    assert OrderLine.objects.count() == 1


@pytest.mark.django_db
def test_the_price_cannot_rise_while_the_place_is_kept() -> None:
    race = make_paid_race(minor=5000)
    PriceStep.objects.update(until_at=NOW + dt.timedelta(minutes=1))
    PriceStep.objects.create(race=race, minor=7000, currency="EUR")

    order = buy(race)  # placed five minutes later

    assert order.total_minor == 5000


@pytest.mark.django_db
def test_the_last_place_of_a_cheap_step_is_sold_at_its_price_and_the_next_is_not() -> None:
    race = make_paid_race(minor=5000)
    PriceStep.objects.update(until_sold=1)
    PriceStep.objects.create(race=race, minor=7000, currency="EUR")
    first, second = hold(race, key="a"), hold(race, key="b")

    dear = place_order(sheet(second), make_cart(second, email="b@example.org"), by=None, now=LATER)
    cheap = place_order(sheet(first), make_cart(first), by=None, now=LATER)

    assert (cheap.total_minor, dear.total_minor) == (5000, 7000)


@pytest.mark.django_db
def test_an_order_is_never_placed_above_the_total_that_was_shown() -> None:
    order = hold(make_paid_race(minor=5000))

    with pytest.raises(PriceRoseError):
        place_order(sheet(order), make_cart(order, most_minor=4999), by=None, now=LATER)

    order.refresh_from_db()
    assert order.state == "held"


@pytest.mark.django_db
def test_a_hold_that_ran_out_is_not_placed_but_taken_again_and_then_placed() -> None:
    order = hold(make_paid_race())
    late = NOW + 2 * QUARTER
    release_expired(late)

    with pytest.raises(HoldOverError):
        place_order(sheet(order), make_cart(order), by=None, now=late)
    placed = place_or_retake(sheet(order), make_cart(order), by=None, now=late)

    assert placed.state == "open"
    assert CapacityPool.objects.get().taken == 1


@pytest.mark.django_db
def test_a_price_that_rose_after_the_hold_ran_out_has_to_be_seen_first() -> None:
    race = make_paid_race(minor=5000)
    PriceStep.objects.update(until_at=NOW + QUARTER)
    PriceStep.objects.create(race=race, minor=7000, currency="EUR")
    order = hold(race)
    late = NOW + 2 * QUARTER

    with pytest.raises(PriceRoseError):
        place_or_retake(sheet(order), make_cart(order, most_minor=5000), by=None, now=late)
    placed = place_or_retake(sheet(order), make_cart(order, most_minor=7000), by=None, now=late)

    assert placed.total_minor == 7000


@pytest.mark.django_db
def test_sold_out_meanwhile_is_said_and_changes_nothing() -> None:
    race = make_paid_race(places=1)
    order = hold(race, key="slow")
    release_expired(NOW + QUARTER)
    hold(race, key="quick", now=NOW + QUARTER)

    with pytest.raises(SoldOutError):
        place_or_retake(sheet(order), make_cart(order), by=None, now=NOW + QUARTER)

    assert not OrderLine.objects.exists()


@pytest.mark.django_db
def test_a_runner_added_in_another_tab_is_not_forgotten() -> None:
    race = make_race(places=5)
    order = hold(race)
    before, cart = sheet(order), make_cart(order)
    add_place(order, race, now=NOW)

    with pytest.raises(HoldOverError):
        place_order(before, cart, by=None, now=LATER)

    order.refresh_from_db()
    assert order.state == "held"


@pytest.mark.django_db
def test_the_same_person_is_not_entered_twice_whatever_the_case_of_the_name() -> None:
    race = make_race(places=5)
    buy(race, key="a")
    order = hold(race, key="b")
    again = replace(make_person(), given_name="ALICE")
    cart = replace(make_cart(order), persons={order.entries.get().pk: again})

    with pytest.raises(AlreadyEnteredError):
        place_order(sheet(order), cart, by=None, now=LATER)


@pytest.mark.django_db
def test_a_family_is_several_people_and_the_same_person_twice_is_none() -> None:
    race = make_race(places=5)
    order = hold(race, heads=2)
    one, two = order.entries.order_by("pk").values_list("pk", flat=True)
    cart = replace(make_cart(order), persons={one: make_person(), two: make_person()})

    with pytest.raises(AlreadyEnteredError):
        place_order(sheet(order), cart, by=None, now=LATER)


@pytest.mark.django_db
def test_a_way_to_pay_that_is_not_offered_is_refused() -> None:
    order = hold(make_paid_race(kind="bank"))

    with pytest.raises(NoWayToPayError):
        place_order(sheet(order), make_cart(order, method="card"), by=None, now=LATER)


@pytest.mark.django_db
def test_the_captain_is_filled_in_and_members_may_follow() -> None:
    race = make_race(places=9)
    race.party_size = 3
    race.save()
    order = hold(race, heads=3)
    first, *rest = order.entries.order_by("pk").values_list("pk", flat=True)
    nobody = Cart(email="a@example.org", persons=dict.fromkeys([first, *rest]))

    with pytest.raises(NobodyError):
        place_order(sheet(order), nobody, by=None, now=LATER)
    cart = replace(nobody, persons={first: make_person(), **dict.fromkeys(rest)})
    placed = place_order(sheet(order), cart, by=None, now=LATER)

    assert placed.state == "settled"
    assert Entry.objects.filter(athlete__isnull=True, state="confirmed").count() == 2


@pytest.mark.django_db
def test_a_relay_team_has_one_price_shared_by_its_legs() -> None:
    race = make_paid_race(minor=10_000)
    race.party_size = 3
    race.save()
    order = hold(race, heads=3)

    placed = place_order(sheet(order), make_cart(order), by=None, now=LATER)

    parts = Entry.objects.order_by("pk").values_list("price_minor", flat=True)
    assert (placed.total_minor, list(parts)) == (10_000, [3334, 3333, 3333])


@pytest.mark.django_db
def test_answers_signature_and_proof_are_kept_with_the_entry() -> None:
    race = make_race(places=5)
    waiver = Waiver.objects.create(edition=race.edition, version=2, text="Run.", made_at=NOW)
    Question.objects.create(edition=race.edition, key="bus", kind="yes_no", label="Bus?")
    Question.objects.create(
        edition=race.edition, key="stop", kind="text", label="Where?", is_required=True,
        shown_if_key="bus", shown_if_value="yes",
    )  # fmt: skip
    need = Requirement.objects.create(race=race, kind="certificate", way="code", label="PPS")
    order = hold(race)
    somebody = replace(
        make_person(), answers={"bus": "no", "stop": "typed before"},
        proofs=(ProofGiven(need.pk, "P123", dt.date(2026, 12, 1)),),
    )  # fmt: skip

    place_order(
        sheet(order), replace(make_cart(order), persons={order.entries.get().pk: somebody}),
        by=None, now=LATER,
    )  # fmt: skip

    assert Entry.objects.get().answers == {"bus": "no"}
    assert (Signature.objects.get().waiver, Signature.objects.get().signed_at) == (waiver, LATER)
    assert Proof.objects.get().words == "P123"


@pytest.mark.django_db
def test_what_the_race_asks_is_asked_by_the_service_too() -> None:
    race = make_race(places=5)
    Race.objects.filter(pk=race.pk).update(min_age=40)
    order = hold(race)
    with pytest.raises(AgeError):
        place_order(sheet(order), make_cart(order), by=None, now=LATER)

    Race.objects.filter(pk=race.pk).update(min_age=None)
    Waiver.objects.create(edition=race.edition, version=1, text="Run.", made_at=NOW)
    unsigned = replace(make_person(), signed="")
    cart = replace(make_cart(order), persons={order.entries.get().pk: unsigned})
    with pytest.raises(IncompleteError):
        place_order(sheet(order), cart, by=None, now=LATER)


@pytest.mark.django_db
def test_a_currency_without_decimals_is_charged_in_whole_units() -> None:
    race = make_paid_race(minor=5000)
    PriceStep.objects.update(currency="JPY")
    type(race.edition).objects.update(currency="JPY")
    race.edition.currency = "JPY"

    order = buy(race)

    assert str(Money(order.total_minor, order.currency)) == "5000 JPY"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Müller-Łęcki", "Нурсултан", "王小明", "محمد", "O'Neill", "Ngô", "𐌰𐌻𐌹𐌺𐍃", "<b>x</b>"]
)
def test_names_in_every_script_come_out_as_they_went_in(name: str) -> None:
    race = make_race(places=3)
    order = hold(race)
    cart = replace(
        make_cart(order), persons={order.entries.get().pk: replace(make_person(), given_name=name)}
    )

    place_order(sheet(order), cart, by=None, now=LATER)

    athlete = Entry.objects.get().athlete
    assert athlete is not None
    assert athlete.given_name == name
    assert name in Notice.objects.get().text


def test_a_person_is_called_by_both_names() -> None:
    assert Person("Ana", "Sá", dt.date(1990, 1, 1)).name == "Ana Sá"
