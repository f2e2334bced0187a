"""The stable words of the catalogue as people read them: `{{ race.surface|word:"surface" }}`."""

import datetime as dt
from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from startline.core.templatetags.show import day

register = template.Library()

WORDS: Mapping[str, Mapping[str, object]] = {
    "sport": {
        "running": _("Running"), "walking": _("Walking"), "triathlon": _("Triathlon"),
        "duathlon": _("Duathlon"), "aquathlon": _("Aquathlon"), "aquabike": _("Aquabike"),
        "swimrun": _("Swimrun"), "swimming": _("Swimming"), "cycling": _("Cycling"),
        "obstacle": _("Obstacles"), "skiing": _("Skiing"), "other": _("Other sport"),
    },
    "surface": {
        "road": _("Road"), "trail": _("Trail"), "track": _("Track"), "cross": _("Cross-country"),
        "gravel": _("Gravel"), "mixed": _("Mixed ground"), "water": _("Open water"),
        "snow": _("Snow"),
    },
    "format": {
        "relay": _("Relay"), "stage": _("In stages"), "timed": _("Against the clock"),
        "backyard": _("Backyard"), "virtual": _("Virtual"),
    },
    "status": {
        "expected": _("Date expected"), "announced": _("Announced"),
        "confirmed": _("Date confirmed"), "entries_open": _("Entries open"),
        "sold_out": _("Sold out"), "entries_closed": _("Entries closed"),
        "cancelled": _("Cancelled"), "postponed": _("Postponed"),
        "moved": _("Moved to this date"), "past": _("Over"),
        "discontinued": _("No longer held"),
    },
    "status_kind": {
        "expected": "wait", "announced": "none", "confirmed": "none", "entries_open": "go",
        "sold_out": "stop", "entries_closed": "stop", "cancelled": "stop", "postponed": "wait",
        "moved": "wait", "past": "none", "discontinued": "stop",
    },
    "feature": {
        "aid_stations": _("Aid stations"), "camping": _("Camping"), "catering": _("Food on site"),
        "chip_timing": _("Chip timing"), "distance_markers": _("Distance markers"),
        "finisher_medal": _("Medal for finishers"), "numbered_racking": _("Numbered racks"),
        "prizes": _("Prizes"), "results_online": _("Results online"),
        "secure_transition": _("Guarded transition"), "showers": _("Showers"),
        "para": _("Para athletes"), "t_shirt": _("T-shirt"), "toilets": _("Toilets"),
        "traffic_free": _("Free of traffic"), "pacers": _("Pacers"),
        "crew_allowed": _("Crew allowed"), "poles_allowed": _("Poles allowed"),
        "dogs_allowed": _("Dogs allowed"), "drop_bags": _("Drop bags"),
        "shuttle": _("Shuttle"), "mandatory_kit": _("Mandatory kit"),
        "wheelchair": _("Wheelchair racers"), "buggies": _("Buggies allowed"),
        "childcare": _("Childcare"),
    },
    "trail_fact": {
        "mandatory_kit": _("Mandatory kit"), "crew": _("Crew"), "pacers": _("Pacers"),
        "poles": _("Poles"), "dogs": _("Dogs"), "drop_bags": _("Drop bags"),
        "shuttle": _("Shuttle"), "markings": _("Markings"), "water": _("Water"),
    },
    "warning": {
        "gap": _("The track has a gap of more than a kilometre; it is crossed in a straight line."),
        "jumps": _("Points far off the line were left out."),
        "impossible_points": _("Points that are nowhere on Earth were left out."),
        "elevation_spikes": _("Sudden spikes of elevation were left out."),
        "partial_elevation": _(
            "Part of the track has no elevation; it is joined between the rest."
        ),
        "no_elevation": _("The track has no usable elevation: the climb is unknown."),
        "several_tracks": _("The file holds several tracks; the one with most points is shown."),
    },
}  # fmt: skip


@register.filter
def word(value: object, kind: str) -> str:
    """The word for a stable value; a value without one is shown with blanks for underscores."""
    text = str(value or "")
    return str(WORDS[kind].get(text, text.replace("_", " ")))


@register.filter
def in_order(facts: Mapping[str, object], kind: str) -> list[tuple[str, object]]:
    """Facts in the order of their words, others last: PostgreSQL keeps an order of its own."""
    order = {name: at for at, name in enumerate(WORDS[kind])}
    return sorted(facts.items(), key=lambda fact: (order.get(fact[0], len(order)), fact[0]))


@register.filter
def last_day(until_at: dt.datetime | None, zone: str = "") -> str:
    """The last day before an exclusive end: 00:00 on 1 July is "Tue 30 Jun 2026"."""
    return day(until_at - dt.timedelta(minutes=1), zone) if until_at else ""
