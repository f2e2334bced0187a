"""One journey: a director signs in and lists three races and a relay; all are sold, by card and
by transfer, and the bank's statement settles what was transferred.
"""

import pytest
from playwright.sync_api import Page, expect

from startline.entries.models.orders import Entry, Order
from startline.entries.queries.verification import violations
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.tests.make import NOW
from startline.payments.models import LedgerLine, Payment, PayoutAccount
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import GOOD
from startline.payments.tests.test_bank import camt, entry
from tests.browser.test_card import PERSON, buyer, enter, pay_with, stripe_there
from tests.browser.test_listing import (
    MOST_CLICKS,
    MOST_FIELDS,
    MOST_LOADS,
    put_a_race_on_sale,
)

__all__ = ["buyer", "stripe_there"]  # fixtures of the card's tests, used here
pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
RACES = (("10 km", "10", "28", ""), ("5 km", "5", "15", ""), ("Relay", "42.2", "120", "3"))
"""What is added to the half marathon: name, kilometres, euros, runners in a team."""


def add_race(page: Page, name: str, km: str, price: str, team: str) -> None:
    """One more race of the edition, with its price."""
    page.goto("/organize/hill-race/2027/races/new/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=distance_km]").fill(km)
    page.locator("input[name=places]").fill("60")
    if team:
        page.locator("select[name=format]").select_option("relay")
        page.locator("input[name=party_size]").fill(team)
    press(page, "Save")
    page.locator("input[name=steps-0-price]").fill(price)
    press(page, "Save")


def press(page: Page, name: str) -> None:
    """One button, and the page behind it."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()


def take_cards(page: Page, server: StripeServer) -> None:
    """The organizer's own account at the small Stripe, by its two keys."""
    there = server.world.open_account("hill")
    page.goto("/organize/hill-race/money/new/stripe/")
    page.locator("input[name=public_key]").fill(there.public)
    page.locator("input[name=secret]").fill(there.secret)
    press(page, "Add and check")


def buy(page: Page, race: Race, number: int, way: str) -> Order:
    """One place, or one team, bought by somebody new; by card it is paid at once."""
    enter(page, race)
    email = f"runner{number}@example.org"
    for label, value in (*PERSON[:-1], ("E-mail", email)):
        typed = f"Runner{number}" if label == "Last name" else value
        page.get_by_label(label).locator("visible=true").first.fill(typed)
    page.get_by_label(way).check()
    page.get_by_role("button", name="Enter and pay").click()
    page.wait_for_url("**/orders/*/pay/")
    order = Order.objects.get(email=email)
    if way == "Card or wallet":
        pay_with(page, GOOD)
        page.wait_for_url(f"**/orders/{order.reference}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("You are in")
    return order


def read_statement(page: Page, account: PayoutAccount, orders: list[Order]) -> None:
    """The bank's file with all these transfers, dropped on the director's page."""
    paid = Payment.objects.filter(reference__in=[order.reference for order in orders])
    lines = [
        entry(f"{row.minor / 100:.2f}", row.provider_id, bank_id=f"line-{row.pk}") for row in paid
    ]
    page.goto(f"/organize/hill-race/money/accounts/{account.pk}/statements/")
    page.locator("input[type=file]").set_input_files(
        {
            "name": "may.xml",
            "mimeType": "application/xml",
            "buffer": camt(*lines, iban=account.iban),
        }
    )
    press(page, "Read it")


def test_three_races_and_a_relay_are_listed_sold_by_card_and_by_transfer_and_settled(
    buyer: Page,
    stripe_there: StripeServer,
) -> None:
    me = put_a_race_on_sale(buyer)
    counted = (me.loads, me.clicks, me.fields)
    for name, km, price, team in RACES:
        add_race(buyer, name, km, price, team)
    take_cards(buyer, stripe_there)

    races = list(Race.objects.select_related("edition__event").order_by("position"))
    ways = ("Card or wallet", "Bank transfer")
    orders = [
        [buy(buyer, race, 2 * number + second, way) for number, race in enumerate(races)]
        for second, way in enumerate(ways)
    ]
    waiting = [Order.objects.get(pk=order.pk).state for order in orders[1]]
    bank = PayoutAccount.objects.get(kind="bank")
    read_statement(buyer, bank, orders[1])

    expect(buyer.locator("main")).to_contain_text(
        "Lines read: 4. New among them: 4. Payments settled: 4."
    )
    assert all(a <= b for a, b in zip(counted, (MOST_LOADS, MOST_CLICKS, MOST_FIELDS), strict=True))
    assert [race.party_size for race in races] == [1, 1, 1, 3]
    assert waiting == ["open"] * 4
    assert set(Order.objects.values_list("state", flat=True)) == {"settled"}
    assert set(Entry.objects.values_list("state", flat=True)) == {"confirmed"}
    assert sorted(CapacityPool.objects.values_list("taken", flat=True)) == [2, 2, 2, 6]
    totals = [[order.total_minor for order in row] for row in orders]
    assert totals[1] == [4_500, 2_800, 1_500, 12_000]
    assert sum(LedgerLine.objects.values_list("minor", flat=True)) == 0
    assert not LedgerLine.objects.filter(book="platform").exclude(minor=0).exists()
    assert Edition.objects.get().is_enterable_here
    assert violations(now=NOW) == []
