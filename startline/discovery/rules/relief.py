"""How hilly a course is, from climb and distance. Pure."""

from collections.abc import Mapping

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


def per_km(whole: int | None, distance_m: int | None) -> int | None:
    """Metres of descent or milliseconds for each kilometre; None where one of them is unknown."""
    if whole is None or not distance_m:
        return None
    return round(whole * 1000 / distance_m)


def permille(steepest: Mapping[str, object]) -> int | None:
    """The steepest sustained drop of a course in thousandths; None where it was not measured."""
    grade = steepest.get("grade")
    return round(abs(grade) * 1000) if isinstance(grade, int | float) else None
