"""What the pages after entering need of their values."""

from collections.abc import Mapping

from django import forms, template
from django.urls import reverse
from django.utils.safestring import SafeString

from startline.core.money import Money
from startline.core.templatetags.show import money
from startline.core.text import row_number
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry
from startline.entries.queries.tickets import qr_svg
from startline.entries.rules.afterwards import Option
from startline.events.models.catalogue import Race

register = template.Library()


@register.filter
def qr(ticket: str) -> SafeString:
    """The ticket as a code to be scanned."""
    return qr_svg(ticket)


@register.filter
def of(races: Mapping[int, Race], number: int | None) -> Race | None:
    """The race of an option, where it names one."""
    return races.get(number) if number else None


@register.filter
def change_money(change: EntryChange) -> str:
    """What a change cost or gave back, without a sign."""
    return money(Money(abs(change.cost_minor), change.terms.get("currency", "EUR")))


@register.filter
def form_race(form: forms.Form) -> Race | None:
    """The race that a form of a change is about."""
    if "race" not in form.fields:
        return None
    field = form.fields["race"]
    number = row_number(str(form["race"].value()))
    found: Race | None = field.queryset.filter(pk=number).first() if number else None  # type: ignore[attr-defined]  # a ModelChoiceField
    return found


@register.simple_tag
def act_href(entry: Entry, option: Option) -> str:
    """The page that says what an act does before it is done."""
    path = reverse("entries:act", args=[entry.order.reference, entry.pk, option.kind.value])
    return f"{path}?race={option.race}" if option.race else path
