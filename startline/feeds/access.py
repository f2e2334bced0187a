"""Who may enter the operator's pages, and what they find there."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from startline.accounts.models import User
from startline.events.models.catalogue import Event
from startline.feeds.models import Claim, ImportRun, Match, Source


def operator(user: User | AnonymousUser) -> User:
    """The operator at the door; anybody else is refused."""
    if not isinstance(user, User) or not user.is_operator:
        raise PermissionDenied
    return user


def source_for(user: User | AnonymousUser, slug: str) -> Source:
    """A source, for operators."""
    operator(user)
    found = Source.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def run_for(user: User | AnonymousUser, pk: int) -> ImportRun:
    """An import, for operators."""
    operator(user)
    found = ImportRun.objects.select_related("source").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def match_for(user: User | AnonymousUser, pk: int) -> Match:
    """A decision or a doubt about two records, for operators."""
    operator(user)
    found = Match.objects.select_related("left", "right").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listing_for(slug: str) -> Event:
    """A published listing that a signed-in person may ask for: one that no organizer holds."""
    found = Event.objects.filter(
        slug=slug, organizer=None, merged_into=None, published_at__isnull=False
    ).first()
    if found is None:
        raise Http404
    return found


def open_claim_of(event: Event, user_id: int) -> Claim | None:
    """What this person has asked for."""
    rows = Claim.objects.filter(event=event, user_id=user_id, state="open")
    return rows.select_related("event", "user", "organizer").first()


def own_claim_for(user: User, slug: str) -> Claim:
    """The open claim of this person on such a listing."""
    found = open_claim_of(listing_for(slug), user.pk)
    if found is None:
        raise Http404
    return found


def claim_for(user: User | AnonymousUser, pk: int) -> Claim:
    """What somebody asks for, for operators."""
    operator(user)
    found = Claim.objects.select_related("event", "user", "organizer").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
