"""A director's pages about money, through HTTP."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.core.money import Money
from startline.entries.queries.money import harmless
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.payments.models import BankLine, Payment, PayoutAccount, Refund
from startline.payments.services.paying import note_payment
from startline.payments.services.refunding import ask_refund
from startline.payments.tests.make import IBAN, begin, make_bank, make_stripe
from startline.payments.tests.stripe_server.server import StripeServer, stripe_server

pytestmark = pytest.mark.django_db
MONEY = "/organize/ridge-race/money/"


@pytest.fixture
def desk(client: Client, ridge: Organizer, bruno: User, settings: Any) -> Client:
    """Bruno before the desk of the Ridge Race."""
    settings.TODAY = NOW.date()
    make_race(make_edition(make_event("Ridge Race", ridge)))
    client.force_login(bruno, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def stripe_there(settings: Any) -> Iterator[StripeServer]:
    """A small Stripe that our adapter talks to."""
    with stripe_server() as server:
        settings.STRIPE_API = server.url
        yield server


def test_an_account_is_added_checked_and_shown(desk: Client, stripe_there: StripeServer) -> None:
    there = stripe_there.world.open_account("ridge")

    page = desk.post(
        f"{MONEY}new/stripe/", {"public_key": there.public, "secret": there.secret}, follow=True
    ).content.decode()

    account = PayoutAccount.objects.get()
    assert "Works" in page
    assert account.webhook_token in page
    assert "real Stripe" in page
    assert there.secret not in page


def test_a_wrong_key_says_what_is_wrong(desk: Client, stripe_there: StripeServer) -> None:
    page = desk.post(
        f"{MONEY}new/stripe/", {"public_key": "pk_test_x", "secret": "rk_test_x"}, follow=True
    ).content.decode()

    assert "Stripe refuses the key" in page


def test_a_mistyped_iban_is_caught_in_the_form(desk: Client) -> None:
    page = desk.post(
        f"{MONEY}new/bank/", {"holder": "Ridge", "iban": "FR1520041010050500013M02606"}
    ).content.decode()

    assert "not an IBAN" in page
    assert not PayoutAccount.objects.exists()


def test_a_test_event_goes_out_and_its_arrival_is_shown(
    desk: Client, stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)
    address = f"{MONEY}accounts/{account.pk}/"
    desk.post(f"{address}act/", {"act": "ping"})
    waiting = desk.get(address).content.decode()

    letter = stripe_there.world.outbox.take("payment_intent.canceled")[0]
    path = f"/payments/notices/{account.webhook_token}/"
    desk.post(path, letter.body, "application/json", headers={"Stripe-Signature": letter.signature})

    assert "not arrived yet" in waiting
    assert "not arrived yet" not in desk.get(address).content.decode()


def test_an_account_is_switched_off_and_on(desk: Client, ridge: Organizer, bruno: User) -> None:
    account = make_bank(ridge, by=bruno)
    address = f"{MONEY}accounts/{account.pk}/act/"

    desk.post(address, {"act": "off"})
    off = PayoutAccount.objects.get().is_active
    desk.post(address, {"act": "on"})

    assert (off, PayoutAccount.objects.get().is_active) == (False, True)


def test_a_provider_that_is_down_is_told_on_the_health_page(
    desk: Client, stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)
    begin(account)
    stripe_there.world.is_down = True

    page = desk.post(f"{MONEY}accounts/{account.pk}/act/", {"act": "reconcile"})

    assert page.status_code == 409
    assert "does not answer" in page.content.decode()


def test_a_statement_is_read_and_a_short_line_decided(
    desk: Client, ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    raw = f"date;amount;reference\n2026-05-01;40,00;{payment.provider_id}\n".encode()
    address = f"{MONEY}accounts/{account.pk}/statements/"

    page = desk.post(address, {"file": SimpleUploadedFile("s.csv", raw)}).content.decode()
    line = BankLine.objects.get()
    decide = {"act": "accept", "payment": str(payment.pk)}
    desk.post(f"{MONEY}lines/{line.pk}/", decide)
    again = desk.post(f"{MONEY}lines/{line.pk}/", decide)

    assert "less than the" in page
    assert Payment.objects.get().received_minor == 4000
    assert again.status_code == 409
    assert "Less came than was asked" in desk.get(f"{MONEY}accounts/{account.pk}/").content.decode()


def test_a_file_that_is_no_statement_is_refused_with_a_reason(
    desk: Client, ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)

    page = desk.post(
        f"{MONEY}accounts/{account.pk}/statements/",
        {"file": SimpleUploadedFile("s.csv", b"a;b\n1;2\n")},
    )

    assert page.status_code == 409
    assert "name them below" in page.content.decode()


def test_a_refund_by_hand_says_to_whom_and_is_noted(
    desk: Client, ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    desk.post(f"{MONEY}payments/{payment.pk}/")
    refund = ask_refund(
        Payment.objects.get(), Money(2000, "EUR"), key="r", reason="resale", now=NOW
    )
    page = desk.get(f"{MONEY}accounts/{account.pk}/").content.decode()

    desk.post(f"{MONEY}refunds/{refund.pk}/", {"act": "sent"})

    assert "Alice Runner" in page
    assert Refund.objects.get().state == "done"
    assert "30.00" in desk.get(MONEY).content.decode()


def test_the_tables_hold_every_line_and_no_formula(
    desk: Client, ridge: Organizer, bruno: User
) -> None:
    _, payment = begin(make_bank(ridge, by=bruno))
    Payment.objects.update(payer="=cmd()")
    note_payment(payment, now=NOW)

    tables = [
        list(
            csv.DictReader(
                desk.get(f"{MONEY}{name}.csv").getvalue().decode("utf-8-sig").splitlines()
            )
        )
        for name in ("receipts", "ledger")
    ]

    assert [(r["received"], r["platform_fee"], r["payer"]) for r in tables[0]] == [
        ("50.00", "0.00", "'=cmd()")
    ]
    assert sorted(r["amount"] for r in tables[1]) == ["-50.00", "50.00"]
    assert harmless("Zoë") == "Zoë"


def test_eve_and_dora_see_no_money(client: Client, desk: Client, eve: User, dora: User) -> None:
    answers = []
    for user in (eve, dora):
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        answers.append(client.get(MONEY).status_code)

    assert answers == [403, 403]


def test_the_page_of_money_asks_few_questions(
    desk: Client, ridge: Organizer, bruno: User, django_assert_max_num_queries: Any
) -> None:
    make_bank(ridge, by=bruno)

    with django_assert_max_num_queries(21):
        page = desk.get(MONEY).content.decode()

    assert IBAN not in page
