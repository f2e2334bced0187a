"""Coordinates as listings write them: "48.1,7.8", "N 47.62 E 7.66", degrees and minutes."""

import re

_PLAIN = re.compile(r"^[^\d-]{0,3}(-?\d{1,3}\.\d+)\s*[,;/ ]\s*(-?\d{1,3}\.\d+)\D{0,3}$")
_INSIDE = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{4,})\s*[,;]\s*(-?\d{1,3}\.\d{4,})")
_COMPASS = re.compile(
    r"([NS])\s*(\d{1,2}(?:\.\d+)?)\s*°?[\s,;]*([EWO])\s*(\d{1,3}(?:\.\d+)?)", re.IGNORECASE
)
_DEGREES = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2}(?:\.\d+)?)\s*['′’]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|"
    r"”))?\s*([NSEWO])",
    re.IGNORECASE,
)

Position = tuple[float, float]


def sound(latitude: float, longitude: float) -> Position | None:
    """The position if it can be one: not 0,0; a latitude beyond 90 is taken as swapped."""
    if abs(latitude) > 90 >= abs(longitude) and abs(latitude) <= 180:
        latitude, longitude = longitude, latitude
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    if not on_earth or (abs(latitude) < 0.01 and abs(longitude) < 0.01):
        return None
    return round(latitude, 6), round(longitude, 6)


def read_position(text: str) -> Position | None:
    """Latitude and longitude in degrees from a text, or None."""
    text = text.strip()
    if found := _PLAIN.match(text) or _INSIDE.search(text):
        return sound(float(found[1]), float(found[2]))
    if found := _COMPASS.search(text):
        latitude = float(found[2]) * (-1 if found[1] in "Ss" else 1)
        return sound(latitude, float(found[4]) * (-1 if found[3] in "Ww" else 1))
    parts = _DEGREES.findall(text)
    if len(parts) == 2:
        return sound(*(_degrees(*part) for part in parts))
    return None


def _degrees(whole: str, minutes: str, seconds: str, side: str) -> float:
    value = int(whole) + float(minutes) / 60 + float(seconds or 0) / 3600
    return -value if side in "SsWw" else value


def read_number(value: object, limit: float) -> float | None:
    """A degree field: 41.157, "41,157"; none beyond the limit."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) <= limit else None
