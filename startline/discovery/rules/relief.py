"""How hilly a course is, from climb and distance. Pure."""

FLAT_UNDER = 7.0
HILLY_FROM = 18.0
"""Metres of climb per kilometre. City marathons lie under 5, alpine trail races above 40; the
limits are a convention of ours."""


def relief_of(climb_m: int | None, distance_m: int | None) -> str:
    """ "flat", "rolling" or "hilly"; "unknown" without climb or distance."""
    if climb_m is None or not distance_m:
        return "unknown"
    per_km = climb_m / (distance_m / 1000)
    if per_km < FLAT_UNDER:
        return "flat"
    return "hilly" if per_km >= HILLY_FROM else "rolling"
