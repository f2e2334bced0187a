"""In a language that runs from right to left pages turn round and fit the screen; in the language
of accents, a third longer than English, they fit too.
"""

import pytest
from django.test import Client
from playwright.sync_api import Page

from startline.accounts.models import User
from startline.events.models.catalogue import Race

PATHS = [
    "/", "/races/", "/races/?q=marathon", "/races/?q=nothing+like+this", "/races/ridge-race/",
    "/races/lake-half/", "/races/lake-half/2026/half-marathon/", "/races/valley-marathon/",
    "/races/ridge-race/2026/ridge-50k/enter/", "/knowledge/", "/knowledge/runners-knee/",
    "/accounts/login/", "/accounts/signup/", "/for-race-directors/", "/races/add/",
]  # fmt: skip
SPILT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
    const box = one.getBoundingClientRect();
    const outside = box.left < -1 || box.right > innerWidth + 1;
    return outside && box.width && one.checkVisibility({visibilityProperty: true})
        && !one.closest(".vh, .map, svg") && !scrolls(one);
    function scrolls(inner) {
        for (let outer = inner.parentElement; outer; outer = outer.parentElement)
            if (getComputedStyle(outer).overflowX !== "visible") return true;
        return false;
    }
}).map(one => one.outerHTML.slice(0, 120))"""

FOR_DIRECTORS = [
    "/organize/", "/organize/new/", "/organize/ridge-race/", "/organize/ridge-race/2026/offer/",
    "/organize/ridge-race/2026/entrants/", "/you/",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]


def sign_in(page: Page, client: Client, user: User) -> None:
    """The window carries this person's session from now on."""
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])


@pytest.mark.parametrize(("language", "direction"), [("ar-xb", "rtl"), ("en-xa", "ltr")])
def test_pages_turn_round_and_fit_a_phone(
    page: Page, site: Race, bruno: User, client: Client, test_languages: None, language: str,
    direction: str,
) -> None:  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 900})
    page.set_extra_http_headers({"Accept-Language": language})
    faults = []
    for path in [*PATHS, *FOR_DIRECTORS]:
        if path == FOR_DIRECTORS[0]:
            sign_in(page, client, bruno)
        page.goto(path)
        assert page.url.endswith(path)
        assert page.evaluate("[document.dir, document.documentElement.lang]") == [
            direction, language,
        ]  # fmt: skip
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{path} is too wide")
        faults += [f"{path}: {html}" for html in page.evaluate(SPILT)]

    assert faults == []
