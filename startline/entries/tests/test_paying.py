"""Paying for an order through HTTP: card, bank, play money, and everything that goes wrong."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from startline.accounts.models import User
from startline.entries.access import held_order
from startline.entries.models.orders import Entry, Order
from startline.entries.services.collecting import due_of, sweep
from startline.entries.services.expiring import release_expired
from startline.entries.tests.make import buy, hold, make_paid_race
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.tests.make import NOW
from startline.payments.models import Payment, PayoutAccount, ProviderNotice, Refund
from startline.payments.rules.accounts import AccountDetails
from startline.payments.services.accounts import change_account
from startline.payments.services.refunding import carry_out_refunds
from startline.payments.tests.make import books
from startline.payments.tests.stripe_server.notices import Letter
from startline.payments.tests.stripe_server.server import StripeServer, stripe_server
from startline.payments.tests.stripe_server.world import GOOD, Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe_there(settings: Any) -> Iterator[StripeServer]:
    """A small Stripe that our adapter talks to; it is 1 May 2026."""
    settings.TODAY = NOW.date()
    with stripe_server() as server:
        settings.STRIPE_API = server.url
        settings.STRIPE_JS = f"{server.url}/v3/"
        yield server


def sell_by_card(server: StripeServer, **more: Any) -> tuple[Race, Account]:
    """A race of fifty euros whose organizer has an account at the small Stripe."""
    race = make_paid_race(kind="stripe", **more)
    there = server.world.open_account("ridge")
    by = User.objects.create(email="bruno@example.org")
    keys = AccountDetails("stripe", public_key=there.public, secret=there.secret)
    change_account(PayoutAccount.objects.get(), keys, by=by, now=NOW)
    return race, there


def arrive(client: Client, letter: Letter) -> int:
    """The provider's notice comes in through the door."""
    path = re.sub("^https?://[^/]+", "", letter.url)
    answer = client.post(
        path, letter.body, "application/json", headers={"Stripe-Signature": letter.signature}
    )
    return answer.status_code


def test_a_card_pays_and_the_notice_confirms_the_entry_once(
    stripe_there: StripeServer, client: Client
) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")

    page = client.get(f"/orders/{order.reference}/pay/")
    payment = Payment.objects.get()
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]
    answers = [arrive(client, letter) for _ in range(3)]

    assert there.public in page.content.decode()
    assert answers == [200, 200, 200]
    assert Order.objects.get().state == "settled"
    assert Entry.objects.get().state == "confirmed"
    assert ProviderNotice.objects.get().handled_at is not None
    assert due_of(order).minor == 0


def test_only_the_card_step_may_load_anything_from_elsewhere(
    stripe_there: StripeServer, client: Client
) -> None:
    race, _ = sell_by_card(stripe_there)
    order = buy(race, method="card")

    card = client.get(f"/orders/{order.reference}/pay/").headers
    other = client.get(f"/orders/{order.reference}/").headers

    assert "stripe.com" in card["Content-Security-Policy"]
    assert "unsafe" not in card["Content-Security-Policy"]
    assert card["Cache-Control"] == "no-store"
    assert "stripe" not in other["Content-Security-Policy"]


def test_coming_back_settles_without_any_notice(stripe_there: StripeServer, client: Client) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")
    client.get(f"/orders/{order.reference}/pay/")
    stripe_there.world.confirm(there, Payment.objects.get().provider_id, GOOD)

    back = client.get(f"/orders/{order.reference}/paid/")

    assert back["Location"] == f"/orders/{order.reference}/"
    assert Order.objects.get().state == "settled"


def test_two_tabs_pay_once(stripe_there: StripeServer, client: Client) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")

    for _ in range(2):
        client.get(f"/orders/{order.reference}/pay/")
    stripe_there.world.confirm(there, Payment.objects.get().provider_id, GOOD)
    client.get(f"/orders/{order.reference}/paid/")
    third = client.get(f"/orders/{order.reference}/pay/")

    assert len(stripe_there.world.all(there, "payment_intent")) == 1
    assert third["Location"] == f"/orders/{order.reference}/"


