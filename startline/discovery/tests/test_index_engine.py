"""What the engine promises beside exactness: the same race, other kinds, threads, room."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from startline.discovery.index import bitmaps, columns
from startline.discovery.index.query import Box, Near, Query
from startline.discovery.index.rows import Change, band_of
from startline.discovery.index.table import OverlayFullError
from startline.discovery.tests.make_rows import TODAY, make_engine, make_row


def test_distance_price_and_month_must_hold_for_the_same_race(tmp_path: Path) -> None:
    may: dict[str, Any] = {"month": 202605, "certainty": "confirmed"}
    rows = (
        make_row(1, race_id=11, distance_m=42_195, price_eur_cents=9_000, **may),
        make_row(1, race_id=12, distance_m=10_000, price_eur_cents=2_000, **may),
        make_row(2, race_id=21, distance_m=42_195, price_eur_cents=4_500, **may),
        make_row(2, race_id=22, distance_m=21_097, price_eur_cents=3_500, **may),
    )
    question = Query(band=("marathon",), max_price_eur_cents=5_000, months=(5,))

    answer = make_engine(tmp_path, *rows).search(question)

    assert [(hit.event_id, hit.race_ids) for hit in answer.hits] == [(2, (21,))]
    assert (answer.total_races, answer.total_editions, answer.total_events) == (1, 1, 1)


def test_an_edition_is_one_hit_with_all_its_matching_races(tmp_path: Path) -> None:
    rows = (
        make_row(1, race_id=11, day=TODAY + 2),
        make_row(1, race_id=12, day=TODAY + 1),
        make_row(1, race_id=13, edition_id=7, day=TODAY + 3),
    )

    answer = make_engine(tmp_path, *rows).search(Query(sort="date"))

    assert [(hit.edition_id, hit.race_ids) for hit in answer.hits] == [(1, (12, 11)), (7, (13,))]
    assert (answer.total_races, answer.total_editions, answer.total_events) == (3, 2, 1)


def test_a_facet_is_counted_without_its_own_filter(tmp_path: Path) -> None:
    rows = (
        make_row(1, sport="running", surface="road"),
        make_row(2, sport="trail", surface="trail"),
        make_row(3, sport="trail", surface="road"),
    )

    answer = make_engine(tmp_path, *rows).search(Query(sport=("trail",), facets=True))

    assert answer.facets["sport"] == {"running": 1, "trail": 2}
    assert answer.facets["surface"] == {"trail": 1, "road": 1}


def test_rows_without_a_day_or_a_position_are_found_but_never_by_day_or_place(
    tmp_path: Path,
) -> None:
    engine = make_engine(tmp_path, make_row(1, month=202705))

    assert engine.search(Query(text="ridge", months=(202705,))).total_races == 1
    assert engine.search(Query(from_day=1)).total_races == 0
    assert engine.search(Query(to_day=9_999_999)).total_races == 0
    assert engine.search(Query(box=Box(-90, -180, 90, 180))).total_races == 0
    assert engine.search(Query(near=Near(0, 0, 3e7))).total_races == 0
    assert engine.search(Query(clusters_zoom=2)).clusters == ()
    assert engine.search(Query(near=Near(0, 0), sort="distance")).total_races == 1


def test_terms_and_organizers_answer_in_the_same_box_but_are_not_races(tmp_path: Path) -> None:
    rows = (
        make_row(1, "Fartlek Run"),
        make_row(1, "Fartlek", kind="term", alt_names=("speed play",)),
        make_row(8, "Fartlek Events", kind="organizer"),
    )

    answer = make_engine(tmp_path, *rows).search(Query(text="fartlek", others=5))

    assert [(hit.kind, hit.event_id) for hit in answer.hits] == [("race", 1)]
    assert [(hit.kind, hit.event_id) for hit in answer.others] == [("term", 1), ("organizer", 8)]


def test_other_names_of_a_town_find_its_races(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, places=("Lisboa", "Lissabon", "リスボン")))

    found = [engine.search(Query(text=t)).total_races for t in ("lisboa", "LISSABON", "スボ")]

    assert found == [1, 1, 1]


def test_edits_additions_and_deletions_are_seen_at_once(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, "Old Name"), make_row(2, "Other"))

    engine.apply([Change(1, (make_row(1, "New Name"),))], watermark=41)
    engine.apply([Change(2), Change(3, (make_row(3, "Third"),))], watermark=43)

    assert engine.search(Query(text="old")).total_races == 0
    assert engine.search(Query(text="name")).hits[0].event_id == 1
    assert {hit.event_id for hit in engine.search(Query()).hits} == {1, 3}
    assert (engine.watermark, engine.changed_rows) == (43, 2)


def test_a_term_and_an_event_with_the_same_number_are_different_things(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1, "Taper Run"), make_row(1, "Taper", kind="term"))

    engine.apply([Change(1, kind="term")])

    answer = engine.search(Query(text="taper", others=3))
    assert (answer.total_races, answer.others) == (1, ())


def test_the_room_for_later_rows_is_bounded(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, make_row(1))
    many = tuple(make_row(1, race_id=n) for n in range(columns.SPARE_ROWS))

    engine.apply([Change(1, many)])

    with pytest.raises(OverlayFullError):
        engine.apply([Change(2, (make_row(2),))])
    assert engine.search(Query()).total_races == columns.SPARE_ROWS


def test_threads_that_edit_and_search_see_whole_edits(tmp_path: Path) -> None:
    engine = make_engine(tmp_path, *(make_row(n) for n in range(1, 50)))
    wrong: list[int] = []

    def edit() -> None:
        for n in range(1, 200):
            engine.apply([Change(n % 49 + 1, (make_row(n % 49 + 1, sport="trail"),))])

    def look() -> None:
        for _ in range(200):
            found = engine.search(Query(facets=True)).total_races
            if found != 49:
                wrong.append(found)

    threads = [threading.Thread(target=job) for job in (edit, look, look)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    answer = make_engine(tmp_path).search(Query(text="ridge", facets=True, clusters_zoom=3))

    assert (answer.total_races, answer.hits, answer.clusters) == (0, (), ())


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    size=st.sampled_from([0, 1, 8, 65_535, 65_536, 65_537, 200_000]),
    share=st.sampled_from([0.0, 0.001, 0.06, 0.0625, 0.5, 1.0]),
)
def test_a_set_made_from_a_mask_holds_just_its_rows(size: int, share: float) -> None:
    mask = np.random.default_rng(7).random(size) < share

    rows = bitmaps.from_mask(mask)

    assert list(rows) == np.flatnonzero(mask).tolist()
    assert bitmaps.from_ids(np.flatnonzero(mask)[::-1], size) == rows


@pytest.mark.parametrize(
    ("metres", "band"),
    [(None, ""), (3_000, "under_5k"), (5_000, "5k"), (21_097, "half"), (42_195, "marathon"),
     (161_000, "longer")],
)  # fmt: skip
def test_each_length_has_one_band(metres: int | None, band: str) -> None:
    assert band_of(metres) == band
