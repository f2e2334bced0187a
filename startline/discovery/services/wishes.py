"""What people ask to be told: searches kept, events followed, races saved, how often by mail."""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from startline.accounts.models import Organizer, User
from startline.core.refusals import Refusal
from startline.discovery.models import Alert, Follow, SavedRace, SavedSearch, Wish
from startline.discovery.rules.news import MOST_FOLLOWS, MOST_SAVED, MOST_SEARCHES
from startline.events.models.catalogue import Edition, Event

_SALT = "startline.discovery.alerts"


class TooManyError(Refusal):
    """More searches, follows or saved races than one account may have."""

    code = "too_many"


class AsksNothingError(Refusal):
    """A search without a word or filter would tell of every race there is."""

    code = "asks_nothing"


def digest_of(address: str, language: str) -> str:
    """The same for equal searches in one language."""
    return sha256(f"{language} {address}".encode()).hexdigest()


@transaction.atomic
def save_search(
    *, user: User, address: str, name: str, language: str, is_mailed: bool, now: dt.datetime
) -> SavedSearch:
    """Keep a search; the same one again changes its name and mail. `address` is cleaned already.

    Raises TooManyError past a hundred, AsksNothingError for an empty address.
    """
    if not address:
        raise AsksNothingError
    digest = digest_of(address, language)
    mine = SavedSearch.objects.filter(user=user)
    if not mine.filter(digest=digest).exists() and mine.count() >= MOST_SEARCHES:
        raise TooManyError(most=MOST_SEARCHES)
    search, _ = SavedSearch.objects.update_or_create(
        user=user, digest=digest,
        defaults={"name": name, "is_mailed": is_mailed},
        create_defaults={
            "name": name, "is_mailed": is_mailed, "address": address, "language": language,
            "feed_key": secrets.token_urlsafe(32), "created_at": now,
        },
    )  # fmt: skip
    return search


@transaction.atomic
def forget_search(search: SavedSearch) -> None:
    """Let a search go, with what it found."""
    search.delete()


@transaction.atomic
def follow(
    *, user: User, now: dt.datetime, event: Event | None = None, organizer: Organizer | None = None
) -> None:
    """Follow an event or an organizer; twice changes nothing. Raises TooManyError."""
    mine = Follow.objects.filter(user=user)
    if mine.count() >= MOST_FOLLOWS:
        raise TooManyError(most=MOST_FOLLOWS)
    mine.get_or_create(user=user, event=event, organizer=organizer, defaults={"followed_at": now})


@transaction.atomic
def unfollow(*, user: User, event: Event | None = None, organizer: Organizer | None = None) -> None:
    """Hear no more of an event or an organizer."""
    Follow.objects.filter(user=user, event=event, organizer=organizer).delete()


@transaction.atomic
def save_races(*, user: User, edition_ids: Sequence[int], now: dt.datetime) -> None:
    """Keep published editions beside those kept already; numbers that are none are passed over.

    Raises TooManyError past a thousand, and then keeps none of them.
    """
    wanted = Edition.objects.published().filter(pk__in=edition_ids).values_list("pk", flat=True)
    rows = [SavedRace(user=user, edition_id=pk, saved_at=now) for pk in wanted]
    SavedRace.objects.bulk_create(rows, ignore_conflicts=True)
    if SavedRace.objects.filter(user=user).count() > MOST_SAVED:
        raise TooManyError(most=MOST_SAVED)


@transaction.atomic
def let_races_go(*, user: User, edition_ids: Iterable[int]) -> None:
    """Keep these editions no longer."""
    SavedRace.objects.filter(user=user, edition_id__in=list(edition_ids)).delete()


@transaction.atomic
def set_wish(*, user: User, every: str, timezone: str) -> None:
    """How often, and whose day it is; mail that came back before is tried again."""
    Wish.objects.update_or_create(
        user=user, defaults={"every": every, "timezone": timezone, "bounced_at": None}
    )


@transaction.atomic
def switch_alerts_off(user: User) -> None:
    """No more alerts by mail; searches, their feeds and the page stay."""
    Wish.objects.update_or_create(user=user, defaults={"every": "never"})


def off_address(user: User) -> str:
    """Where one click switches a person's alerts off; signed, so nobody guesses another's."""
    token = signing.dumps(user.pk, salt=_SALT)
    return settings.SITE_URL + reverse("alerts_off", args=[token])


def whose(token: str) -> User:
    """The person of such a link. Raises BadSignature, also where the account is gone."""
    user = User.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    if user is None:
        raise signing.BadSignature
    return user


def forget(user: User) -> None:
    """Erase everything this room keeps about a person."""
    for table in (Alert, SavedSearch, SavedRace, Follow, Wish):
        table.objects.filter(user=user).delete()


def export(user: User) -> dict[str, list[Any]]:
    """Everything this room keeps about a person, in plain values."""
    return {
        "saved_races": list(
            SavedRace.objects.filter(user=user).order_by("pk")
            .values("edition__event__slug", "edition__slug", "saved_at")
        ),
        "saved_searches": list(
            SavedSearch.objects.filter(user=user).order_by("pk")
            .values("name", "address", "language", "is_mailed", "created_at")
        ),
        "follows": list(
            Follow.objects.filter(user=user).order_by("pk")
            .values("event__slug", "organizer__slug", "followed_at")
        ),
        "alerts": list(
            Alert.objects.filter(user=user).order_by("pk")
            .values("reason", "found", "found_at", "told_at")
        ),
        "alerts_by_mail": list(Wish.objects.filter(user=user).values("every", "timezone")),
    }  # fmt: skip
