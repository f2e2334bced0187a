"""Importing: counted once, changed only when something changed, the same in any order."""

import datetime as dt
import io
import itertools
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.provenance import Change, DateChange, Fact
from startline.events.rules.words import Status
from startline.feeds.models import Holding, ImportRun, Match, Record
from startline.feeds.queries import review_queue, stale_editions
from startline.feeds.rules.listing import Listing, RaceListing, Reading, Refused
from startline.feeds.services import imports, matches, storing
from startline.feeds.services.reading import import_path, source_for
from startline.feeds.tests.make import NOW, import_listings, make_listing, shown_catalogue

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_listing_becomes_a_published_event_with_edition_race_and_fact() -> None:
    import_listings(make_listing(website="https://ridge.example"))

    event = Event.objects.published().get()
    edition = event.editions.get()
    race = edition.races.get()
    fact = edition.facts.get()
    assert (event.name, event.country, edition.slug) == ("Ridge Trail", "PT", "2026")
    assert (race.distance_m, race.name) == (50_000, "50 km")
    assert (fact.source, fact.record_key) == ("calendar", "ridge")
    assert Change.objects.filter(event_id=event.pk).exists()


def test_the_same_file_again_changes_nothing() -> None:
    first = import_listings(make_listing(), make_listing("lake", "Lake Run"))
    before = shown_catalogue()
    changes = Change.objects.count()

    second = import_listings(make_listing(), make_listing("lake", "Lake Run"), now=NOW + DAY)

    assert first.counts["created"] == 2
    assert second.counts["unchanged"] == second.read == 2
    assert shown_catalogue() == before
    assert Change.objects.count() == changes


def test_seeing_an_undated_listing_again_keeps_it_fresh() -> None:
    import_listings(make_listing())

    import_listings(make_listing(), now=NOW + DAY)

    assert Edition.objects.get().seen_at == NOW + DAY


def test_an_edition_nobody_showed_for_half_a_year_is_stale() -> None:
    import_listings(make_listing(starts_on=dt.date(2027, 9, 12)))

    assert not stale_editions(NOW + 100 * DAY)
    assert stale_editions(NOW + 200 * DAY).get().starts_on == dt.date(2027, 9, 12)


def test_a_dry_run_counts_and_writes_nothing() -> None:
    report = import_listings(make_listing(), make_listing("copy"), is_dry=True)

    assert (report.counts["created"], report.counts["merged"]) == (1, 1)
    assert not Event.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_older_snapshot_never_overwrites_a_newer_fact() -> None:
    import_listings(make_listing(name="Ridge Trail", website="https://new.example"),
                    as_of=at("2026-03-01"))  # fmt: skip

    report = import_listings(make_listing(name="Ridge Trial", website="https://old.example"),
                             as_of=at("2026-01-01"))  # fmt: skip

    assert Event.objects.get().website == "https://new.example"
    assert Event.objects.get().name == "Ridge Trail"
    assert report.counts["unchanged"] == 1


def test_a_moved_date_keeps_the_edition_and_its_history() -> None:
    import_listings(make_listing(), as_of=at("2026-01-01"))

    import_listings(make_listing(starts_on=dt.date(2026, 10, 4)), as_of=at("2026-02-01"))

    edition = Edition.objects.get()
    change = DateChange.objects.get()
    assert edition.starts_on == dt.date(2026, 10, 4)
    assert (change.old_starts_on, change.new_starts_on) == (dt.date(2026, 9, 13), edition.starts_on)


def test_a_new_year_opens_a_new_edition_of_the_same_event() -> None:
    import_listings(make_listing(starts_on=dt.date(2025, 9, 14)), as_of=at("2025-05-01"))

    import_listings(make_listing(), as_of=at("2026-01-01"))

    event = Event.objects.get()
    days = [e.starts_on for e in event.editions.order_by("starts_on")]
    assert days == [dt.date(2025, 9, 14), dt.date(2026, 9, 13)]


def test_a_date_that_goes_and_comes_back_leaves_one_edition() -> None:
    for day, said in (("2026-09-26", "2025-10-01"), ("2027-10-01", "2026-10-01"),
                      ("2026-09-26", "2026-10-05")):  # fmt: skip
        import_listings(make_listing(starts_on=dt.date.fromisoformat(day)), as_of=at(said))

    assert Edition.objects.get().starts_on == dt.date(2026, 9, 26)


def test_a_cancellation_is_kept_with_its_history() -> None:
    import_listings(make_listing(), as_of=at("2026-01-01"))

    import_listings(make_listing(status=Status.CANCELLED), as_of=at("2026-02-01"))

    assert Edition.objects.get().status == Status.CANCELLED
    assert DateChange.objects.get().new_status == Status.CANCELLED


def test_two_sources_of_one_race_show_as_one_edition_with_both_as_facts() -> None:
    import_listings(make_listing(), source="one")

    report = import_listings(make_listing("77", "12.ª Ridge Trail 2026"), source="two")

    assert report.counts["merged"] == 1
    assert Edition.objects.get().facts.count() == 2


