"""Numbers of a physiotherapist: a link whose numbers no server sees, and one that was edited."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.test_pages import violations
from tests.browser.test_recovery_log import begin, entries

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]


def test_a_patient_keeps_the_numbers_and_no_address_ever_held_them(
    page: Page, settings: Any, live_server: Any
) -> None:
    settings.SITE_URL = live_server.url
    begin(page, settings)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.partition("#")[0])

    page.on("request", note)

    page.goto("/recovery/physio/")
    assert violations(page) == []
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("[data-nothing]")).to_be_visible()
    page.fill("#cap", "12")
    page.fill("#review", "2026-06-01")
    page.locator('[data-exercise="E06"] [data-sets]').fill("2")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("[data-code-here] svg")).to_be_visible()
    link = page.input_value("#link")
    page.goto(link)
    expect(page.locator("[data-doses]")).to_have_text("Sit to stand: 2 × 10")
    assert violations(page) == []
    page.get_by_role("button", name="Keep them in my log").click()
    page.wait_for_url("**/recovery/log/")
    expect(page.locator("[data-into]")).to_contain_text("At most 12 minutes of running.")

    assert {**entries(page)[-1], "id": "", "at": ""} == {
        "type": "physio", "id": "", "at": "", "run_cap_min": 12, "review_on": "2026-06-01",
        "doses": ["E06 2x10"],
    }  # fmt: skip
    word = link.partition("#plan=")[2]
    assert not any(word[:20] in address for address in asked)


def test_an_edited_link_shows_none_of_its_numbers(page: Page, live_server: Any) -> None:
    page.goto("/recovery/physio/")
    page.fill("#cap", "12")
    page.get_by_role("button", name="Make the link").click()
    _, _, word = page.input_value("#link").partition("#plan=")
    plan, _, check = word.partition(".")

    for edited in (
        plan,
        f"{plan}.",
        f"{plan[:-1]}.{check}",
        f"{plan}.{check}x",
        f"x{plan}.{check}",
    ):
        page.goto("/recovery/from-my-physio/")
        page.goto(f"/recovery/from-my-physio/#plan={edited}")
        page.reload()
        expect(page.locator("[data-edited]")).to_be_visible()
        expect(page.locator("[data-plan]")).to_be_hidden()
