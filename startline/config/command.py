"""The command `startline`: Django's management commands and our own, under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command; the settings are ours unless the caller says otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
    execute_from_command_line(["startline", *sys.argv[1:]])
