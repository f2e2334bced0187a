"""A listing is taken over by mail at its own domain, a code on its site, or the operator's yes."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import AuditEntry, Organizer, User
from startline.accounts.rules import Action
from startline.core.refusals import Refusal
from startline.events.access import event_for, role_of
from startline.events.models.catalogue import Event
from startline.events.services.events import OwnedAlreadyError
from startline.feeds.adapters.http import Fetched, FetchError, FetchFault
from startline.feeds.models import Claim, Source
from startline.feeds.rules.claims import has_code, is_mail_of, site_of
from startline.feeds.services.claims import (
    Asked,
    ClaimSettledError,
    grant_claim,
    look_at_site,
    open_claim,
    type_code,
)
from startline.feeds.tests.make import NOW
from startline.notices.models import Notice

MAIL = Asked("email", name="Ridge Club", email="info@ridge.example.net")
PAGE = Asked("website", name="Ridge Club")
NOTE = Asked("operator", name="Ridge Club", note="I have led it since 2009.")


@pytest.fixture
def listing(db: None) -> Event:
    """A listing that came with an import."""
    return Event.objects.create(
        slug="ridge", name="Ridge", website="https://www.ridge.example.net/2026",
        published_at=NOW, created_at=NOW,
    )  # fmt: skip


def mailed_code() -> str:
    found = re.search(r"\b(\d{8})\b", Notice.objects.latest("pk").text)
    assert found is not None
    return found[1]


def page_with(head: str, address: str = "https://ridge.example.net/2026") -> Callable[..., Fetched]:
    return lambda *_, **__: Fetched(address, head.encode())


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()
    return refusal.value.code


@pytest.mark.parametrize(
    ("website", "email", "is_theirs"),
    [
        ("https://www.ridge.example.net/", "info@ridge.example.net", True),
        ("https://ridge.example.net", "INFO@Ridge.Example.NET", True),
        ("https://bücher-lauf.de/", "a@xn--bcher-lauf-9db.de", True),
        ("https://ridge.example.net", "eve@example.net", False),
        ("https://ridge.example.net", "eve@ridge.example.net.evil.org", False),
        ("https://ridge.example.net", "ridge.example.net", False),
        ("https://ridge.wordpress.com", "eve@ridge.wordpress.com", False),
        ("https://runsignup.com/Race/1", "eve@runsignup.com", False),
    ],
)
def test_only_mail_at_the_very_domain_of_the_event_counts(
    website: str, email: str, is_theirs: bool
) -> None:
    site = site_of(website)

    assert site is not None
    assert is_mail_of(email, site) is is_theirs


@pytest.mark.parametrize(
    ("page", "is_there"),
    [
        ('<head><meta content="k7" name="startline-claim"></head>', True),
        ("<META NAME='Startline-Claim' CONTENT=' k7 '/>", True),
        ('<body><meta name="startline-claim" content="k7">', False),
        ('<!-- <meta name="startline-claim" content="k7"> -->', False),
        ('<title><meta name="startline-claim" content="k7"></title>', False),
        ('<script>"<meta name=startline-claim content=k7>"</script>', False),
        ('<meta name="description" content="k7">', False),
        ("k7", False),
    ],
)
def test_the_code_counts_only_where_a_visitor_can_not_write(page: str, is_there: bool) -> None:
    assert has_code(page, "k7") is is_there


def test_an_empty_code_is_never_found() -> None:
    assert not has_code('<meta name="startline-claim" content="">', "")


def test_the_code_from_the_mail_makes_the_event_theirs(listing: Event, eve: User) -> None:
    claim = open_claim(listing, MAIL, by=eve, now=NOW)
    assert Notice.objects.latest("pk").to == "info@ridge.example.net"

    type_code(claim, mailed_code(), by=eve, now=NOW)

    listing.refresh_from_db()
    assert listing.organizer is not None
    assert role_of(eve, listing.organizer_id) == "owner"
    deed = AuditEntry.objects.get(verb="claim_event")
    assert (deed.by, deed.subject_id, deed.details["how"]) == (eve, str(listing.pk), "email")


def test_the_code_itself_is_not_kept_with_the_claim(listing: Event, eve: User) -> None:
    claim = open_claim(listing, MAIL, by=eve, now=NOW)

    claim.refresh_from_db()
    assert mailed_code() not in claim.code


def test_a_foreign_address_gets_no_code(listing: Event, eve: User) -> None:
    theirs = Asked("email", name="Eve", email="eve@example.org")

    assert refused(lambda: open_claim(listing, theirs, by=eve, now=NOW)) == "not_at_the_site"
    assert not Notice.objects.exists()


def test_after_five_wrong_codes_even_the_right_one_is_refused(listing: Event, eve: User) -> None:
    claim = open_claim(listing, MAIL, by=eve, now=NOW)
    right = mailed_code()

    said = [refused(lambda: type_code(claim, "1", by=eve, now=NOW)) for _ in range(5)]

    assert said == ["wrong_code"] * 5
    assert refused(lambda: type_code(claim, right, by=eve, now=NOW)) == "code_over"


def test_an_old_code_is_refused_and_another_persons_too(
    listing: Event, eve: User, alice: User
) -> None:
    claim = open_claim(listing, MAIL, by=eve, now=NOW)
    late = NOW + dt.timedelta(hours=2)

    assert refused(lambda: type_code(claim, mailed_code(), by=eve, now=late)) == "code_over"
    assert refused(lambda: type_code(claim, mailed_code(), by=alice, now=NOW)) == "code_over"


def test_five_codes_a_day_go_to_an_event_whoever_asks(
    listing: Event, eve: User, alice: User
) -> None:
    for _ in range(5):
        open_claim(listing, MAIL, by=eve, now=NOW)

    assert refused(lambda: open_claim(listing, MAIL, by=alice, now=NOW)) == "too_many_claims"
    open_claim(listing, MAIL, by=alice, now=NOW + dt.timedelta(days=1))
    assert Notice.objects.count() == 6


def test_a_code_in_the_head_of_the_page_makes_it_theirs(listing: Event, eve: User) -> None:
    claim = open_claim(listing, PAGE, by=eve, now=NOW)
    head = f'<head><meta name="startline-claim" content="{claim.code}"></head>'

    look_at_site(claim, by=eve, now=NOW, get=page_with(head))

    listing.refresh_from_db()
    assert role_of(eve, listing.organizer_id) == "owner"


def test_a_page_without_the_code_or_on_another_host_proves_nothing(
    listing: Event, eve: User
) -> None:
    claim = open_claim(listing, PAGE, by=eve, now=NOW)
    head = f'<head><meta name="startline-claim" content="{claim.code}"></head>'

    def look(get: Callable[..., Fetched]) -> str:
        return refused(lambda: look_at_site(claim, by=eve, now=NOW, get=get))

    def unreachable(*_: Any, **__: Any) -> Fetched:
        raise FetchError(FetchFault.UNREACHABLE)

    assert look(page_with("<head></head>")) == "no_code_on_site"
    assert look(page_with(head, "https://evil.example.org/")) == "no_code_on_site"
    assert look(unreachable) == "site_unreadable"
    Claim.objects.update(tries=12)
    assert look(page_with(head)) == "too_many_claims"
    listing.refresh_from_db()
    assert listing.organizer is None


def test_a_page_inside_our_own_network_is_not_fetched(listing: Event, eve: User) -> None:
    Event.objects.update(website="http://127.0.0.1.nip.test/")
    listing.refresh_from_db()
    claim = open_claim(listing, PAGE, by=eve, now=NOW)

    assert refused(lambda: look_at_site(claim, by=eve, now=NOW)) == "site_unreadable"


def test_a_page_at_a_source_that_lists_many_leaves_only_the_operator(
    listing: Event, eve: User
) -> None:
    Source.objects.create(slug="s", name="S", address="https://ridge.example.net/feed")

    assert refused(lambda: open_claim(listing, PAGE, by=eve, now=NOW)) == "not_at_the_site"
    assert open_claim(listing, NOTE, by=eve, now=NOW).state == "open"


def test_the_operator_says_yes_or_no_once(listing: Event, eve: User, client: Client) -> None:
    claim = open_claim(listing, NOTE, by=eve, now=NOW)
    boss = User.objects.create(email="op@example.org", is_operator=True)
    client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
    assert "I have led it" in client.get(reverse("claims")).content.decode()

    answer = client.post(reverse("decide_claim", args=[claim.pk]), {"yes": "1"})

    assert answer.status_code == 302
    listing.refresh_from_db()
    assert role_of(eve, listing.organizer_id) == "owner"
    assert "in your hands" in Notice.objects.latest("pk").subject
    again = client.post(reverse("decide_claim", args=[claim.pk]), {"no": "1"})
    assert again.status_code == 409


def test_of_two_who_prove_it_one_gets_it_and_the_others_claim_is_closed(
    listing: Event, eve: User, alice: User
) -> None:
    hers, his = (open_claim(listing, NOTE, by=who, now=NOW) for who in (alice, eve))
    grant_claim(hers, by=alice, now=NOW)

    with pytest.raises(ClaimSettledError):
        grant_claim(his, by=eve, now=NOW)
    Claim.objects.filter(pk=his.pk).update(state="open")
    with pytest.raises(OwnedAlreadyError):
        grant_claim(his, by=eve, now=NOW)
    his.refresh_from_db()
    assert his.state == "open"
    assert Organizer.objects.filter(name="Ridge Club").count() == 1


def test_an_event_in_an_organizers_hands_can_not_be_asked_for(
    listing: Event, ridge: Organizer, eve: User, client: Client
) -> None:
    Event.objects.update(organizer=ridge)
    client.force_login(eve, "allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("claim_event", args=[listing.slug])).status_code == 404


def test_a_director_claims_for_an_organizer_of_theirs_and_never_for_anothers(
    listing: Event, ridge: Organizer, bruno: User, eve: User, client: Client
) -> None:
    address = reverse("claim_event", args=[listing.slug])
    typed = {"organizer": ridge.pk, "method": "operator", "note": "Mine."}
    client.force_login(eve, "allauth.account.auth_backends.AuthenticationBackend")
    client.post(address, typed)
    assert not Claim.objects.exists()
    client.force_login(bruno, "allauth.account.auth_backends.AuthenticationBackend")

    client.post(address, typed)

    grant_claim(Claim.objects.get(), by=bruno, now=NOW)
    listing.refresh_from_db()
    assert listing.organizer == ridge


def test_on_the_pages_a_person_asks_types_the_code_and_stands_at_the_desk(
    listing: Event, eve: User, client: Client
) -> None:
    client.force_login(eve, "allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("claim_event", args=[listing.slug])
    assert address in client.get(reverse("event", args=[listing.slug])).content.decode()
    typed = {"name": "Ridge Club", "method": "email", "email": "info@ridge.example.net"}
    client.post(address, typed)
    wrong = client.post(reverse("claim_code", args=[listing.slug]), {"code": "12"})
    assert wrong.status_code == 409
    assert "4 tries are left" in wrong.content.decode()

    right = client.post(reverse("claim_code", args=[listing.slug]), {"code": mailed_code()})

    assert right["Location"] == reverse("desk", args=[listing.slug])
    assert client.get(right["Location"]).status_code == 200
    assert event_for(eve, listing.slug, to=Action.STAFF).pk == listing.pk
