"""One click takes an address out of an organizer's news; final race information still comes."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail import mailers
from django.test import Client

from startline.accounts.models import Organizer
from startline.notices.models import NewsOff, Notice
from startline.notices.services import (
    is_off,
    news_address,
    send_notice,
    switch_news,
)

pytestmark = pytest.mark.django_db
WHO = "runner@example.org"


def path_of(organizer: Organizer) -> str:
    return "/news/" + news_address(WHO, organizer).partition("/news/")[2]


def test_looking_at_the_link_changes_nothing(ridge: Organizer, client: Client) -> None:
    assert "Switch off" in client.get(path_of(ridge)).content.decode()
    assert not is_off(WHO, ridge)


def test_a_mail_program_switches_off_by_one_post_without_cookies(ridge: Organizer) -> None:
    client = Client(enforce_csrf_checks=True)

    for _ in range(2):
        assert client.post(path_of(ridge), {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert NewsOff.objects.get().email == WHO
    client.post(path_of(ridge), {"on": "1"})
    assert not is_off(WHO, ridge)


def test_a_changed_link_opens_nothing(ridge: Organizer, client: Client) -> None:
    assert client.post(path_of(ridge).rstrip("/") + "x/").status_code == 404
    assert not NewsOff.objects.exists()


def test_it_is_off_for_this_organizer_alone(ridge: Organizer, now: dt.datetime) -> None:
    other = Organizer.objects.create(slug="o", name="O", created_at=now)

    switch_news(WHO.upper(), ridge, on=False, now=now)

    assert (is_off(WHO, ridge), is_off(WHO, other)) == (True, False)


@pytest.mark.parametrize("is_news", [True, False])
def test_only_news_carry_the_headers_of_one_click(
    ridge: Organizer, now: dt.datetime, is_news: bool
) -> None:
    address = news_address(WHO, ridge) if is_news else ""
    notice = Notice.objects.create(
        key="n", to=WHO, subject="s", text="t", created_at=now, off_address=address
    )

    send_notice(notice.pk, post=mailers.default, now=now)

    headers = mail.outbox[-1].extra_headers
    assert headers.get("List-Unsubscribe") == (f"<{address}>" if is_news else None)
    assert ("List-Unsubscribe-Post" in headers) is is_news
