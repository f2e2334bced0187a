"""A device in words."""

from django import template

from startline.accounts.rules import Device, device_of

register = template.Library()


@register.filter
def device(user_agent: str) -> Device:
    """Browser and system of a session."""
    return device_of(user_agent)
