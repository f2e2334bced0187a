"""Load an object and prove the right to it, in one call."""

from django.http import Http404

from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Race


def race_for_entering(event: str, edition: str, race: str) -> Race:
    """A race of a published event that takes entries here; anything else is not found."""
    found = (
        Race.objects.select_related("edition__event__organizer", "pool")
        .filter(
            slug=race,
            edition__slug=edition,
            edition__event__slug=event,
            edition__event__published_at__isnull=False,
            edition__is_enterable_here=True,
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def entry_for(reference: str) -> Entry:
    """The entry behind a reference from a mail: whoever holds the reference may see it."""
    found = (
        Entry.objects.select_related("order", "athlete", "race__edition__event")
        .filter(order__reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found
