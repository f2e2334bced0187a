"""How the sign-in library meets our people."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Sign-up asks for an address and a password, and nothing else."""

    def is_open_for_signup(self, request: object) -> bool:
        """Everyone may have an account."""
        return True
