"""The pages of the glossary in a browser: accessible, inside the screen, by keyboard, on paper."""

import pytest
from playwright.sync_api import Page

from startline.events.models.catalogue import Race
from startline.events.models.provenance import Correction
from tests.browser.test_pages import AXE, faults_shown

PATHS = [
    "/knowledge/", "/knowledge/?q=knee", "/knowledge/?q=zzzz", "/knowledge/runners-knee/",
    "/knowledge/runners-knee/?country=FR", "/knowledge/sprint-triathlon/", "/knowledge/km-effort/",
    "/knowledge/in/recovery-injury/", "/knowledge/tagged/knee/", "/knowledge/a-to-z/",
    "/knowledge/help/", "/knowledge/help/?country=FR", "/knowledge/runners-knee/correct/",
    "/races/lake-half/2026/half-marathon/", "/races/?q=runners+knee",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install"),
]


@pytest.mark.parametrize("half", [0, 1])  # for two processes
def test_pages_are_accessible_and_fit_the_screen(page: Page, site: Race, half: int) -> None:
    faults = []
    for path in PATHS[half::2]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        faults += faults_shown(page, path)

    assert faults == []


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus stands on these words."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    pytest.fail(f"Tab never reaches {words!r}")


def test_from_a_word_to_its_page_to_a_related_one_to_a_correction(page: Page, site: Race) -> None:
    page.goto("/knowledge/")
    page.locator("main input[name=q]").focus()
    page.keyboard.type("runers knee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/knowledge/?q=*")
    tab_to(page, "Runner’s knee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/knowledge/runners-knee/")
    tab_to(page, "Patellar tendinopathy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/knowledge/patellar-tendinopathy/")
    tab_to(page, "Suggest a correction")
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct/")
    page.locator("textarea").focus()
    page.keyboard.type("The second sentence has a slip.")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/correct/"))

    assert Correction.objects.get().text == "The second sentence has a slip."


def test_a_definition_opens_on_focus_and_shuts_with_escape(page: Page, site: Race) -> None:
    page.goto("/races/lake-half/2026/half-marathon/")
    link = page.get_by_role("link", name="Cut-off", exact=True)
    bubble = page.locator("#def-cut-off-time")

    assert not bubble.is_visible()
    link.focus()
    assert bubble.is_visible()
    page.keyboard.press("Escape")
    assert not bubble.is_visible()
    link.blur()
    link.focus()
    assert bubble.is_visible()
    link.press("Enter")
    page.wait_for_url("**/knowledge/cut-off-time/")


def test_on_paper_folds_are_open_and_controls_are_gone(page: Page, site: Race) -> None:
    page.goto("/knowledge/runners-knee/")
    page.emulate_media(media="print")

    hidden = page.locator("details.fold > div").evaluate_all(
        "all => all.filter(one => !one.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert hidden == 0
    assert not page.locator(".country-choice").is_visible()
    assert page.locator("#danger").is_visible()
    assert len(page.pdf(format="A4")) > 50_000
