"""Every kind of page: accessible at both widths and in both themes, and never too wide."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from startline.events.models.catalogue import Race

AXE: Path = settings.ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATHS = [
    "/", "/races/", "/races/?q=marathon", "/races/?q=nothing+like+this+anywhere",
    "/races/ridge-race/", "/races/lake-half/", "/races/valley-marathon/",
    "/races/ridge-race/2026/ridge-50k/enter/", "/races/ridge-race/2026/ridge-50k/starters/",
    "/races/ridge-race/reviews/",
    "/races/add/", "/for-race-directors/", "/about/", "/about/figures/", "/about/sources/",
    "/about/status/", "/about/privacy/", "/about/terms/", "/about/imprint/", "/api/", "/saved/",
    "/accounts/login/", "/accounts/signup/", "/recovery/", "/recovery/danger/",
    "/recovery/compare/", "/recovery/today/", "/recovery/race/", "/recovery/programme/",
    "/recovery/sheet/", "/recovery/log/", "/recovery/timeline/?q=race",
    "/recovery/timeline/races/ridge-race/2026/ridge-50k/", "/recovery/timeline/typed/",
    "/recovery/physio/", "/recovery/from-my-physio/", "/no-such-page/",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install"),
]


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds by some of its rules or by all, as lines."""
    if page.evaluate("!window.axe"):  # it is large: once for each page loaded
        page.evaluate(AXE.read_text())
    asked = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: list[dict[str, Any]] = page.evaluate(
        "async asked => (await axe.run(document, asked)).violations", asked
    )
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def faults_shown(page: Page, path: str) -> list[str]:
    """What is wrong with the page that is open: at both widths, and in the dark, where only colours
    differ, and by the same tokens at each width.
    """
    found = []
    page.emulate_media(  # no colour is read halfway through its change
        color_scheme="light", reduced_motion="reduce"
    )
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{path} {width} {line}" for line in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} is wider than {width}")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"{path} dark {line}" for line in violations(page, ["color-contrast"])]
    return found


@pytest.mark.parametrize("half", [0, 1])  # for two processes
def test_pages_are_accessible_and_fit_the_screen(page: Page, site: Race, half: int) -> None:
    faults = []
    for path in PATHS[half::2]:
        page.goto(path)
        faults += faults_shown(page, path)

    assert faults == []
