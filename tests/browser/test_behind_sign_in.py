"""The pages of directors, operators, accounts and of selling: accessible, and never too wide."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from startline.accounts.models import Organizer, User
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.events.models.catalogue import Event
from startline.events.tests.make import NOW
from startline.reviews.tests.make import LATER as AFTERWARDS
from tests.browser.full_house import House, make_house
from tests.browser.house_after import After, make_after
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import AXE, faults_shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install"),
]
ACCOUNT = (
    "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/confirm-email/",
)  # fmt: skip


@pytest.fixture
def house(ridge: Organizer, bruno: User, settings: Any) -> House:
    """The whole weekend on 1 May 2026."""
    settings.TODAY = NOW.date()
    operator = User.objects.create(email="olga@example.org", name="Olga", is_operator=True)
    User.objects.create(email="new@example.org")
    return make_house(ridge, director=bruno, operator=operator)


@pytest.fixture
def after(ridge: Organizer, bruno: User, settings: Any) -> After:
    """Two days after the race."""
    settings.TODAY = AFTERWARDS.date()
    operator = User.objects.create(email="olga@example.org", name="Olga", is_operator=True)
    return make_after(ridge, director=bruno, operator=operator)


def sign_in(page: Page, email: str) -> None:
    """A session without the form."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    value = client.cookies["sessionid"].value
    page.goto("/about/")
    site = page.url.removesuffix("/about/")
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": site}])


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong at both widths; in the dark only colours can differ."""
    answer = page.goto(path)
    found = [] if answer and answer.ok else [f"{path} answers {answer and answer.status}"]
    if "?next=" in page.url:
        found.append(f"{path} asks to sign in")
    return found + faults_shown(page, path)


@pytest.mark.parametrize(
    ("who", "half"),  # for two processes
    [("director", 0), ("director", 1), ("entrant", 0), ("entrant", 1), ("operator", 0)],
)
def test_pages_behind_the_sign_in_are_accessible_and_fit(
    page: Page, house: House, who: str, half: int
) -> None:
    if who != "entrant":
        sign_in(page, {"director": "bruno@example.org", "operator": "olga@example.org"}[who])
    paths = getattr(house, who) + (ACCOUNT if who == "entrant" else ())
    if who != "operator":
        paths = paths[half::2]

    assert [fault for path in paths for fault in faults_of(page, path)] == []


@pytest.mark.parametrize("who", ["director", "operator", "entrant"])
def test_pages_after_the_race_are_accessible_and_fit(page: Page, after: After, who: str) -> None:
    emails = {"director": "bruno@example.org", "operator": "olga@example.org"}
    sign_in(page, emails.get(who, "dan@example.org"))

    assert [fault for path in getattr(after, who) for fault in faults_of(page, path)] == []


def test_a_director_without_events_is_told_what_to_do(page: Page, house: House) -> None:
    sign_in(page, "new@example.org")
    page.goto("/organize/")

    expect(page.locator("main")).to_contain_text("Nothing listed yet")
    assert [fault for path in house.newcomer for fault in faults_of(page, path)] == []


def test_an_export_dropped_becomes_a_draft_that_names_its_bad_rows(
    page: Page, house: House
) -> None:
    sign_in(page, "new@example.org")
    page.goto("/for-race-directors/")
    page.get_by_role("link", name="Bring your race over").click()
    rows = b"race,distance,price\nHill 20 km,20 km,30 EUR\nHill 5 km,5 km,dear\n"
    page.get_by_label("Files").set_input_files(
        {"name": "races.csv", "mimeType": "text/csv", "buffer": rows}
    )
    page.get_by_label("Name of the event").fill("Hill Day")
    page.get_by_label("Who organizes it").last.fill("Hill Club")
    page.get_by_role("textbox", name="Place").fill("Chamonix, France")
    page.get_by_role("button", name="Read the files").click()
    page.wait_for_url("**/organize/hill-day/brought/")

    expect(page.locator("main")).to_contain_text("This is not a price with a currency.")
    expect(page.locator("main")).to_contain_text("30.00")
    assert Event.objects.get(slug="hill-day").published_at is None
    assert faults_of(page, "/organize/hill-day/brought/") == []


def test_a_draft_is_published_by_keyboard_only(page: Page, house: House) -> None:
    sign_in(page, "bruno@example.org")
    page.goto("/organize/")
    tab_to(page, "Ridge Backyard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organize/ridge-backyard/")
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take it off the site")).to_be_visible()

    assert Event.objects.get(slug="ridge-backyard").published_at is not None


def test_a_place_is_handed_on_and_taken_by_keyboard_only(page: Page, settings: Any) -> None:
    settings.TODAY = NOW.date()
    entry = make_in(make_ruled_race())
    page.goto(f"/entries/{entry.order.reference}/")
    tab_to(page, "Hand the place to another person")
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/transfer/")
    tab_to(page, "Their e-mail")
    page.keyboard.type("bob@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**")
    expect(page.locator("main")).to_contain_text("bob@example.org")
    page.goto(f"/entries/transfer/{EntryChange.objects.get().token}/")
    for label, value in (("First name", "Bob"), ("Last name", "Walker"),
                         ("Date of birth", "02031991"), ("Who we call", "Ann"),
                         ("Their phone", "0123456")):  # fmt: skip
        tab_to(page, label)
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("You are in")

    assert [e.state for e in Entry.objects.order_by("pk")] == ["transferred", "confirmed"]
