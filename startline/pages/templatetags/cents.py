"""Cents of US dollars as money."""

from django import template

from startline.core.money import Money

register = template.Library()


@register.filter
def dollars(cents: int) -> Money:
    """Whole cents as an amount of dollars."""
    return Money(cents, "USD")
