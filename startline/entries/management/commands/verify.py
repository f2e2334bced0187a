"""`startline verify`: is every promise about places and money kept in this database?"""

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter

from django.core.management.base import BaseCommand

from startline.core.clock import now
from startline.entries.queries.verification import PROMISES, Violation, violations

SHOWN = 20  # of each promise; --json gives all that were read


class Command(BaseCommand):
    """Ask every question, name every violation, fail if there is one."""

    help = "Check every promise about places, orders, money and the waitlist on a live database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json for machines."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: object, json: bool = False, **options: object) -> None:
        """Exit code 1 where a promise is broken."""
        began = time.monotonic()
        found = violations(now=now())
        seconds = round(time.monotonic() - began, 2)
        if json:
            self.stdout.write(as_json(found, seconds=seconds))
        else:
            self._tell(found, seconds=seconds)
        if found:
            sys.exit(1)

    def _tell(self, found: list[Violation], *, seconds: float) -> None:
        counts = Counter(violation.promise for violation in found)
        for promise in PROMISES:
            mine = [v for v in found if v.promise == promise.name]
            if not mine:
                continue
            self.stdout.write(f"BROKEN  {promise.name}: {promise.says}")
            for violation in mine[:SHOWN]:
                self.stdout.write(f"        {violation}")
            if len(mine) > SHOWN:
                self.stdout.write(f"        and {len(mine) - SHOWN} more")
        kept = len(PROMISES) - len(counts)
        self.stdout.write(f"{kept} of {len(PROMISES)} promises kept, in {seconds} s")


def as_json(found: list[Violation], *, seconds: float) -> str:
    """The same for machines."""
    rows = [{"promise": v.promise, **v.ids} for v in found]
    says = {promise.name: promise.says for promise in PROMISES}
    return json.dumps({"violations": rows, "promises": says, "seconds": seconds}, default=str)
