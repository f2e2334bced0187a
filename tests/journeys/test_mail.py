"""Mail through a real server: an account, an entry, an alert; a worker killed while it sends."""

import datetime as dt
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.core.clock import now as clock_now
from startline.discovery.services import rounds, wishes
from startline.discovery.services.digests import send_digests
from startline.discovery.tests.make import NOW as MAY
from startline.discovery.tests.make import make_findable
from startline.entries.models.orders import Order
from startline.entries.tests.make import make_paid_race
from startline.entries.tests.test_checkout import checkout, enter_address, filled
from startline.notices.models import Notice
from startline.notices.services import send_waiting_notices
from startline.notices.tests.sink import Sink, mailers_of, smtp_sink

pytestmark = [pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-enough-word"


class KilledError(BaseException):
    """The worker's end."""


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """All mail goes to a server on this machine; it is noon on 1 May 2026 or later."""
    settings.TODAY = MAY.date()
    with smtp_sink() as door:
        settings.MAILERS = mailers_of(door)
        yield door


def text_of(mail: EmailMessage) -> str:
    """What a reader without pictures sees."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(mail: EmailMessage, begin: str) -> str:
    """The address in a mail that begins so, on this site."""
    found = re.search(rf"https?://[^/\s]+({re.escape(begin)}\S*)", text_of(mail))
    assert found, text_of(mail)
    return found.group(1)


def test_an_account_is_confirmed_by_the_link_that_arrived(sink: Sink, client: Client) -> None:
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    (mail,) = sink.mails

    client.post(path_in(mail, "/accounts/confirm-email/"))

    assert EmailAddress.objects.get().verified


def test_an_entry_is_told_once_and_its_link_opens_it(sink: Sink, client: Client) -> None:
    race = make_paid_race(name="Zürich Läufe – “Größe”")
    client.post(enter_address(race), {f"race-{race.pk}": "1"})
    order = Order.objects.get()
    done = client.post(checkout(order), filled(order, email="zoe@example.org"), follow=True)
    assert done.status_code == 200, done.content
    send_waiting_notices.func()
    send_waiting_notices.func()

    (mail,) = sink.mails
    assert mail["To"] == "zoe@example.org"
    assert "Zürich Läufe – “Größe”" in str(mail["Subject"]) + text_of(mail)
    page = Client().get(path_in(mail, "/orders/"))
    assert page.status_code == 200
    assert order.reference in page.content.decode()


def test_an_alert_whose_sender_was_killed_is_seen_by_the_operator_and_sent_again(
    sink: Sink, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = User.objects.create_user("alice@example.org", name="Alice")
    noon = MAY.replace(hour=12)
    rounds.begin_round(noon)
    wishes.save_search(
        user=alice, address="max_km=22&min_km=20", name="Halves", language="en", is_mailed=True,
        now=noon,
    )  # fmt: skip
    make_findable("New Half", on=dt.date(2026, 6, 6))
    rounds.look_for_news.func()
    send_digests.func()
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KilledError):
            send_waiting_notices.func()
    send_waiting_notices.func()
    assert sink.mails == [], "it may have left: a person decides"

    Notice.objects.update(claimed_at=clock_now() - dt.timedelta(hours=1))
    olga = User.objects.create(email="olga@example.org", is_operator=True)
    client.force_login(olga)
    assert "alice@example.org" in client.get(reverse("work")).content.decode()
    client.post(reverse("send_again"))
    send_waiting_notices.func()
    send_waiting_notices.func()

    (mail,) = sink.mails
    assert "New Half" in text_of(mail)
    out = "/" + str(mail["List-Unsubscribe"]).strip("<>").split("/", 3)[3]
    assert Client().post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200


def killed(*_: object) -> int:
    """In the middle of sending."""
    raise KilledError
