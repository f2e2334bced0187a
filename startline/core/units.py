"""Lengths and durations for readers. Inside, everything is metres and milliseconds."""

MILE_M = 1609.344
FOOT_M = 0.3048
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
SECOND_MS = 1_000


def distance_text(metres: float, units: str = "km") -> str:
    """ "21.1 km" or "13.1 mi"; under a kilometre, whole metres ("800 m") or feet."""
    if units == "mi":
        miles = metres / MILE_M
        return f"{_trim(miles)} mi"
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{_trim(metres / 1000)} km"


def height_text(metres: float, units: str = "km") -> str:
    """Climb, descent or altitude: "319 m" or "1,047 ft"."""
    if units == "mi":
        return f"{metres / FOOT_M:,.0f} ft"
    return f"{metres:,.0f} m"


def duration_text(duration_ms: int) -> str:
    """ "2 h 45", "45 min", "46 h": hours and minutes as a cut-off is written."""
    minutes = round(duration_ms / MINUTE_MS)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def pace_text(ms_per_km: float, units: str = "km") -> str:
    """Pace as "5:41 min/km" or "9:09 min/mi"."""
    per = ms_per_km * (MILE_M / 1000 if units == "mi" else 1)
    minutes, seconds = divmod(round(per / 1000), 60)
    return f"{minutes}:{seconds:02d} min/{units}"


def _trim(value: float) -> str:
    digits = 0 if value >= 100 else 1
    text = f"{value:,.{digits}f}"
    return text.removesuffix(".0")
