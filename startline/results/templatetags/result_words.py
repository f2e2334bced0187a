"""The room's stable words as people read them."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()

FAULTS = {
    "nobody": gettext_lazy("Neither a bib nor a name"),
    "bad_time": gettext_lazy("This is no time"),
    "no_time": gettext_lazy("No time, and nothing says DNF, DNS or DSQ"),
    "bib_twice": gettext_lazy("This bib stands in an earlier row"),
    "too_fast": gettext_lazy("Faster than anybody over this distance"),
    "bad_age": gettext_lazy("This is no age or date of birth"),
    "unknown_status": gettext_lazy("This is neither a finish nor DNF, DNS, DSQ"),
}  # fmt: skip
STATUSES = {
    "finished": gettext_lazy("finished"), "dnf": gettext_lazy("DNF"), "dns": gettext_lazy("DNS"),
    "dsq": gettext_lazy("DSQ"),
}  # fmt: skip
GENDERS = {
    "f": gettext_lazy("Women"), "m": gettext_lazy("Men"), "x": gettext_lazy("Non-binary"),
}  # fmt: skip
FIELDS = {
    "name": gettext_lazy("Name"), "status": gettext_lazy("How it ended"),
    "gun_ms": gettext_lazy("Gun time"), "net_ms": gettext_lazy("Net time"),
    "gender": gettext_lazy("Ranked with"), "category": gettext_lazy("Category"),
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, object]] = {
    "fault": FAULTS, "status": STATUSES, "gender": GENDERS, "field": FIELDS,
}  # fmt: skip


@register.filter
def result_word(word: str, kind: str) -> str:
    """A stable word of a kind; one that is not known stands as it is."""
    return str(WORDS[kind].get(word, word))


@register.filter
def item(values: Mapping[str, object], key: str) -> object:
    """A value of a mapping by a key."""
    return values.get(key, "")
