"""The room's stable words as people read them, stars and figures."""

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from startline.reviews.queries.names import (
    ASPECT_NAMES,
    BASIS_NAMES,
    GROUP_NAMES,
    QUESTION_NAMES,
    REASON_NAMES,
    SORT_NAMES,
    STATE_NAMES,
)
from startline.reviews.rules.words import HIGHEST

register = template.Library()

WORDS: Mapping[str, Mapping[str, object]] = {
    "aspect": ASPECT_NAMES, "question": QUESTION_NAMES, "reason": REASON_NAMES,
    "basis": BASIS_NAMES, "sort": SORT_NAMES, "state": STATE_NAMES, "group": GROUP_NAMES,
}  # fmt: skip


@register.filter
def review_word(word: str, kind: str) -> str:
    """A stable word of a kind."""
    return str(WORDS[kind].get(word, word))


@register.filter
def of_hundred(value: int) -> str:
    """Hundredths with one decimal, as the language writes it."""
    return number_format(round(value / 100, 1), decimal_pos=1)


@register.filter
def stars(value: int) -> SafeString:
    """1 to 5 as stars, with words for who does not see them."""
    words = _("%(n)s of 5 stars") % {"n": value}
    return format_html(
        '<span class="stars"><span aria-hidden="true">{}<span class="stars__off">{}</span></span>'
        '<span class="vh">{}</span></span>',
        "★" * value, "★" * (HIGHEST - value), words,
    )  # fmt: skip
