"""A real browser for tests: Chromium of the machine, with the security policy in force."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
]


@contextmanager
def browser_page(*, width: int = 390, javascript: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """A fresh page, and the list in which its errors and refused requests gather."""
    troubles: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            page = browser.new_page(
                viewport={"width": width, "height": 900}, java_script_enabled=javascript
            )
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "console",
                lambda said: troubles.append(said.text) if said.type == "error" else None,
            )
            yield page, troubles
        finally:
            browser.close()
