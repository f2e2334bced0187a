"""The site's settings with two pages more: an empty view, and the list drawn from constants."""

from startline.config.settings import *  # noqa: F403  -- that is what it is for

ROOT_URLCONF = "bench.site"
