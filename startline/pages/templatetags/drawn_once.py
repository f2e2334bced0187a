"""`{% drawn_once kept "name" %}…{% enddrawn_once %}`: a part drawn once while it is kept."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from startline.pages.queries.kept_pages import KeptPage

register = template.Library()


class DrawnOnce(template.Node):
    """A part that is the same for every reader of a kept page.

    What holds a one-time token of a form is drawn for each reader.
    """

    def __init__(self, kept: FilterExpression, name: str, nodes: NodeList) -> None:
        self.kept, self.name, self.nodelist = kept, name, nodes

    def render(self, context: Context) -> SafeString:
        """The part as it was drawn, or drawn now."""
        kept = self.kept.resolve(context, ignore_failures=True)
        if not isinstance(kept, KeptPage):
            return self.nodelist.render(context)
        text = kept.drawn.get(self.name)
        if text is None:
            text = self.nodelist.render(context)
            if "csrfmiddlewaretoken" not in text:
                kept.drawn[self.name] = text
        return mark_safe(text)  # noqa: S308  -- rendered by a template


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """Takes the kept page and a name for the part."""
    try:
        _, kept, name = token.split_contents()
    except ValueError as error:
        msg = "drawn_once takes a kept page and a name"
        raise template.TemplateSyntaxError(msg) from error
    nodes = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(parser.compile_filter(kept), name.strip("\"'"), nodes)
