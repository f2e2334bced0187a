"""The words of the programme page around its tables."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from startline.recovery.rules import constants as c

type Words = str | Promise

PHASES: Mapping[int, Words] = {
    0: _("Calm"), 1: _("Base"), 2: _("Build"), 3: _("Strong"), 4: _("Spring, and keep"),
}  # fmt: skip

NOTES: Mapping[str, Words] = {
    "hold5s": _("hold 5 s"), "30-45deg": _("30 to 45 degrees"), "60deg": _("60 degrees"),
    "10-20cm": _("10 to 20 cm"), "10cm": _("10 cm"), "15cm": _("15 cm"), "20cm": _("20 cm"),
    "band": _("with a band"), "box": _("to a box"), "high": _("high box"),
    "90deg": _("to 90 degrees"),
    "60-90deg": _("60 to 90 degrees"), "slow": _("3 s down"), "single": _("one leg"),
    "two": _("both legs"), "ankle": _("band at the ankle"), "load": _("with a weight"),
    "heavier": _("heavier"), "leglift": _("lift the leg"),
    "single-bounds": _("one leg, and leaps over 10 m"), "": "",
}  # fmt: skip

_WEEKS = format_lazy(_("{weeks} weeks of strides"), weeks=c.STEP_GREEN_WEEKS.value)
STEPS: Mapping[str, tuple[Words, Words, Words]] = {
    "frequency": (_("Days"), _("The ladder is done"), _("One day a week more at most")),
    "duration": (_("Time"), _("The usual days are back"), _("Within the limits above")),
    "long_run": (
        _("The long run"),
        format_lazy(_("{weeks} weeks of running without walking"), weeks=c.LONG_RUN_WEEKS.value),
        format_lazy(_("At most {part} % of the week"), part=c.LONG_RUN_PERCENT.value),
    ),
    "uphill": (
        _("Uphill"),
        _("Time has grown green"),
        format_lazy(_("{part} % of the time, gentle; walk down"), part=c.UPHILL_PERCENT.value),
    ),
    "strides": (
        _("Strides"),
        format_lazy(_("{runs} times {minutes} minutes without walking"),
                    runs=c.REBUILD_AFTER.value, minutes=c.CONTINUOUS_MIN.value),
        format_lazy(_("{runs} of {least} to {most} seconds, flat, full rest"),
                    runs=c.STRIDES.value, least=c.STRIDE_FROM_S.value, most=c.STRIDE_TO_S.value),
    ),
    "threshold": (
        _("Faster running, then intervals"),
        _WEEKS,
        format_lazy(_("{first}, later {later} % of the week"),
                    first=c.FASTER_PERCENT.value, later=c.FASTER_LATER_PERCENT.value),
    ),
    "downhill": (
        _("Downhill"),
        format_lazy(_("{reps} step-downs of {cm} cm, pain {pain} of 10 or less"),
                    reps=c.DOWNHILL_REPS.value, cm=c.STEP_DOWN_CM.value,
                    pain=c.DOWNHILL_PAIN.value),
        format_lazy(
            _("{part} % of the time, gentle; {more} points more each green week; steep last"),
            part=c.DOWNHILL_PERCENT.value, more=c.DOWNHILL_MORE.value),
    ),
    "everything": (
        _("Stairs, trail descents, racing"),
        format_lazy(_("{weeks} weeks of downhill"), weeks=c.STEP_GREEN_WEEKS.value),
        _("As needed"),
    ),
}  # fmt: skip

CROSS: Mapping[str, tuple[Words, Words]] = {
    "walking": (_("Walking"), _("almost always")),
    "deep_water_running": (_("Running in deep water"), _("almost always")),
    "crawl": (_("Front crawl"), _("almost always; not the kick of breaststroke")),
    "cycling": (_("Cycling"), _("saddle high, easy gear, quick feet; no climbing")),
    "elliptical": (_("Elliptical"), format_lazy(
        _("at pain {pain} of 10 or less; a stair-climber is stairs"),
        pain=c.ELLIPTICAL_PAIN.value)),
    "rowing": (_("Rowing"), _("late: it bends the knee far")),
}  # fmt: skip
