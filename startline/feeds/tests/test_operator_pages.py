"""The operator's pages: who may open them, and what their buttons do."""

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.feeds.models import Source
from startline.feeds.tests.make import NOW

pytestmark = pytest.mark.django_db
PAGES = ["operate_sources"]


@pytest.fixture
def operator(db: None) -> User:
    """The person who runs the site."""
    return User.objects.create_user(
        "op@example.org", "a-long-enough-word", name="Op", is_operator=True
    )


def make_source(slug: str = "calendar", **values: object) -> Source:
    return Source.objects.create(slug=slug, name=slug.title(), **values)


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in(name: str, client: Client) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["alice", "bruno", "dora", "eve"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_operators_opens_them(
    who: str, name: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_an_operator_opens_them(name: str, client: Client, operator: User) -> None:
    client.force_login(operator)

    assert client.get(reverse(name)).status_code == 200


def test_everybody_reads_the_sources_with_licence_and_credit(client: Client) -> None:
    make_source("british-triathlon", licence="CC BY 4.0", last_read_at=NOW)

    words = client.get(reverse("sources")).content.decode()

    assert "CC BY 4.0" in words
    assert "British Triathlon" in words
    assert "1 May 2026" in words
    assert "GeoNames" in words
    assert "Natural Earth" in words


def test_a_source_is_switched_on_and_off(client: Client, operator: User) -> None:
    source = make_source(permission="ask", address="https://feed.example/x.ics")
    client.force_login(operator)

    client.post(reverse("switch_source", args=["calendar"]), {"on": "1"})
    source.refresh_from_db()
    was_on = source.is_enabled
    client.post(reverse("switch_source", args=["calendar"]))
    source.refresh_from_db()

    assert (was_on, source.is_enabled) == (True, False)


def test_a_source_whose_publisher_said_no_stays_off(client: Client, operator: User) -> None:
    source = make_source(permission="no", address="https://feed.example/x.ics")
    client.force_login(operator)

    client.post(reverse("switch_source", args=["calendar"]), {"on": "1"})
    answer = client.post(reverse("read_source", args=["calendar"]))
    source.refresh_from_db()

    assert not source.is_enabled
    assert answer.status_code == 409
    assert "said no" in answer.content.decode()
