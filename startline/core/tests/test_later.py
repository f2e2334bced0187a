"""Libraries that are loaded when they are first used."""

import subprocess
import sys

import pytest

from startline.core.later import loaded_when_used

_LOADED = """
import sys, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
import startline.config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
late = ("typst._typst", "openpyxl.cell", "icalendar.cal", "httpx._client", "PIL.ExifTags",
        "unittest.case")
print(*(name for name in late if name in sys.modules))
from startline.entries.adapters import sheets
print(sheets.openpyxl.Workbook.__name__)
"""


def test_a_web_process_starts_without_what_writes_tickets_and_reads_feeds() -> None:
    said = subprocess.run(  # noqa: S603  -- a program of ours
        [sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True
    ).stdout
    assert said.splitlines() == ["", "Workbook"]


def test_a_library_that_is_missing_is_missed_at_once() -> None:
    with pytest.raises(ModuleNotFoundError):
        loaded_when_used("there_is_no_such_library")
