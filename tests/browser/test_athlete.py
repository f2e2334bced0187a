"""One runner, from three races saved without an account to an account that is gone."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from startline.accounts.models import User
from startline.events.tests.make import make_edition, make_event, make_race
from startline.notices.models import Notice
from startline.pages.tests.test_account import everywhere
from startline.results.models import Result, ResultClaim
from startline.results.tests.make import AFTER, make_results
from startline.reviews.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, PASSWORD = "ana.lee@example.org", "a-long-enough-word"


@pytest.fixture
def olga(settings: Any) -> User:
    """An operator, some days after the race: the listing has results and no organizer."""
    settings.TODAY = AFTER.date()
    for name in ("Lake Run", "Hill Run"):
        make_race(make_edition(make_event(name)))
    over = make_race(make_edition(make_event("Ridge Race")))
    olga = User.objects.create(email="olga@example.org", is_operator=True)
    make_results(over, olga)
    return olga


def test_saved_signed_up_claimed_reviewed_taken_along_and_erased(page: Page, olga: User) -> None:
    for slug in ("lake-run", "hill-run", "ridge-race"):
        page.goto(f"/races/{slug}/")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Saved")).to_be_visible()
    page.goto("/accounts/signup/")
    page.locator("main input[name=email]").fill(EMAIL)
    page.locator("main input[name=password1]").fill(PASSWORD)
    page.locator("main input[name=password1]").press("Enter")
    page.wait_for_url(lambda at: "signup" not in at)
    with page.expect_response("**/you/saved/**"):
        page.goto("/you/")
    page.goto("/you/races/")
    for name in ("Lake Run", "Hill Run", "Ridge Race"):
        expect(page.locator("main")).to_contain_text(name)

    claim(page)
    decide(olga)
    review(page)
    part = taken_along(page)

    assert part["account.json"]["account"]["email"] == EMAIL
    assert len(part["saved.json"]["saved_races"]) == 3
    assert [one["name"] for one in part["results.json"]["results"]] == ["Ana Lee"]
    assert "Every marshal" in json.dumps(part)
    erase(page)
    assert not User.objects.filter(email=EMAIL).exists()
    assert everywhere(EMAIL) == set()
    assert not Review.objects.exists()
    assert not ResultClaim.objects.exists()
    assert Result.objects.get(bib="1").name == "Ana Lee"  # the record of the race, as listed


def claim(page: Page) -> None:
    """The result of the third race, by name and date of birth."""
    page.goto("/races/ridge-race/2026/results/?q=ana")
    page.get_by_role("link", name="Ana Lee").click()
    page.get_by_role("link", name=re.compile("This is my result")).click()
    page.get_by_label("Your name").fill("Ana Lee")
    page.get_by_label("Date of birth").fill("1985-03-01")
    page.get_by_role("button", name="This is mine").click()
    expect(page.locator("main")).to_contain_text("The operators of this site decide")


def decide(olga: User) -> None:
    """An operator reads the mail and says yes."""
    mail = Notice.objects.get(to=olga.email)
    at = re.search(r"https?://\S+?(/organize/\S+)", mail.text)
    assert at is not None
    desk = Client()
    desk.force_login(olga)
    assert "Ridge Race" in desk.get(reverse("results:waiting")).content.decode()
    assert "waits for you" in desk.get(at[1]).content.decode()
    claimed = ResultClaim.objects.get()
    decided = reverse("results:decide", args=["ridge-race", "2026", claimed.pk])
    desk.post(decided, {"say": "yes"})


def review(page: Page) -> None:
    """Of a race that was not entered here: the result is what shows that Ana was there."""
    page.goto("/you/results/")
    expect(page.locator("main")).to_contain_text("4:59:30")
    page.get_by_role("link", name="Review Ridge Race 2026").click()
    page.locator("label", has_text=re.compile("^5$")).first.click()
    page.get_by_label("In your words").fill("Every marshal was still there.")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("Thank you")
    assert Review.objects.get().basis == "finished"
    page.goto("/races/ridge-race/reviews/")
    expect(page.locator("main")).to_contain_text("Every marshal was still there.")


def taken_along(page: Page) -> dict[str, Any]:
    """The parts of the file with everything."""
    page.goto("/you/everything/")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download everything").click()
    with zipfile.ZipFile(io.BytesIO(loading.value.path().read_bytes())) as box:
        return {n: json.loads(box.read(n)) for n in box.namelist() if n.endswith(".json")}


def erase(page: Page) -> None:
    """The page says what stays; then nothing else does."""
    page.goto("/you/everything/")
    expect(page.locator("main")).to_contain_text("Your result in Ridge Race")
    page.locator("main input[name=secret]").fill(PASSWORD)
    page.get_by_role("button", name="Erase everything").click()
    expect(page.locator("body")).to_contain_text("erased")
