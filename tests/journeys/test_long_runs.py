"""What is run by hand starts from its own command."""

import subprocess

from django.conf import settings


def test_make_soak_starts() -> None:
    line = next(
        line
        for line in (settings.ROOT / "Makefile").read_text().splitlines()
        if "soak $(ARGS)" in line
    )
    command = (
        line.strip().lstrip("@").replace("$(PY)", ".venv/bin/python").replace("$(ARGS)", "--help")
    )

    done = subprocess.run(  # noqa: S603  -- our own words
        command.split(), cwd=settings.ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "--kills" in done.stdout
