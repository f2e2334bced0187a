"""How complete a listing is, and what is missing. Pure.

The weights are ours: what a runner needs to decide counts most (`research` asks for date, price,
cut-off and rules when plans change).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """What is known about an edition, as yes or no."""

    has_date: bool
    date_is_confirmed: bool
    has_place: bool
    has_position: bool
    has_races: bool
    all_distances: bool
    all_starts: bool
    all_cutoffs: bool
    all_prices: bool
    has_window: bool
    has_policies: bool
    has_description: bool
    has_course: bool
    has_way_to_enter: bool


@dataclass(frozen=True)
class Missing:
    """One thing that is not there: its stable code and where it is mended."""

    code: str
    section: str  # details, edition, races, prices, policies, course
    points: int


_POINTS: tuple[tuple[str, str, int], ...] = (
    ("has_date", "edition", 15),
    ("date_is_confirmed", "edition", 5),
    ("has_place", "details", 8),
    ("has_position", "details", 4),
    ("has_races", "races", 12),
    ("all_distances", "races", 8),
    ("all_starts", "races", 6),
    ("all_cutoffs", "races", 8),
    ("all_prices", "prices", 10),
    ("has_window", "edition", 4),
    ("has_policies", "policies", 6),
    ("has_description", "details", 4),
    ("has_course", "course", 4),
    ("has_way_to_enter", "edition", 6),
)


def score(listed: Listed) -> int:
    """0 to 100."""
    return sum(points for code, _, points in _POINTS if getattr(listed, code))


def missing(listed: Listed) -> list[Missing]:
    """What is not there, the weightiest first."""
    gaps = [Missing(c, section, p) for c, section, p in _POINTS if not getattr(listed, c)]
    return sorted(gaps, key=lambda gap: -gap.points)
