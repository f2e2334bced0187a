"""Scan to answer at a desk: 10,000 entrants, a phone four times slower than this machine.

    python -m bench --only check_in

Chromium is throttled to a quarter; the clock runs from the scanner's Enter to the answer on screen.
"""

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench import report
from bench.stampede import running

ROOT = Path(__file__).parent.parent
ENTRANTS, SCANS, NAMES = 10_000, 100, 40
THROTTLE = 4
MOST_MS = 300.0
TOKEN = "bench-desk"


def suite() -> None:
    """Fill, scan, print, keep."""
    with tempfile.TemporaryDirectory(prefix="startline-bench-") as folder:
        environment = {
            **os.environ, "STARTLINE_STATE": folder, "DATABASE_URL": "", "VALKEY_URL": "",
            "STARTLINE_TODAY": "2026-05-01", "STARTLINE_LOG_LEVEL": "WARNING",
        }  # fmt: skip
        for command in (["startline", "migrate", "-v0"], ["bench.check_in", "seed"]):
            subprocess.run([sys.executable, "-m", *command], env=environment, cwd=ROOT, check=True)
        with running(environment) as site:
            figures = _scanned(site.port)
    rows = [
        (kind, found["n"], found["p50_ms"], found["p95_ms"], found["most_ms"])
        for kind, found in figures.items()
    ]
    title = f"Scan to answer, {ENTRANTS:,} entrants, CPU of the phone / {THROTTLE}"
    report.table(title, ("", "n", "p50 ms", "p95 ms", "most ms"), rows)
    report.write("check_in", {"entrants": ENTRANTS, "throttle": THROTTLE, **figures})
    late = [kind for kind, found in figures.items() if found["p95_ms"] > MOST_MS]
    print(f"over {MOST_MS:.0f} ms: {', '.join(late) or 'none'}")


def _scanned(port: int) -> dict[str, dict[str, float]]:
    """Tickets, numbers and misspelt names, one after the other, by a scanner's keystrokes."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740})
        _open(page, f"http://127.0.0.1:{port}/desk/{TOKEN}/")
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": THROTTLE}
        )
        for n in range(10):
            _answer(page, f"ticket-number-{n:05d}-of-the-weekend")
        tickets = [f"ticket-number-{n:05d}-of-the-weekend" for n in range(100, 100 + SCANS)]
        names = [f"Gven{n} Familly{n}" for n in range(5_000, 5_000 + NAMES)]
        found = {
            "ticket": [_answer(page, text) for text in tickets],
            "number": [_answer(page, str(n)) for n in range(1_000, 1_000 + SCANS)],
            "name with slips": [_answer(page, text) for text in names],
        }
        browser.close()
    return {kind: _figures(times) for kind, times in found.items()}


def _open(page: Page, address: str) -> None:
    """The first answer may take until the site has started."""
    for _ in range(100):
        try:
            page.goto(address)
            return
        except Exception:
            time.sleep(0.2)
    msg = "the site did not start"
    raise SystemExit(msg)


def _answer(page: Page, text: str) -> float:
    """Milliseconds from Enter until another answer stands on the page, by the page's own clock."""
    page.fill("[name=text]", text)
    return float(
        page.evaluate("""() => new Promise((done) => {
      const began = performance.now();
      const seen = new MutationObserver(() => requestAnimationFrame(() => {
        seen.disconnect();
        done(performance.now() - began);
      }));
      seen.observe(document.querySelector("[data-answer]"), { childList: true });
      document.querySelector("form[data-scan]").requestSubmit();
    })""")
    )


def _figures(times: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(times, [50, 95])
    return {
        "n": len(times), "p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1),
        "most_ms": round(max(times), 1),
    }  # fmt: skip


def seed() -> None:
    """The field, its numbers and a desk."""
    import django  # noqa: PLC0415  -- only this process is a site

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
    django.setup()
    from bench.check_in_field import fill  # noqa: PLC0415  -- needs the site set up

    fill(ENTRANTS, TOKEN, dt.datetime(2026, 5, 1, 6, 0, tzinfo=dt.UTC))


if __name__ == "__main__":
    seed()
