"""Points on the globe: distance, grid cells and the circle and box around many points. Pure.

Degrees are WGS 84, south and west negative; lengths are metres on a sphere of 6,371,008.8 m
(the IUGG mean radius), which is within 0.6% of the ellipsoid.
"""

import itertools
import math
from collections.abc import Iterable, Sequence

EARTH_M = 6_371_008.8
CELLS_PER_DEGREE = 4
COLUMNS = 360 * CELLS_PER_DEGREE
ROWS = 180 * CELLS_PER_DEGREE


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres (haversine: exact also for close points)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def row_of(latitude: float) -> int:
    """The grid row of a latitude, counted from the south pole."""
    return min(ROWS - 1, max(0, math.floor((latitude + 90) * CELLS_PER_DEGREE)))


def column_of(longitude: float) -> int:
    """The grid column of a longitude, counted from the date line eastwards."""
    return math.floor((longitude + 180) * CELLS_PER_DEGREE) % COLUMNS


def cell_of(latitude: float, longitude: float) -> int:
    """The grid cell (a quarter of a degree each way): neighbours in a row follow one another."""
    return row_of(latitude) * COLUMNS + column_of(longitude)


def cells_within(latitude: float, longitude: float, radius_m: float) -> Iterable[tuple[int, int]]:
    """Runs of cells (first, last) that cover a circle, also over the date line and the poles."""
    spread = math.degrees(radius_m / EARTH_M)
    south, north = latitude - spread, latitude + spread
    wide = 180.0
    if south > -90 and north < 90:
        sine = math.sin(math.radians(spread)) / math.cos(math.radians(latitude))
        wide = math.degrees(math.asin(sine)) if sine < 1 else 180.0
    for row in range(row_of(south), row_of(north) + 1):
        yield from _runs(row * COLUMNS, longitude, wide)


def _runs(base: int, longitude: float, wide: float) -> Iterable[tuple[int, int]]:
    if wide >= 180 - 1 / CELLS_PER_DEGREE:
        yield base, base + COLUMNS - 1
        return
    first, last = column_of(longitude - wide), column_of(longitude + wide)
    if first <= last:
        yield base + first, base + last
    else:
        yield base + first, base + COLUMNS - 1
        yield base, base + last


def enclosing(
    points: Sequence[tuple[float, float]],
) -> tuple[float, float, float, float, float, float, int]:
    """South, west, north, east, middle latitude, middle longitude, radius in metres.

    West is greater than east where the box crosses the date line: the longest empty stretch of
    longitude is left outside.
    """
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    turns = sorted({p[1] for p in points})
    gaps = [(after - before, before, after) for before, after in itertools.pairwise(turns)]
    gaps.append((turns[0] + 360 - turns[-1], turns[-1], turns[0]))
    _, east, west = max(gaps)
    middle_lat = (south + north) / 2
    middle_lon = (west + ((east - west) % 360) / 2 + 180) % 360 - 180
    radius = max(distance_m(middle_lat, middle_lon, *p) for p in points)
    return south, west, north, east, round(middle_lat, 4), round(middle_lon, 4), math.ceil(radius)
