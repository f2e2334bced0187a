"""The pages of directors, operators, accounts and of selling: accessible, and never too wide."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from startline.accounts.models import Organizer, User
from startline.events.tests.make import NOW
from tests.browser.full_house import House, make_house
from tests.browser.test_pages import AXE, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install"),
]
LOOKS = [(width, theme) for width in (390, 1440) for theme in ("light", "dark")]
ACCOUNT = (
    "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/confirm-email/",
)  # fmt: skip


@pytest.fixture
def house(ridge: Organizer, bruno: User, settings: Any) -> House:
    """The whole weekend on 1 May 2026."""
    settings.TODAY = NOW.date()
    operator = User.objects.create(email="olga@example.org", name="Olga", is_operator=True)
    User.objects.create(email="new@example.org")
    return make_house(ridge, director=bruno, operator=operator)


def sign_in(page: Page, email: str) -> None:
    """A session without the form."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": page.url}])


@pytest.mark.parametrize(
    ("who", "group"),
    [
        ("bruno@example.org", "director"), ("olga@example.org", "operator"),
        ("new@example.org", "newcomer"), ("", "entrant"), ("", "account"),
    ],
)  # fmt: skip
def test_pages_behind_the_sign_in_are_accessible_and_fit(
    page: Page, house: House, who: str, group: str
) -> None:
    page.goto("/about/")
    if who:
        sign_in(page, who)
    faults = []
    for path in ACCOUNT if group == "account" else getattr(house, group):
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            faults.append(f"{path} answers {answer and answer.status}")
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            faults += [f"{path} {width} {theme} {line}" for line in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{path} is wider than {width}")

    assert faults == []
