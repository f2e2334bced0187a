"""The check-in desk on a small phone: a scanner that types, a camera that films a ticket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect, sync_playwright

from startline.accounts.models import Athlete
from startline.events.tests.make import NOW, make_race
from startline.raceday.models.desks import CheckIn, Desk, Scan
from startline.raceday.rules.scans import How
from startline.raceday.tests.make import make_desk, make_runner
from tests.browser.conftest import ARGUMENTS
from tests.browser.test_pages import AXE, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install"),
]
SIDE = 320
CODES = (
    "ticket-that-is-as-long-as-a-real-one-is-43c",
    "another-ticket-as-long-as-a-real-one-is-43ch",
)


@pytest.fixture
def desk(settings: Any) -> Desk:
    """A desk of a race with two runners, Inês and Rui, in May."""
    settings.TODAY = NOW.date()
    race = make_race()
    for number, (given, family) in enumerate((("Inês", "Carvalho"), ("Rui", "Matos")), 1):
        make_runner(race, f"R{number}", number=number)
        Athlete.objects.filter(family_name=f"R{number}").update(
            given_name=given, family_name=family
        )
    return make_desk(race.edition)


def test_a_scanner_types_wherever_the_page_is_and_every_answer_can_be_read(
    page: Page, desk: Desk
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/desk/{desk.token}/")
    page.evaluate("document.activeElement.blur()")
    faults = violations(page)

    for typed, word in (("ticket-R1-0", "Go"), ("1", "Wait"), ("x" * 43, "No")):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=word, exact=True)).to_be_visible()
        faults += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.keyboard.type("rui mattos")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Rui Matos").click()
    expect(page.get_by_role("heading", name="Go", exact=True)).to_be_visible()
    expect(page.locator("[data-crowd]")).to_contain_text("2/2")
    page.get_by_role("button", name="Undo, wrong person").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()

    assert faults == []
    assert [row.entry_id for row in CheckIn.objects.filter(is_standing=True)] == [
        CheckIn.objects.get(entry__ticket="ticket-R1-0").entry_id
    ]
    assert all(scan.device_at is not None for scan in Scan.objects.all())


def picture_of(words: str) -> bytes:
    """A raw grey picture: a QR code with a white margin, or all white without words."""
    picture = bytearray(b"\xeb" * SIDE * SIDE)
    rows = [list(row) for row in segno.make(words, error="m", micro=False).matrix] if words else []
    scale = SIDE // (len(rows) + 8)
    start = (SIDE - scale * len(rows)) // 2
    for y, row in enumerate(rows):
        line = b"".join((b"\x10" if dark else b"\xeb") * scale for dark in row)
        for step in range(scale):
            begin = (start + y * scale + step) * SIDE + start
            picture[begin : begin + len(line)] = line
    return bytes(picture)


def film(path: Path, *scenes: str) -> None:
    """A film of codes at five pictures a second; after each, white for as long as a count takes."""
    frames = [picture_of(words) for words in scenes for words in [words] * 5 + [""] * 10]
    body = b"".join(b"FRAME\n" + one + b"\x80" * (SIDE * SIDE // 2) for one in frames)
    path.write_bytes(f"YUV4MPEG2 W{SIDE} H{SIDE} F5:1 Ip A1:1 C420\n".encode() + body)


@pytest.fixture
def filmed(monkeypatch: pytest.MonkeyPatch, live_server: Any, tmp_path: Path) -> Iterator[Page]:
    """A window whose camera sees one ticket, then another."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    film(tmp_path / "ticket.y4m", *CODES)
    camera = [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'ticket.y4m'}",
    ]  # fmt: skip
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *camera]
        )
        yield browser.new_context(base_url=live_server.url).new_page()
        browser.close()


def test_the_camera_lets_in_each_of_those_it_films(filmed: Page, desk: Desk) -> None:
    race = desk.edition.races.get()
    for number, code in enumerate(CODES, 3):
        entry = make_runner(race, f"Filmed{number}", number=number)
        type(entry).objects.filter(pk=entry.pk).update(ticket=code)

    filmed.goto(f"/desk/{desk.token}/")
    filmed.get_by_role("button", name="Camera").click()

    expect(filmed.locator("[data-crowd]")).to_contain_text("2/4", timeout=20_000)
    inside = CheckIn.objects.filter(is_standing=True).values_list("entry__ticket", flat=True)
    assert sorted(inside) == sorted(CODES)
    assert {scan.how for scan in Scan.objects.all()} == {How.CODE}
