"""The room's words for readers: labels of filters, how a search was understood, what was wrong."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from startline.core.money import Money
from startline.core.templatetags.show import day
from startline.core.units import distance_text, duration_text, height_text, pace_text
from startline.discovery.queries.cards import RaceFit
from startline.discovery.queries.meaning import NEAR_M
from startline.discovery.queries.results import Facet
from startline.discovery.rules.asked import WITHOUT, Asked, Problem
from startline.discovery.rules.chips import Chip
from startline.discovery.rules.rates import UNITS_PER_EURO
from startline.discovery.rules.understanding import Understood
from startline.discovery.templatetags.gentle_words import GENTLE
from startline.places.queries import Found, country_name, region_name

register = template.Library()

_ = gettext_lazy
WORDS: Mapping[str, Mapping[str, Any]] = {
    "sport": {
        "running": _("Running"), "walking": _("Walking"), "triathlon": _("Triathlon"),
        "duathlon": _("Duathlon"), "aquathlon": _("Aquathlon"), "aquabike": _("Aquabike"),
        "swimrun": _("Swimrun"), "swimming": _("Swimming"), "cycling": _("Cycling"),
        "obstacle": _("Obstacles"), "skiing": _("Skiing"), "other": _("Other sport"),
    },
    "surface": {
        "road": _("Road"), "trail": _("Trail"), "track": _("Track"), "cross": _("Cross-country"),
        "gravel": _("Gravel"), "mixed": _("Mixed ground"), "water": _("Open water"),
        "snow": _("Snow"), "": _("Not stated"),
    },
    "relief": {
        "flat": _("Flat"), "rolling": _("Rolling"), "hilly": _("Hilly"),
        "unknown": _("Not stated"),
    },
    "band": {
        "under_5k": _("Under 5 km"), "5k": _("5 km"), "10k": _("10 km"),
        "half": _("Half marathon"), "marathon": _("Marathon"), "50k": _("50 km"),
        "100k": _("100 km"), "longer": _("Longer"),
    },
    "format": {
        "single": _("Single race"), "relay": _("Relay"), "stage": _("Stage race"),
        "timed": _("Timed race"), "backyard": _("Backyard"), "virtual": _("Virtual"),
    },
    "certainty": {
        "confirmed": _("Confirmed"), "announced": _("Announced"), "expected": _("Expected"),
        "unknown": _("To be confirmed"),
    },
    "open": {"True": _("Entries open"), "1": _("Entries open")},
}  # fmt: skip
STATUS: Mapping[str, tuple[str, Any]] = {
    "expected": ("wait", _("Date expected")),
    "announced": ("none", _("Announced")),
    "confirmed": ("none", _("Date confirmed")),
    "entries_open": ("go", _("Entries open")),
    "sold_out": ("stop", _("Sold out")),
    "entries_closed": ("stop", _("Entries closed")),
    "cancelled": ("stop", _("Cancelled")),
    "postponed": ("wait", _("Postponed")),
    "moved": ("wait", _("Moved to this date")),
    "past": ("none", _("Over")),
    "discontinued": ("stop", _("No longer held")),
}


@register.filter
def label(value: object, facet: str) -> str:
    """A facet's value in words: "road" is "Road", "PT" is "Portugal", "2026-05" is "May 2026"."""
    return _label(str(value), facet, get_language() or "en")


@lru_cache(maxsize=8192)
def _label(text: str, facet: str, language: str) -> str:
    if facet == "country":
        return country_name(text, language) or text
    if facet == "region":
        country, _dot, code = text.partition(".")
        return region_name(country, code, language) or text
    if facet == "month":
        return month_words(text)
    return str(WORDS[facet].get(text, text))


def month_words(text: str) -> str:
    """ "202605" and "2026-05" as "May 2026", "5" as "May"."""
    number = int(text.replace("-", "") or 0)
    year, month = divmod(number, 100)
    if not year:
        return str(date_format(dt.date(2000, month, 1), "F"))
    return str(date_format(dt.date(year, month, 1), "F Y"))


