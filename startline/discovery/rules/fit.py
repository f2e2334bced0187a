"""Whether a cut-off can be made, from one recent race. Pure.

Time grows with distance to the power 1.06: P. S. Riegel, "Athletic Records and Human Endurance",
American Scientist 69 (1981), 285-290. A metre of climb costs as much as 7.92 metres along the
flat: P. Scarf, "Route choice in mountain navigation, Naismith's rule, and the equivalence of
distance and climb", Journal of Sports Sciences 25 (2007), 719-726. Both were fitted to runners on
good ground; on technical trail the estimate is too fast.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

EXPONENT = 1.06
FLAT_METRES_PER_CLIMBED = 7.92
TIGHT = 0.9


class Verdict(StrEnum):
    """What the estimate says about the cut-off."""

    YES = "yes"
    TIGHT = "tight"
    NO = "no"


@dataclass(frozen=True)
class RecentRace:
    """A race somebody has run: metres and milliseconds."""

    distance_m: float
    elapsed_ms: int


@dataclass(frozen=True)
class Fit:
    """The estimate for one race; the paces are milliseconds per kilometre of its real length."""

    verdict: Verdict
    estimate_ms: int
    needed_pace_ms: float
    estimated_pace_ms: float


def estimated_ms(recent: RecentRace, distance_m: float, climb_m: float | None = None) -> int:
    """The time to expect over a distance in metres, with so many metres of climb."""
    flat_m = distance_m + FLAT_METRES_PER_CLIMBED * (climb_m or 0)
    return round(recent.elapsed_ms * math.pow(flat_m / recent.distance_m, EXPONENT))


def cutoff_fit(
    recent: RecentRace, *, distance_m: int | None, climb_m: int | None, cutoff_ms: int | None
) -> Fit | None:
    """Whether the cut-off can be made; None where the race's distance or cut-off is not known.

    "Tight" is an estimate within the last tenth of the time allowed.
    """
    if not distance_m or not cutoff_ms:
        return None
    estimate = estimated_ms(recent, distance_m, climb_m)
    share = estimate / cutoff_ms
    verdict = Verdict.NO if share > 1 else Verdict.TIGHT if share > TIGHT else Verdict.YES
    kilometres = distance_m / 1000
    return Fit(verdict, estimate, cutoff_ms / kilometres, estimate / kilometres)
