"""`make lighthouse`: pages of a running site as a phone sees them, by hand on a quiet machine.

python scripts/lighthouse.py http://127.0.0.1:8000 /recovery/ /recovery/today/ …
Without paths it asks the recovery pages. Exit code 1 when a category but speed is below 100, or
speed below SPEED.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / "node_modules" / ".bin" / "lighthouse"
SPEED = 95
PATHS = (
    "/recovery/", "/recovery/danger/", "/recovery/compare/", "/recovery/today/", "/recovery/race/",
    "/recovery/programme/", "/recovery/leaflets/runners-knee/", "/recovery/sheet/",
    "/recovery/log/", "/recovery/timeline/", "/recovery/physio/",
)  # fmt: skip


def scores(address: str, folder: Path) -> dict[str, int]:
    """The categories of one page, of 100; RuntimeError with Lighthouse's own words."""
    path = folder / "report.json"
    command = [
        str(LIGHTHOUSE), address, "--quiet", "--disable-full-page-screenshot",
        "--no-enable-error-reporting", "--output=json", f"--output-path={path}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
    ]  # fmt: skip
    done = subprocess.run(
        command, env={"CHROME_PATH": "/usr/bin/chromium", **os.environ}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    found = json.loads(path.read_text())["categories"]
    return {name: round(100 * (one["score"] or 0)) for name, one in found.items()}


def main() -> int:
    """One line a page."""
    site, *paths = sys.argv[1:] or ["http://127.0.0.1:8000"]
    is_fine = True
    with tempfile.TemporaryDirectory() as name:
        for path in paths or PATHS:
            found = scores(site + path, Path(name))
            holds = all(n >= (SPEED if one == "performance" else 100) for one, n in found.items())
            is_fine = is_fine and holds
            line = "  ".join(f"{one} {n}" for one, n in found.items())
            print(f"{path:<36} {line}  {'holds' if holds else 'FALLS SHORT'}")
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
