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

    def type(self, label: str, text: str) -> None:
        """Fill in one field."""
        self.page.get_by_label(label, exact=False).first.fill(text)
        self.fields += 1

    def press(self, name: str) -> None:
        """Click one button and wait for the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()
        self.clicks += 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_sign_in_to_a_race_on_sale_in_few_loads_clicks_and_fields(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.create_user("bruno@example.org", "a-long-enough-word", name="Bruno")
    me = Counted(page)

    page.goto("/accounts/login/?next=/organize/new/")
    me.type("mail", "bruno@example.org")
    page.locator("input[type=password]").fill("a-long-enough-word")
    me.fields += 1
    me.press("Sign in")
    me.type("Who organizes it", "Hill Club")
    me.type("Name of the event", "Hill Race")
    me.type("Place", "Annecy, France")
    me.type("Date", "2027-09-12")
    me.type("Distance of the first race", "21.1")
    page.locator("input[name=places]").fill("300")
    page.locator("input[name=price]").fill("45")
    me.fields += 2
    me.press("Go on")
    me.type("IBAN", "FR76 3000 6000 0112 3456 7890 189")
    me.press("Put it on sale")

    said = f"page loads {me.loads}, clicks {me.clicks}, fields {me.fields}"
    with capsys.disabled():
        print(f"\nfrom sign-in to a race on sale: {said}")  # noqa: T201  -- the figure is the point
    edition = Edition.objects.select_related("event").get()
    assert edition.event.published_at is not None
    assert (edition.is_enterable_here, edition.status) == (True, "entries_open")
    assert PayoutAccount.objects.get().problem == ""
    assert Race.objects.get().name == "Half marathon"
    assert page.url.endswith("/races/hill-race/")
    assert page.get_by_role("link", name="Enter").count() >= 1
    assert me.loads <= MOST_LOADS
    assert me.clicks <= MOST_CLICKS
    assert me.fields <= MOST_FIELDS
