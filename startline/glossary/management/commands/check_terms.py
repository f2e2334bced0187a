"""`startline check_terms [FOLDER]`: every fault of the term files, by file and line."""

import argparse
import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from startline.glossary.rules.checking import Known, grade_of
from startline.glossary.rules.library import Library, all_problems, library_of
from startline.glossary.rules.names import EXPECTED, HARD_NAMES
from startline.glossary.rules.reading import read_references, read_terms
from startline.glossary.rules.terms import Term


class Command(BaseCommand):
    help = "Check the glossary's pages; FOLDER holds category folders with Markdown files."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which folder, and which pages of it to speak about."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.KNOWLEDGE / "terms")
        parser.add_argument("--only", default="", help="only paths with this in them")
        parser.add_argument("--all", action="store_true", help="also links to pages not written")
        parser.add_argument("--grades", action="store_true", help="reading grade of each condition")

    def handle(self, **options: object) -> None:
        """Print the faults; fail if there is one."""
        folder = Path(str(options["folder"])).resolve()
        only = str(options["only"])
        if not folder.is_dir():
            msg = f"{folder}: no such folder"
            raise CommandError(msg)
        if not any(folder.glob("*/*.md")) and any(folder.glob("*.md")):
            folder, only = folder.parent, f"{folder.name}/"
        references = read_references(settings.KNOWLEDGE / "references.json")
        terms, problems = read_terms(folder, references)
        library = library_of(terms, references, problems)
        count = syllables()
        known = Known(library.by_slug, references, EXPECTED, count, HARD_NAMES)
        found = [p for p in all_problems(library, known) if only in p.path]
        shown = [p for p in found if options["all"] or not p.is_waiting]
        for problem in shown:
            self.stdout.write(str(problem))
        self._sum_up(library, only, waiting=len(found) - len(shown))
        if options["grades"] and count:
            self._grades(library, count, only)
        if shown:
            msg = f"{len(shown)} faults"
            raise CommandError(msg)

    def _sum_up(self, library: Library, only: str, *, waiting: int) -> None:
        pages = sum(only in term.path for term in library.terms)
        self.stdout.write(f"{pages} pages read, {waiting} links wait for pages not written yet")

    def _grades(self, library: Library, count: Callable[[str], int], only: str) -> None:
        conditions: list[Term] = [t for t in library.terms if t.is_condition and only in t.path]
        for term in conditions:
            self.stdout.write(f"{grade_of(term, count, HARD_NAMES):5.1f}  {term.path}")


def syllables() -> Callable[[str], int] | None:
    """The counter of the development tools, None where they are not installed."""
    if importlib.util.find_spec("syllables") is None:
        return None
    count: Callable[[str], int] = importlib.import_module("syllables").estimate
    return count
