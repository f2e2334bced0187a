"""Saved searches with the right to them, and events that can be followed."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from startline.accounts.models import User
from startline.discovery.models import SavedSearch
from startline.events.models.catalogue import Event

KEY_LENGTH = 43


def search_for(user: User, pk: int) -> SavedSearch:
    """A person's own search. Raises Http404 for anybody else's."""
    return get_object_or_404(SavedSearch, pk=pk, user=user)


def search_by_key(key: str) -> SavedSearch:
    """The search of a feed's address. Raises Http404."""
    if len(key) != KEY_LENGTH:
        raise Http404
    return get_object_or_404(SavedSearch, feed_key=key)


def followable_for(slug: str) -> Event:
    """A published event with its organizer. Raises Http404."""
    return get_object_or_404(Event.objects.published().select_related("organizer"), slug=slug)
