"""What a person is told: alerts as lines, once for each edition, and their searches."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from startline.accounts.models import User
from startline.discovery.models import Alert, Follow, SavedRace, SavedSearch, Wish
from startline.discovery.queries.cards import Card, Reader, cards_of_editions
from startline.discovery.rules.news import merged_news

MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """One edition, what is new about it, and why the person hears of it."""

    card: Card
    news: tuple[str, ...]
    because: str
    found_at: dt.datetime

    @property
    def is_new(self) -> bool:
        """Whether it was not known before, rather than changed."""
        return "new" in self.news


def lines_of(alerts: Iterable[Alert], *, now: dt.datetime, most: int = MOST_SHOWN) -> list[Line]:
    """The alerts by edition, the latest found first; what has vanished or is over is left out."""
    by_edition: dict[int, list[tuple[Alert, list[str]]]] = defaultdict(list)
    for alert in sorted(alerts, key=lambda one: one.found_at, reverse=True):
        for number, news in alert.found.items():
            by_edition[int(number)].append((alert, news))
    shown = list(by_edition)[:most]
    cards = {card.edition_id: card for card in cards_of_editions(shown, Reader(now))}
    names = _names([alert for pk in shown for alert, _ in by_edition[pk]])
    lines = []
    for pk in shown:
        if pk not in cards or cards[pk].is_over:
            continue
        several = by_edition[pk]
        lines.append(
            Line(
                card=cards[pk],
                news=tuple(merged_news([news for _, news in several])),
                because=names.get(several[0][0].search_id or 0, ""),
                found_at=several[0][0].found_at,
            )
        )
    return lines


def _names(alerts: Sequence[Alert]) -> dict[int, str]:
    numbers = {alert.search_id for alert in alerts if alert.search_id}
    return dict(SavedSearch.objects.filter(pk__in=numbers).values_list("pk", "name"))


@dataclass(frozen=True)
class Heard:
    """A person's alerts page."""

    searches: Sequence[SavedSearch]
    follows: Sequence[Follow]
    lines: Sequence[Line]
    wish: Wish


def heard_by(user: User, *, now: dt.datetime) -> Heard:
    """Searches, follows, the latest alerts, how they are told."""
    searches = SavedSearch.objects.filter(user=user).order_by("-pk")
    follows = Follow.objects.filter(user=user).select_related("event", "organizer")
    alerts = Alert.objects.filter(user=user).order_by("-pk")[:MOST_SHOWN]
    return Heard(
        searches=list(searches),
        follows=list(follows.order_by("-pk")),
        lines=lines_of(alerts, now=now),
        wish=Wish.objects.filter(user=user).first() or Wish(user=user),
    )


def feed_lines(search: SavedSearch, *, now: dt.datetime) -> list[Line]:
    """The last fifty editions a search was told of."""
    return lines_of(Alert.objects.filter(search=search).order_by("-pk")[:50], now=now)


@dataclass(frozen=True)
class Following:
    """What of an event a person follows."""

    event: bool
    organizer: bool


def is_following(user: User, event_id: int, organizer_id: int | None) -> Following:
    """Whether a person follows an event, and its organizer."""
    mine = Follow.objects.filter(user=user)
    return Following(
        event=mine.filter(event_id=event_id).exists(),
        organizer=organizer_id is not None and mine.filter(organizer_id=organizer_id).exists(),
    )


def hears_nothing(user: User) -> bool:
    """Whether a person has switched alerts by mail off."""
    return Wish.objects.filter(user=user, every="never").exists()


def saved_numbers(user: User) -> list[int]:
    """Numbers of the editions a person keeps, the last saved first."""
    return list(
        SavedRace.objects.filter(user=user).order_by("-pk").values_list("edition_id", flat=True)
    )
