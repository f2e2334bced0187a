"""A race bought elsewhere, with a log on the device: the line, races that fit, a calendar file."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from startline.events.models.catalogue import Race

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
SECRET = "0ddly-named-line"
LOG = {
    "format": "startline-recovery",
    "version": 1,
    "entries": [
        {"type": "screen", "id": SECRET, "at": "2026-04-20T08:00:00+02:00", "asked": "first"},
    ],
}


def test_a_line_is_drawn_from_the_device_and_kept_on_it(page: Page, site: Race, now: Any) -> None:
    sent: list[Request] = []
    path = f"/recovery/timeline/races/ridge-race/2026/{site.slug}/"
    page.goto("/recovery/timeline/?q=ridge")
    page.evaluate("log => localStorage.setItem('startline-recovery', log)", json.dumps(LOG))

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)

    page.locator(f'a[href="{path}"]').click()
    expect(page.locator("[data-into]")).to_contain_text("No day can be named today")
    page.locator("[data-outside] summary").click()
    page.fill('[name="paid"]', "60")
    page.fill('[name="currency"]', "EUR")
    for act, day in (("deferral", "2026-08-01"), ("transfer", "2026-08-20")):
        page.fill(f'[name="{act}_on"]', day)
    page.fill('[name="refund_on"]', "2026-06-15")
    page.fill('[name="refund_cost"]', "12")
    page.click('button[value="line"]')
    into = page.locator("[data-into]")
    expect(into).to_contain_text("Last day for money back. 48.00 EUR come back.")
    expect(into).to_contain_text("Last day to defer.")
    expect(into).to_contain_text("Last day to hand your place on.")
    with page.expect_download() as file:
        page.click('button[value="calendar"]')
    page.goto("/recovery/timeline/")

    carried = {request.url for request in sent if SECRET in (request.post_data or "")}
    assert [url.removeprefix(page.url.split("/recovery")[0]) for url in carried] == [path]
    assert not [request.url for request in sent if SECRET in request.url]
    assert file.value.suggested_filename == "dates.ics"
    assert "knee" not in file.value.path().read_text().casefold()
    expect(page.locator("my-races a")).to_have_count(1)
    assert "log" not in page.evaluate("localStorage.getItem('startline-my-races')")
