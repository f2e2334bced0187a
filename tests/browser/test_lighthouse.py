"""Lighthouse, as a phone: nothing to find fault with in access, good practice and search engines.

Its figures for speed need a quiet machine and are taken by hand.
"""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from startline.events.models.catalogue import Race

LIGHTHOUSE: Path = settings.ROOT / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("accessibility", "best-practices", "seo")
PATHS = ["/", "/races/", "/races/lake-half/", "/knowledge/runners-knee/"]
LONGEST_S = 120  # for one page, on a machine with other things to do
ATTEMPTS = 2  # a busy machine can make it lose its own recording, which is no finding

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not LIGHTHOUSE.exists(), reason="Lighthouse is not installed: npm install"),
]


def report(address: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says about a page."""
    path = folder / f"{address.strip('/').replace('/', '_')}.json"
    command = [
        str(LIGHTHOUSE), address, f"--only-categories={','.join(CATEGORIES)}", "--quiet",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
        "--disable-full-page-screenshot", "--no-enable-error-reporting", "--output=json",
        f"--output-path={path}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    for _ in range(ATTEMPTS):
        done = subprocess.run(  # noqa: S603  -- our own words
            command, env=environment, timeout=LONGEST_S, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def lacks(found: dict[str, Any]) -> list[str]:
    """Categories below 100, with the audits that cost the points."""
    lines = [found["runtimeError"]["message"]] if "runtimeError" in found else []
    for name in CATEGORIES:
        category = found["categories"][name]
        if category["score"] == 1:
            continue
        failed = [
            f"{audit['title']}: {json.dumps(audit.get('details', {}).get('items', []))[:600]}"
            for audit in (found["audits"][ref["id"]] for ref in category["auditRefs"])
            if audit["score"] is not None and audit["score"] < 1
        ]
        lines += [f"{name} {category['score']}", *failed]
    return lines


def test_lighthouse_finds_no_fault(live_server: Any, site: Race, tmp_path: Path) -> None:
    def faults(path: str) -> list[str]:
        return [f"{path} {line}" for line in lacks(report(live_server.url + path, tmp_path))]

    with ThreadPoolExecutor(max_workers=2) as pool:  # half of the time is waiting
        found = [line for lines in pool.map(faults, PATHS) for line in lines]

    assert found == [], "\n".join(found)
