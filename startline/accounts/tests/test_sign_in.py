"""Accounts through HTTP: sign-up, sign-in by password and by code, sign-out everywhere."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from startline.accounts.models import AuditEntry, User
from startline.accounts.rules import ALLOWED, Action, Device, Role, device_of, may
from startline.accounts.services.people import create_organizer, ensure_operator

NOW = dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.UTC)
PASSWORD = "a-long-enough-word"


@pytest.mark.django_db
def test_signing_up_asks_for_address_and_password_and_ticks_nothing(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()

    names = set(re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', page.split("<main")[1]))
    assert names - {"csrfmiddlewaretoken", "next"} <= {"email", "password1"} | {
        "theme",
        "units",
        "language",
    }
    assert "checked" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.django_db
def test_a_new_account_is_signed_in_and_its_address_is_asked_to_be_confirmed(
    client: Client,
) -> None:
    client.post(reverse("account_signup"), {"email": "New@Example.org", "password1": PASSWORD})

    assert User.objects.get().email == "new@example.org"
    assert len(mail.outbox) == 1
    assert client.get(reverse("you")).status_code == 200


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_told_and_loses_no_account(
    client: Client, settings: Any
) -> None:
    away = {"host": "127.0.0.1", "port": 1, "timeout": 1}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": away}}
    asked = {"email": "new@example.org", "password1": PASSWORD}

    signed = client.post(reverse("account_signup"), asked, follow=True)
    coded = Client().post(
        reverse("account_request_login_code"), {"email": "new@example.org"}, follow=True
    )

    assert User.objects.count() == 1
    for answer in (signed, coded):
        assert answer.status_code == 200
        assert "No mail can leave just now" in answer.content.decode()


@pytest.mark.django_db
def test_every_mail_about_an_account_is_in_our_words(client: Client, settings: Any) -> None:
    settings.SITE_NAME = "Ridge Races"
    asked = {"email": "new@example.org", "password1": PASSWORD}
    client.post(reverse("account_signup"), asked)
    Client().post(reverse("account_signup"), asked)
    for email in ("new@example.org", "nobody@example.org"):
        Client().post(reverse("account_request_login_code"), {"email": email})
    Client().post(reverse("account_reset_password"), {"email": "new@example.org"})
    reset = re.search(r"http\S+/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert reset
    words = "another-long-word"
    changed = {"oldpassword": PASSWORD, "password1": words, "password2": words}
    client.post(reverse("account_change_password"), changed)

    subjects = [message.subject for message in mail.outbox]
    assert [subject for subject in subjects if "Ridge Races" not in subject] == []
    assert "Your password for Ridge Races was changed" in subjects
    assert len(subjects) >= 5
    for message in mail.outbox:
        body = str(message.body)
        assert body.startswith("Hello,\n\n"), body
        assert "Ridge Races" in body
        assert "Thank you for using" not in body


def test_no_mail_of_the_sign_in_library_is_left_in_its_own_words() -> None:
    theirs = Path(allauth.__file__).parent / "templates" / "account" / "email"
    ours = Path(__file__).parent.parent / "templates" / "account" / "email"
    unused = {"password_reset_code_subject.txt", "password_reset_code_message.txt"}

    assert {path.name for path in theirs.iterdir()} - unused == {p.name for p in ours.iterdir()}


@pytest.mark.django_db
def test_an_address_longer_than_any_address_is_refused(client: Client) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"
    assert 254 < len(long) <= 320

    page = client.post(reverse("account_signup"), {"email": long, "password1": PASSWORD})

    assert page.status_code == 200
    assert "at most 254 letters" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_code_from_the_mail_signs_in(client: Client, alice: User) -> None:
    client.post(reverse("account_request_login_code"), {"email": alice.email})
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(mail.outbox[0].body), re.M)

    assert found
    client.post(reverse("account_confirm_login_code"), {"code": found[1]})
    assert client.get(reverse("you")).status_code == 200


@pytest.mark.django_db
def test_who_proves_an_address_by_a_code_locks_out_whoever_signed_up_with_it_before() -> None:
    thief, owner = Client(), Client()
    given = {"email": "owner@example.org", "password1": PASSWORD}
    thief.post(reverse("account_signup"), given)
    owner.post(reverse("account_request_login_code"), {"email": "owner@example.org"})
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(mail.outbox[-1].body), re.M)
    assert found

    page = owner.post(
        reverse("account_confirm_login_code"), {"code": found[1]}, follow=True
    ).content.decode()

    assert "the password that was set with it has been taken off" in page
    assert owner.get(reverse("you")).status_code == 200
    assert thief.get(reverse("you")).status_code == 302
    again = Client()
    again.post(reverse("account_login"), {"login": "owner@example.org", "password": PASSWORD})
    assert again.get(reverse("you")).status_code == 302


@pytest.mark.django_db
def test_a_code_for_a_confirmed_address_leaves_password_and_devices_alone(alice: User) -> None:
    laptop, phone = Client(), Client()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    laptop.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    phone.post(reverse("account_request_login_code"), {"email": alice.email})
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(mail.outbox[-1].body), re.M)
    assert found

    phone.post(reverse("account_confirm_login_code"), {"code": found[1]})

    assert laptop.get(reverse("you")).status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.django_db
def test_signing_out_everywhere_ends_the_other_device(alice: User) -> None:
    phone, laptop = Client(), Client()
    for device in (phone, laptop):
        device.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})

    laptop.post(reverse("usersessions_list"))

    assert laptop.get(reverse("you")).status_code == 200
    assert phone.get(reverse("you")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_request_login_code",
     "account_reset_password_done", "account_inactive", "account_email_verification_sent"],
)  # fmt: skip
def test_account_pages_are_ours(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert 'class="site' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_logout", "usersessions_list"]
)
def test_signed_in_account_pages_are_ours(client: Client, alice: User, name: str) -> None:
    client.force_login(alice, "allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert 'class="site' in answer.content.decode()


@pytest.mark.django_db
def test_the_first_operator_is_made_once_with_a_password_nobody_chose() -> None:
    first, second = ensure_operator(now=NOW), ensure_operator(now=NOW)

    assert first is not None
    assert len(first[1]) >= 16
    assert second is None
    assert User.objects.get().check_password(first[1])


@pytest.mark.django_db
def test_an_organizer_gets_an_owner_a_free_slug_and_an_audit_entry(bruno: User) -> None:
    one = create_organizer(name="Ridge Running", by=bruno, now=NOW)
    two = create_organizer(name="Ridge Running", by=bruno, now=NOW)

    assert (one.slug, two.slug) == ("ridge-running", "ridge-running-2")
    assert one.memberships.get().role == Role.OWNER
    assert AuditEntry.objects.filter(verb="create_organizer").count() == 2


def test_every_role_may_view_or_check_in_and_only_the_owner_manages_staff() -> None:
    assert all(may(role, Action.VIEW) for role in Role)
    assert [role for role in ALLOWED if may(role, Action.STAFF)] == [Role.OWNER]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Firefox/127.0", ("Firefox", "Linux")),
        ("", ("", "")),
    ],
)
def test_a_device_is_named_as_people_name_it(said: str, meant: tuple[str, str]) -> None:
    assert device_of(said) == Device(*meant)


@pytest.mark.django_db
def test_sign_in_offers_the_way_round_a_lost_password_once(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert page.count(reverse("account_reset_password")) == 1
