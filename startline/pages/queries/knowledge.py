"""What the pages of the glossary show: one term with all that belongs to it, and the lists."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from startline.discovery.queries.cards import Card
from startline.discovery.queries.finding import found, races_behind
from startline.discovery.rules.addresses import asked_from
from startline.glossary.queries import library
from startline.glossary.rules.terms import CATEGORIES, Reference, Term

MOST_CARDS = 3
NAMES = {
    "recovery-injury": _("Recovery & Injury"),
    "training": _("Training"),
    "physiology": _("Physiology"),
    "nutrition-hydration": _("Nutrition & Hydration"),
    "gear": _("Gear"),
    "race-day": _("Race Day"),
    "race-types-distances": _("Race Types & Distances"),
    "trail-ultra": _("Trail & Ultra"),
    "triathlon": _("Triathlon"),
    "cycling": _("Cycling"),
    "swimming": _("Swimming"),
}
"""What a category is called; by the word of its address."""
INTROS = {
    "recovery-injury": _("What hurts, which signs come first, what helps, and how to come back."),
    "training": _("How sessions and weeks are built, and which popular rules hold up."),
    "physiology": _("What happens in heart, lungs, blood and muscle, and what the numbers mean."),
    "nutrition-hydration": _("Eating and drinking before, during and after, without miracles."),
    "gear": _("Shoes, watches, clothes and other things: what they change, and what they do not."),
    "race-day": _("Bibs, waves, cut-offs, times and the words of the results list."),
    "race-types-distances": _(
        "From 5K to 100 miles: how long, how held, and what is asked of you."
    ),
    "trail-ultra": _("Climb, kit, aid stations and nights out, off the road."),
    "triathlon": _("Three sports in one race: distances, transitions and the rules between them."),
    "cycling": _("Power, position and bunches: the words of racing and training on a bike."),
    "swimming": _("Stroke, pace, open water and cold: moving through water, and safely."),
}
"""What a category is about, in a sentence; by the word of its address."""


@dataclass(frozen=True)
class Races:
    """A link to races: its words, its address' query, how many there are now."""

    words: str
    query: str
    races: int


@dataclass(frozen=True)
class TermPage:
    """One term and what leads from it."""

    term: Term
    category: str
    related: Sequence[Term]
    mentioned_on: Sequence[Term]
    references: Sequence[Reference]
    races: Sequence[Races]
    cards: Sequence[Card]


@dataclass(frozen=True)
class Shelf:
    """A category, a tag or a letter: its word in the address, its name, its pages, a sentence."""

    key: str
    name: str
    terms: Sequence[Term]
    intro: str = ""


def term_named(slug: str) -> Term:
    """A page by its slug; 404 where there is none."""
    term = library().by_slug.get(slug)
    if term is None:
        raise Http404
    return term


def term_page(slug: str, *, now: dt.datetime, languages: Sequence[str]) -> TermPage:
    """A term with its related pages, references and the races it speaks about, counted now."""
    term, books = term_named(slug), library()
    related = [books.by_slug[other] for other in term.related if other in books.by_slug]
    races = [
        Races(link.words, query, races_behind(f"?{query}", now=now, languages=languages))
        for link in term.races
        for query in (urlencode(link.find, doseq=True),)
    ]
    some = next((link.query for link in races if link.races), "")
    return TermPage(
        term=term,
        category=str(NAMES[term.category]),
        related=related,
        mentioned_on=[page for page in books.mentions[slug] if page not in related],
        references=[books.references[reference] for reference in term.references],
        races=[link for link in races if link.races],
        cards=_cards(some, now=now, languages=languages) if some else (),
    )


def _cards(query: str, *, now: dt.datetime, languages: Sequence[str]) -> Sequence[Card]:
    asked, _ = asked_from(parse_qs(query))
    return found(asked, now=now, languages=languages).cards[:MOST_CARDS]


def shelves() -> list[Shelf]:
    """The categories that hold a page."""
    books = library()
    return [Shelf(c, str(NAMES[c]), books.by_category[c], str(INTROS[c])) for c in CATEGORIES]


def category_shelf(category: str) -> Shelf:
    """One category; 404 for an unknown word."""
    if category not in CATEGORIES:
        raise Http404
    terms = library().by_category[category]
    return Shelf(category, str(NAMES[category]), terms, str(INTROS[category]))


def tag_shelf(tag: str) -> Shelf:
    """The pages with a tag; 404 where there is none."""
    terms = library().by_tag.get(tag)
    if not terms:
        raise Http404
    return Shelf(tag, tag, terms)


def letters() -> list[Shelf]:
    """All pages by the first letter of their names."""
    return [Shelf(letter, letter, terms) for letter, terms in library().by_letter.items()]
