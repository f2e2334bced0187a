"""Who is compared with whom: neighbours by place, words and sites; and what order cannot change."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Event
from startline.feeds.models import Holding, Mark, Record
from startline.feeds.rules.listing import Listing, RaceListing
from startline.feeds.rules.marks import VERSION, asked_marks, own_marks
from startline.feeds.rules.matching import Verdict, judge
from startline.feeds.rules.statements import dates_of, signature, traces
from startline.feeds.services import candidates, imports
from startline.feeds.services.matches import merge_records
from startline.feeds.tests.make import NOW, import_listings, make_listing, shown_catalogue

ON = frozenset({dt.date(2026, 9, 13)})
SERPA = {"name": "Ridge Trail", "country": "PT", "latitude": 37.944, "longitude": -7.597,
         "place_name": "Serpa", "website": "https://ridge.example/"}  # fmt: skip
OSLO = {"country": "NO", "latitude": 59.91, "longitude": 10.75, "place_name": "Oslo"}


def is_found(asked: dict[str, Any], kept: dict[str, Any]) -> bool:
    return bool(own_marks(traces(kept), ON) & asked_marks(signature("one", asked, ON)))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"latitude": 38.5, "longitude": -8.4, "place_name": "Palmela", "website": ""}, True),
        ({**OSLO, "website": ""}, False),
        ({**OSLO, "website": "https://www.ridge.example/course"}, True),
        ({**OSLO, "website": "", "country": "PT", "place_name": "Vila Nova de Serpa"}, True),
        ({"latitude": None, "longitude": None, "place_name": "", "website": ""}, True),
        ({"latitude": None, "longitude": None, "place_name": "", "website": "", "country": "NO"},
         False),
        ({"latitude": None, "longitude": None, "place_name": "", "website": "", "country": ""},
         True),
    ],
)  # fmt: skip
def test_neighbours_are_found_by_place_words_or_site(other: dict[str, Any], found: bool) -> None:
    there = {**SERPA, **other}

    assert is_found(SERPA, there) == is_found(there, SERPA) == found
    if not found:
        judged = judge(signature("one", SERPA, ON), signature("two", there, ON))
        assert judged.verdict is Verdict.DIFFERENT


def test_a_race_beside_the_date_line_has_neighbours_on_both_sides() -> None:
    west, east = ({**SERPA, "country": "FJ", "latitude": -16.8, "longitude": longitude,
                   "place_name": place, "website": ""}
                  for longitude, place in ((-179.97, "Taveuni"), (179.95, "Buca")))  # fmt: skip

    assert is_found(west, east)
    assert is_found(east, west)


def ended(files: Sequence[tuple[Listing, ...]], order: tuple[int, ...]) -> list[tuple[Any, ...]]:
    """The catalogue after these files, each a month after the one before, in some order."""
    Event.objects.update(merged_into=None)
    Event.objects.all().delete()
    Record.objects.all().delete()
    for index in order:
        said_at = dt.datetime(2025, 1 + index, 1, tzinfo=dt.UTC)
        import_listings(*files[index], as_of=said_at)
    return shown_catalogue()


@pytest.mark.django_db
def test_a_name_given_up_since_still_leads_to_its_event_in_any_order_of_files() -> None:
    def year(key: str, name: str, on: int) -> Listing:
        return make_listing(key, name, starts_on=dt.date(on, 6, 19))

    files = [
        (year("a", "Tideswell", 2025),),
        (year("b", "Tideswell", 2026),),
        (year("b", "Tideswell Fell Race", 2026),),
    ]
    expected = ended(files, (0, 1, 2))
    assert Event.objects.published().count() == 1

    for order in itertools.permutations(range(3)):
        assert ended(files, order) == expected, order


@pytest.mark.django_db
def test_one_sources_two_days_are_not_made_one_by_a_record_of_both() -> None:
    first = make_listing("1", "Ridge Masters 1", races=(RaceListing(distance_m=59_000),))
    second = make_listing("2", "Ridge Masters 2", starts_on=dt.date(2026, 9, 14),
                          races=(RaceListing(distance_m=38_000),))  # fmt: skip
    races = (RaceListing(distance_m=59_000), RaceListing(distance_m=38_000))
    both = make_listing("0", "Ridge Masters", days=2, races=races)
    files = [(both,), (both, first, second), (both, first, second)]

    for order in itertools.permutations(range(3)):
        ended(files, order)
        assert Edition.objects.count() == 2, order


@pytest.mark.django_db
def test_a_parkrun_without_its_town_is_known_by_name_in_any_order_of_files() -> None:
    weekly: dict[str, Any] = {
        "starts_on": None, "weekly_rule": "saturday 09:00", "country": "DE", "website": "",
        "name": "Allerpark parkrun", "races": (RaceListing(distance_m=5_000),),
    }  # fmt: skip
    at: dict[str, Any] = {"latitude": 52.435, "longitude": 10.818}
    nowhere: dict[str, Any] = {"latitude": None, "longitude": None}
    town = make_listing("town", **weekly, **nowhere, place_text="Wolfsburg, NDS")
    region = make_listing("park", **weekly, **at, place_text="", region_text="Lower Saxony")
    both = make_listing("park", **weekly, **at, place_text="Allerpark, Wolfsburg")
    files = [(town,), (both,), (region,)]
    expected = ended(files, (0, 1, 2))

    for order in itertools.permutations(range(3)):
        assert ended(files, order) == expected, order
        assert Edition.objects.count() == 1, order


@pytest.mark.django_db
def test_holdings_marked_by_older_rules_are_marked_anew_before_anything_is_compared() -> None:
    import_listings(make_listing("a"))
    Mark.objects.all().delete()
    Holding.objects.update(marked_by=0)

    import_listings(make_listing("b"), source="other")

    assert Edition.objects.count() == 1
    assert not Holding.objects.marked_before(VERSION).exists()


@pytest.mark.django_db
def test_a_holding_is_found_where_it_is_now_and_nowhere_else() -> None:
    import_listings(make_listing("a"))
    before = set(Mark.objects.values_list("number", flat=True))
    oslo = make_listing("a", country="NO", latitude=59.91, longitude=10.75, place_text="Oslo")
    import_listings(oslo, now=NOW + dt.timedelta(days=1))
    holding = Holding.objects.get()

    kept = set(holding.marks.values_list("number", flat=True))

    assert kept == own_marks(traces(holding.listing), dates_of(holding.listing))
    assert before - kept


@pytest.mark.django_db
def test_what_people_joined_stays_one_next_year_although_nothing_makes_them_neighbours(
    bruno: User,
) -> None:
    def year(on: int) -> tuple[Listing, Listing]:
        day = dt.date(on, 9, 13)
        there = {"country": "NO", "latitude": 59.91, "longitude": 10.75, "place_text": "Oslo"}
        return (
            make_listing("a", starts_on=day),
            make_listing("b", "Fjord Run", starts_on=day, **there),
        )

    for listing in year(2026):
        import_listings(listing, source=listing.key)
    left, right = Record.objects.order_by("pk")
    apart = Edition.objects.count()
    merge_records(left, right, by=bruno, now=NOW)
    for listing in year(2027):
        import_listings(listing, source=listing.key, now=NOW + dt.timedelta(days=200))

    assert apart == 2
    assert Edition.objects.count() == 2
    assert all(edition.facts.count() == 2 for edition in Edition.objects.all())


@pytest.mark.django_db
def test_what_memory_let_go_is_found_in_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "FULL", 8)
    monkeypatch.setattr(imports, "MOST", 10)
    towns = [f"Vila {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(30)]
    first = [make_listing(f"a{n}", f"{town} Trail", latitude=30 + n / 5, place_text=town)
             for n, town in enumerate(towns)]  # fmt: skip
    second = [replace(listing, key=f"b{n}") for n, listing in enumerate(first)]

    import_listings(*first, source="one")
    report = import_listings(*second, *first, source="two")

    assert Edition.objects.count() == 30
    assert report.counts["merged"] == 60
