"""How the sign-in library meets our people."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as answering
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

log = logging.getLogger(__name__)
LONGEST = 254  # letters of an address (RFC 5321), and of the columns that hold one


def site() -> dict[str, object]:
    """How the site calls itself in a mail."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Sign-up asks for an address and a password, and nothing else."""

    def is_open_for_signup(self, request: object) -> bool:
        """Everyone may have an account."""
        return True

    def clean_email(self, email: str) -> str:
        """An address that the tables can hold; the library's own field takes longer ones."""
        if len(email) > LONGEST:
            raise ValidationError(
                gettext("Give an address of at most %(n)s letters.") % {"n": LONGEST}
            )
        return str(super().clean_email(email))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Codes and confirmations leave at once; a mail server that is away is told, not met."""
        try:
            super().send_mail(template_prefix, email, {**site(), **context})
        except OSError as error:  # SMTP errors and lost connections are all OSErrors
            log.warning("mail not sent: %s", error)
            said = gettext("No mail can leave just now. Ask for it again in some minutes.")
            messages.error(answering.request, said)
