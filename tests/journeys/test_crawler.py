"""A crawler without cookies or JavaScript reaches everything and is asked for nothing."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from startline.events.models.catalogue import Event, Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race

MANY = 45  # more than two pages of results
NOT_PAGES = ("/static/", "/accounts/", "/organize/", "/you/", "/operate/", "/api/v1/")


@pytest.mark.django_db
def test_every_event_and_race_is_reached_without_cookie_sign_in_or_ticked_box(
    settings: Any,
) -> None:
    settings.TODAY = NOW.date()
    for number in range(MANY):
        make_race(make_edition(make_event(f"Race {number}")))

    pages = crawl("/")

    found = set(pages)
    for event in Event.objects.published():
        assert any(path.startswith(f"/races/{event.slug}/") for path in found), event.slug
    for race in Race.objects.select_related("edition__event"):
        edition = race.edition
        assert f"/races/{edition.event.slug}/{edition.slug}/{race.slug}/" in found
    for path, html in pages.items():
        assert 'type="password"' not in html, path
        assert not re.search(r"<input[^>]* checked", html), path
        for address in re.findall(r'<(?:script|img|link|iframe)[^>]* (?:src|href)="([^"]+)"', html):
            host = urlsplit(address).netloc
            assert host in {"", "127.0.0.1:8000"}, f"{path} asks {address}"


def crawl(start: str, limit: int = 900) -> dict[str, str]:
    """Pages by path, each fetched without cookies; query strings only for further result pages.

    As a crawler does, it leaves links aside that ask for it (`rel="nofollow"`).
    """
    waiting = [start]
    pages: dict[str, str] = {}
    while waiting and len(pages) < limit:
        path = waiting.pop(0)
        if path in pages:
            continue
        answer = Client().get(path, follow=True)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        assert set(answer.cookies) <= {"csrftoken"}, f"{path} sets a cookie"  # only beside a form
        pages[path] = html = answer.content.decode()
        waiting += [
            link
            for tag in re.findall(r"<a [^>]*>", html)
            for found in re.findall(r' href="([^"#]*)"', tag)
            if "nofollow" not in tag
            and (link := urljoin(path, found.replace("&amp;", "&"))) not in pages
            and wanted(link)
        ]
    return pages


def wanted(link: str) -> bool:
    """Every path once; of query strings only the plain list's further pages."""
    if not link.startswith("/") or link.startswith(NOT_PAGES):
        return False
    query = urlsplit(link).query
    return not query or bool(re.fullmatch(r"page=\d+", query))
