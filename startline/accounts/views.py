"""What the sign-in library tells us while it answers a request."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext

from startline.accounts.services.people import forget_password
from startline.core.clock import now


@receiver(email_confirmed)
def forget_who_came_before(
    request: HttpRequest, email_address: EmailAddress, **_more: object
) -> None:
    """An address proved by a code while signing in: the password may be a stranger's.

    Who signs up with an address that is not theirs could wait until its owner comes and then
    sign in to the owner's account. A link in the mail is different: there, who asked for it says
    yes to an account that they have just made.
    """
    user = email_address.user
    records = get_authentication_records(request, user)
    by_code = {record.get("email") for record in records if record.get("method") == "code"}
    if email_address.email in by_code and forget_password(user, now=now()):
        messages.warning(
            request,
            gettext(
                "Nobody had confirmed this address until now, so the password that was set with "
                "it has been taken off. Set a new one when you like."
            ),
        )
