"""The index answers exactly what looking at every row answers, before and after any edits."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startline.discovery.index import bitmaps, clusters, facets, filters, orders, pages
from startline.discovery.index.build import build
from startline.discovery.index.engine import Engine
from startline.discovery.index.query import Answer, Box, Near, Query, Sort
from startline.discovery.index.rows import Change, RaceRow
from startline.discovery.tests.oracle import Found, Oracle

TODAY = 739_000


@pytest.fixture(autouse=True)
def pieces_of_the_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even these small tables are searched as large ones are."""
    monkeypatch.setattr(filters, "_FEW", 0)


SETTINGS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NAMES = (
    "Berlin Marathon", "Marathon Berlin", "Berliner Halbmarathon", "Bern Marathon",
    "Maratona di Roma", "Ridge 50K", "Ridge Trail", "Trail de Bern", "Zürich Marathon",
    "Marathon", "서울마라톤", "서울 마라톤", "대구국제마라톤대회", "東京マラソン",
    "Московский марафон", "Marathon des Sables",
)  # fmt: skip
PLACES = ("Berlin", "Bern Berne", "Roma Rome", "Lisboa Lissabon", "東京 Tokyo", "Ridge")
TEXTS = (
    "", "", "berlin marathon", "marathon", "marathn", "berlin", "berlni", "bern", "lissabon",
    "ridge 50k", "京マ", "마라톤", "서울마라돈", "마리톤", "서울 마톤", "대구국제말톤",
    "東東マラン",
    "東京マラン marathon", "halbmaratohn", "zurich marathon", "roma marathon",
    "марафон", "marathon ridge tokio", "halbmartahonn", "nowhere",
)  # fmt: skip
LATITUDES = st.one_of(
    st.sampled_from([0.0, 52.5, 52.6, 46.9, 89.9, 90.0, -90.0, -16.5]), st.floats(-90, 90)
)
LONGITUDES = st.one_of(
    st.sampled_from([0.0, 13.4, 13.5, 179.9, -179.9, 180.0, -180.0]), st.floats(-180, 180)
)


@st.composite
def rows_of_event(draw: st.DrawFn, event_id: int) -> tuple[RaceRow, ...]:
    """One to four races in one or two editions."""
    name = draw(st.sampled_from(NAMES))
    alternatives = draw(st.lists(st.sampled_from(NAMES), max_size=1))
    rows = []
    for race_id in range(draw(st.integers(1, 4))):
        placed = draw(st.integers(0, 4)) > 0
        rows.append(
            RaceRow(
                event_id=event_id,
                edition_id=event_id * 10 + draw(st.integers(0, 1)),
                race_id=event_id * 100 + race_id,
                name=name,
                alt_names=tuple(alternatives),
                places=(draw(st.sampled_from(PLACES)),),
                organizers=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=1))),
                country=draw(st.sampled_from(["DE", "CH", ""])),
                region=draw(st.sampled_from(["DE.1", "CH.2", ""])),
                sport=draw(st.sampled_from(["running", "trail"])),
                surface=draw(st.sampled_from(["road", "trail"])),
                relief=draw(st.sampled_from(["flat", "hilly", "unknown"])),
                day=draw(st.one_of(st.none(), st.integers(TODAY - 40, TODAY + 40))),
                month=draw(st.sampled_from([None, 202605, 202606, 202705])),
                certainty=draw(st.sampled_from(["confirmed", "announced", "expected", "unknown"])),
                distance_m=draw(st.sampled_from([None, 5_000, 21_097, 42_195, 100_000])),
                climb_m=draw(st.one_of(st.none(), st.integers(0, 3_000))),
                cutoff_ms=draw(st.sampled_from([None, 3_600_000, 3_000_000_000])),
                descent_per_km=draw(st.sampled_from([None, 0, 12, 40])),
                steepest_permille=draw(st.sampled_from([None, 30, 120])),
                score=draw(st.sampled_from([None, 317, 400, 480])),
                back_percent=draw(st.sampled_from([None, 40, 80])),
                cutoff_pace_ms=draw(st.sampled_from([None, 420_000, 540_000])),
                price=draw(st.sampled_from([None, 0, 4_500, 9_000])),
                price_eur_cents=draw(st.sampled_from([None, 0, 4_500, 9_000])),
                currency=draw(st.sampled_from(["EUR", "CHF"])),
                open=draw(st.booleans()),
                latitude=draw(LATITUDES) if placed else None,
                longitude=draw(LONGITUDES) if placed else None,
                seen_on=draw(st.sampled_from([None, TODAY - 3, TODAY - 200])),
                popularity=draw(st.sampled_from([0, 5, 5_000])),
                features=tuple(draw(st.sets(st.sampled_from(["women-only", "relay"])))),
            )
        )
    return tuple(rows)


