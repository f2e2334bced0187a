"""A missing race: its page is read, shown with sources, and sent with one tap."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.events.models.provenance import Correction
from startline.feeds.adapters.http import Fetched, FetchError, FetchFault
from startline.feeds.services import addresses
from startline.feeds.services.addresses import UnreadableAddressError, read_address

pytestmark = pytest.mark.django_db
PAGE = b"""<html lang="pt"><head><title>Meia de Sintra &amp; more</title>
<meta property="og:description" content="A half by the sea.">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "SportsEvent",
"name": "Meia Maratona de Sintra", "startDate": "2026-10-04", "location": {"@type": "Place",
"name": "Sintra", "address": {"addressLocality": "Sintra", "addressCountry": "PT"}}}</script>
</head><body></body></html>"""


def answer(data: bytes) -> Callable[..., Fetched]:
    """A web that has one page."""
    return lambda url, **limits: Fetched(url, data)


def test_an_address_is_read_field_by_field_with_its_place() -> None:
    found = read_address("https://example.org/half", get=answer(PAGE))

    assert found.values["name"] == "Meia Maratona de Sintra"
    assert found.values["starts_on"] == "2026-10-04"
    assert found.values["country"] == "PT"
    assert found.where["description"] == "meta"
    assert found.where["website"] == "address"


def test_a_page_without_data_gives_its_title() -> None:
    page = b"<html><head><title>Ridge  Race</title></head><body>hello</body></html>"
    found = read_address("https://example.org", get=answer(page))

    assert (found.values["name"], found.where["name"]) == ("Ridge Race", "title")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"%PDF-1.7 nothing", b"{}"])
def test_what_cannot_be_understood_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableAddressError) as refused:
        read_address("https://example.org", get=answer(data))

    assert refused.value.code == "not_understood"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://10.0.0.1/x", "file:///etc/passwd"]
)
def test_private_addresses_are_never_fetched(address: str) -> None:
    with pytest.raises(UnreadableAddressError) as refused:
        read_address(address)

    assert refused.value.code in {"private_address", "bad_address"}


def test_the_page_shows_what_was_read_and_one_tap_sends_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, now: dt.datetime
) -> None:
    settings.TODAY = now.date()
    monkeypatch.setattr(addresses.read_address, "__kwdefaults__", {"get": answer(PAGE)})
    response = client.get(reverse("add_race"), {"address": "https://example.org/half"})
    text = response.content.decode()

    assert "Meia Maratona de Sintra" in text
    assert "from the data the page holds for search engines" in text
    sent = response.context["form"].initial
    response = client.post(reverse("add_race"), {**sent, "nickname": ""})
    assert response.status_code == 302
    kept = Correction.objects.get()
    assert kept.address == "https://example.org/half"
    assert kept.draft["starts_on"] == "2026-10-04"
    assert "name: jsonld" in kept.draft["where"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [(FetchFault.NOT_FOUND, "There is no page"), (FetchFault.ROBOTS, "asks programs not to read"),
     (FetchFault.TIMEOUT, "could not be read")],
)  # fmt: skip
def test_an_unreadable_address_is_explained_and_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, fault: FetchFault, words: str
) -> None:
    def refuse(url: str, **limits: object) -> Fetched:
        raise FetchError(fault)

    monkeypatch.setattr(addresses.read_address, "__kwdefaults__", {"get": refuse})
    text = client.get(reverse("add_race"), {"address": "https://example.org/half"}).content.decode()

    assert words in text
    assert 'value="https://example.org/half"' in text


def test_a_typed_race_needs_a_name_and_keeps_what_was_typed(client: Client) -> None:
    text = client.post(reverse("add_race"), {"place": "Sintra"}).content.decode()
    assert "One thing to put right" in text
    assert 'value="Sintra"' in text

    response = client.post(reverse("add_race"), {"name": "Meia", "place": "Sintra"})
    assert response.status_code == 302
    assert Correction.objects.get().text == "Name of the event: Meia\nPlace and country: Sintra"
