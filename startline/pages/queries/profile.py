"""What a person chose to show: never a hidden result, never anybody else's."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from startline.accounts.models import Profile, User
from startline.entries.models.orders import Entry
from startline.entries.queries.belonging import entries_of
from startline.results.models import Result
from startline.results.queries.belonging import my_results
from startline.results.rules.claiming import ADULT
from startline.reviews.models import Review
from startline.reviews.queries.shown import Line, lines_of, with_counts

MOST = 100


@dataclass(frozen=True)
class Shown:
    """The parts that were ticked; the others are empty."""

    profile: Profile
    results: Sequence[Result]
    bests: Mapping[str, Result]
    races: Sequence[Entry]
    reviews: Sequence[Line]


def own_entries(user: User) -> frozenset[int]:
    """Entries that are certainly this person's: by their own runner, or an order of one place.

    Of an order for a family nobody can say which place is whose.
    """
    rows = entries_of(user).values_list("pk", "order_id", "athlete__user_id")
    places: dict[int, int] = {}
    for _, order, _ in rows:
        places[order] = places.get(order, 0) + 1
    return frozenset(
        pk for pk, order, runner in rows
        if runner == user.pk or (not runner and places[order] == 1)
    )  # fmt: skip


def shown_of(profile: Profile, *, today: dt.date) -> Shown:
    """What everybody sees at the address of a profile."""
    user = profile.user
    mine = own_entries(user)
    found = my_results(user)

    def may_show(one: Result) -> bool:
        is_own = one.entry_id is None or one.entry_id in mine
        return is_own and not one.is_hidden and (one.age is None or one.age >= ADULT)

    races = Entry.objects.filter(
        pk__in=mine, state="confirmed", race__edition__starts_on__gte=today,
        race__edition__event__published_at__isnull=False,
    )  # fmt: skip
    reviews = Review.objects.shown().filter(user=user).exclude(signed="")
    return Shown(
        profile=profile,
        results=[r for r in found.results if may_show(r)][:MOST] if profile.shows_results else (),
        bests={name: r for name, r in found.bests.items() if may_show(r)}
        if profile.shows_bests else {},
        races=list(
            races.select_related("race__edition__event").order_by("race__edition__starts_on")[:MOST]
        ) if profile.shows_races else (),
        reviews=lines_of(list(with_counts(reviews).order_by("-made_at")[:MOST]))
        if profile.shows_reviews else (),
    )  # fmt: skip