@st.composite
def tables(draw: st.DrawFn) -> list[RaceRow]:
    """Up to 25 events."""
    count = draw(st.integers(0, 25))
    return [row for event_id in range(1, count + 1) for row in draw(rows_of_event(event_id))]


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Edits, deletions and new events, any of them more than once."""
    ids = draw(st.lists(st.integers(1, 30), max_size=12))
    return [
        Change(event_id, draw(rows_of_event(event_id)) if draw(st.integers(0, 3)) else ())
        for event_id in ids
    ]


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly nothing, sometimes a few of the values."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values)).map(tuple))


def maybe(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """Mostly nothing."""
    return st.one_of(st.none(), st.none(), st.none(), values)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any mix of everything that can be asked."""
    near = draw(
        st.one_of(
            st.none(),
            st.builds(
                Near,
                LATITUDES,
                LONGITUDES,
                st.one_of(st.none(), st.sampled_from([0.0, 1_000.0, 200_000.0, 5e6, 1.5e7, 3e7])),
            ),
        )
    )
    sorts: list[Sort] = ["relevance", "date", "newest", "rating"]
    return Query(
        text=draw(st.sampled_from(TEXTS)),
        last_is_prefix=draw(st.booleans()),
        widen=draw(st.integers(0, 4)) == 0,
        country=draw(some(["DE", "CH", "XX"])),
        region=draw(some(["DE.1", "CH.2"])),
        sport=draw(some(["running", "trail"])),
        band=draw(some(["5k", "half", "marathon"])),
        certainty=draw(some(["confirmed", "expected"])),
        currency=draw(some(["CHF"])),
        features=draw(some(["relay"])),
        months=draw(st.sampled_from([(), (), (5,), (202605, 202705)])),
        open=draw(st.sampled_from([None, None, True, False])),
        from_day=draw(maybe(st.integers(TODAY - 40, TODAY + 40))),
        to_day=draw(maybe(st.integers(TODAY - 40, TODAY + 40))),
        min_m=draw(maybe(st.just(20_000))),
        max_m=draw(maybe(st.just(42_195))),
        max_climb_m=draw(maybe(st.integers(0, 3_000))),
        min_cutoff_ms=draw(maybe(st.just(3_600_000))),
        max_descent_per_km=draw(maybe(st.sampled_from([0, 12]))),
        max_steepest_permille=draw(maybe(st.just(60))),
        min_cutoff_pace_ms=draw(maybe(st.just(480_000))),
        min_score=draw(maybe(st.just(400))),
        min_back_percent=draw(maybe(st.just(80))),
        max_price=draw(maybe(st.just(4_500))),
        max_price_eur_cents=draw(maybe(st.just(4_500))),
        near=near,
        box=draw(st.one_of(st.none(), st.none(), boxes())),
        without=tuple(draw(st.lists(unwanted(), max_size=2))),
        sort=draw(st.sampled_from([*sorts, "distance"] if near else sorts)),
        confirmed_first=draw(st.booleans()),
        offset=draw(st.sampled_from([0, 0, 2])),
        limit=draw(st.sampled_from([1, 3, 20])),
        facets=True,
        clusters_zoom=draw(st.sampled_from([None, 0, 2, 11])),
    )


