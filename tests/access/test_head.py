"""Who asks only for the head of a page is answered as for the page, without its body."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/races/", "/about/", "/knowledge/", "/recovery/", "/accounts/login/", "/new.atom"],
)
def test_head_says_what_get_would(client: Client, path: str) -> None:
    page, head = client.get(path), client.head(path)

    assert head.status_code == page.status_code == 200
    assert head["Content-Type"] == page["Content-Type"]
    assert head.content == b""


@pytest.mark.django_db
def test_what_takes_only_forms_refuses_to_tell_its_head(client: Client) -> None:
    assert client.head("/accounts/logout/").status_code in {302, 405}
