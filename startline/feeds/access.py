"""Who may enter the operator's pages, and what they find there."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from startline.accounts.models import User
from startline.feeds.models import ImportRun, Match, Source


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
