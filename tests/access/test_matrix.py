"""Each organizer page × owner, every staff role, another owner, entrants and nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from startline.accounts.models import User
from startline.accounts.rules import Role, may
from startline.events.models.catalogue import Event
from startline.events.tests.make import NOW
from tests.access.rows import CLOSED, OPEN, OPEN_API, ROWS, Row, Who
from tests.access.world import STRANGERS, World, make_world

LOGIN = "/accounts/login/"
PATH = {"event", "edition", "race", "kind"}
IN, LOG_IN, NO = "in", "log in", "no"


@dataclass(frozen=True)
class Address:
    """One entry of the URL table."""

    name: str
    route: str
    words: frozenset[str]


def addresses(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[Address, URLPattern]]:
    """The whole table, with includes laid open."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern, route, space + inner)
        else:
            words = frozenset(pattern.pattern.converters)
            yield Address(f"{space}{pattern.name}", route, words), pattern


TABLE = {address.name: address for address, _ in addresses(get_resolver())}
GUARDED = {a.name: a for a in TABLE.values() if a.route.startswith(CLOSED)}


def test_every_organizer_page_has_a_row_and_every_row_a_page() -> None:
    assert set(GUARDED) == set(ROWS)


def test_every_other_address_is_meant_to_be_open() -> None:
    stray = {
        address.name: address.route
        for address in TABLE.values()
        if address.name not in GUARDED
        and address.name not in OPEN_API
        and not any(address.route == p or (p and address.route.startswith(p)) for p in OPEN)
    }

    assert stray == {}


def expected(row: Row, caller: str) -> str:
    """What the matrix says."""
    if caller == "nobody":
        return LOG_IN
    if row.needs is Who.CLAIMING:
        return IN if caller == "entrant" else NO
    if row.needs is Who.SIGNED_IN or caller == "operator":
        return IN
    if row.needs is Who.OPERATOR or caller in STRANGERS:
        return NO
    return IN if may(Role(caller), row.needs) else NO


def answered(row: Row, user: User | None, address: str) -> str:
    """What the site says; whatever it did is undone."""
    client = Client()
    if user is not None:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    with transaction.atomic():
        answer = client.generic(row.method, address)
        transaction.set_rollback(True)
    assert answer.status_code not in {405, 500}, (address, answer.status_code)
    if answer.status_code == 302 and answer["Location"].startswith(LOGIN):
        return LOG_IN
    if answer.status_code == 403:
        return NO
    if answer.status_code == 404:
        return IN if row.needs is Who.OPERATOR and user and user.is_operator else NO
    return IN


def address_of(name: str, row: Row, world: World, **other: object) -> str:
    """The page's address in the world."""
    known = {**world.words, **row.words, **other}
    return reverse(name, kwargs={word: known[word] for word in GUARDED[name].words})


@pytest.fixture(autouse=True)
def may_day(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all: whatever a test does in it is undone, and in the end the world too."""
    with (
        django_db_blocker.unblock(), override_settings(TODAY=NOW.date()), transaction.atomic(),
    ):  # fmt: skip
        yield make_world()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_page_lets_in_whom_the_matrix_says_and_nobody_else(name: str, world: World) -> None:
    row = ROWS[name]
    address = address_of(name, row, world)

    said = {caller: answered(row, user, address) for caller, user in world.callers.items()}

    assert said == {caller: expected(row, caller) for caller in world.callers}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", sorted(n for n, row in ROWS.items() if not isinstance(row.needs, Who))
)
def test_an_unpublished_event_is_not_even_there_for_strangers(name: str, world: World) -> None:
    row = ROWS[name]
    Event.objects.filter(pk=world.event.pk).update(published_at=None)
    client = Client()
    eve = world.callers["other owner"]
    assert eve is not None
    client.force_login(eve, "allauth.account.auth_backends.AuthenticationBackend")

    answer = client.generic(row.method, address_of(name, row, world))

    assert answer.status_code == 404


@pytest.mark.django_db
def test_nobody_reaches_a_thing_of_others_through_an_event_of_their_own(world: World) -> None:
    eve, mine = world.callers["other owner"], world.theirs.slug
    deep = [n for n, a in GUARDED.items() if "event" in a.words and a.words - PATH]

    said = {n: answered(ROWS[n], eve, address_of(n, ROWS[n], world, event=mine)) for n in deep}

    assert said == dict.fromkeys(deep, NO)
