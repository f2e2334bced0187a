"""Finding a race and entering it with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Race
from tests.browser.test_pages import faults_shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]


def tab_to(page: Page, text: str, limit: int = 120) -> None:
    """Press Tab until the focused element's text or label says so."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.innerText || e.ariaLabel || e.labels?.[0]?.innerText || ''; }"
        )
        if text.lower() in str(said).lower():
            return
    msg = f"{text!r} cannot be reached by Tab"
    raise AssertionError(msg)


def test_a_race_is_found_and_entered_by_keyboard_only(page: Page, site: Race) -> None:
    page.goto("/races/")
    tab_to(page, "search")
    page.keyboard.type("ridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ridge**")
    tab_to(page, "Ridge Race")
    page.keyboard.press("Enter")
    page.wait_for_url("**/races/ridge-race/**")
    expect(page.locator("h1")).to_contain_text("Ridge Race")
    tab_to(page, "Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enter/*/")
    for label, value in (("First name", "Alice"), ("Last name", "Runner"),
                         ("Date of birth", "01021990"), ("Who we call", "Mum"),
                         ("Their phone", "0123456"), ("E-mail", "alice@example.org")):  # fmt: skip
        tab_to(page, label)
        page.keyboard.type(value)
    tab_to(page, "Enter, free")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/**")

    expect(page.locator("main")).to_contain_text("You are in")
    assert Entry.objects.confirmed().count() == 1


def test_a_danger_sign_is_marked_and_its_outcome_read_by_keyboard_only(page: Page) -> None:
    page.goto("/recovery/")
    tab_to(page, "Danger signs")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery/danger/")
    tab_to(page, "Not sure")
    page.keyboard.press("Space")
    tab_to(page, "Go on with what I marked")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Call the emergency number")
    assert faults_shown(page, "the outcome of a danger sign") == []
    tab_to(page, "Keep them in my log")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept on this device.")
    tab_to(page, "My log", limit=2)
