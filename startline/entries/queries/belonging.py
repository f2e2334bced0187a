"""Whose an entry is: of the account that placed the order, or of the address it was placed with."""

from django.db.models import Q, QuerySet

from startline.accounts.models import User
from startline.accounts.queries import confirmed_addresses
from startline.entries.models.orders import Entry, EntryQuerySet, Order


def orders_of(user: User) -> QuerySet[Order]:
    """Orders placed signed in, and those placed as a guest with a confirmed address."""
    return Order.objects.filter(Q(user=user) | Q(email__in=confirmed_addresses(user.pk)))


def entries_of(user: User) -> EntryQuerySet:
    """The entries of these orders."""
    return Entry.objects.filter(order__in=orders_of(user).values("pk"))
