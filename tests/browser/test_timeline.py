"""An entrant here with a red week: released from the timeline, bought by who waits, paid back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from startline.accounts.models import Organizer, User
from startline.entries.models.afterwards import WaitlistPlace
from startline.entries.models.orders import Entry
from startline.entries.queries.verification import violations
from startline.entries.tests.make_in import make_ruled_race
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW
from startline.pages.tests.test_timeline import red_week
from startline.payments.models import Payment, PayoutAccount
from startline.payments.rules.accounts import AccountDetails
from startline.payments.services.accounts import change_account
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import GOOD
from tests.browser.test_card import PERSON, buyer, enter, pay_with, stripe_there

__all__ = ["buyer", "stripe_there"]  # fixtures of the card's tests, used here
pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def one_place(ridge: Organizer, bruno: User, stripe_there: StripeServer) -> Race:
    """The last place of a race, fifty euros by card; its director allows everything."""
    race = make_ruled_race(places=1, organizer=ridge, name="Ridge Last")
    PayoutAccount.objects.update(kind="stripe")
    there = stripe_there.world.open_account("ridge")
    keys = AccountDetails("stripe", public_key=there.public, secret=there.secret)
    change_account(PayoutAccount.objects.get(), keys, by=bruno, now=NOW)
    return race


def buy(page: Page, email: str) -> str:
    """The open checkout is filled in and paid by card; the reference of the order."""
    for label, value in (*PERSON[:-1], ("E-mail", email)):
        field = page.get_by_label(label).locator("visible=true").first
        field.fill(value)
    page.get_by_role("button", name="Enter and pay").click()
    page.wait_for_url("**/orders/*/pay/")
    pay_with(page, GOOD)
    page.wait_for_url(lambda url: "/orders/" in url and not url.endswith("/pay/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in")
    return page.url.rstrip("/").rpartition("/")[2]


def join_the_line(page: Page, race: Race) -> str:
    """The race is full: somebody waits; the address of their place in the line."""
    at = f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}"
    page.goto(f"{at}/waitlist/")
    page.get_by_label("Name").fill("Zoe")
    page.get_by_label("E-mail").fill("zoe@example.org")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Number 1 in the line")
    return page.url


def test_a_red_week_is_released_bought_by_who_waits_and_paid_back(
    buyer: Page, one_place: Race, settings: Any
) -> None:
    enter(buyer, one_place)
    reference = buy(buyer, "alice@example.org")
    line = join_the_line(buyer, one_place)
    buyer.evaluate("log => localStorage.setItem('startline-recovery', log)", red_week())
    buyer.goto(f"/entries/{reference}/")
    buyer.get_by_role("link", name="Sore? What your options are").click()
    into, timeline = buyer.locator("[data-into]"), buyer.url
    expect(into).to_contain_text("It is time to see somebody")
    into.locator(".option").filter(has_text="Release").get_by_role("link").click()
    buyer.get_by_role("button", name="Release my place").click()
    buyer.goto(timeline)
    expect(into).to_contain_text("Your place is offered for resale")

    buyer.goto(line)
    buyer.get_by_role("link", name="Take it").click()
    buy(buyer, "zoe@example.org")
    buyer.goto(timeline)
    expect(into).to_contain_text("Your place was bought")
    expect(into).to_contain_text("49.00 EUR went back")  # the card processor keeps its fee
    expect(into).not_to_contain_text("No day can be named")

    assert list(Payment.objects.order_by("pk").values_list("minor", "refunded_minor")) == [
        (5_000, 4_900), (5_000, 0),
    ]  # fmt: skip
    assert [e.state for e in Entry.objects.order_by("pk")] == ["withdrawn", "confirmed"]
    assert WaitlistPlace.objects.get().state == "taken"
    assert violations(now=NOW) == []
