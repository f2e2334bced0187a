"""The danger signs, screen by screen: Back, a double tap, a slow network and none."""

import time

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
DANGER = "/recovery/danger/"


def test_back_leads_through_the_danger_screens_and_loses_no_mark(page: Page) -> None:
    page.goto("/recovery/danger/")
    words = page.locator("main p").first
    page.get_by_role("button", name="None of these").click()
    expect(words).to_contain_text("Screen 2")
    page.get_by_label("Not sure").first.check()
    page.go_back()
    expect(words).to_contain_text("Screen 1")
    assert page.url.endswith("/recovery/danger/")
    page.get_by_role("button", name="None of these").click()
    expect(words).to_contain_text("Screen 2")
    expect(page.get_by_label("Not sure").first).to_be_checked()
    page.get_by_role("button", name="Back").click()
    expect(words).to_contain_text("Screen 1")
    page.go_forward()  # nothing is shown from memory that newer marks could contradict

    expect(words).to_contain_text("Screen 1")
    assert page.locator("main input:checked").count() == 0
    assert "Not sure" not in str(page.evaluate("JSON.stringify(history.state)"))


def test_a_second_tap_answers_nothing_while_the_first_is_under_way(page: Page) -> None:
    sent = []

    def late(route: Route) -> None:
        sent.append(route.request.post_data)
        time.sleep(0.3)
        route.continue_()

    page.goto(DANGER)
    page.route(f"**{DANGER}", late)
    none = page.get_by_role("button", name="None of these")
    none.evaluate("button => { button.click(); button.click(); }")
    expect(page.locator("main p").first).to_contain_text("Screen 2")
    assert len(sent) == 1
    page.get_by_label("Not sure").first.check()
    page.wait_for_timeout(500)

    expect(page.get_by_label("Not sure").first).to_be_checked()


def test_the_second_half_of_a_double_tap_answers_no_screen_unread(page: Page) -> None:
    page.goto(DANGER)
    none = page.get_by_role("button", name="None of these")
    none.click()
    expect(page.locator("main p").first).to_contain_text("Screen 2")
    none.dispatch_event("click", {"detail": 2})
    page.wait_for_timeout(300)

    expect(page.locator("main p").first).to_contain_text("Screen 2")


def test_an_answer_the_network_dropped_goes_again_as_a_plain_form_with_its_button(
    page: Page,
) -> None:
    page.goto(DANGER)
    page.route(f"**{DANGER}", lambda route: route.abort(), times=1)
    with page.expect_navigation():
        page.get_by_role("button", name="None of these").click()

    expect(page.locator("main p").first).to_contain_text("Screen 2")