def test_races_of_two_sources_are_laid_together() -> None:
    import_listings(make_listing(races=(RaceListing(distance_m=21_097),)), source="one")

    import_listings(make_listing(races=(RaceListing(distance_m=21_100),
                                        RaceListing(distance_m=10_000))), source="two")  # fmt: skip

    assert sorted(r.distance_m or 0 for r in Race.objects.all()) == [10_000, 21_097]


def test_a_directors_own_word_stands_above_every_listing() -> None:
    import_listings(make_listing())
    edition = Edition.objects.get()
    Fact.objects.create(event=edition.event, edition=edition, source="director", record_key="1",
                        fields={"starts_on": "2026-09-20"}, rank=100, seen_at=NOW)  # fmt: skip

    import_listings(make_listing(description="steep"), now=NOW + DAY)

    edition.refresh_from_db()
    assert edition.starts_on == dt.date(2026, 9, 20)
    assert edition.event.description == "steep"


def test_a_record_like_two_others_makes_all_three_one() -> None:
    far = make_listing("b", "Serra Longa", website="https://one.example/ridge", latitude=None,
                       longitude=None, place_text="")  # fmt: skip
    import_listings(make_listing("a"), source="one")
    import_listings(far, source="two")
    assert Edition.objects.count() == 2

    bridge = make_listing("c", "Ridge Trail Serra Longa", website="https://one.example/ridge")
    import_listings(bridge, source="three")

    assert Edition.objects.count() == 1
    assert Event.objects.published().count() == 1


def test_held_and_rejected_records_are_counted_with_row_and_reason() -> None:
    refused = [Refused("x", 2, "no_name"), Refused("y", 3, "not_a_race", is_held=True)]
    reading = Reading("json", [make_listing()], refused)

    report = imports.import_reading(reading, source=source_for("s"), file_name="f", now=NOW)

    run = ImportRun.objects.get()
    assert (report.read, run.read, run.held, run.rejected) == (3, 3, 1, 1)
    assert run.rejections.get(row=2).reason == "no_name"


def test_a_weekly_series_has_a_rule_and_a_called_off_day_is_an_edition() -> None:
    weekly = make_listing("bushy", "Bushy parkrun", starts_on=None, weekly_rule="saturday 09:00")
    day_off = Listing(key="bushy@1", name="Bushy parkrun", starts_on=dt.date(2026, 5, 9),
                      country="PT", is_cancellation_of_day=True)  # fmt: skip
    import_listings(weekly)

    first = import_listings(day_off, source="days")
    second = import_listings(day_off, source="days")

    event = Event.objects.get()
    assert event.weekly_rule == "saturday 09:00"
    assert event.editions.get(starts_on=dt.date(2026, 5, 9)).status == Status.CANCELLED
    assert (first.counts["created"], second.counts["unchanged"]) == (1, 1)


def test_a_junior_parkrun_never_merges_with_its_5k() -> None:
    weekly = {"starts_on": None, "weekly_rule": "saturday 09:00"}

    import_listings(make_listing("a", "Albert parkrun", **weekly),
                    make_listing("b", "Albert junior parkrun", **weekly))  # fmt: skip

    assert Event.objects.count() == 2


def test_a_human_split_outlasts_the_next_import_and_can_be_undone(bruno: User) -> None:
    import_listings(make_listing("a"), source="one")
    import_listings(make_listing("b"), source="two")
    record = Record.objects.get(key="b")

    decision = matches.split_record(record, by=bruno, now=NOW)[0]
    import_listings(make_listing("b", description="new words"), source="two", now=NOW + DAY)
    assert Edition.objects.count() == 2

    matches.undo_match(decision, by=bruno, now=NOW)
    assert Edition.objects.count() == 1
    assert Edition.objects.get().facts.count() == 2


def test_a_human_merge_leads_the_old_address_to_the_new_and_can_be_undone(bruno: User) -> None:
    import_listings(make_listing("a", "Ridge Trail"), make_listing("b", "Serra Longa"))
    keep, drop = Event.objects.order_by("pk")

    decision = matches.merge_events(keep, drop, by=bruno, now=NOW)
    drop.refresh_from_db()
    assert drop.merged_into == keep
    assert Edition.objects.count() == 1

    matches.undo_match(decision, by=bruno, now=NOW)
    assert Event.objects.published().count() == 2
    assert sorted(Event.objects.values_list("editions__facts__record_key", flat=True)) == ["a", "b"]


def test_not_the_same_separates_and_lasts(bruno: User) -> None:
    import_listings(make_listing("a"), make_listing("b"))
    a, b = Record.objects.order_by("key")

    matches.mark_not_same(a, b, by=bruno, now=NOW)
    next_year = [make_listing(k, starts_on=dt.date(2027, 9, 12)) for k in ("a", "b")]
    import_listings(*next_year, now=at("2026-12-01"))

    assert Edition.objects.filter(starts_on__year=2026).count() == 2
    assert Edition.objects.filter(starts_on__year=2027).count() == 2


