"""A real Chromium against the real site on a port of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from startline.accounts.models import Organizer
from startline.discovery.services.indexing import rebuild_index
from startline.events.models.catalogue import Race
from startline.events.models.offer import EntryWindow, Policy, PriceStep
from startline.events.models.provenance import Fact
from startline.events.rules.words import Certainty, Status
from startline.events.tests.make import NOW, make_edition, make_event, make_race

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
]  # fmt: skip


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser for one test: its driver runs a loop in this thread, so only one may be open."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh window whose errors and foreign requests fail the test."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_navigation_timeout(90_000)  # ms; a busy machine is no fault of a page
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on(
        "request",
        lambda r: (
            None
            if r.url.startswith((live_server.url, "data:", "blob:"))
            else faults.append(f"asked {r.url}")
        ),
    )
    yield window
    context.close()
    assert faults == []


@pytest.fixture
def site(ridge: Organizer, settings: Any) -> Race:
    """A small populated site on 1 May 2026: one race to enter, one with prices, one expected."""
    settings.TODAY = NOW.date()
    free = make_race(make_edition(make_event("Ridge Race", ridge)), places=100)
    Fact.objects.create(
        event=free.edition.event, edition=free.edition, source="organizer", record_key="1",
        label="Ridge Running", fields={"starts_on": "2026-09-12"}, rank=100, seen_at=NOW,
        confirmed_at=NOW,
    )  # fmt: skip
    paid = make_race(make_edition(make_event("Lake Half")), name="Half marathon")
    Race.objects.filter(pk=paid.pk).update(distance_m=21_098, cutoff_ms=10_800_000, surface="road")
    PriceStep.objects.create(race=paid, minor=4200, currency="EUR")
    EntryWindow.objects.create(edition=paid.edition, closes_at=NOW.replace(month=8))
    Policy.objects.create(edition=paid.edition, kind="transfer", is_allowed=True)
    guess = make_race(make_edition(make_event("Valley Marathon")), name="Marathon")
    type(guess.edition).objects.filter(pk=guess.edition_id).update(
        status=Status.EXPECTED, certainty=Certainty.EXPECTED, is_enterable_here=False
    )
    rebuild_index(NOW)
    return free