@st.composite
def unwanted(draw: st.DrawFn) -> Query:
    """One or two things that must not be."""
    things: dict[str, st.SearchStrategy[object]] = {
        "country": st.sampled_from([("DE",), ("CH", "DE"), ("XX",)]),
        "region": st.just(("DE.1",)),
        "sport": st.just(("trail",)),
        "surface": st.just(("trail",)),
        "relief": st.just(("hilly",)),
        "band": st.just(("half",)),
        "months": st.sampled_from([(5,), (202605,)]),
        "open": st.booleans(),
        "from_day": st.just(TODAY + 1),
        "to_day": st.just(TODAY - 1),
        "min_m": st.just(21_000),
        "max_m": st.just(42_195),
        "near": st.builds(Near, LATITUDES, LONGITUDES, st.sampled_from([1_000.0, 200_000.0, 5e6])),
        "box": boxes(),
    }
    names = draw(st.lists(st.sampled_from(sorted(things)), min_size=1, max_size=2, unique=True))
    return Query(**{name: draw(things[name]) for name in names})  # type: ignore[arg-type]  # values of many types


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """South below north; west may lie east of east: such a box crosses the date line."""
    south, north = sorted([draw(LATITUDES), draw(LATITUDES)])
    return Box(south, draw(LONGITUDES), north, draw(LONGITUDES))


def shape(answer: Answer) -> Found:
    """An answer in the oracle's shape."""
    return Found(
        races=answer.total_races,
        editions=answer.total_editions,
        events=answer.total_events,
        hits=[(hit.event_id, hit.edition_id, hit.race_ids, hit.tier) for hit in answer.hits],
        facets={name: dict(counts) for name, counts in answer.facets.items()},
        clusters={cluster.cell: cluster.editions for cluster in answer.clusters},
    )


@SETTINGS
@given(rows=tables(), asked=st.lists(queries(), min_size=3, max_size=6))
def test_a_fresh_index_answers_like_the_oracle(rows: list[RaceRow], asked: list[Query]) -> None:
    oracle = Oracle(rows, TODAY)

    with tempfile.TemporaryDirectory() as folder:
        build(rows, Path(folder), today=TODAY)
        with Engine.open(Path(folder)) as engine:
            for query in asked:
                assert shape(engine.search(query)) == oracle.search(query)


@SETTINGS
@given(rows=tables(), edits=changes(), asked=st.lists(queries(), min_size=3, max_size=6))
def test_an_edited_index_answers_like_the_oracle(
    rows: list[RaceRow], edits: list[Change], asked: list[Query]
) -> None:
    oracle = Oracle(rows, TODAY)

    with tempfile.TemporaryDirectory() as folder:
        build(rows, Path(folder), today=TODAY)
        with Engine.open(Path(folder)) as engine:
            for edit in edits:
                oracle.apply(edit)
                engine.apply([edit])
            for query in asked:
                assert shape(engine.search(query)) == oracle.search(query)


@SETTINGS
@given(rows=tables(), spot=st.builds(Near, LATITUDES, LONGITUDES, st.floats(1, 2.1e7)), box=boxes())
def test_circles_at_the_poles_and_boxes_across_the_date_line_are_exact(
    rows: list[RaceRow], spot: Near, box: Box
) -> None:
    oracle = Oracle(rows, TODAY)
    asked = (Query(near=spot, sort="distance"), Query(box=box), Query(near=spot, box=box))

    with tempfile.TemporaryDirectory() as folder:
        build(rows, Path(folder), today=TODAY)
        with Engine.open(Path(folder)) as engine:
            for query in asked:
                assert shape(engine.search(query)) == oracle.search(query)


@SETTINGS
@given(rows=tables(), edits=changes(), asked=st.lists(queries(), min_size=3, max_size=6))
def test_the_ways_for_broad_questions_are_exact_too(
    rows: list[RaceRow], edits: list[Change], asked: list[Query]
) -> None:
    oracle = Oracle(rows, TODAY)

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(bitmaps, "_FEW", 0)  # rows are marked one by one, not listed
        patch.setattr(clusters, "_DENSE", 10_000)  # editions are counted as bits
        patch.setattr(facets, "_SPARSE", 10_000)  # labels may be counted by bitmaps,
        patch.setattr(facets, "_LOOK_NS", 10_000)  # and are
        patch.setattr(orders, "_FEW", 0)  # ranges are differences of marks
        patch.setattr(orders, "_MARKS", 3)
        patch.setattr(orders, "_SHORTEST_STEP", 1)
        patch.setattr(pages, "_FIRST_TRY", -1)  # pages are walked along a stored order
        patch.setattr(pages, "_WORTH_SLOTS", 0)
        build(rows, Path(folder), today=TODAY)
        with Engine.open(Path(folder)) as engine:
            for edit in edits:
                oracle.apply(edit)
                engine.apply([edit])
            for query in asked:
                assert shape(engine.search(query)) == oracle.search(query)
