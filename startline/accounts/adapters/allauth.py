"""How the sign-in library meets our people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

LONGEST = 254  # letters of an address (RFC 5321), and of the columns that hold one


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
