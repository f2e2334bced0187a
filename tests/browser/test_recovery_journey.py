"""A sore knee seven weeks before a race bought elsewhere, without an account: one journey."""

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page, Request, expect

from startline.discovery.services.indexing import rebuild_index
from startline.events.models.catalogue import Edition, Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.recovery.content.exercises import EXERCISES
from startline.recovery.tests.test_log_views import everything_in_the_database
from tests.browser.test_recovery_log import (
    LOG,
    a_run,
    answer,
    entries,
    keep,
    on_day,
    opened,
    where_it_starts,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
PLANTED = "Quuxwortlebury"
RACE = "/recovery/timeline/races/lake-trail/2026/half/"
CARRIED = {"/recovery/log/answer/", "/recovery/log/calendar/", "/recovery/log/paper/", RACE}
MOST_SCREENS = 5


@pytest.fixture
def catalogue(settings: Any) -> Race:
    """A half marathon in seven weeks that sells elsewhere, and later ones nearby."""
    settings.TODAY = NOW.date()
    days = (dt.date(2026, 6, 20), dt.date(2026, 11, 7), dt.date(2027, 1, 17), dt.date(2027, 2, 21),
            dt.date(2027, 4, 4))  # fmt: skip
    names = ("Lake Trail", "Too Soon Half", "Winter Half", "Valley Half", "Spring Half")
    races = [make_race(make_edition(make_event(n), on)) for n, on in zip(names, days, strict=True)]
    Race.objects.update(distance_m=21_097, name="Half", slug="half", cutoff_ms=10_800_000)
    Edition.objects.filter(pk=races[0].edition_id).update(is_enterable_here=False)
    rebuild_index(NOW)
    return races[0]


def sure_of_no_danger(page: Page) -> int:
    """From the first page through the danger signs; how many screens they took."""
    page.goto("/recovery/")
    page.get_by_role("link", name="Danger signs").first.click()
    for count in range(1, 10):
        with page.expect_navigation():
            page.get_by_role("button", name="None of these").click()
        if page.get_by_role("heading", name="You marked no danger sign").count():
            return count
    return 10


def read_table_and_programme(page: Page) -> None:
    """The table from the outcome, the programme from its row, the log from the programme."""
    page.get_by_role("link", name="What it may be").click()
    page.locator("#pfp").get_by_role("link", name="The programme").click()
    expect(page.locator(".move")).to_have_count(len(EXERCISES))
    page.get_by_role("link", name="My log: the rule applied").click()
    page.wait_for_url(f"**{LOG}")


def two_weeks(page: Page, settings: Any) -> None:
    """Four runs, a weekly look at the danger signs, a clinician's word, the week's review."""
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
    page.get_by_text("More to write down").click()
    form = opened(page, "clearance")
    answer(form, cleared_on="2026-05-14")
    form.locator('[data-field="note"] textarea, [data-field="note"] input').fill(PLANTED)
    keep(page, form)
    form = opened(page, "review")
    answer(form, worst_pain=2, change=1, adherence=80, fear=2, is_low_mood="no", confidence=7)
    keep(page, form)


def wiped_and_restored(page: Page, folder: Path) -> None:
    """The week's copy is saved, the phone forgets; half a copy is refused, the whole taken."""
    before = entries(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this week’s copy").click()
    copy, broken = folder / "copy.json", folder / "broken.json"
    download.value.save_as(copy)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("[data-into]")).to_contain_text("danger signs come first")
    broken.write_text(copy.read_text()[:-40])
    page.locator("[data-restore]").set_input_files(broken)
    expect(page.locator("[data-note]")).to_contain_text("Nothing was taken")
    page.locator("[data-restore]").set_input_files(copy)
    expect(page.locator("[data-note]")).to_contain_text("restored")

    assert entries(page) == before
    assert {line["type"] for line in before} == {
        "screen", "intake", "run", "morning", "confirmed", "clearance", "review",
    }  # fmt: skip


def files_of_the_log(page: Page) -> None:
    """The calendar file with its neutral words, and the sheet for the physiotherapist."""
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Calendar file").click()
    with page.expect_download() as paper:
        page.get_by_role("button", name="PDF for my physio").click()

    assert "knee" not in calendar.value.path().read_text().casefold()
    assert paper.value.path().read_bytes().startswith(b"%PDF")


def line_of_the_race(page: Page) -> Locator:
    """The race found by its name, with what was paid and three last days typed in."""
    page.goto("/recovery/timeline/?q=lake")
    page.locator(f'a[href="{RACE}"]').click()
    into = page.locator("[data-into]")
    expect(into).to_contain_text("From the log on this device")
    page.locator("[data-outside] summary").click()
    typed = {"paid": "60", "currency": "EUR", "deferral_on": "2026-06-01", "refund_cost": "12",
             "transfer_on": "2026-06-10", "refund_on": "2026-05-25"}  # fmt: skip
    for name, value in typed.items():
        page.fill(f'[name="{name}"]', value)
    page.click('button[value="line"]')
    expect(into).to_contain_text("Last day for money back. 48.00 EUR come back.")
    return into


def printed(page: Page) -> None:
    """On paper the ways and the dates stand, the form and the buttons do not."""
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Your ways, side by side")).to_be_visible()
    expect(page.locator("form[data-race]")).to_be_hidden()
    expect(page.locator(".site").first).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")


def test_from_a_sore_knee_to_a_race_that_fits(
    page: Page, catalogue: Race, settings: Any, tmp_path_factory: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="markdown_it")  # of our own texts, a line each
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    folder = tmp_path_factory.mktemp("phone")
    on_day(page, settings, 0)

    screens = sure_of_no_danger(page)
    page.get_by_role("button", name="Keep them in my log").click()
    read_table_and_programme(page)
    where_it_starts(page)
    two_weeks(page, settings)
    wiped_and_restored(page, folder)
    files_of_the_log(page)
    into = line_of_the_race(page)
    with page.expect_download() as file:
        page.click('button[value="calendar"]')
    printed(page)

    dated = into.locator(".option").filter(has=page.locator("dd", has_text="2026"))
    assert dated.count() >= 3
    expect(into).to_contain_text("The earliest day is past the race: Fri 18 Dec 2026")
    assert into.locator(".races h3").all_inner_texts() == [
        "Winter Half", "Valley Half", "Spring Half",
    ]  # fmt: skip
    words = file.value.path().read_text()
    assert words.count("BEGIN:VEVENT") >= 3
    assert "knee" not in words.casefold()
    assert "startline-recovery" not in page.evaluate("localStorage['startline-my-races']")
    assert screens <= MOST_SCREENS
    no_server_holds_it(page, sent, caplog, settings)


def no_server_holds_it(
    page: Page, sent: list[Request], caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    """The planted word and the names of all lines: in which requests, and nowhere else."""
    words = [PLANTED, *(line["id"] for line in entries(page))]
    site = page.url.split("/recovery")[0]

    def holds(text: str) -> bool:
        return any(word in text for word in words)

    carried = [request for request in sent if holds(request.post_data or "")]
    assert {request.url.removeprefix(site) for request in carried} == CARRIED
    assert not any("cookie" in r.all_headers() for r in carried if r.resource_type == "fetch")
    assert not any(holds(request.url) for request in sent)
    assert not any(holds(repr(vars(line))) for line in caplog.records)
    assert not holds(everything_in_the_database())
    copy = settings.STATE / "backup.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    held = [file.read_bytes() for file in settings.STATE.rglob("*") if file.is_file()]
    assert held
    assert not any(word.encode() in one for word in words for one in held)
