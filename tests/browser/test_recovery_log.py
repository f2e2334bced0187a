"""A sore knee without an account: danger signs, two weeks of lines, wiped, restored."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

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
    """Danger signs in five taps, kept; then the start."""
    on_day(page, settings, 0)
    page.goto("/recovery/danger/")
    for _ in range(5):
        page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Keep them and go to my log").click()
    page.wait_for_url(f"**{LOG}")
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


def test_two_weeks_are_logged_wiped_and_restored(page: Page, settings: Any, tmp_path: Path) -> None:
    carried: list[Request] = []
    page.on(
        "request",
        lambda r: carried.append(r) if "startline-recovery" in (r.post_data or "") else None,
    )
    begin(page, settings)
    expect(page.locator(".session__big")).to_have_text("24 min run")

    for number, minutes, peak in ((1, 20, 1), (4, 20, 3), (7, 18, 1), (10, 20, 2)):
        if number == 10:
            on_day(page, settings, 9)
            page.reload()
            page.locator('[data-into] [data-open="screen"]').first.click()
            with page.expect_response("**/recovery/log/answer/"):
                page.get_by_role("button", name="None of these").first.click()
        a_run(page, settings, number, minutes, peak)
    on_day(page, settings, 14)
    page.reload()
    form = opened(page, "review")
    answer(form, worst_pain=2, change=1, adherence=80, fear=2, is_low_mood="no", confidence=7)
    keep(page, form)
    before = entries(page)
    assert {line["type"] for line in before} == {
        "screen", "intake", "run", "morning", "confirmed", "review",
    }  # fmt: skip

    with page.expect_download() as download:
        page.get_by_role("button", name="Save this week’s copy").click()
    copy = tmp_path / "copy.json"
    download.value.save_as(copy)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("[data-into]")).to_contain_text("danger signs come first")
    broken = tmp_path / "broken.json"
    broken.write_text(copy.read_text()[:-40])
    page.locator("[data-restore]").set_input_files(broken)
    expect(page.locator("[data-note]")).to_contain_text("Nothing was taken")
    page.locator("[data-restore]").set_input_files(copy)
    expect(page.locator("[data-note]")).to_contain_text("restored")

    assert entries(page) == before
    assert {r.url.partition("/recovery")[2] for r in carried} == {"/log/answer/"}
    assert not any("cookie" in r.all_headers() for r in carried)


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
