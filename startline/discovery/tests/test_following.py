"""The index follows the database: edits, deletions, several processes, overlapping writers."""

import datetime as dt
import os
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Query
from startline.discovery.queries import following
from startline.discovery.queries.following import current_index, index_folder, is_due, write_index
from startline.discovery.queries.similar import nearby_races, nearest_alike, similar_races
from startline.discovery.services.indexing import rebuild_index
from startline.discovery.tests.make import NOW, PORTO, make_findable
from startline.events.models.catalogue import Event
from startline.events.services.changes import record_changes

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("startline.discovery.tests.urls"),
]


def named(text: str) -> int:
    """How many races answer to a word now."""
    return current_index(NOW).search(Query(text=text)).total_races


def rename(edition_event_id: int, name: str) -> None:
    with transaction.atomic():
        Event.objects.filter(pk=edition_event_id).update(name=name)
        record_changes([edition_event_id], now=NOW)


def test_the_first_search_builds_the_index() -> None:
    make_findable("Heron Half")

    assert not index_folder().exists()
    assert named("heron") == 1
    assert index_folder().exists()


def test_an_event_taken_down_or_merged_is_no_longer_found() -> None:
    heron, osprey = make_findable("Heron Half"), make_findable("Osprey Half")
    assert (named("heron"), named("osprey")) == (1, 1)

    Event.objects.filter(pk=heron.event_id).update(published_at=None)
    Event.objects.filter(pk=osprey.event_id).update(merged_into=heron.event_id)
    record_changes([heron.event_id, osprey.event_id], now=NOW)

    assert (named("heron"), named("osprey")) == (0, 0)


def test_an_open_index_changes_over_to_a_generation_written_elsewhere() -> None:
    make_findable("Heron Half")
    before = current_index(NOW).generation

    write_index(NOW)

    assert current_index(NOW).generation != before
    assert named("heron") == 1


def test_another_process_sees_an_edit_that_this_one_made() -> None:
    edition = make_findable("Heron Half")
    assert named("heron") == 1
    ours = following._open.pop(index_folder())

    rename(edition.event_id, "Kestrel Half")

    assert named("kestrel") == 1  # a second reader of the same folder
    following._open[index_folder()] = ours
    assert named("kestrel") == 1
    assert named("heron") == 0


def test_a_build_and_the_changes_after_it_answer_alike() -> None:
    edition = make_findable("Heron Half")
    assert named("heron") == 1
    rename(edition.event_id, "Kestrel Half")
    make_findable("Osprey Half", at=PORTO)
    followed = {word: named(word) for word in ("heron", "kestrel", "osprey")}

    with Engine.open(write_index(NOW).parent) as engine:
        built = {word: engine.search(Query(text=word)).total_races for word in followed}

    assert followed == built == {"heron": 0, "kestrel": 1, "osprey": 1}


def test_an_index_of_another_database_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make_findable("Heron Half")
    assert named("heron") == 1
    first = current_index(NOW).generation

    current_index(NOW).watermark += 10_000  # as if the database had been put back

    assert named("heron") == 1
    assert current_index(NOW).generation != first


def fill(engine: Engine, *, room: int) -> None:
    """Leave room for so many rows after the build."""
    engine._table.size = len(engine._table.arrays["event_id"]) - room


def test_a_full_overlay_answers_as_before_until_the_job_has_written_anew() -> None:
    editions = [make_findable(f"Heron {n}") for n in range(3)]
    first = current_index(NOW)
    fill(first, room=1)
    for edition in editions:
        rename(edition.event_id, f"Kestrel {edition.pk}")

    assert (named("kestrel"), current_index(NOW).generation) == (1, first.generation)
    write_index(NOW)
    assert (named("kestrel"), named("heron")) == (3, 0)


def test_without_a_job_a_full_overlay_is_written_anew_after_ten_minutes() -> None:
    edition = make_findable("Heron Half")
    first = current_index(NOW)
    fill(first, room=0)
    rename(edition.event_id, "Kestrel Half")
    before = current_index(NOW + dt.timedelta(minutes=9)).generation

    late = current_index(NOW + dt.timedelta(minutes=20))

    assert before == first.generation != late.generation
    assert named("kestrel") == 1


def test_after_an_import_of_many_the_latest_edit_is_found_first_and_the_rest_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    assert named("heron") == 0
    for number in range(5):
        make_findable(f"Heron {number}")

    assert named("4") == 1  # two of five
    assert [named("heron") for _ in range(3)] == [4, 5, 5]
    assert following.followed(NOW).waiting == {}


