"""The land on the map: cut at the 180th meridian, and never drawn across the whole map."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from scripts.build_basemap import folded, inside_span, ring

MAP = settings.PACKAGE / "core/static/core/map"
WORLDS = sorted(MAP.glob("world-*.json"))
CELLS = sorted(MAP.glob("10m-*/*.json"))
FAR_EAST = [(170.0, 60.0), (170.0, 70.0), (190.0, 70.0), (190.0, 60.0), (170.0, 60.0)]

type Step = tuple[list[float], list[float]]


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["features"]
    return found


def lines_of(feature: dict[str, Any]) -> Iterator[list[list[float]]]:
    shape, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    if shape == "MultiPolygon":
        yield from (ring for polygon in coordinates for ring in polygon)
    elif shape in {"Polygon", "MultiLineString"}:
        yield from coordinates


def steps(path: Path, kinds: set[str]) -> Iterator[Step]:
    for feature in features(path):
        if feature["properties"]["k"] in kinds:
            for line in lines_of(feature):
                yield from pairwise(line)


def name_of(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", [*WORLDS, *CELLS], ids=name_of)
def test_no_step_of_land_or_line_runs_around_the_globe(path: Path) -> None:
    every = list(steps(path, {"land", "cut", "coast", "border"}))

    assert every
    assert [step for step in every if abs(step[0][0] - step[1][0]) > 180] == []
    assert all(abs(x) <= 180 for step in every for x, _ in step)


@pytest.mark.parametrize("path", WORLDS, ids=name_of)
def test_no_outline_of_the_world_runs_along_the_cut(path: Path) -> None:
    outlined = list(steps(path, {"land", "coast", "border"}))

    assert [s for s in outlined if abs(s[0][0]) == 180 and s[0][0] == s[1][0]] == []


@pytest.mark.parametrize("path", CELLS, ids=name_of)
def test_no_outline_of_a_cell_runs_along_the_cut(path: Path) -> None:
    outlined = steps(path, {"coast", "border"})

    assert [s for s in outlined if abs(s[0][0]) == 180 and s[0][0] == s[1][0]] == []


@pytest.mark.parametrize("path", WORLDS, ids=name_of)
def test_names_lie_on_the_countries_that_the_cut_divides(path: Path) -> None:
    places = {
        feature["properties"]["n"]: feature["geometry"]["coordinates"]
        for feature in features(path)
        if feature["properties"]["k"] == "name"
    }

    assert 30 < places["Russia"][0] < 180
    assert 50 < places["Russia"][1] < 75
    assert 176 < abs(places["Fiji"][0]) <= 180
    assert -20 < places["Fiji"][1] < -15
    assert places["Antarctica"][1] < -65


def test_land_over_the_cut_becomes_a_piece_on_either_side() -> None:
    pieces = folded([FAR_EAST])

    assert sorted((min(x for x, _ in one[0]), max(x for x, _ in one[0])) for one in pieces) == [
        (-180, -170),
        (170, 180),
    ]


def test_a_shore_once_around_the_globe_is_closed_at_the_pole() -> None:
    shore = [(-180.0, -70.0), (-60.0, -75.0), (60.0, -75.0), (180.0, -70.0)]

    closed = ring([0], [shore])

    assert closed[-5:] == [(180.0, -70.0), (180.0, -90.0), (0.0, -90.0), (-180.0, -90.0), shore[0]]


def test_a_line_is_cut_where_it_passes_the_meridian_and_not_drawn_along_it() -> None:
    line = [(179.0, 10.0), (181.0, 12.0), (180.0, 13.0), (180.0, 14.0), (179.0, 14.0)]

    assert inside_span(line) == [
        [(179.0, 10.0), (180.0, 11.0)],
        [(180.0, 14.0), (179.0, 14.0)],
    ]
