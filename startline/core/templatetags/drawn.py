"""`{% drawn_by "name" value … name=blank … %}…{% enddrawn_by %}`: drawn once for equal values."""

from functools import lru_cache
from itertools import count
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
MOST_KEPT = 512
"""Parts kept in one process, a few kilobytes each."""
_numbers = count()
_kept: dict[tuple[object, ...], str] = {}


class DrawnBy(template.Node):
    """A part of a page frame that depends on the language and on the values named, on nothing else.

    The blanks are drawn as marks and filled in, escaped, for each page. A part that holds the
    one-time token of a form is never kept.
    """

    def __init__(
        self, values: list[FilterExpression], blanks: dict[str, FilterExpression], nodes: NodeList
    ) -> None:
        self.values, self.blanks, self.nodelist = values, blanks, nodes
        self.number = next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The part as it was drawn for these values, or drawn now."""
        values = tuple(_hashable(value.resolve(context)) for value in self.values)
        key = (self.number, get_language(), *values)
        text = _kept.get(key)
        if text is None:
            with context.push(**{name: mark(name) for name in self.blanks}):
                text = self.nodelist.render(context)
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            if "csrfmiddlewaretoken" not in text:
                _kept[key] = text
        for name, blank in self.blanks.items():
            text = text.replace(mark(name), conditional_escape(blank.resolve(context)))
        return mark_safe(text)  # noqa: S308  -- rendered by a template, its blanks escaped


def forget_all() -> None:
    """Draw every part anew: other addresses or templates are in force."""
    _kept.clear()


def _hashable(value: Any) -> object:
    if isinstance(value, Model):
        msg = "a row is known by its number, whatever else it holds: name its values"
        raise TypeError(msg)
    return tuple(_hashable(one) for one in value) if isinstance(value, list | tuple) else value


@lru_cache(maxsize=16)
def mark(name: str) -> str:
    """What stands for a blank in what is kept; no page can hold it otherwise."""
    return f"\x00{name}\x00"


@register.tag
def drawn_by(parser: Parser, token: Token) -> DrawnBy:
    """Takes the part's name, the values it is drawn by, and its blanks as `name=value`."""
    _, _name, *bits = token.split_contents()
    values = [parser.compile_filter(bit) for bit in bits if "=" not in bit]
    blanks = token_kwargs([bit for bit in bits if "=" in bit], parser)
    nodes = parser.parse(("enddrawn_by",))
    parser.delete_first_token()
    return DrawnBy(values, blanks, nodes)