def test_a_large_generation_is_opened_while_the_one_before_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "LARGE", 0)
    edition = make_findable("Heron Half")
    first = current_index(NOW).generation
    second = write_index(NOW).name

    before = current_index(NOW).generation
    rename(edition.event_id, "Kestrel Half")
    found_meanwhile = named("kestrel")
    arriving = following._arriving.get(index_folder())
    if arriving is not None:  # else it has come already
        arriving.result(timeout=20)

    assert (before, found_meanwhile) == (first, 1)
    assert (named("kestrel"), current_index(NOW).generation) == (1, second)


def test_the_job_writes_a_generation_that_open_indexes_change_over_to() -> None:
    make_findable("Heron Half")
    first = current_index(NOW).generation
    later = NOW + dt.timedelta(days=1)

    assert is_due(later)
    rebuild_index(later)

    assert not is_due(later)
    assert current_index(later).generation != first


def test_a_new_day_or_many_changes_make_a_build_due(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_due(NOW)
    write_index(NOW)
    assert not is_due(NOW)
    assert is_due(NOW + dt.timedelta(days=1))

    monkeypatch.setattr(following, "MOST_CHANGES", 2)
    for number in range(3):
        make_findable(f"Heron {number}")
    assert is_due(NOW)


def test_a_build_that_dies_leaves_the_old_index(monkeypatch: pytest.MonkeyPatch) -> None:
    make_findable("Heron Half")
    assert named("heron") == 1
    monkeypatch.setattr(Path, "rename", _broken)

    with pytest.raises(OSError, match="no space"):
        write_index(NOW)

    assert named("heron") == 1


def _broken(self: Path, target: object) -> Path:
    raise OSError(os.strerror(28).lower() + " no space")


def test_similar_races_are_of_like_length_and_ground_and_never_the_same_event() -> None:
    lyon = make_findable("Lyon Half")
    make_findable("Vienne Half", lengths_m=(20_000, 5_000))
    make_findable("Lyon Trail", surface="trail")
    make_findable("Lyon Ten", lengths_m=(10_000,))
    make_findable("Autumn Half", on=dt.date(2026, 10, 1))
    make_findable("Porto Half", at=PORTO)

    assert [card.title for card in similar_races(lyon.pk, now=NOW)] == ["Vienne Half"]


def test_where_nothing_like_it_is_in_reach_the_nearest_on_any_day_are_offered() -> None:
    island = make_findable("Island Ultra", lengths_m=(73_000,), surface="trail", at=(28.7, -17.8))
    make_findable("Late Ultra", lengths_m=(75_000,), surface="trail", on=dt.date(2027, 3, 1))
    make_findable("Porto Ultra", lengths_m=(70_000,), surface="trail", at=PORTO)
    make_findable("Island Half", at=(28.7, -17.8))

    assert similar_races(island.pk, now=NOW) == []
    assert [card.title for card in nearest_alike(island.pk, now=NOW)] == [
        "Porto Ultra", "Late Ultra",
    ]  # fmt: skip


def test_nearby_races_are_within_a_hundred_kilometres() -> None:
    lyon = make_findable("Lyon Half")
    make_findable("Lyon Ten", lengths_m=(10_000,))
    make_findable("Porto Half", at=PORTO)

    assert [card.title for card in nearby_races(lyon.pk, now=NOW)] == ["Lyon Ten"]


if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_a_change_committed_after_a_later_one_was_read_is_not_lost() -> None:
        early, late = make_findable("Heron Half"), make_findable("Osprey Half")
        assert (named("heron"), named("osprey")) == (1, 1)
        begun, read = threading.Event(), threading.Event()

        def slow_writer() -> None:
            with transaction.atomic():
                Event.objects.filter(pk=early.event_id).update(name="Kestrel Half")
                record_changes([early.event_id], now=NOW)  # takes the lower number
                begun.set()
                read.wait(20)
            connection.close()

        writer = threading.Thread(target=slow_writer)
        writer.start()
        begun.wait(20)
        rename(late.event_id, "Buzzard Half")  # the higher number, committed first
        seen_between = (named("buzzard"), named("kestrel"))
        read.set()
        writer.join()

        assert seen_between == (1, 0)
        assert (named("kestrel"), named("heron"), named("buzzard")) == (1, 0, 1)
