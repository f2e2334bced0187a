"""The filters for gentler courses in words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from startline.core.units import pace_text
from startline.discovery.rules.asked import Asked


def _descent(asked: Asked, units: str) -> str:
    return gettext("at most %(n)s m down a kilometre") % {"n": asked.descent_per_km_max}


def _steepest(asked: Asked, units: str) -> str:
    percent = f"{(asked.steepest_max_permille or 0) / 10:g}"
    return gettext("no long drop steeper than %(n)s %%") % {"n": percent}


def _pace(asked: Asked, units: str) -> str:
    pace = pace_text(asked.cutoff_pace_min_ms or 0, units)
    return gettext("cut-off leaves %(pace)s or more") % {"pace": pace}


GENTLE: Mapping[str, Callable[[Asked, str], str]] = {
    "asked_descent": _descent,
    "asked_steepest": _steepest,
    "asked_pace": _pace,
}
