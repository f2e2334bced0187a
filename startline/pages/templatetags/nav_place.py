"""Where in the header's menu a page stands, and whether somebody is signed in."""

from functools import cache

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse

from startline.core.templatetags.show import under

register = template.Library()
LINKED = ("home", "search", "knowledge", "directors", "you")


@register.simple_tag(takes_context=True)
def nav_place(context: Context) -> str:
    """The page's address as far as the header knows it: that of one of its links, or a page under
    *Knowledge*; all other pages have the same header.
    """
    request = context.get("request")
    path = request.path if request else ""
    linked, knowledge = _addresses(settings.ROOT_URLCONF)
    if under(path, knowledge):
        return path if path == knowledge else f"{knowledge}-/"
    return path if path in linked else ""


@cache
def _addresses(urls: str) -> tuple[frozenset[str], str]:
    return frozenset(reverse(name) for name in LINKED), reverse("knowledge")


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> bool:
    """Whether somebody is; without a session cookie nobody is asked for."""
    user = context.get("user")
    return bool(context.get("has_session") and user and user.is_authenticated)
