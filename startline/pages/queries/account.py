"""What must be settled before an account goes, and what stays after it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import Role
from startline.entries.models.orders import Entry, Order, Signature
from startline.entries.queries.belonging import entries_of, orders_of
from startline.results.models import Result
from startline.results.queries.belonging import results_of


@dataclass(frozen=True)
class InTheWay:
    """Places in races that are still to be run, and organizers that only this person owns."""

    entries: Sequence[Entry]
    organizers: Sequence[Organizer]
    is_last_operator: bool

    def __bool__(self) -> bool:
        return bool(self.entries or self.organizers or self.is_last_operator)


@dataclass(frozen=True)
class Staying:
    """What is kept about a person after erasing, by reason."""

    orders: Sequence[Order]  # with money in them
    results: Sequence[Result]
    signatures: Sequence[Signature]

    def __bool__(self) -> bool:
        return bool(self.orders or self.results or self.signatures)


def in_the_way(user: User, *, today: dt.date) -> InTheWay:
    """What the person has to settle first; falsy where there is nothing."""
    ahead = Q(race__edition__starts_on__gte=today) | Q(race__edition__starts_on__isnull=True)
    living = entries_of(user).living().filter(ahead)
    owned = Membership.objects.filter(user=user, role=Role.OWNER).values("organizer_id")
    shared = Membership.objects.filter(role=Role.OWNER).exclude(user=user).values("organizer_id")
    others = User.objects.filter(is_operator=True, is_active=True).exclude(pk=user.pk)
    return InTheWay(
        entries=list(living.select_related("order", "race__edition__event").order_by("pk")),
        organizers=list(
            Organizer.objects.filter(pk__in=owned, events__isnull=False)
            .exclude(pk__in=shared).distinct().order_by("name")
        ),
        is_last_operator=user.is_operator and not others.exists(),
    )  # fmt: skip


def staying(user: User) -> Staying:
    """What would stay, row by row, as the page tells it beforehand."""
    entries = entries_of(user)
    whole = ("race__edition__event",)
    return Staying(
        orders=list(
            orders_of(user).filter(total_minor__gt=0).select_related("edition__event")
            .order_by("pk")
        ),
        results=list(
            results_of(user).filter(timing_import=F("race__result_list__current"))
            .select_related(*whole).order_by("pk")
        ),
        signatures=list(
            Signature.objects.filter(entry__in=entries)
            .select_related("entry__race__edition__event").order_by("pk")
        ),
    )  # fmt: skip
