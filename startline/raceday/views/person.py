"""Who is at the door."""

from django.http import HttpRequest

from startline.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person; only for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    return request.user
