"""The header and the footer are drawn once, and are each reader's own all the same."""

import pytest
from django.test import Client

from startline.accounts.models import User


@pytest.mark.django_db
def test_the_header_marks_where_one_is_and_the_footer_leads_back(client: Client) -> None:
    pages = [client.get(path).content.decode() for path in ("/about/", "/knowledge/", "/about/")]

    assert ['aria-current="page"' in page.partition("<main")[0] for page in pages] == [
        False, True, False,
    ]  # fmt: skip
    assert ['name="next" value="/about/"' in page for page in pages] == [True, False, True]


@pytest.mark.django_db
def test_the_header_of_somebody_signed_in_is_not_that_of_others(
    client: Client, alice: User
) -> None:
    login = "Sign in"
    before = client.get("/about/").content.decode()
    client.force_login(alice)
    inside = client.get("/about/").content.decode()
    client.logout()
    after = client.get("/about/").content.decode()

    assert [login in page for page in (before, inside, after)] == [True, False, True]
