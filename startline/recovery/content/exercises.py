"""The short names of the exercises, and a dose in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EXERCISES: Mapping[str, str | Promise] = {
    "E01": _("Tighten the thigh, lift the straight leg"),
    "E02": _("Wall sit"),
    "E03": _("Lift the leg, lying on the side"),
    "E04": _("Clamshell"),
    "E05": _("Bridge"),
    "E06": _("Sit to stand"),
    "E07": _("Step-up"),
    "E08": _("Straighten the knee against a band, standing"),
    "E09": _("Side steps with a band"),
    "E10": _("Split squat"),
    "E11": _("Step-down"),
    "E12": _("Squat to a box on one leg"),
    "E13": _("Calf raise"),
    "E14": _("Split squat, rear foot raised"),
    "E15": _("Squat with a weight, or leg press"),
    "E16": _("Deadlift on one leg"),
    "E17": _("Side plank"),
    "E18": _("Hops"),
}


def dose_words(dose: str) -> str:
    """ "Sit to stand: 3 × 10" from `E06 3x10`; seconds where the catalogue counts them."""
    name, _space, amounts = dose.partition(" ")
    sets, _sign, amount = amounts.partition("x")
    words = {"exercise": EXERCISES[name], "sets": sets, "amount": amount}
    if name in {"E02", "E17"}:
        return gettext("%(exercise)s: %(sets)s × %(amount)s s") % words
    return gettext("%(exercise)s: %(sets)s × %(amount)s") % words
