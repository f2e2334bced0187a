"""Buying a place in a browser: by card at the small Stripe, and by bank transfer by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect

from startline.accounts.models import User
from startline.entries.models.orders import Entry, Order
from startline.entries.tests.make import make_paid_race
from startline.entries.views.paying import CARD_STEP, card_step_policy
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW
from startline.notices.models import Notice
from startline.payments.models import Payment, PayoutAccount, ProviderNotice
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.bank import in_groups
from startline.payments.services.accounts import change_account
from startline.payments.tests.stripe_server.server import StripeServer, stripe_server
from startline.payments.tests.stripe_server.world import DECLINED, GOOD, SECURE
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import AXE, faults_shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
PERSON = (
    ("First name", "Alice"), ("Last name", "Runner"), ("Date of birth", "1990-02-01"),
    ("Who we call", "Mum"), ("Their phone", "0123456"), ("E-mail", "alice@example.org"),
)  # fmt: skip
CARD_FRAME = "iframe[title='Secure payment input frame']"


@pytest.fixture
def stripe_there(
    settings: LazySettings, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StripeServer]:
    """The small Stripe; the pages allow it by the same policy that allows the real one."""
    settings.TODAY = NOW.date()
    settings.SITE_URL = live_server.url
    with stripe_server() as server:
        settings.STRIPE_API = server.url
        settings.STRIPE_JS = f"{server.url}/v3/"
        for name, sources in card_step_policy(settings.STRIPE_JS, server.url).items():
            monkeypatch.setitem(CARD_STEP, name, sources)
        yield server


@pytest.fixture
def buyer(chromium: Browser, live_server: Any, stripe_there: StripeServer) -> Iterator[Page]:
    """A window that may ask this site and the small Stripe; script errors and violations of the
    content security policy fail the test.
    """
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(8_000)
    window = context.new_page()
    faults: list[str] = []
    ours = (live_server.url, stripe_there.url, "data:", "blob:")
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    window.on("request", lambda r: None if r.url.startswith(ours) else faults.append(r.url))
    yield window
    context.close()
    assert faults == []


@pytest.fixture
def by_card(stripe_there: StripeServer) -> Race:
    """Fifty euros, paid into an account at the small Stripe that tells us its news."""
    race = make_paid_race(kind="stripe")
    there = stripe_there.world.open_account("ridge")
    keys = AccountDetails("stripe", public_key=there.public, secret=there.secret)
    change_account(
        PayoutAccount.objects.get(), keys, by=User.objects.create(email="b@example.org"), now=NOW
    )
    return race


@pytest.fixture
def by_bank(stripe_there: StripeServer) -> Race:
    """Fifty euros, paid by transfer."""
    return make_paid_race(kind="bank")


def enter(page: Page, race: Race) -> None:
    """Keep a place: the checkout is open afterwards."""
    page.goto(f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}/enter/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/enter/*/")


def place(page: Page) -> None:
    """Fill in the checkout and place the order: the way to pay is open afterwards."""
    for label, value in PERSON:
        page.get_by_label(label).locator("visible=true").first.fill(value)
    page.get_by_role("button", name="Enter and pay").click()
    page.wait_for_url("**/orders/*/pay/")


def pay_with(page: Page, number: str) -> None:
    """Type a card number into the provider's frame and pay."""
    button = page.locator("card-step button")
    expect(button).to_be_enabled()
    page.frame_locator(CARD_FRAME).get_by_label("Card number").fill(number)
    button.click()


def test_a_card_is_declined_once_then_secured_and_the_place_is_bought(
    buyer: Page, by_card: Race, stripe_there: StripeServer
) -> None:
    enter(buyer, by_card)
    place(buyer)
    pay_with(buyer, DECLINED)
    expect(buyer.get_by_role("alert")).to_contain_text("Your card was declined.")
    declined = Order.objects.get()

    pay_with(buyer, SECURE)
    buyer.frame_locator(CARD_FRAME).get_by_role("button", name="Complete").click()
    buyer.wait_for_url(f"**/orders/{declined.reference}/")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("You are in")
    expect(buyer.locator(".ticket__code svg")).to_be_visible()

    assert declined.state == "open"
    assert Entry.objects.get().state == "confirmed"
    assert len(Payment.objects.all()) == 1


