"""Views, saves and clicks: people counted by day, programs not, nothing about anybody kept."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from startline.events.models.counting import DayCount
from startline.events.rules.visitors import is_a_person
from startline.events.services.counting import count, write_counts
from startline.events.tests.make import make_event

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"  # noqa: E501  -- as it comes
DAY = dt.date(2026, 5, 1)


@pytest.mark.parametrize("agent", [FIREFOX, SAFARI])
def test_browsers_are_people(agent: str) -> None:
    assert is_a_person(agent)


@pytest.mark.parametrize(
    "agent",
    ["", "curl/8.5", "Mozilla/5.0 (compatible; Googlebot/2.1)", "python-httpx/0.28",
     "Mozilla/5.0 (X11) HeadlessChrome/140", "facebookexternalhit/1.1"],
)  # fmt: skip
def test_programs_are_not(agent: str) -> None:
    assert not is_a_person(agent)


@pytest.mark.django_db
def test_numbers_of_a_day_add_up() -> None:
    write_counts()
    event = make_event()
    for agent in (FIREFOX, SAFARI, "curl/8.5"):
        count(event.pk, "view", agent=agent, on=DAY)
    count(event.pk, "click", agent=FIREFOX, on=DAY)
    count(event.pk, "strange", agent=FIREFOX, on=DAY)
    count(event.pk + 99, "view", agent=FIREFOX, on=DAY)
    write_counts()
    count(event.pk, "view", agent=FIREFOX, on=DAY)
    write_counts()

    rows = DayCount.objects.order_by("kind").values_list("event", "kind", "on", "n")
    assert list(rows) == [(event.pk, "click", DAY, 1), (event.pk, "view", DAY, 3)]


@pytest.mark.django_db
def test_a_page_of_ours_adds_one_and_another_site_adds_nothing(client: Client) -> None:
    write_counts()
    event = make_event()
    address = reverse("count_visit", args=[event.slug, "view"])

    mine = client.post(address, headers={"User-Agent": FIREFOX, "Sec-Fetch-Site": "same-origin"})
    client.post(address, headers={"User-Agent": FIREFOX, "Sec-Fetch-Site": "cross-site"})
    client.post(reverse("count_visit", args=["nowhere", "view"]), headers={"User-Agent": FIREFOX})
    write_counts()

    assert (mine.status_code, "Set-Cookie" in mine) == (204, False)
    assert list(DayCount.objects.values_list("kind", "n")) == [("view", 1)]
