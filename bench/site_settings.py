"""The site's settings with two pages more: an empty view, and the list drawn from constants."""

import sys

from startline.config.settings import *  # noqa: F403  -- that is what it is for

ROOT_URLCONF = "bench.site"

for name in ("rich", "pygments"):  # tools of ours that httpx would load: a site does not have them
    sys.modules[name] = None  # type: ignore[assignment]
