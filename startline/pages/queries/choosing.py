"""Races by their name, for who looks for the one they entered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from startline.discovery.queries.cards import Card
from startline.discovery.queries.finding import found
from startline.discovery.rules.addresses import asked_from
from startline.events.models.catalogue import Race

MOST = 10


@dataclass(frozen=True)
class Named:
    """An edition and its races that can be put on a line."""

    card: Card
    races: tuple[Race, ...]


def races_named(q: str, *, now: dt.datetime, languages: Sequence[str]) -> tuple[Named, ...]:
    """Coming editions that fit the words, best first, with their races by length."""
    asked, _ = asked_from({"q": [q]})
    outcome = found(asked, now=now, languages=languages)
    cards = {card.edition_id: card for card in (*outcome.named, *outcome.cards)}
    coming = [card for card in cards.values() if card.on and not card.is_over][:MOST]
    under: dict[int, list[Race]] = {card.edition_id: [] for card in coming}
    rows = Race.objects.filter(edition__in=under, is_cancelled=False, is_hidden=False)
    for race in rows.order_by("-distance_m", "pk"):
        under[race.edition_id].append(race)
    return tuple(Named(card, tuple(under[card.edition_id])) for card in coming)
