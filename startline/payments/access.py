"""Load an organizer or an account and prove the right to its money, in one call."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from startline.accounts.models import Membership, Organizer, User
from startline.accounts.rules import Action, Role, may
from startline.payments.models import PayoutAccount


def organizer_for(user: User, slug: str, *, to: Action) -> Organizer:
    """An organizer this person may act for: not a member, not found; the wrong role, refused."""
    organizer = Organizer.objects.filter(slug=slug).first()
    if organizer is None:
        raise Http404
    if user.is_operator:
        return organizer
    membership = Membership.objects.of(user).filter(organizer=organizer).first()
    if membership is None:
        raise Http404
    if not may(Role(membership.role), to):
        raise PermissionDenied
    return organizer


def account_for(user: User, slug: str, pk: int) -> PayoutAccount:
    """One of the organizer's payout accounts, for someone who may see its money."""
    organizer = organizer_for(user, slug, to=Action.MONEY)
    account = PayoutAccount.objects.filter(organizer=organizer, pk=pk).first()
    if account is None:
        raise Http404
    account.organizer = organizer
    return account