def test_the_signed_notice_alone_confirms_who_never_comes_back(
    buyer: Page, by_card: Race, stripe_there: StripeServer
) -> None:
    enter(buyer, by_card)
    place(buyer)
    order = Order.objects.get()
    buyer.route("**/paid/", lambda route: route.abort())
    with buyer.expect_event("requestfailed"):
        pay_with(buyer, GOOD)
    unconfirmed = Order.objects.get().state
    outbox = stripe_there.world.outbox
    answers = [outbox.post(letter) for letter in outbox.take("payment_intent.succeeded")]
    buyer.goto(f"/orders/{order.reference}/")

    expect(buyer.get_by_role("heading", level=1)).to_have_text("You are in")
    expect(buyer.locator(".ticket__code svg")).to_be_visible()
    assert (unconfirmed, answers) == ("open", [200])
    assert ProviderNotice.objects.get().handled_at is not None


def test_a_place_is_bought_by_transfer_with_the_keyboard_alone(buyer: Page, by_bank: Race) -> None:
    race = by_bank
    buyer.goto(f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}/enter/")
    tab_to(buyer, "Keep my places")
    buyer.keyboard.press("Enter")
    buyer.wait_for_url("**/enter/*/")
    for label, value in PERSON:
        tab_to(buyer, label)
        buyer.keyboard.type("01021990" if label == "Date of birth" else value)
    tab_to(buyer, "Enter and pay")
    buyer.keyboard.press("Enter")
    buyer.wait_for_url("**/orders/*/pay/")
    reference = in_groups(Payment.objects.get().provider_id)

    expect(buyer.locator("main")).to_contain_text(reference)
    expect(buyer.locator(".epc svg")).to_be_visible()
    assert reference in Notice.objects.get().text
    tab_to(buyer, "To the order")
    buyer.keyboard.press("Enter")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Your place is kept")


def test_a_place_is_bought_by_card_with_the_keyboard_alone(buyer: Page, by_card: Race) -> None:
    race = by_card
    buyer.goto(f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}/enter/")
    tab_to(buyer, "Keep my places")
    buyer.keyboard.press("Enter")
    buyer.wait_for_url("**/enter/*/")
    for label, value in PERSON:
        tab_to(buyer, label)
        buyer.keyboard.type("01021990" if label == "Date of birth" else value)
    tab_to(buyer, "Enter and pay")
    buyer.keyboard.press("Enter")
    buyer.wait_for_url("**/orders/*/pay/")
    expect(buyer.locator("card-step button")).to_be_enabled()
    number = buyer.frame_locator(CARD_FRAME).get_by_label("Card number")
    for _ in range(60):
        buyer.keyboard.press("Tab")
        if number.evaluate("field => field.ownerDocument.activeElement === field"):
            break
    buyer.keyboard.type(GOOD)
    tab_to(buyer, "Pay 50.00")
    buyer.keyboard.press("Enter")
    buyer.wait_for_url(f"**/orders/{Order.objects.get().reference}/")

    expect(buyer.get_by_role("heading", level=1)).to_have_text("You are in")
    assert Entry.objects.get().state == "confirmed"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install")
@pytest.mark.parametrize("way", ["by_card", "by_bank"])
def test_the_pages_of_buying_are_accessible_and_fit(
    buyer: Page, way: str, request: pytest.FixtureRequest
) -> None:
    enter(buyer, request.getfixturevalue(way))
    faults = faults_shown(buyer, "checkout")
    place(buyer)
    if way == "by_card":
        expect(buyer.locator("card-step button")).to_be_enabled()
    faults += faults_shown(buyer, "pay")
    reference = Order.objects.get().reference
    if way == "by_card":
        pay_with(buyer, GOOD)
        buyer.wait_for_url(f"**/orders/{reference}/")
    for name, address in (("order", "orders"), ("my entry", "entries")):
        buyer.goto(f"/{address}/{reference}/")
        faults += faults_shown(buyer, name)

    assert faults == []
