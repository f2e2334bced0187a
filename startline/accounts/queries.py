"""Questions about people."""

from allauth.account.models import EmailAddress


def confirmed_addresses(user_pk: int) -> list[str]:
    """The addresses a person has shown to be theirs, in lower case."""
    rows = EmailAddress.objects.filter(user_id=user_pk, verified=True)
    return [address.lower() for address in rows.values_list("email", flat=True)]
