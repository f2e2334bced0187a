"""The log on the device: its forms, without a network, with a copy that cannot be read."""

import datetime as dt
import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
LOG = "/recovery/log/"
FIRST = dt.date(2026, 5, 1)


def on_day(page: Page, settings: Any, number: int) -> None:
    """The evening of that day of the plan, on the device and on the server."""
    day = FIRST + dt.timedelta(days=number)
    settings.TODAY = day
    page.clock.set_fixed_time(dt.datetime.combine(day, dt.time(20, 0), tzinfo=dt.UTC))


def opened(page: Page, kind: str) -> Locator:
    """The form of that kind of line."""
    page.locator(f'section [data-open="{kind}"]').first.click()
    return page.locator(f'form[data-line="{kind}"]')


def answer(form: Locator, **said: object) -> None:
    for field, value in said.items():
        place = form.locator(f'[data-field="{field}"]')
        box = place.locator(f'input[type="radio"][value="{value}"], input[value="{value}"]')
        if place.get_attribute("data-kind") in {"number", "day"}:
            place.locator("input").fill(str(value))
        else:
            box.first.check()


def keep(page: Page, form: Locator, when: str = "") -> None:
    if when:
        form.locator("[data-when]").fill(when)
    with page.expect_response("**/recovery/log/answer/"):
        form.locator('button[type="submit"]').last.click()
    expect(page.locator("[data-into]")).not_to_have_attribute("aria-busy", "true")


def entries(page: Page) -> list[dict[str, Any]]:
    text = page.evaluate("localStorage.getItem('startline-recovery')")
    found: list[dict[str, Any]] = json.loads(text)["entries"]
    return found


def begin(page: Page, settings: Any) -> None:
    """The first evening: danger signs, then the start."""
    on_day(page, settings, 0)
    page.goto("/recovery/danger/")
    start(page)


def keep_screens(page: Page) -> None:
    """The answers to the danger signs go into the log of the device, and on to the log."""
    page.get_by_role("button", name="Keep them in my log").click()
    page.get_by_role("status").get_by_role("link", name="My log").click()


def start(page: Page) -> None:
    """Danger signs in five taps, kept; then where the plan starts."""
    for _ in range(5):
        page.get_by_role("button", name="None of these").click()
    keep_screens(page)
    page.wait_for_url(f"**{LOG}")
    where_it_starts(page)


def where_it_starts(page: Page) -> None:
    """Half an hour without much pain, two days since the last run."""
    page.locator('[data-into] [data-open="intake"]').click()
    form = page.locator('form[data-line="intake"]')
    answer(form, born_on="1990-02-03", worst_daily=2, walk_pain=0, is_limping="no",
           has_rest_pain="no", step_down=1, run_pain=2, settle_min=60, tolerance_min=30,
           days_without_running=2, longest_run_min=30, week_min=90, week_runs=3)  # fmt: skip
    keep(page, form)


def a_run(page: Page, settings: Any, number: int, minutes: int, peak: int) -> None:
    """A run, its next morning, and the tap on its row."""
    on_day(page, settings, number)
    day = FIRST + dt.timedelta(days=number)
    page.reload()
    form = opened(page, "run")
    answer(form, run_min=minutes, walk_min=0, peak=peak, is_rising="no", is_limping="no",
           new="none", is_painkiller="no", settle_min=60)  # fmt: skip
    keep(page, form, f"{day}T18:00")
    on_day(page, settings, number + 1)
    form = opened(page, "morning")
    answer(form, step_down=1, new="none")
    keep(page, form, f"{day + dt.timedelta(days=1)}T08:00")
    with page.expect_response("**/recovery/log/answer/"):
        page.locator("[data-confirm]").first.click()


def test_without_a_network_a_line_is_kept_and_the_printed_rule_is_there(
    page: Page, settings: Any
) -> None:
    begin(page, settings)

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    form = opened(page, "walk")
    answer(form, minutes=30, peak=0, is_limping="no")
    form.locator('button[type="submit"]').click()
    expect(page.locator("[data-into]")).to_contain_text("Your lines are kept on this device")
    assert entries(page)[-1]["type"] == "walk"
    expect(page.locator("#rule")).to_be_visible()
    expect(page.locator(".session__big")).to_have_count(0)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator(".session__big")).to_be_visible()


def test_a_log_that_cannot_be_read_is_laid_aside_and_never_written_over(
    page: Page, settings: Any
) -> None:
    on_day(page, settings, 0)
    page.goto(LOG)
    page.evaluate("localStorage.setItem('startline-recovery', '{\"format\": cut off')")
    page.reload()
    expect(page.locator("[data-into]")).to_contain_text("cannot be read")

    with page.expect_response("**/recovery/log/answer/"):
        page.get_by_role("button", name="Begin anew").click()

    kept = page.evaluate("localStorage.getItem('startline-recovery-damaged')")
    assert kept == '{"format": cut off'
    assert entries(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_answer_and_its_forms_are_accessible_and_fit(
    page: Page, settings: Any, theme: Any
) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 900})
    begin(page, settings)
    a_run(page, settings, 1, 20, 3)
    opened(page, "run")

    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
