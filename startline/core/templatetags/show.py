"""How values are shown: lengths, times, money, dates, Markdown, form fields. A builtin library.

Units, zone and today are arguments, because components see only what is handed to them:
`{{ race.distance_m|distance:units }}`, `{{ start|clock:edition.zone }}`.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from markdown_it import MarkdownIt

from startline.core.money import Money
from startline.core.units import distance_text, duration_text, height_text, pace_text

register = template.Library()

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
TAGS = nh3.ALLOWED_TAGS - {"img"}
_NOTHING = (None, "")
BANNERS = {"success": "go", "warning": "wait", "error": "stop"}


@register.filter
def distance(metres: float | str | None, units: str = "km") -> str:
    """Metres as "21.1 km" or "13.1 mi"."""
    return "" if metres in _NOTHING else distance_text(float(metres), units)


@register.filter
def height(metres: float | str | None, units: str = "km") -> str:
    """Metres of climb, descent or altitude as "319 m" or "1,047 ft"."""
    return "" if metres in _NOTHING else height_text(float(metres), units)


@register.filter
def duration(duration_ms: int | str | None) -> str:
    """Milliseconds as "2 h 45"."""
    return "" if duration_ms in _NOTHING else duration_text(int(duration_ms))


@register.filter
def race_time(duration_ms: int | str | None) -> str:
    """Milliseconds as a result is written: "3:05:09", "41:07"."""
    if duration_ms in _NOTHING:
        return ""
    minutes, seconds = divmod(int(duration_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


@register.filter
def pace(ms_per_km: float | str | None, units: str = "km") -> str:
    """Milliseconds per kilometre as "5:41 min/km"."""
    return "" if ms_per_km in _NOTHING else pace_text(float(ms_per_km), units)


@register.filter
def money(value: Money | None) -> str:
    """ "22.00 EUR"; nothing for no money."""
    return str(value) if isinstance(value, Money) else ""


@register.filter
def day(value: dt.date | None, zone: str = "") -> str:
    """ "Sat 12 Sep 2026"; an instant is taken to the zone first."""
    if not isinstance(value, dt.date):
        return ""
    if isinstance(value, dt.datetime):
        value = _local(value, zone)
    return date_format(value, "D j M Y")


@register.filter
def clock(value: dt.datetime | dt.time | None, zone: str = "") -> str:
    """ "17:30" in an IANA zone; a bare time is shown as it is."""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return f"{_local(value, zone):%H:%M}" if isinstance(value, dt.datetime) else ""


@register.filter
def moment(value: dt.datetime | None, zone: str = "") -> str:
    """ "Sat 12 Sep 2026, 17:30 (Lisbon time)": for when the zone could be doubted."""
    if not isinstance(value, dt.datetime):
        return ""
    city = (zone or timezone.get_current_timezone_name()).rsplit("/", 1)[-1].replace("_", " ")
    words = gettext("%(day)s, %(clock)s (%(city)s time)")
    return words % {"day": day(value, zone), "clock": clock(value, zone), "city": city}


@register.filter
def deadline(value: dt.datetime | None, zone: str = "") -> str:
    """An exclusive end: midnight is "the end of Sun 27 Sep 2026 (Berlin time)", else a moment."""
    if not isinstance(value, dt.datetime) or _local(value, zone).time() != dt.time():
        return moment(value, zone)
    city = (zone or timezone.get_current_timezone_name()).rsplit("/", 1)[-1].replace("_", " ")
    last = day(value - dt.timedelta(minutes=1), zone)
    return gettext("the end of %(day)s (%(city)s time)") % {"day": last, "city": city}


@register.filter
def ago(value: dt.date | None, today: dt.date | None) -> str:
    """How old a fact is: "today", "yesterday", "3 days ago", "5 months ago"."""
    if not isinstance(value, dt.date) or not today:
        return ""
    seen = value.date() if isinstance(value, dt.datetime) else value
    days = (today - seen).days
    if days <= 1:
        return gettext("yesterday") if days == 1 else gettext("today")
    if days < 60:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    months = round(days / 30.44)
    if months < 24:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown as clean HTML; raw HTML in it is shown as text, pictures are left out."""
    return _markdown_html(text or "")


@register.filter
def at(values: Sequence[object], index: int) -> object:
    """The value at a place in a list, or nothing."""
    return values[index] if 0 <= index < len(values) else ""


@register.filter
def under(path: str, folder: str) -> bool:
    """Whether an address lies below another: for the menu's mark."""
    return bool(folder) and path.startswith(folder)


@register.filter
def page_numbers(page: "Page[Any]") -> list[int | None]:
    """Numbers for the pager; nothing (None) stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def banner_kind(level: str) -> str:
    """The look of a message: success is go, warning is wait, error is stop."""
    return BANNERS.get(level, "")


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary: where the field is, and what to do."""

    id: str
    text: str


@register.filter
def form_errors(form: "forms.BaseForm | Iterable[forms.BaseForm] | str | None") -> list[ErrorLine]:
    """All errors of a form, or of several (a formset too), in the order of the fields.

    A form that says in `whose` which of several alike it is begins each of its lines with that.
    """
    if form is None or isinstance(form, str):
        return []
    several = [form] if isinstance(form, forms.BaseForm) else list(form)
    lines = [ErrorLine("", str(text)) for text in getattr(form, "non_form_errors", list)()]
    for one in several:
        who = getattr(one, "whose", "")
        whose = f"{who}, " if who else ""
        lines += [ErrorLine("", whose + str(text)) for text in one.non_field_errors()]
        for field in one:
            shown = f"{whose}{field.label}: " if field.label else whose
            lines += [ErrorLine(str(field.auto_id), shown + str(text)) for text in field.errors]
    return lines


@register.filter
def field_kind(field: BoundField) -> str:
    """Which shape of field.html: hidden, group (of options), check (one box) or line."""
    widget_used = field.field.widget
    if widget_used.is_hidden:
        return "hidden"
    if isinstance(widget_used, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "group"
    return "check" if isinstance(widget_used, forms.CheckboxInput) else "line"


@register.filter
def widget(field: BoundField, width: str = "") -> SafeString:
    """The input of a field with our class; dates and times use the browser's own picker."""
    used = field.field.widget
    if isinstance(used, forms.CheckboxInput):
        return field.as_widget()
    if isinstance(used, forms.DateTimeInput):
        used.input_type, used.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(used, forms.TimeInput):
        used.input_type, used.format = "time", "%H:%M"
    elif isinstance(used, forms.DateInput):
        used.input_type, used.format = "date", "%Y-%m-%d"
    name = "select" if isinstance(used, forms.Select) else "input"
    own = used.attrs.get("class", "")
    wide = f"input--{width}" if width else ""
    return field.as_widget(attrs={"class": " ".join(filter(None, (name, wide, own)))})


@lru_cache(maxsize=512)
def _markdown_html(text: str) -> SafeString:
    clean = nh3.clean(MARKDOWN.render(text), tags=TAGS, link_rel="nofollow noopener")
    return mark_safe(clean)  # noqa: S308  -- nh3 has just cleaned it


def _local(value: dt.datetime, zone: str) -> dt.datetime:
    if timezone.is_naive(value):
        return value
    return timezone.localtime(value, zoneinfo.ZoneInfo(zone) if zone else None)