@register.filter
def status_kind(card: Any) -> str:
    """go, wait, stop or none: the shape and colour of a card's status."""
    return "go" if _enter_here(card) else STATUS[_status(card)][0]


@register.filter
def status_word(card: Any) -> str:
    """A card's status in words."""
    return gettext("Enter here") if _enter_here(card) else str(STATUS[_status(card)][1])


def _enter_here(card: Any) -> bool:
    return bool(card.is_enterable_here and card.status == "entries_open" and not card.is_over)


def _status(card: Any) -> str:
    if card.is_over and card.status not in {"cancelled", "postponed", "discontinued"}:
        return "past"
    if card.is_expected and card.status in {"announced", "confirmed"}:
        return "expected"
    return str(card.status)


@register.filter
def reading(chip: Chip, units: str = "km") -> str:
    """How one piece of a search was understood."""
    if "excluded" in chip.values:
        return _not(_said_words(chip.kind, chip.values["excluded"], units))
    if chip.kind == "not_near":
        return _not(chip.values["asked"].not_near)
    if "value" in chip.values:
        words = label(chip.values["value"], chip.kind.removeprefix("not_"))
        return _not(words) if chip.kind.startswith("not_") else words
    if "asked" in chip.values:
        return _asked_words(chip.kind, chip.values["asked"], chip.values["near"], units)
    return _said_words(chip.kind, chip.values["said"], units)


def _not(words: str) -> str:
    """What must not be: "not: Germany"."""
    return gettext("not: %(words)s") % {"words": words}


def _said_words(kind: str, said: Understood, units: str) -> str:
    if kind in _SAID:
        return _SAID[kind](said, units)
    names = ("relief", "surface", "sport", "format")
    words = [label(v, f) for f in names if (v := getattr(said, f))]
    if said.min_m or said.max_m:
        words.append(span_of_lengths(said.min_m, said.max_m, units))
    if kind == "sport":
        words = [label(said.sport, "sport")]
    return ", ".join(words)


def _place_words(said: Understood, units: str) -> str:
    if said.is_near_me:
        return gettext("near you")
    found: Found | None = said.place
    if found is None:
        return ""
    name = place_name(found)
    if said.within_m:
        away = distance_text(said.within_m, units)
        return gettext("within %(away)s of %(place)s") % {"away": away, "place": name}
    return name


def place_name(found: Found) -> str:
    """ "Lyon, France"; a region or country by its name."""
    language = get_language() or "en"
    country = country_name(found.country, language)
    if found.region and found.region.bounds:
        country = country if found.region.bounds.is_of_one_country else ""
    inner = found.place.name if found.place else ""
    if found.region:
        inner = region_name(found.region.country, found.region.code, language)
    return ", ".join(part for part in (inner, country) if part)


def _climb_words(said: Understood, units: str) -> str:
    if said.climb_max_m is not None:
        return gettext("at most %(climb)s up") % {"climb": height_text(said.climb_max_m, units)}
    return gettext("at least %(climb)s up") % {"climb": height_text(said.climb_min_m or 0, units)}


def _cutoff_words(cutoff_ms: int) -> str:
    return gettext("cut-off of %(time)s or more") % {"time": duration_text(cutoff_ms)}


def _price_words(minor: int, currency: str) -> str:
    if not minor:
        return gettext("free")
    return gettext("up to about %(price)s") % {"price": Money(minor, currency)}


def _asked_words(kind: str, asked: Asked, near: str, units: str) -> str:
    if kind == "asked_place":
        return _asked_place(asked, near, units)
    return _ASKED[kind](asked, units) if kind in _ASKED else gettext("the area on the map")


def _asked_place(asked: Asked, near: str, units: str) -> str:
    """A circle around a town or the reader; a region or country by the name typed."""
    if asked.point and not asked.within_m:
        return gettext("nearest to you")
    if asked.near and not near and not asked.point:
        return asked.near
    away = distance_text(asked.within_m or NEAR_M, units)
    if not near and not asked.point:
        return gettext("within %(away)s") % {"away": away}
    name = near or gettext("you")
    return gettext("within %(away)s of %(place)s") % {"away": away, "place": name}


