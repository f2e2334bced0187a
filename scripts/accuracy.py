"""`make accuracy`: places, courses, matching, import, its order, names, activity files
and places in results.

Each part runs in a process of its own on a scratch database. Exit code 1 when a target is missed.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PARTS = ("places", "courses", "matching", "import", "orders", "names", "activities", "results")
ROOT = Path(__file__).resolve().parent.parent

type Figure = tuple[str, str, str, bool]


def main() -> int:
    """Every part that was asked for, or all."""
    asked = sys.argv[1:]
    if len(asked) == 2 and asked[0] == "--part":
        return measure(asked[1])
    codes = []
    for part in asked or PARTS:
        with tempfile.TemporaryDirectory(prefix="startline-accuracy-") as state:
            environment = {
                **os.environ, "STARTLINE_STATE": state, "DATABASE_URL": "",
                "DJANGO_SETTINGS_MODULE": "startline.config.settings", "PYTHONPATH": str(ROOT),
                "STARTLINE_LOG_LEVEL": "ERROR",
            }  # fmt: skip
            command = [sys.executable, str(Path(__file__)), "--part", part]
            codes.append(subprocess.run(command, env=environment, check=False).returncode)
    return max(codes)


def measure(part: str) -> int:
    """One part: its figures beside their targets."""
    missed = 0
    print(f"\n== {part}", flush=True)
    for name, measured, target, is_met in figures(part):
        word = "" if not target else ("holds" if is_met else "FALLS SHORT")
        print(f"{name:52} {measured:>34} {target:>12}  {word}", flush=True)
        missed += not is_met
    return 1 if missed else 0


def figures(part: str) -> Iterator[Figure]:
    """The figures of a part; Django is set up first, on an empty database."""
    import django  # noqa: PLC0415  -- settings come from the environment made above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from django.conf import settings  # noqa: PLC0415

    data = Path(settings.DATA)
    if part == "places":
        yield from places(data)
    elif part == "courses":
        yield from courses(data)
    elif part == "matching":
        from scripts import accuracy_matching  # noqa: PLC0415

        yield from accuracy_matching.figures(data)
    elif part == "activities":
        from scripts import accuracy_activities  # noqa: PLC0415

        yield from accuracy_activities.figures(data)
    elif part == "names":
        from scripts import accuracy_names  # noqa: PLC0415

        yield from accuracy_names.figures(data)
    elif part == "results":
        from scripts import accuracy_results  # noqa: PLC0415

        yield from accuracy_results.figures(data)
    elif part == "orders":
        from scripts import accuracy_orders  # noqa: PLC0415

        yield from accuracy_orders.figures(data)
    else:
        from scripts import accuracy_import  # noqa: PLC0415

        yield from accuracy_import.figures(data)


def places(data: Path) -> Iterator[Figure]:
    """Rows within 25 km of the reviewed coordinate."""
    from scripts.accuracy_places import measure as tallies_of  # noqa: PLC0415

    tallies = tallies_of(data)
    for name, least in (("portugalrunning", 0.95), ("freiburg.run", 0.97)):
        share = tallies[name].share_right
        yield (
            f"{name}, right of {tallies[name].rows}",
            f"{share:.1%}",
            f"≥ {least:.0%}",
            (share >= least),
        )
        towns = tallies[name].share_of_towns_right
        yield f"{name}, right of those answered as towns", f"{towns:.1%}", "≥ 92%", towns >= 0.92
    wrong = tallies["portugalrunning all"].wrong_country
    yield "wrong country, Portuguese rows", str(wrong), "0", wrong == 0


def courses(data: Path) -> Iterator[Figure]:
    """Against the official figures."""
    from scripts.accuracy_courses import measure_courses, summary  # noqa: PLC0415

    rows = measure_courses(data)
    for row in rows:
        yield row.name[:50], f"{row.length_error:.1%} length, {row.climb_error:.1%} climb", "", True
    found = summary(rows)
    climb, length = found["climb_within_10_percent"], found["length_within_2.5_percent"]
    yield "climb within 10 %", f"{climb:.0f} of {len(rows)}", "≥ 12", climb >= 12
    median = found["climb_median_error"]
    yield "climb, median error", f"{median:.1%}", "≤ 5%", median <= 0.05
    yield "length within 2.5 %", f"{length:.0f} of {len(rows)}", "≥ 11", length >= 11


if __name__ == "__main__":
    sys.exit(main())
