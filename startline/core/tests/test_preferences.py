"""Colours, units and language without an account and without JavaScript."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("startline.core.tests.urls")]


def test_a_choice_is_kept_for_a_year_and_leads_back(client: Client) -> None:
    response = client.post("/preferences/", {"units": "mi", "next": "/components/?page=2"})

    assert response["Location"] == "/components/?page=2"
    assert response.cookies["units"].value == "mi"
    assert response.cookies["units"]["max-age"] == 365 * 24 * 3600
    assert response.cookies["units"]["samesite"] == "Lax"


def test_the_next_page_shows_the_choice(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark"})

    assert b'data-theme="dark"' in client.get("/components/").content


def test_a_language_changes_the_page(client: Client, test_languages: None) -> None:
    client.post("/preferences/", {"language": "ar-xb"})

    assert b'dir="rtl"' in client.get("/components/").content


@pytest.mark.parametrize("word", ["", "pink", "dark; Secure"])
def test_an_unknown_word_changes_nothing(client: Client, word: str) -> None:
    response = client.post("/preferences/", {"theme": word, "units": word, "language": word})

    assert not response.cookies


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_the_way_back_never_leaves_the_site(client: Client, away: str) -> None:
    assert client.post("/preferences/", {"theme": "dark", "next": away})["Location"] == "/"


def test_another_site_can_not_change_the_choice(client: Client) -> None:
    response = client.post(
        "/preferences/", {"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403
    assert not response.cookies


def test_a_spoiled_cookie_counts_as_none(client: Client) -> None:
    client.cookies["theme"] = '"><script>'

    assert b"data-theme" not in client.get("/components/").content


def test_preferences_are_only_posted(client: Client) -> None:
    assert client.get("/preferences/").status_code == 405
