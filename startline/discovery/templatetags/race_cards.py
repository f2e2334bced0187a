"""The parts of a race's row in a list. A page has twenty rows, so components that look the same
for many rows are rendered once and kept, and small marks are written here.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from startline.core.templatetags.show import ago, money
from startline.core.units import distance_text
from startline.discovery.queries.cards import Card
from startline.discovery.templatetags.finding import label, status_kind, status_word
from startline.places.queries import without_country

register = template.Library()

_KEY, _TITLE, _HREF, _ON = ("@key@", "@title@", "@href@", "@on@")
_WHERE = "<!--where-->"
MOST_DRAWN = 8
"""Rows kept of one card: languages and units it is read in today."""


@register.simple_tag(takes_context=True)
def race_rows(context: Context, cards: Iterable[Card]) -> SafeString:
    """The rows of a list: each is drawn once and kept with its card, but for the distance."""
    units, today = str(context.get("units") or "km"), context.get("today")
    key = (get_language(), units, today)
    rows = []
    for card in cards:
        row = card.drawn.get(key)
        if row is None:
            if len(card.drawn) >= MOST_DRAWN:
                card.drawn.clear()
            values = {"card": card, "units": units, "today": today, "where": SafeString(_WHERE)}
            row = card.drawn[key] = render_to_string("discovery/card.html", values)
        rows.append(row.replace(_WHERE, conditional_escape(where(card, units)), 1))
    return mark_safe("".join(rows))  # noqa: S308  -- a template's text and an escaped value


@register.filter
def bib(card: Card) -> SafeString:
    """The date to pin on; dashed where it is expected."""
    if card.on is None:
        return _no_bib(get_language() or "")
    return _bib(card.on, card.is_expected, get_language() or "")


@register.filter
def where(card: Card, units: str = "km") -> str:
    """ "Sintra, Lisbon, Portugal · 28 km"."""
    country = label(card.country, "country") if card.country else ""
    place = without_country(card.place, card.country)
    names = dict.fromkeys((place, card.region, country))
    text = ", ".join(name for name in names if name)
    return text if card.away_m is None else f"{text} · {distance_text(card.away_m, units)}"


@register.filter
def tags(card: Card, units: str = "km") -> SafeString:
    """Lengths, those that match first, then sport, ground and course."""
    words = [distance_text(length, units) for length in card.lengths_m]
    if card.more_lengths:
        words.append(f"+{card.more_lengths}")
    if card.sport not in {"", "running"}:
        words.append(label(card.sport, "sport"))
    words += [label(surface, "surface") for surface in card.surfaces]
    if card.relief not in {"", "unknown"}:
        words.append(label(card.relief, "relief"))
    if card.score is not None:
        words.append(
            f"★ {number_format(round(card.score / 100, 1), decimal_pos=1)} ({card.reviews})"
        )
    if card.is_weekly:
        words.append(gettext("Every week"))
    if card.is_demo:
        words.append(gettext("Demonstration, not a real race"))
    marks = (f'<span class="tag">{conditional_escape(word)}</span>' for word in words)
    return mark_safe("".join(marks))  # noqa: S308  -- each word was escaped


@register.filter
def acts(card: Card) -> SafeString:
    """Save and Share."""
    filled = _acts(get_language() or "")
    on = card.on.isoformat() if card.on else ""
    for mark, value in (
        (_KEY, str(card.edition_id)),
        (_TITLE, card.title),
        (_HREF, card.href),
        (_ON, on),
    ):
        filled = filled.replace(mark, conditional_escape(value))
    return mark_safe(filled)  # noqa: S308  -- the components' own text and escaped values


@register.filter
def pay(card: Card, today: dt.date) -> SafeString:
    """Price, status, and how old the facts are."""
    status = _status(status_kind(card), status_word(card), get_language() or "")
    return format_html("{} {}{}", _price(card), status, _age(card, today))


def _price(card: Card) -> SafeString:
    if card.price is None:
        kind = "price" if card.is_free else "price quiet"
        word = gettext("Free") if card.is_free else gettext("No price listed")
        return format_html('<span class="{}">{}</span>', kind, word)
    text = money(card.price)
    if card.is_from:
        text = gettext("from %(price)s") % {"price": text}
    if card.about is None:
        return format_html('<span class="price">{}</span>', text)
    about = gettext("about %(price)s") % {"price": card.about}
    return format_html('<span class="price">{}</span><span class="meta">{}</span>', text, about)


def _age(card: Card, today: dt.date) -> SafeString:
    if card.last_seen_on is None:
        return SafeString("")
    words = gettext("last read %(age)s: check it") if card.is_stale else gettext("read %(age)s")
    text = words % {"age": ago(card.last_seen_on, today)}
    return format_html('<span class="meta">{}</span>', text)


@lru_cache(maxsize=4096)
def _bib(on: dt.date, expected: bool, language: str) -> SafeString:  # noqa: FBT001  -- a cache's key
    return render_to_string("components/bib.html", {"on": on, "expected": expected})


@lru_cache(maxsize=16)
def _no_bib(language: str) -> SafeString:
    return render_to_string("discovery/no_bib.html")


@lru_cache(maxsize=256)
def _status(kind: str, word: str, language: str) -> SafeString:
    return render_to_string("components/status.html", {"kind": kind, "word": word})


@lru_cache(maxsize=16)
def _acts(language: str) -> str:
    """The two components with marks where a row's own values go."""
    values = {"key": _KEY, "title": _TITLE, "href": _HREF, "on": _ON, "url": _HREF}
    names = ("components/save.html", "components/share.html")
    return "".join(render_to_string(name, values) for name in names)
