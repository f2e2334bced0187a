"""Two real mountain ultras from the timing company's file to the page: splits, cut-offs, DNFs."""

import csv
import datetime as dt
import io
import lzma
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Race
from startline.events.tests.make import make_edition, make_event, make_race
from startline.results.models import Result, ResultList, SplitTime, TimingImport
from startline.results.services.importing import carry_out_file, keep_file, preview, publish_file
from startline.results.tests.make import AFTER

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data, pytest.mark.one_database]
ULTRAS = [
    ("utmb_2025_times.csv.xz", dt.date(2025, 8, 29), 174_000),
    ("grandraid_reunion_MTR_2025_times.csv.xz", dt.date(2025, 10, 18), 73_000),
]
WORDS = {"FINISHER": "finished", "WITHDRAWN": "dnf", "OUT_OF_TIME": "dnf", "DISQUALIFIED": "dsq"}


@pytest.mark.parametrize(("name", "day", "distance_m"), ULTRAS)
def test_a_mountain_ultra_comes_in_with_its_splits_and_those_who_stopped(
    client: Client, bruno: User, settings: Any, name: str, day: dt.date, distance_m: int
) -> None:
    body = lzma.decompress((settings.DATA / "results" / name).read_bytes())
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    points = list(rows[0])[6:]
    race = ultra(day, distance_m)

    kept = keep_file(race, name="times.csv", body=body, by=bruno, now=AFTER)
    seen = preview(kept)
    publish_file(kept, by=bruno, now=AFTER)
    carry_out_file.call(kept.pk)

    assert seen.bad == []
    listing = ResultList.objects.get()
    assert listing.figures["statuses"] == Counter(WORDS[row["status"]] for row in rows)
    assert TimingImport.objects.get().points == points
    passed = Counter(points[point] for point in SplitTime.objects.values_list("point", flat=True))
    assert passed == Counter(point for row in rows for point in points if row[point])
    took = {row["bib"]: between(row[points[0]], row[points[-1]]) for row in rows if row[points[-1]]}
    shown = Result.objects.shown(listing)
    finished = list(shown.filter(status="finished"))
    assert all(abs(one.gun_ms - took[one.bib]) < 60_000 for one in finished if one.gun_ms)
    assert [one.place for one in finished] == sorted(one.place or 0 for one in finished)
    stopped = shown.filter(status="dnf").first()
    assert stopped is not None
    at = f"/races/{race.edition.event.slug}/2025/results/"
    page = client.get(f"{at}{stopped.pk}/").content.decode()
    assert "DNF" in page
    assert f'<th scope="row">{points[0]}</th>' in page
    assert f'<th scope="row">{points[-1]}</th>' not in page
    assert finished[0].name in client.get(at).content.decode()


def ultra(day: dt.date, distance_m: int) -> Race:
    """A race on that day."""
    edition = make_edition(make_event("Mountain Ultra"), day)
    Edition.objects.filter(pk=edition.pk).update(slug="2025")
    race = make_race(edition, name="Ultra")
    Race.objects.filter(pk=race.pk).update(distance_m=distance_m)
    return Race.objects.select_related("edition__event").get(pk=race.pk)


def between(first: str, last: str) -> int:
    """Milliseconds from one instant to another."""
    took = dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)
    return round(took.total_seconds() * 1000)
