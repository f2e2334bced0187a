"""Positions: the Z-curve of map cells, distances on the sphere, boxes. Angles in degrees."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from startline.discovery.index.query import Box, Near

EARTH_M = 6_371_008.8  # mean radius, IUGG
MERCATOR_LIMIT = 85.0511  # degrees; beyond it everything is in the outermost cells
GRID_BITS = 16
_GRID = 1 << GRID_BITS
_SPREAD = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]


def grid(latitude: Floats, longitude: Floats) -> tuple[npt.NDArray[np.uint32], ...]:
    """Column and row on the web-Mercator grid of 65,536 by 65,536; unknown positions are 0, 0."""
    clipped = np.radians(np.clip(np.nan_to_num(latitude), -MERCATOR_LIMIT, MERCATOR_LIMIT))
    x = (np.nan_to_num(longitude) + 180) / 360
    y = (1 - np.arcsinh(np.tan(clipped)) / np.pi) / 2
    return tuple(np.clip(v * _GRID, 0, _GRID - 1).astype(np.uint32) for v in (x, y))


def _spread(value: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    out = value.astype(np.uint32)
    for shift, mask in _SPREAD:
        out = (out | (out << np.uint32(shift))) & np.uint32(mask)
    return out


def morton(latitude: Floats, longitude: Floats) -> npt.NDArray[np.uint32]:
    """The place on the Z-curve: neighbours on the map are mostly neighbours in number."""
    x, y = grid(latitude, longitude)
    return _spread(x) | (_spread(y) << np.uint32(1))


def cell_shift(zoom: int) -> int:
    """How far to shift a place on the Z-curve so that a map tile has 8 by 8 cells."""
    return 2 * (GRID_BITS - min(zoom + 3, GRID_BITS))


def unit_vectors(latitude: Floats, longitude: Floats) -> tuple[Singles, Singles, Singles]:
    """Points on the unit sphere; not-a-number where the position is unknown."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    flat = np.cos(lat)
    x, y, z = flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)
    return x.astype(np.float32), y.astype(np.float32), z.astype(np.float32)


def chord(distance_m: float) -> float:
    """The straight line through a sphere of radius 1 under a distance on the Earth's surface."""
    return 2 * math.sin(min(distance_m / EARTH_M, math.pi) / 2)


def distance_m(latitude: Floats, longitude: Floats, near: Near) -> Floats:
    """Great-circle distances in metres (haversine formula)."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    lat0, lon0 = math.radians(near.latitude), math.radians(near.longitude)
    h = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * math.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    out: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(h, 1)))
    return out


def box_around(near: Near, radius_m: float) -> Box:
    """The smallest box that holds a circle; around a pole it goes all round the Earth."""
    angle = radius_m / EARTH_M
    reach = math.degrees(angle) + 1e-6
    south, north = near.latitude - reach, near.latitude + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90), -180, min(north, 90), 180)
    sideways = math.sin(angle) / math.cos(math.radians(near.latitude))
    turn = math.degrees(math.asin(min(1.0, sideways))) + 1e-6
    west, east = _wrapped(near.longitude - turn), _wrapped(near.longitude + turn)
    return Box(south, west, north, east)


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def halves(box: Box) -> list[Box]:
    """The box itself, or its two parts on either side of the date line."""
    if box.west <= box.east:
        return [box]
    return [Box(box.south, box.west, box.north, 180), Box(box.south, -180, box.north, box.east)]


def curve_ranges(box: Box, splits: int = 4) -> list[tuple[int, int]]:
    """Pieces of the Z-curve (first, last) that together hold the box, in rising order."""
    found: list[tuple[int, int]] = []
    for part in halves(box):
        edges = np.array([part.north, part.south]), np.array([part.west, part.east])
        x, y = grid(*edges)
        found += _pieces(int(x[0]), int(y[0]), int(x[1]), int(y[1]), splits)
    return sorted(found)


def _pieces(x0: int, y0: int, x1: int, y1: int, splits: int) -> Iterator[tuple[int, int]]:
    """Cut where the curve leaves the box: at the highest bit in which the corners differ."""
    bit_x, bit_y = (x0 ^ x1).bit_length(), (y0 ^ y1).bit_length()
    if not splits or not (bit_x or bit_y):
        yield curve_number(x0, y0), curve_number(x1, y1)
    elif bit_x > bit_y:
        middle = x1 >> (bit_x - 1) << (bit_x - 1)
        yield from _pieces(x0, y0, middle - 1, y1, splits - 1)
        yield from _pieces(middle, y0, x1, y1, splits - 1)
    else:
        middle = y1 >> (bit_y - 1) << (bit_y - 1)
        yield from _pieces(x0, y0, x1, middle - 1, splits - 1)
        yield from _pieces(x0, middle, x1, y1, splits - 1)


def curve_number(x: int, y: int) -> int:
    """The place of one grid cell on the Z-curve."""
    for shift, mask in _SPREAD:
        x = (x | x << shift) & mask
        y = (y | y << shift) & mask
    return x | y << 1
