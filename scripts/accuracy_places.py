"""Measures the gazetteer's look-ups on reviewed rows of real listings.

    python scripts/accuracy_places.py [folder with gazetteer/geocode_rows_reviewed.csv]

A row counts as right if the point answered is within 25 km of the reviewed coordinate: that of
the town, or of the region's seat or middle where only the region could be told. Towns are also
counted apart.
"Wrong country" counts rows whose reviewed country is the source's own, "abroad" the others.
"""

import csv
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import django

RIGHT_M = 25_000.0
ROWS = Path("gazetteer") / "geocode_rows_reviewed.csv"
# What an operator tells about a source when adding it: its country; for a regional one a centre.
SOURCES: dict[str, tuple[str, tuple[float, float] | None]] = {
    "portugalrunning": ("PT", None),
    "freiburg.run": ("DE", (47.995, 7.85)),
}


@dataclass
class Tally:
    """Counts of one source."""

    rows: int = 0
    right: int = 0
    towns: int = 0
    towns_right: int = 0
    regions: int = 0
    nothing: int = 0
    wrong_country: int = 0
    wrong_abroad: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def share_right(self) -> float:
        return self.right / self.rows if self.rows else 0.0

    @property
    def share_of_towns_right(self) -> float:
        return self.towns_right / self.towns if self.towns else 0.0


def measure(data: Path) -> dict[str, Tally]:
    """Source -> counts: rows that name a town and have a sound coordinate; and all sound rows.

    Keys: the source ("portugalrunning": scored), "... all" (also rows without a town named),
    "freiburg.run without centre". parkrun rows name venues: reported, not scored.
    """
    with (data / ROWS).open(newline="", encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["truth_suspect"] == "0"]
    tallies: dict[str, Tally] = {}
    for row in rows:
        source = row["source"]
        country, near = SOURCES.get(source, (row["country"], None))
        names = [f"{source} all"] + ([source] if row["town_named"] == "1" else [])
        judge(row, country, near, [tallies.setdefault(n, Tally()) for n in names])
        if near and row["town_named"] == "1":
            bare = tallies.setdefault(f"{source} without centre", Tally())
            judge(row, country, None, [bare])
    return tallies


def judge(
    row: dict[str, str],
    country: str,
    near: tuple[float, float] | None,
    tallies: Iterable[Tally],
) -> None:
    """Look one row up and count it."""
    found = queries.locate(row["place_text"], country, near=near)
    truth = (float(row["lat"]), float(row["lon"]))
    codes = queries.country_codes(row["country"]) if row["country"] else ()
    place = found.place
    away = distance_m(*truth, *found.point) if found.point else None
    wrong = bool(found.country and codes and found.country not in codes)
    for tally in tallies:
        tally.rows += 1
        tally.towns += found.kind == "town"
        tally.towns_right += found.kind == "town" and away is not None and away <= RIGHT_M
        tally.regions += found.kind in {"region", "country"}
        tally.nothing += found.kind == "none"
        tally.right += away is not None and away <= RIGHT_M
        tally.wrong_country += wrong and country in codes
        tally.wrong_abroad += wrong and country not in codes
        if away is None or away > RIGHT_M:
            what = place.name if place else found.region.name if found.region else found.kind
            where = f"{away / 1000:.0f} km" if away is not None else found.kind
            tally.misses.append(f"{row['place_text']!r} -> {what} ({found.country}), {where}")


def table(tallies: dict[str, Tally]) -> str:
    """The counts for people."""
    head = f"{'rows of':32} {'rows':>5} {'right':>6} {'as towns':>9} {'of towns':>9}"
    head += f" {'region':>7} {'none':>5}"
    lines = [f"{head} {'wrong country':>14} {'abroad':>7}"]
    for name, t in sorted(tallies.items()):
        lines.append(
            f"{name:32} {t.rows:5} {t.share_right:6.1%} {t.towns_right / t.rows:9.1%}"
            f" {t.share_of_towns_right:9.1%}"
            f" {t.regions:7} {t.nothing:5} {t.wrong_country:14} {t.wrong_abroad:7}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table; with --misses also what was missed."""
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    tallies = measure(Path(words[0]) if words else Path(settings.DATA))
    print(table(tallies))
    if "--misses" in sys.argv:
        for name, tally in tallies.items():
            print(f"\n{name}\n  " + "\n  ".join(tally.misses))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django.setup()

from django.conf import settings  # noqa: E402  after Django is set up, when run as a program

from startline.places import queries  # noqa: E402
from startline.places.rules.sphere import distance_m  # noqa: E402

if __name__ == "__main__":
    main()
