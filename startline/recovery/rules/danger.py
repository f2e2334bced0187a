"""Danger signs and who may have a plan (2.1, 2.3): asked first, always win. Words stand elsewhere.

"Not sure" counts as yes and the highest tier wins; no setting switches any of this off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from startline.recovery.rules.constants import DESIGN_CHOICE


class Tier(IntEnum):
    """How soon somebody must look at it; higher wins. ASIDE: no plan here, no hurry named."""

    NONE = 0
    ASIDE = 1
    WEEKS = 2
    DAYS = 3
    TODAY = 4
    EMERGENCY = 5


class Lift(StrEnum):
    """What takes a raised sign away again."""

    CLEARANCE = "clearance"  # a clinician looked at it, as the reader records
    ANSWERS = "answers"  # the questions are answered anew
    AGE = "age"  # only a birthday


@dataclass(frozen=True, slots=True)
class Sign:
    """One question; `screen` 1 to 5 is where it is asked first, `source` who says so."""

    id: str
    tier: Tier
    screen: int
    source: str
    lift: Lift = Lift.CLEARANCE


_E, _S, _U, _W, _A = Tier.EMERGENCY, Tier.TODAY, Tier.DAYS, Tier.WEEKS, Tier.ASIDE

SIGNS: tuple[Sign, ...] = (
    Sign("RF01", _E, 1, "recall"),
    Sign("RF02", _E, 1, "recall"),
    Sign("RF03", _E, 1, "gcare"),
    Sign("RF04", _E, 1, "recall"),
    Sign("RF05", _E, 1, "recall"),
    Sign("RF06", _E, 1, "jatehs2021, wmseah2014"),
    Sign("RF07", _E, 1, "gcare"),
    Sign("RF10", _S, 2, "gcare, lincsknee2026"),
    Sign("RF11", _S, 2, "ottawaknee, cornwallrms, lincsknee2026"),
    Sign("RF12", _S, 2, "gcare, nhslothianknee, lincsknee2026"),
    Sign("RF13", _S, 2, "gcare"),
    Sign("RF14", _S, 2, "gcare, lincsknee2026"),
    Sign("RF15", _S, 2, "gcare, cornwallrms"),
    Sign("RF16", _S, 2, "britbriefdvt"),
    Sign("RF17", _S, 2, "ottawaknee"),
    Sign("RF18", _S, 2, "gcare"),
    Sign("RF19", _S, 2, "lincsknee2026"),
    Sign("RF20", _S, 2, "cornwallrms"),
    Sign("RF21", _U, 3, "mskmaghipflexor"),
    Sign("RF22", _U, 3, "matava1999"),
    Sign("RF23", _U, 3, "gcare"),
    Sign("RF30", _W, 3, "gcare"),
    Sign("RF31", _W, 3, "gcare, cornwallrms"),
    Sign("RF32", _W, 3, "cornwallrms"),
    Sign("RF33", _W, 3, "kahanov2015, george2024"),
    Sign("RF34", _W, 4, "cornwallrms"),
    Sign("RF35", _W, 4, "cornwallrms, niceng226"),
    Sign("RF36", _W, 4, "gcare"),
    Sign("G02", _A, 4, "nhslothianknee", Lift.ANSWERS),
    Sign("G03", _A, 4, "devonknee"),
    Sign("G09", _A, 4, "bnssgknee, devonknee", Lift.ANSWERS),
    Sign("G10", _A, 4, DESIGN_CHOICE, Lift.ANSWERS),
    Sign("G01", _A, 5, "matava1999, rathleff2019", Lift.AGE),
    Sign("G04", _A, 5, "cornwallrms"),
    Sign("G05", _W, 5, "cornwallrms"),
    Sign("G06", _A, 5, DESIGN_CHOICE),
    Sign("G07", _A, 5, DESIGN_CHOICE),
    Sign("G08", _E, 5, DESIGN_CHOICE),
    Sign("G08T", _A, 5, DESIGN_CHOICE),
)
BY_ID = {sign.id: sign for sign in SIGNS}
ALL = frozenset(BY_ID)
WEEKLY = frozenset(sign.id for sign in SIGNS if sign.id.startswith("RF"))

# Two small tries that answer a question better than memory does (T1 to T3 of 2.2).
TRIES = {"T1": ("RF15",), "T2": ("RF11",), "T3": ("RF13", "RF17")}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the gate says: the tier, the sign that decided (it gives the one action sentence and
    the one sentence for the phone), and all signs that were raised, the gravest first."""

    tier: Tier
    sign: str = ""
    raised: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nothing was raised."""
        return self.tier is Tier.NONE

    @property
    def may_show_entry_days(self) -> bool:
        """Below an emergency one plain link leads to the last days of the reader's entry."""
        return Tier.NONE < self.tier < Tier.EMERGENCY


def screens() -> tuple[tuple[Sign, ...], ...]:
    """The first questions, five screens, the gravest first."""
    return tuple(
        tuple(s for s in SIGNS if s.screen == n) for n in sorted({s.screen for s in SIGNS})
    )


def gate(yes: Iterable[str], unsure: Iterable[str] = ()) -> Outcome:
    """The gravest sign among those answered yes or not sure; KeyError for an unknown one."""
    raised = sorted({*yes, *unsure}, key=lambda name: (-BY_ID[name].tier, name))
    if not raised:
        return Outcome(Tier.NONE)
    return Outcome(BY_ID[raised[0]].tier, raised[0], tuple(raised))
