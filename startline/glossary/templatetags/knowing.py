"""How the words of a page are drawn, and `{% term "cut-off" %}` in listings and forms."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from startline.glossary.queries import LANGUAGE, library, named
from startline.glossary.rules.terms import Block, Mark, Piece, Text

register = template.Library()


@register.simple_tag
def own_language() -> SafeString:
    """What an element that shows the glossary's own words says about them, where the page speaks
    another language: ` lang="en" dir="ltr"`. `{% own_language as own %}<p{{ own }}>`.
    """
    if get_language() == LANGUAGE:
        return SafeString("")
    return format_html(' lang="{}" dir="ltr"', LANGUAGE)


@register.filter
def blocks(found: Iterable[Block]) -> SafeString:
    """Paragraphs and lists as HTML; all words are escaped."""
    return format_html_join("", "{}", ((_block(block),) for block in found))


@register.filter
def inline(found: Iterable[Block]) -> SafeString:
    """The texts of blocks without paragraphs around them."""
    return format_html_join(" ", "{}", ((_text(text),) for block in found for text in block.texts))


def _block(block: Block) -> SafeString:
    if block.kind == "p":
        return format_html("<p>{}</p>", _text(block.texts[0]))
    items = format_html_join("", "<li>{}</li>", ((_text(text),) for text in block.texts))
    return format_html(
        "<ul class='bullets'>{}</ul>" if block.kind == "ul" else "<ol class='bullets'>{}</ol>",
        items,
    )


def _text(text: Text) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in text))


def _piece(piece: Piece) -> SafeString | str:
    if piece.mark == Mark.CITE:
        return reference(piece)
    if piece.mark == Mark.GRADE:
        return format_html(" {}", grade(piece.words))
    if piece.mark == Mark.TERM and piece.target in library().by_slug:
        address = reverse("term", args=[piece.target])
        return format_html('<a href="{}">{}</a>', address, piece.words)
    if piece.mark == Mark.LINK:
        return format_html('<a href="{}" rel="nofollow">{}</a>', piece.target, piece.words)
    tag = {Mark.STRONG: "b", Mark.EM: "i"}.get(piece.mark)
    return format_html("<{0}>{1}</{0}>", tag, piece.words) if tag else piece.words


@register.filter
def reference(piece: Piece) -> SafeString:
    """A citation as a link down to the list."""
    label = gettext("Reference %(number)s") % {"number": piece.number}
    return format_html(
        '<a class="ref" href="#r{}" aria-label="{}">{}</a>', piece.number, label, piece.words
    )


@register.filter
def grade(level: str) -> SafeString:
    """Bars and a word for how sure a claim is."""
    return SafeString(render_to_string("components/grade.html", {"level": str(level)}).strip())


@register.filter
def spaced(word: str) -> str:
    """A word of code as people write it: mandatory_kit is "mandatory kit"."""
    return word.replace("_", " ")


@register.simple_tag
def term(name: str, words: str = "") -> SafeString | str:
    """Words linked to their page, with its definition in a bubble on hover and focus.

    Without JavaScript it is a link with a description; an unknown name is left as words. The
    bubble has the term's slug in its id: a page explains a term once.
    """
    found = named(name)
    if found is None:
        return words or name
    return format_html(
        '<span class="defined"><a href="{}" aria-describedby="def-{}">{}</a>'
        '<span class="defined__is" role="tooltip" id="def-{}"{}>{}</span></span>',
        reverse("term", args=[found.slug]), found.slug, words or name, found.slug,
        own_language(), found.definition,
    )  # fmt: skip
