"""Ordnance Survey grid references to WGS84, by the published formulas.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B and C:
transverse Mercator on the Airy 1830 ellipsoid, then a Helmert transformation (good to about 5 m).
"""

import math
import re

_LETTERED = re.compile(r"(?<![A-Za-z])([HNSOThnsot][A-HJ-Za-hj-z])\s?(\d{2,5})\s?(\d{2,5})(?!\d)")
_RUN_ON = re.compile(r"(?<![A-Za-z])([HNSOThnsot][A-HJ-Za-hj-z])\s?(\d{4,10})(?!\d)")
_BARE = re.compile(r"(?<![\d.°])(\d{6}|\d{8}|\d{10}|\d{3} \d{3}|\d{4} \d{4}|\d{5} \d{5})(?![\d.°])")
_WHOLE = re.compile(r"(?<!\d)(\d{6})[ ,]+(\d{6})(?!\d)")

# Middle of the Fell Runners Association's regions, in kilometres east and north of the grid's
# origin: enough to supply the letters a reference left out. Regions wider than 100 km are absent.
_REGIONS = {
    "lake district": (325, 510),
    "peak district": (410, 375),
    "south west pennines": (395, 425),
    "york dales": (390, 475),
    "yorkshire dales": (390, 475),
    "north york moors": (465, 500),
    "isle of man": (235, 480),
    "bowland nw lancs": (360, 450),
    "north wales": (265, 350),
    "north pennines": (370, 535),
}

_A, _B = 6377563.396, 6356256.909  # Airy 1830
_F0, _LAT0, _LON0 = 0.9996012717, math.radians(49), math.radians(-2)
_N0, _E0 = -100_000.0, 400_000.0


def grid_position(text: str, region: str = "") -> tuple[float, float] | None:
    """Latitude and longitude (WGS84, degrees) of a grid reference in any spelling, or None.

    "NY190009", "NY 45601 04114", "GR SD 998285", "Sk173893."; "035873" only with its region.
    """
    metres = _metres(text) or _metres_by_region(text, region)
    return to_wgs84(*metres) if metres else None


def _metres(text: str) -> tuple[float, float] | None:
    if found := _WHOLE.search(text):
        east, north = float(found[1]), float(found[2])
        return (east, north) if east < 700_000 and north < 1_300_000 else None
    if found := _LETTERED.search(text):
        square, east_digits, north_digits = found.groups()
        if len(east_digits) == len(north_digits):
            return _in_square(square, east_digits, north_digits)
    if (found := _RUN_ON.search(text)) and len(found[2]) % 2 == 0:
        half = len(found[2]) // 2
        return _in_square(found[1], found[2][:half], found[2][half:])
    return None


def _in_square(square: str, east: str, north: str) -> tuple[float, float] | None:
    """The corner of the 100 km square plus the digits, at the middle of what they leave open."""
    first, second = ("ABCDEFGHJKLMNOPQRSTUVWXYZ".index(c) for c in square.upper())
    column = ((first - 2) % 5) * 5 + second % 5
    row = (19 - first // 5 * 5) - second // 5
    if not (0 <= column <= 6 and 0 <= row <= 12):
        return None
    unit = 10.0 ** (5 - len(east))
    return (
        column * 100_000 + (int(east) + 0.5) * unit,
        row * 100_000 + (int(north) + 0.5) * unit,
    )


def _metres_by_region(text: str, region: str) -> tuple[float, float] | None:
    middle = _REGIONS.get(" ".join(re.findall(r"[a-z]+", region.lower())))
    found = _BARE.search(text)
    if not middle or not found:
        return None
    digits = found[1].replace(" ", "")
    half = len(digits) // 2
    unit = 10.0 ** (5 - half)
    east, north = (
        _nearest((int(d) + 0.5) * unit, m * 1000.0)
        for d, m in zip((digits[:half], digits[half:]), middle, strict=True)
    )
    return east, north


def _nearest(offset: float, middle: float) -> float:
    """The coordinate with this offset in its 100 km square that lies closest to the middle."""
    return offset + 100_000 * round((middle - offset) / 100_000)


def to_wgs84(east: float, north: float) -> tuple[float, float]:
    """National Grid metres to WGS84 degrees, rounded to six decimals."""
    latitude, longitude = _unprojected(east, north)
    return _shifted(latitude, longitude)


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """Annex C.2: grid metres to OSGB36 radians."""
    n = (_A - _B) / (_A + _B)
    latitude = _LAT0
    arc = 0.0
    for _ in range(20):
        latitude += (north - _N0 - arc) / (_A * _F0)
        arc = _meridian_arc(latitude, n)
        if abs(north - _N0 - arc) < 1e-5:
            break
    e2 = 1 - _B**2 / _A**2
    sine, tangent = math.sin(latitude), math.tan(latitude)
    nu = _A * _F0 / math.sqrt(1 - e2 * sine**2)
    rho = nu * (1 - e2) / (1 - e2 * sine**2)
    eta2 = nu / rho - 1
    sec, t2, d = 1 / math.cos(latitude), tangent**2, east - _E0
    vii = tangent / (2 * rho * nu)
    viii = tangent / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = tangent / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    return (
        latitude - vii * d**2 + viii * d**4 - ix * d**6,
        _LON0 + x * d - xi * d**3 + xii * d**5 - xiia * d**7,
    )


def _meridian_arc(latitude: float, n: float) -> float:
    low, high = latitude - _LAT0, latitude + _LAT0
    return (
        _B
        * _F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * low
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(low) * math.cos(high)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * low) * math.cos(2 * high)
            - 35 / 24 * n**3 * math.sin(3 * low) * math.cos(3 * high)
        )
    )


def _shifted(latitude: float, longitude: float) -> tuple[float, float]:
    """Annex B: OSGB36 to WGS84 by the Helmert transformation of the guide, height taken as 0."""
    e2 = 1 - _B**2 / _A**2
    nu = _A / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    x = nu * math.cos(latitude) * math.cos(longitude)
    y = nu * math.cos(latitude) * math.sin(longitude)
    z = nu * (1 - e2) * math.sin(latitude)
    arcsec = math.pi / 648_000
    rx, ry, rz, s = 0.1502 * arcsec, 0.2470 * arcsec, 0.8421 * arcsec, 1 - 20.4894e-6
    x, y, z = (
        446.448 + s * x - rz * y + ry * z,
        -125.157 + rz * x + s * y - rx * z,
        542.060 - ry * x + rx * y + s * z,
    )
    a, b = 6378137.0, 6356752.3141
    e2 = 1 - b**2 / a**2
    flat = math.hypot(x, y)
    answer = math.atan2(z, flat * (1 - e2))
    for _ in range(10):
        nu = a / math.sqrt(1 - e2 * math.sin(answer) ** 2)
        answer = math.atan2(z + e2 * nu * math.sin(answer), flat)
    return round(math.degrees(answer), 6), round(math.degrees(math.atan2(y, x)), 6)
