"""How near the course recipe comes to what organizers publish."""

import html
import json
import statistics
from dataclasses import dataclass
from pathlib import Path

from startline.events.adapters.gpx import read_points
from startline.events.rules.courses import measure


@dataclass(frozen=True)
class CourseRow:
    """One file against its official figures."""

    name: str
    official_m: int
    length_m: int
    official_climb_m: int
    climb_m: int | None

    @property
    def length_error(self) -> float:
        """Share of the official distance, 0.01 is 1 %."""
        return abs(self.length_m / self.official_m - 1)

    @property
    def climb_error(self) -> float:
        """Share of the official climb; unknown counts as all of it."""
        return 1.0 if self.climb_m is None else abs(self.climb_m / self.official_climb_m - 1)


def measure_courses(data: Path) -> list[CourseRow]:
    """Every course of the folder `courses_gpx` that has official figures."""
    folder = data / "courses_gpx"
    rows = []
    for entry in json.loads((folder / "crunk" / "official_values.json").read_text()):
        path = folder / "crunk" / entry["gpx"]
        title = html.unescape(entry["title"])
        rows.append(_row(title, path, entry["official_km"] * 1000, entry["official_climb_m"]))
    for path in sorted((folder / "grandraid_reunion").glob("*.config.json")):
        entry = json.loads(path.read_text())
        track = path.with_name(path.name.replace(".config.json", ".gpx.gz"))
        rows.append(_row(entry["fullName"], track, entry["distance"], entry["elevationGain"]))
    return rows


def summary(rows: list[CourseRow]) -> dict[str, float]:
    """The figures the targets name."""
    return {
        "courses": len(rows),
        "climb_within_10_percent": sum(row.climb_error <= 0.10 for row in rows),
        "climb_median_error": statistics.median(row.climb_error for row in rows),
        "length_within_2.5_percent": sum(row.length_error <= 0.025 for row in rows),
    }


def _row(name: str, path: Path, official_m: float, official_climb_m: float) -> CourseRow:
    points, _ = read_points(path.read_bytes())
    found = measure(points)
    return CourseRow(
        name, round(official_m), found.length_m, round(official_climb_m), found.climb_m
    )