def test_money_that_comes_too_late_and_finds_no_place_goes_back_whole(
    stripe_there: StripeServer, client: Client
) -> None:
    race, there = sell_by_card(stripe_there, places=1)
    order = buy(race, method="card")
    client.get(f"/orders/{order.reference}/pay/")
    payment = Payment.objects.get()
    release_expired(NOW + dt.timedelta(hours=2))
    hold(race, key="k2")
    stripe_there.world.confirm(there, payment.provider_id, GOOD)

    arrive(client, stripe_there.world.outbox.take("payment_intent.succeeded")[0])
    carry_out_refunds(now=NOW + dt.timedelta(days=1))

    assert CapacityPool.objects.get().taken == 1
    assert Refund.objects.get().state == "done"
    assert books(order.reference).get("entrant", 0) == 0


def test_a_forged_or_lost_address_is_refused(stripe_there: StripeServer, client: Client) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")
    client.get(f"/orders/{order.reference}/pay/")
    stripe_there.world.confirm(there, Payment.objects.get().provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]

    forged = arrive(client, dataclasses.replace(letter, secret="guessed"))
    lost = client.post("/payments/notices/nobody/", b"{}", "application/json").status_code

    assert (forged, lost) == (400, 404)
    assert Order.objects.get().state == "open"


def test_a_crash_after_the_money_was_booked_is_swept_up(
    stripe_there: StripeServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")
    client.get(f"/orders/{order.reference}/pay/")
    stripe_there.world.confirm(there, Payment.objects.get().provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]

    def die(name: str) -> None:
        if name == "notice_applied":
            raise SystemExit

    monkeypatch.setattr("startline.core.crash.hook", die)
    with pytest.raises(SystemExit):
        arrive(client, letter)
    monkeypatch.setattr("startline.core.crash.hook", None)
    before = Order.objects.get().state
    sweep(now=NOW + dt.timedelta(days=1))

    assert (before, Order.objects.get().state) == ("open", "settled")
    assert ProviderNotice.objects.get().handled_at is not None


def test_a_lost_notice_is_made_good_by_the_schedule(
    stripe_there: StripeServer, client: Client
) -> None:
    race, there = sell_by_card(stripe_there)
    order = buy(race, method="card")
    client.get(f"/orders/{order.reference}/pay/")
    stripe_there.world.confirm(there, Payment.objects.get().provider_id, GOOD)

    sweep(now=NOW + dt.timedelta(days=1, hours=1))

    assert Order.objects.get(pk=order.pk).state == "settled"


def test_a_provider_that_is_down_says_that_nothing_was_charged(
    stripe_there: StripeServer, client: Client
) -> None:
    race, _ = sell_by_card(stripe_there)
    order = buy(race, method="card")
    stripe_there.world.is_down = True

    page = client.get(f"/orders/{order.reference}/pay/")

    assert page.status_code == 409
    assert "Nothing was charged" in page.content.decode()


def test_a_bank_order_shows_where_to_transfer_with_a_code(client: Client, settings: Any) -> None:
    settings.TODAY = NOW.date()
    order = buy(make_paid_race(), method="bank")

    page = client.get(f"/orders/{order.reference}/pay/").content.decode()
    payment = Payment.objects.get()

    assert "FR76 3000 6000 0112 3456 7890 189" in page
    assert "kept until Wed 6 May 2026" in " ".join(page.split())
    assert payment.provider_id[:4] in page
    assert "<svg" in page.split('class="epc"')[1]


def test_play_money_pays_and_declines(client: Client, settings: Any) -> None:
    settings.TODAY = NOW.date()
    race = make_paid_race(kind="fake")
    PayoutAccount.objects.update(webhook_secret=b"")
    account = PayoutAccount.objects.get()
    change_account(
        account, AccountDetails("fake"), by=User.objects.create(email="b@x.org"), now=NOW
    )
    order = buy(race, method="card")

    there = client.get(f"/orders/{order.reference}/pay/")["Location"]
    client.post(there, {"answer": "decline"})
    declined = Order.objects.get().state
    back = client.post(there, {"answer": "pay"})
    settings.FAKE_PAYMENTS = False

    assert (declined, Order.objects.get().state) == ("open", "settled")
    assert back["Location"].endswith(f"/orders/{order.reference}/paid/")
    assert client.get(there).status_code == 404


def test_without_an_account_nothing_is_charged(client: Client, settings: Any) -> None:
    settings.TODAY = NOW.date()
    order = buy(make_paid_race(), method="bank")
    PayoutAccount.objects.update(is_active=False)

    page = client.get(f"/orders/{order.reference}/pay/")

    assert page.status_code == 409
    assert held_order(order.reference).state == "open"
