# ruff: noqa: E402  -- Django is set up before its models are imported
"""The parts of `bench.outcomes`: a file of a city marathon in, and the page of its results."""

import csv
import datetime as dt
import io
import json
import lzma
import os
import random
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
django.setup()

from django.test import Client

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Event, Race
from startline.results.models import Result
from startline.results.services.importing import carry_out_file, keep_file, publish_file

NOW = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
GIVEN = ("Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jon", "Kim", "Lea")
FAMILY = ("Berg", "Costa", "Dupont", "Evans", "Fischer", "García", "Hansen", "Ito", "Jansen",
          "Kowalski", "Lind", "Müller", "Novak", "O’Neil", "Petit", "Rossi", "Silva")  # fmt: skip
POINTS = ("5k", "10k", "15k", "20k", "half", "25k", "30k", "35k", "40k")
KM = (5, 10, 15, 20, 21.1, 25, 30, 35, 40)
QUESTIONS = ("", "?q=mull", "?q=ana+berg1", "?q=17311", "?gender=f", "?category=M40-44&q=a",
             "?page=900", "?status=dnf")  # fmt: skip


def body(runners: int) -> bytes:
    """A file with gun and net times, nine splits, age and country."""
    chance = random.Random(7)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["bib", "name", "gender", "age", "country", "gun time", "net time", *POINTS])
    for bib in range(1, runners + 1):
        name = f"{chance.choice(FAMILY)}{bib % 997}, {chance.choice(GIVEN)}"
        net = max(chance.gauss(235, 40), 126)
        splits = [f"{net * km / 42.2:.2f}" for km in KM]
        times = (
            ["DNF", "-"] if bib % 50 == 0 else [f"{net + chance.random() * 20:.2f}", f"{net:.2f}"]
        )
        sex, age = chance.choice("fm"), chance.randint(18, 82)
        writer.writerow([bib, name, sex, age, "FRA", *times, *splits])
    return text.getvalue().encode()


def race(year: int) -> Race:
    """A marathon of that year."""
    event, _ = Event.objects.get_or_create(
        slug="city", defaults={"name": "City Marathon", "published_at": NOW, "created_at": NOW}
    )
    edition = Edition.objects.create(
        event=event, slug=str(year), starts_on=dt.date(year, 4, 20), certainty="confirmed",
        created_at=NOW,
    )  # fmt: skip
    return Race.objects.create(edition=edition, slug="marathon", name="Marathon", distance_m=42_195)


def published(year: int, file: bytes, runners: int) -> dict[str, float]:
    """Seconds, of the processor and by the clock, from the file to results that everybody sees."""
    by, _ = User.objects.get_or_create(email="timing@example.org")
    found = race(year)
    began, began_at = time.process_time(), time.perf_counter()
    kept = keep_file(found, name="city.csv", body=file, by=by, now=NOW)
    publish_file(kept, by=by, now=NOW)
    carry_out_file.call(kept.pk)
    took = {
        "cpu_s": round(time.process_time() - began, 1),
        "wall_s": round(time.perf_counter() - began_at, 1),
    }
    if Result.objects.filter(race=found).count() != runners:
        raise SystemExit(1)
    return took


def real() -> dict[str, float]:
    """The 31,984 finishers of a city marathon of 2014, where the data folder is at hand."""
    folder = os.environ.get("STARTLINE_DATA", "")
    path = Path(folder) / "results" / "boston_2014_llimllib.csv.xz"
    if not folder or not path.exists():
        return {}
    return published(2014, lzma.decompress(path.read_bytes()), 31_984)


def asked(year: int) -> dict[str, dict[str, float]]:
    """Milliseconds of the processor and by the clock for each question: the middle of nine."""
    client = Client()
    found = {}
    for question in QUESTIONS:
        times, walls = [], []
        for _ in range(10):
            began, began_at = time.process_time(), time.perf_counter()
            answer = client.get(f"/races/city/{year}/results/{question}")
            times.append((time.process_time() - began) * 1000)
            walls.append((time.perf_counter() - began_at) * 1000)
            if answer.status_code != 200:
                raise SystemExit(1)
        found[question or "all"] = {
            "cpu_ms": round(statistics.median(times[1:]), 1),
            "wall_ms": round(statistics.median(walls[1:]), 1),
        }
    return found


def main() -> None:
    """Both parts, as JSON."""
    figures = {"import_32000": published(2025, body(32_000), 32_000), "import_real": real()}
    published(2026, body(50_000), 50_000)
    sys.stdout.write(json.dumps({**figures, "page_50000": asked(2026)}))


if __name__ == "__main__":
    main()
