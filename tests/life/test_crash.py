"""Sixty kills in the middle of deeds on each database; a thousand in `make soak`."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.database  # in processes of its own
def test_nothing_is_lost_or_doubled_by_a_kill_at_any_point() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.life.crash", "--kills", "60"],
        cwd=settings.ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "startline.config.settings"},
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["kills"] == 60
    assert told["struck"] >= 48  # a few of those by the clock come after the deed
