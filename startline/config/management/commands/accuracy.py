"""`startline accuracy`: every accuracy figure next to its target, measured on the real data."""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

PARTS = ("import", "matching", "places", "courses")

type Figure = tuple[str, str, str, bool]


class Command(BaseCommand):
    help = "Measure accuracy on the real data (STARTLINE_DATA), in a catalogue of its own."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which parts; all without any."""
        parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])

    def handle(self, **options: object) -> None:
        """Print the tables; fail if a target is missed."""
        data = Path(settings.DATA)
        if not data.is_dir():
            msg = "the real data is absent: set STARTLINE_DATA"
            raise CommandError(msg)
        chosen = options["parts"] or PARTS
        missed = 0
        for part in PARTS:
            if isinstance(chosen, list | tuple) and part in chosen:
                missed += self._measure(part, data)
        if missed:
            msg = f"{missed} targets missed"
            raise CommandError(msg)

    def _measure(self, part: str, data: Path) -> int:
        program = _program(part)
        if program is None:
            self.stdout.write(f"{part}: no measuring program")
            return 1
        self.stdout.write(part)
        missed = 0
        with tempfile.TemporaryDirectory() as folder:
            _use_scratch(Path(folder) / "accuracy.sqlite3")
            for name, measured, target, is_met in _figures(program, data):
                mark = "ok  " if is_met else "MISS"
                self.stdout.write(f"  {mark} {name:<46} {measured}  {f'(target {target})' if target else ''}")
                missed += not is_met
            connections["default"].close()
        return missed


def _figures(program: ModuleType, data: Path) -> Iterator[Figure]:
    yield from program.figures(data)


def _program(part: str) -> ModuleType | None:
    """The measuring program of a part, from the folder of scripts."""
    path = Path(settings.ROOT) / "scripts" / f"accuracy_{part}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if not path.exists() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module if hasattr(module, "figures") else None


def _use_scratch(path: Path) -> None:
    """An empty catalogue in a temporary file; the site's own is not touched."""
    connections["default"].close()
    fresh = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
    connections.settings["default"] = connections.configure_settings(fresh)["default"]
    del connections["default"]
    call_command("migrate", verbosity=0, skip_checks=True)
