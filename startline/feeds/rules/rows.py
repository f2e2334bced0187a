"""Nested records made flat: {"location": {"lat": 1}} has the path "location.lat". Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

from startline.core.text import words

LONGEST = 400  # paths of one record
DEEPEST = 6
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_|-|\.|(?<=[A-Za-z])(?=\d)")

Row = Mapping[str, object]


def flat(row: Mapping[object, object]) -> dict[str, object]:
    """Dotted paths to values; inner mappings are kept too, so that {"full": 200} can be a price."""
    out: dict[str, object] = {}
    for path, value in _walk(row, "", 0):
        if len(out) >= LONGEST:
            break
        out[path] = value
    return out


def _walk(node: Mapping[object, object], prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, value in node.items():
        path = f"{prefix}{key}"
        yield path, value
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from _walk(value, f"{path}.", depth + 1)


def phrase(segment: str) -> str:
    """A header's words folded: "ElevationGain", "elevation_gain" give "elevation gain"."""
    return " ".join(words(_CAMEL.sub(" ", segment)))


def headers_of(rows: Iterable[Row]) -> list[str]:
    """All paths of the rows in the order they first appear."""
    seen: dict[str, None] = {}
    for row in rows:
        seen.update(dict.fromkeys(row))
    return list(seen)


def find_records(data: object, depth: int = 0) -> list[Mapping[object, object]]:
    """The list of records inside parsed JSON or YAML: the longest list of mappings in reach."""
    if isinstance(data, list):
        return [_unwrapped(item) for item in data if isinstance(item, Mapping)]
    if not isinstance(data, Mapping) or depth > 3:
        return []
    lists = [
        find_records(value, depth + 1)
        for value in data.values()
        if isinstance(value, list | Mapping)
    ]
    best = max(lists, key=len, default=[])
    values = list(data.values())
    if values and all(isinstance(v, Mapping) for v in values) and len(values) >= max(2, len(best)):
        return [{"key": key, **v} for key, v in data.items() if isinstance(v, Mapping)]
    if depth == 0 and not _holds_list(data):
        return [data]
    return best


def _holds_list(data: Mapping[object, object]) -> bool:
    """Is there a list of mappings anywhere near, or is this itself one record?"""
    named = any(phrase(str(key)) in ("name", "title", "full name") for key in data)
    return not named


def _unwrapped(item: Mapping[object, object]) -> Mapping[object, object]:
    """{"race": {…}} is the inner record; a GeoJSON feature is its properties and its point."""
    if len(item) == 1:
        (inner,) = item.values()
        if isinstance(inner, Mapping):
            return inner
    properties, geometry = item.get("properties"), item.get("geometry")
    if item.get("type") == "Feature" and isinstance(properties, Mapping):
        return {**({"id": item["id"]} if "id" in item else {}), **properties, **_point(geometry)}
    return item


def _point(geometry: object) -> dict[str, object]:
    coordinates = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    if isinstance(coordinates, list) and len(coordinates) >= 2:
        return {"longitude": coordinates[0], "latitude": coordinates[1]}
    return {}