def test_a_doubtful_pair_waits_in_the_queue_once() -> None:
    pair = (make_listing("a", "Trail Manuelino"), make_listing("b", "Trail Manuelino Sicotrilhos",
                                                                races=()))  # fmt: skip
    import_listings(*pair)
    import_listings(*pair, now=NOW + DAY)

    queue = review_queue()
    assert len(queue) == Match.objects.count() <= 1


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(4)))
def test_files_in_any_order_come_to_the_same_catalogue(order: list[int]) -> None:
    for table in (Holding, Match, Record, ImportRun, Event, Change):
        table.objects.all().delete()
    files = [
        ((make_listing(), make_listing("lake", "Lake Run")), "one", "2025-12-01"),
        ((make_listing(starts_on=dt.date(2026, 9, 20)),), "one", "2026-02-01"),
        ((make_listing(starts_on=dt.date(2025, 9, 14)),), "one", "2025-03-01"),
        ((make_listing("7", "XII Ridge Trail 2026", starts_on=dt.date(2026, 9, 20)),),
         "two", "2026-03-01"),
    ]  # fmt: skip
    for _ in range(2):
        for index in order:
            listings, source, said = files[index]
            report = import_listings(*listings, source=source, as_of=at(said))
    assert report.counts["created"] == report.counts["updated"] == 0

    assert shown_catalogue() == _expected(files)


@pytest.mark.parametrize("order", ["01234", "43210", "04132", "40321"])
def test_a_date_that_came_back_is_stamped_alike_in_any_order_of_files(order: str) -> None:
    days = [13, 13, 20, 13, 13]
    files = [make_listing(starts_on=dt.date(2026, 9, day)) for day in days]
    for index in order:
        import_listings(files[int(index)], as_of=at(f"2026-0{int(index) + 1}-01"))

    changes = DateChange.objects.order_by("at").values_list("new_starts_on", "at")
    assert list(changes) == [(dt.date(2026, 9, 20), at("2026-03-01")),
                             (dt.date(2026, 9, 13), at("2026-04-01"))]  # fmt: skip


_EXPECTED: list[object] = []


def _expected(files: list[tuple[tuple[Listing, ...], str, str]]) -> list[object]:
    """The catalogue of the first order tried."""
    if not _EXPECTED:
        _EXPECTED.extend(shown_catalogue())
    return _EXPECTED


def test_every_record_is_counted_once_whatever_comes() -> None:
    names = ("Ridge Trail", "Lake Run", "Ridge Trail 2026")
    for number, (a, b) in enumerate(itertools.product(names, names)):
        report = import_listings(make_listing("a", a), make_listing("b", b), now=NOW + number * DAY)
        assert report.read == 2
    assert ImportRun.objects.count() == 9


def test_a_run_that_dies_half_way_leaves_whole_records_and_is_finished_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listings = [make_listing(f"k{n}", f"Hill {n} Run", latitude=n / 2) for n in range(150)]
    import_listings(*listings)
    wanted = shown_catalogue()
    Event.objects.all().delete()
    Record.objects.all().delete()

    calls = itertools.count()

    def dying(*args: object) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        writing(*args)  # type: ignore[arg-type]

    writing = storing._write_holdings
    monkeypatch.setattr(storing, "_write_holdings", dying)
    with pytest.raises(KeyboardInterrupt):
        import_listings(*listings)
    monkeypatch.setattr(storing, "_write_holdings", writing)
    whole = imports.FIRST
    assert Record.objects.count() == Holding.objects.count() == Edition.objects.count() == whole

    report = import_listings(*listings)

    assert (report.counts["created"], report.counts["unchanged"]) == (150 - whole, whole)
    assert shown_catalogue() == wanted


def test_the_command_reads_a_folder_and_names_what_is_no_listing(tmp_path: Path) -> None:
    rows = [{"name": "Ridge Trail", "date": "2026-09-13", "location": "Serpa, Portugal"}]
    (tmp_path / "ridge_2026-05-01.json").write_text(json.dumps(rows))
    (tmp_path / "notes.txt").write_text("Nothing here is a race.")
    out = io.StringIO()

    call_command("import", str(tmp_path), stdout=out)
    call_command("import", str(tmp_path), json=True, stdout=out)

    told = out.getvalue()
    assert "read 1 = created 1" in told
    assert "notes.txt: not a listing" in told
    assert json.loads(told.splitlines()[-1])["unchanged"] == 1


def test_the_same_bytes_are_not_read_twice_but_reported(tmp_path: Path) -> None:
    file = tmp_path / "ridge_2026-05-01.json"
    file.write_text(json.dumps([{"name": "Ridge Trail", "date": "2026-09-13"}]))
    first = list(import_path(file, now=NOW))

    second = list(import_path(file, now=NOW + DAY))

    assert first[0].counts["created"] == second[0].counts["unchanged"] == 1
    assert ImportRun.objects.count() == 1
