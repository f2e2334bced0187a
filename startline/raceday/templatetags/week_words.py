"""The room's stable words as people read them."""

from collections.abc import Callable, Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from startline.raceday.queries.runners import Who
from startline.raceday.rules.numbers import Conflict

register = template.Library()

WHYS = {
    "unknown": gettext_lazy("Nobody of this event has this code or number."),
    "other_event": gettext_lazy("This ticket is for another event."),
    "transferred": gettext_lazy("The place was handed on to somebody else. This code is dead."),
    "moved": gettext_lazy("This runner changed to another race and has a new code."),
    "deferred": gettext_lazy("The place was deferred to another edition."),
    "withdrawn": gettext_lazy("The place was given back."),
    "cancelled": gettext_lazy("The entry was cancelled."),
    "expired": gettext_lazy("The entry was never finished or paid, and has run out."),
    "here": gettext_lazy("Already here. Ask for a photo card, and give nothing twice."),
    "nobody": gettext_lazy("Nobody has filled in this place of the team yet."),
    "unpaid": gettext_lazy("Not paid yet."),
    "waiver": gettext_lazy("The waiver is not signed."),
    "guardian": gettext_lazy("Under 18: a parent or guardian has not agreed yet."),
    "eligibility": gettext_lazy("A proof that this race asks for is missing or not looked at."),
    "refused": gettext_lazy("A proof was refused."),
    "no_number": gettext_lazy("No number was given yet."),
    "not_in": gettext_lazy("There is nothing to undo: this scan let nobody in."),
}
SHORT = {
    "nobody": gettext_lazy("a name"), "unpaid": gettext_lazy("payment"),
    "waiver": gettext_lazy("signature"), "guardian": gettext_lazy("guardian"),
    "eligibility": gettext_lazy("proof"), "refused": gettext_lazy("proof refused"),
    "no_number": gettext_lazy("number"),
}  # fmt: skip


@register.filter
def why_words(code: str) -> object:
    """One sentence for a reason."""
    return WHYS[code]


@register.filter
def lack_word(code: str) -> object:
    """One word for what is lacking."""
    return SHORT[code]


def conflict_words(conflict: Conflict, people: Mapping[int, Who]) -> str:
    """One sentence for a conflict of a plan."""
    names = [one.name or _("(no name yet)") for e in conflict.entries if (one := people.get(e))]
    values = {
        "n": conflict.number, "name": names[0] if names else "?",
        "other": names[1] if len(names) > 1 else "?", "row": conflict.words,
    }  # fmt: skip
    if conflict.code == "range_full":
        left = len(conflict.entries)
        return ngettext(
            "The range ends at %(n)s: %(left)d runner is without a number.",
            "The range ends at %(n)s: %(left)d runners are without a number.", left,
        ) % {**values, "left": left}  # fmt: skip
    return CONFLICTS[conflict.code]() % values


CONFLICTS: Mapping[str, Callable[[], str]] = {
    "kept_taken": lambda: _("%(name)s had number %(n)s before; %(other)s wears it now."),
    "no_range": lambda: _("No range serves the race of %(name)s. Add one first."),
    "twice": lambda: _("The list gives number %(n)s to %(other)s and to %(name)s."),
    "taken": lambda: _("%(other)s wears number %(n)s already; it was meant for %(name)s."),
    "two_numbers": lambda: _("The list gives %(name)s a second number, %(n)s."),
    "too_high": lambda: _("Number %(n)s for %(name)s is not between 1 and 999,999."),
    "unknown": lambda: _("The entry meant for number %(n)s can not start any more."),
    "no_number": lambda: _("Row %(row)s: this is no number."),
    "nobody": lambda: _("Row %(row)s: nobody of this edition fits."),
    "ambiguous": lambda: _("Row %(row)s: several entries fit. Add a reference or a birthday."),
}