def span_of_lengths(low: float | None, high: float | None, units: str) -> str:
    """ "20 to 22 km", "from 43.5 km", "up to 10 km"."""
    if low and high is not None:
        first, last = distance_text(low, units), distance_text(high, units)
        if first.partition(" ")[2] == last.partition(" ")[2]:
            first = first.partition(" ")[0]
        return gettext("%(low)s to %(high)s") % {"low": first, "high": last}
    if high is not None:
        return gettext("up to %(high)s") % {"high": distance_text(high, units)}
    return gettext("from %(low)s") % {"low": distance_text(low or 0, units)}


def span_of_days(first: dt.date | None, last: dt.date | None) -> str:
    """ "Sat 2 May 2026 to Sun 3 May 2026", whole months and years by their name."""
    if first and last:
        if first == last:
            return day(first)
        if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
            return _whole_months(first, last)
        return gettext("%(first)s to %(last)s") % {"first": _short(first, last), "last": day(last)}
    if last:
        return gettext("until %(last)s") % {"last": day(last)}
    return gettext("from %(first)s") % {"first": day(first)}


def _whole_months(first: dt.date, last: dt.date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return month_words(f"{first:%Y%m}")
    if first.month == 1 and last.month == 12 and first.year == last.year:
        return str(first.year)
    begin = str(date_format(first, "F" if first.year == last.year else "F Y"))
    return gettext("%(first)s to %(last)s") % {"first": begin, "last": month_words(f"{last:%Y%m}")}


def _short(first: dt.date, last: dt.date) -> str:
    return str(date_format(first, "D j M" if first.year == last.year else "D j M Y"))


_SAID: Mapping[str, Callable[[Understood, str], str]] = {
    "place": _place_words,
    "radius": _place_words,
    "time": lambda said, units: span_of_days(said.from_day, said.to_day),
    "distance": lambda said, units: span_of_lengths(said.min_m, said.max_m, units),
    "price": lambda said, units: _price_words(said.max_price_minor or 0, said.currency or "EUR"),
    "climb": _climb_words,
    "cutoff": lambda said, units: _cutoff_words(said.cutoff_min_ms or 0),
    "open": lambda said, units: label("1", "open"),
}
_ASKED: Mapping[str, Callable[[Asked, str], str]] = {
    "asked_distance": lambda asked, units: span_of_lengths(asked.min_m, asked.max_m, units),
    "asked_time": lambda asked, units: span_of_days(asked.from_day, asked.to_day),
    "asked_price": lambda asked, units: _price_words(asked.max_price_minor or 0, asked.currency),
    "asked_climb": lambda asked, units: (
        gettext("at most %(climb)s up") % {"climb": height_text(asked.climb_max_m or 0, units)}
    ),
    "asked_cutoff": lambda asked, units: _cutoff_words(asked.cutoff_min_ms or 0),
    **GENTLE,
    "asked_open": lambda asked, units: label("1", "open"),
}


@register.filter
def races_counted(number: int) -> str:
    """ "1 race", "15 races"."""
    return ngettext("%(n)s race", "%(n)s races", number) % {"n": f"{number:,}"}


FACETS: Mapping[str, Any] = {
    "month": _("Month"), "band": _("Distance"), "country": _("Country"), "region": _("Region"),
    "surface": _("Ground"), "relief": _("Course"), "sport": _("Sport"), "certainty": _("Date"),
}  # fmt: skip
SORT_WORDS: Mapping[str, Any] = {
    "relevance": _("Best match"), "date": _("Soonest first"), "distance": _("Nearest first"),
    "newest": _("Latest news first"), "rating": _("Best reviews first"),
}  # fmt: skip
FIELDS: Mapping[str, Any] = {
    **FACETS, **dict.fromkeys((*WITHOUT, "not_near"), _("Left out")),
    "q": _("Search"), "near": _("Near"), "near_lat": _("Near"), "near_lon": _("Near"),
    "within": _("Within"), "bbox": _("Area of the map"), "min_km": _("Distance from"),
    "max_km": _("Distance to"), "from": _("First day"), "to": _("Last day"),
    "max_price": _("Price"), "currency": _("Currency"), "climb_max": _("Climb"),
    "cutoff": _("Cut-off"), "max_descent_per_km": _("Descent a kilometre"),
    "max_steepest": _("Steepest long drop"), "cutoff_pace": _("Pace the cut-off leaves"),
    "min_score": _("Score of reviews"), "min_back": _("Still there for the last quarter"),
    "open": _("Entries open"), "fit_km": _("Distance you ran"),
    "fit_time": _("Time you ran"), "sort": _("Order"), "view": _("View"), "page": _("Page"),
}  # fmt: skip


@register.filter
def facet_word(name: str) -> str:
    """A facet's heading."""
    return str(FACETS[name])


@register.filter
def sort_word(name: str) -> str:
    """An order of the list in words."""
    return str(SORT_WORDS[name])


@register.simple_tag
def facet_boxes(facet: Facet) -> SafeString:
    """The boxes of a facet; written here and not in a template because a page has some seventy."""
    language = get_language() or "en"
    boxes = []
    for option in facet.options:
        begin, middle = _box(facet.name, option.value, language)
        checked = " checked" if option.is_chosen else ""
        boxes.append(f"{begin}{checked}{middle}{option.races:,}</span></label>")
    return mark_safe("".join(boxes))  # noqa: S308  -- escaped pieces and numbers


@lru_cache(maxsize=8192)
def _box(facet: str, value: str, language: str) -> tuple[SafeString, SafeString]:
    """What stands before and behind the mark of a box that is chosen."""
    box = '<label><input type="checkbox" id="f-{}-{}" name="{}" value="{}"'
    words = _label(value, facet, language)
    return (
        format_html(box, facet, value, facet, value),
        format_html('><span>{}</span><span class="n">', words),
    )


@register.simple_tag
def currency_options(chosen: str) -> SafeString:
    """The options of the currency's list."""
    return _currency_options(chosen or "EUR")


@lru_cache(maxsize=64)
def _currency_options(chosen: str) -> SafeString:
    codes = ((" selected" if code == chosen else "", code) for code in UNITS_PER_EURO)
    return format_html_join("", "<option{}>{}</option>", codes)


@register.filter
def problem_words(problem: Problem) -> str:
    """What could not be used, and what happened instead."""
    values = {"field": FIELDS.get(problem.field, problem.field), "value": problem.value[:80]}
    if problem.code == "too_long":
        return gettext("%(field)s: only the first %(value)s characters were read.") % values
    if problem.code == "range":
        return gettext("%(field)s: “%(value)s” ends before it begins, so it was left out.") % values
    if problem.code == "unknown_place":
        return gettext("No place called “%(value)s” is known here, so it was left out.") % values
    if problem.code == "missing":
        return gettext("For the cut-off, give both a distance and a time you have run.")
    return gettext("%(field)s: “%(value)s” could not be read, so it was left out.") % values


@register.filter
def fit_words(race: RaceFit, units: str = "km") -> str:
    """Whether one race's cut-off can be made, with the times and paces behind it."""
    fit = race.fit
    length = distance_text(race.distance_m, units) if race.distance_m else race.name
    if fit is None or race.cutoff_ms is None:
        return gettext("%(race)s: no cut-off listed") % {"race": length}
    words = {
        "race": length,
        "cutoff": duration_text(race.cutoff_ms),
        "needed": pace_text(fit.needed_pace_ms, units),
        "time": duration_text(fit.estimate_ms),
    }
    if fit.verdict == "yes":
        text = gettext(
            "%(race)s: cut-off %(cutoff)s should hold: it needs %(needed)s, expect about %(time)s"
        )
    elif fit.verdict == "tight":
        text = gettext(
            "%(race)s: cut-off %(cutoff)s is tight: it needs %(needed)s, expect about %(time)s"
        )
    else:
        text = gettext(
            "cut-off %(cutoff)s is too short: it needs %(needed)s, expect about %(time)s"
        )
    return text % words
