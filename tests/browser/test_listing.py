"""A director lists a race with a price and sells places, counted: loads, clicks, fields."""

import pytest
from playwright.sync_api import Page

from startline.accounts.models import User
from startline.events.models.catalogue import Edition, Race
from startline.payments.models import PayoutAccount

MOST_LOADS, MOST_CLICKS, MOST_FIELDS = 9, 8, 10


class Counted:
    """A person at the page: every load, click and typed field counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.loads, self.clicks, self.fields = page, 0, 0, 0
        page.on("load", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def type(self, name: str, text: str) -> None:
        """Fill in one field."""
        self.page.locator(f"main input[name={name}]").fill(text)
        self.fields += 1

    def press(self, name: str) -> None:
        """Click one button and wait for the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()
        self.clicks += 1


def put_a_race_on_sale(page: Page) -> Counted:
    """Bruno signs in and puts one race of 45.00 EUR on sale, paid by transfer."""
    User.objects.create_user("bruno@example.org", "a-long-enough-word", name="Bruno")
    me = Counted(page)

    page.goto("/accounts/login/?next=/organize/new/")
    me.type("login", "bruno@example.org")
    me.type("password", "a-long-enough-word")
    me.press("Sign in")
    me.type("organizer_name", "Hill Club")
    me.type("name", "Hill Race")
    me.type("place", "Annecy, France")
    me.type("starts_on", "2027-09-12")
    me.type("distance_km", "21.1")
    me.type("places", "300")
    me.type("price", "45")
    me.press("Go on")
    me.type("iban", "FR76 3000 6000 0112 3456 7890 189")
    me.press("Put it on sale")
    return me


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_sign_in_to_a_race_on_sale_in_few_loads_clicks_and_fields(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    me = put_a_race_on_sale(page)

    said = f"page loads {me.loads}, clicks {me.clicks}, fields {me.fields}"
    with capsys.disabled():
        print(f"\nfrom sign-in to a race on sale: {said}")  # noqa: T201  -- the figure is the point
    edition = Edition.objects.select_related("event").get()
    assert edition.event.published_at is not None
    assert (edition.is_enterable_here, edition.status) == (True, "entries_open")
    assert PayoutAccount.objects.get().problem == ""
    assert Race.objects.get().name == "Half marathon"
    assert page.url.endswith("/races/hill-race/")
    assert page.locator("main form[action*=enter], main a[href*=enter]").count() >= 1
    assert me.loads <= MOST_LOADS
    assert me.clicks <= MOST_CLICKS
    assert me.fields <= MOST_FIELDS
