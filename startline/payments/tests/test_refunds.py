"""Giving money back: never twice, never too much, never lost."""

import datetime as dt
import threading

import pytest
from django.db import connection

from startline.accounts.models import Organizer, User
from startline.core.money import CurrencyMismatchError, Money
from startline.core.refusals import Refusal
from startline.payments import queries
from startline.payments.models import Payment, PayoutAccount, Refund
from startline.payments.services.notices import record_notice
from startline.payments.services.paying import KeyReusedError, NotByHandError, note_payment
from startline.payments.services.reconciling import reconcile
from startline.payments.services.refunding import (
    MAX_TRIES,
    RefundTooLargeError,
    ask_refund,
    carry_out_refunds,
    note_refund_sent,
    try_refund_again,
)
from startline.payments.tests.make import NOW, begin, books, make_bank, make_stripe
from startline.payments.tests.stripe_server.notices import Letter
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import GOOD, Account

MINUTE = dt.timedelta(minutes=1)
KEPT_ALL = {"entrant": -5000, "organizer": 4900, "processor_fee": 100}


def paid(
    server: StripeServer, organizer: Organizer, by: User
) -> tuple[PayoutAccount, Account, Payment]:
    """A payment of fifty euros that has come."""
    account, there = make_stripe(organizer, server, by=by)
    _, payment = begin(account)
    server.world.confirm(there, payment.provider_id, GOOD)
    reconcile(account, now=NOW, quiet=NOW - NOW)
    server.world.outbox.take()
    return account, there, Payment.objects.select_related("account").get(pk=payment.pk)


def back(payment: Payment, minor: int, key: str = "r1") -> Refund:
    """A refund that has been asked for."""
    return ask_refund(payment, Money(minor, "EUR"), key=key, reason="resale", now=NOW)


def tell(letter: Letter) -> None:
    """The notice arrives."""
    token = letter.url.rstrip("/").rsplit("/", 1)[1]
    record_notice(token, {"Stripe-Signature": letter.signature}, letter.body, now=NOW)


@pytest.mark.django_db
def test_a_refund_is_sent_once_and_booked_once(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there, payment = paid(stripe_there, ridge, bruno)

    first, second = back(payment, 2000), back(payment, 2000)
    asked = carry_out_refunds(now=NOW) + carry_out_refunds(now=NOW + MINUTE)
    for letter in stripe_there.world.outbox.take() * 2:
        tell(letter)
    reconcile(account, now=NOW, quiet=NOW - NOW)

    assert first == second
    assert asked == 1
    assert [r["amount"] for r in stripe_there.world.all(there, "refund")] == [2000]
    assert books() == {"entrant": -3000, "organizer": 2900, "processor_fee": 100}
    assert queries.balance("RIDGE12345", "EUR") == Money(3000, "EUR")


@pytest.mark.django_db
def test_more_than_came_is_refused_and_another_key_cannot_pass(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, _, payment = paid(stripe_there, ridge, bruno)
    back(payment, 3000)

    with pytest.raises(RefundTooLargeError):
        back(payment, 2001, key="r2")
    with pytest.raises(KeyReusedError):
        back(payment, 1000)
    with pytest.raises(CurrencyMismatchError):
        ask_refund(payment, Money(1, "GBP"), key="r3", reason="resale", now=NOW)

    assert Payment.objects.get().refunded_minor == 3000


@pytest.mark.django_db
def test_an_answer_that_was_lost_does_not_refund_twice_even_after_stripe_forgot_the_key(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, there, payment = paid(stripe_there, ridge, bruno)
    back(payment, 2000)
    stripe_there.world.loses_answers = True
    carry_out_refunds(now=NOW)
    stripe_there.world.loses_answers = False
    there.answers.clear()

    carry_out_refunds(now=NOW + 10 * MINUTE)

    assert len(stripe_there.world.all(there, "refund")) == 1
    assert Refund.objects.get().state == "done"
    assert books()["entrant"] == -3000


@pytest.mark.django_db
def test_while_nobody_answers_the_claim_stays_and_in_the_end_a_person_is_asked(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _, payment = paid(stripe_there, ridge, bruno)
    refund = back(payment, 5000)
    stripe_there.world.is_down = True
    for hour in range(MAX_TRIES + 3):
        carry_out_refunds(now=NOW + dt.timedelta(hours=6 * hour))
    waiting = queries.health(account, now=NOW).waiting_refunds[0]
    stripe_there.world.is_down = False

    try_refund_again(refund, now=NOW)
    carry_out_refunds(now=NOW)

    assert (waiting.state, waiting.problem, waiting.next_at) == ("asked", "provider_down", None)
    assert waiting.tries == MAX_TRIES
    assert Refund.objects.get().state == "done"


@pytest.mark.django_db
def test_a_clear_no_releases_the_claim_and_is_shown_and_can_be_tried_again_once(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there, payment = paid(stripe_there, ridge, bruno)
    dispute = stripe_there.world.dispute(there, payment.provider_id)
    back(payment, 2000)
    carry_out_refunds(now=NOW)
    failed = queries.health(account, now=NOW).failed_refunds[0]
    freed = Payment.objects.get().refunded_minor
    there.things[dispute["charge"]]["disputed"] = False

    again = [try_refund_again(failed, now=NOW) for _ in range(2)]
    carry_out_refunds(now=NOW)

    assert (failed.problem, freed) == ("charge_disputed", 0)
    assert again == [True, False]
    assert sorted(Refund.objects.values_list("state", flat=True)) == ["done", "failed"]


@pytest.mark.django_db
def test_an_empty_balance_is_waited_for(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, _, payment = paid(stripe_there, ridge, bruno)
    back(payment, 2000)
    stripe_there.world.refunds_become = "insufficient"
    carry_out_refunds(now=NOW)
    waiting = Refund.objects.get()
    stripe_there.world.refunds_become = "succeeded"

    carry_out_refunds(now=NOW + 5 * MINUTE)

    assert (waiting.state, waiting.problem) == ("asked", "balance_insufficient")
    assert Refund.objects.get().state == "done"


@pytest.mark.django_db
def test_a_refund_on_its_way_is_booked_when_it_arrives(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, there, payment = paid(stripe_there, ridge, bruno)
    stripe_there.world.refunds_become = "pending"
    back(payment, 2000)
    carry_out_refunds(now=NOW)
    before = books()
    sent = Refund.objects.get()

    stripe_there.world.end_refund(there, sent.provider_id)
    tell(stripe_there.world.outbox.take("refund.updated")[0])

    assert (sent.state, before) == ("sent", KEPT_ALL)
    assert books()["entrant"] == -3000


@pytest.mark.django_db
def test_a_refund_that_comes_back_is_booked_back(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, there, payment = paid(stripe_there, ridge, bruno)
    back(payment, 2000)
    carry_out_refunds(now=NOW)
    refund = Refund.objects.get()

    stripe_there.world.end_refund(there, refund.provider_id, failed=True)
    for letter in stripe_there.world.outbox.take("refund.failed") * 2:
        tell(letter)

    assert books() == KEPT_ALL
    assert Refund.objects.get().problem == "lost_or_stolen_card"
    assert Payment.objects.get().refunded_minor == 0


@pytest.mark.django_db
def test_a_refund_made_at_the_provider_counts_as_well(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, there, payment = paid(stripe_there, ridge, bruno)
    stripe_there.world.refund(
        there, {"payment_intent": payment.provider_id, "amount": "1500", "metadata": {}}
    )

    for letter in stripe_there.world.outbox.take("refund.created") * 2:
        tell(letter)

    assert Payment.objects.get().refunded_minor == 1500
    assert books()["entrant"] == -3500
    with pytest.raises(RefundTooLargeError):
        back(payment, 4000)


@pytest.mark.django_db
def test_our_own_refunds_notice_that_overtakes_the_answer_is_recognized(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _, there, payment = paid(stripe_there, ridge, bruno)
    refund = back(payment, 2000)
    stripe_there.world.refund(
        there,
        {
            "payment_intent": payment.provider_id,
            "amount": "2000",
            "metadata": {"startline_key": refund.key},
        },
    )

    tell(stripe_there.world.outbox.take("refund.created")[0])
    carry_out_refunds(now=NOW)

    assert len(stripe_there.world.all(there, "refund")) == 1
    assert Payment.objects.get().refunded_minor == 2000


@pytest.mark.django_db
def test_what_was_paid_by_hand_goes_back_by_hand(ridge: Organizer, bruno: User) -> None:
    _, payment = begin(make_bank(ridge, by=bruno))
    told = [note_payment(payment, now=NOW) for _ in range(2)]
    refund = back(payment, 5000)

    asked = carry_out_refunds(now=NOW)
    sent = [note_refund_sent(refund, now=NOW) for _ in range(2)]

    assert told == [{"RIDGE12345"}, frozenset()]
    assert (asked, sent) == (0, [True, False])
    assert books() == {}


@pytest.mark.django_db
def test_nobody_can_say_that_card_money_came(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)

    with pytest.raises(NotByHandError):
        note_payment(payment, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_ten_refunds_at_once_give_back_no_more_than_came(ridge: Organizer, bruno: User) -> None:
    _, payment = begin(make_bank(ridge, by=bruno))
    note_payment(payment, now=NOW)
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            back(payment, 2000, key=f"r{number}")
            outcomes.append("asked")
        except Refusal as no:
            outcomes.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["asked"] * 2 + ["refund_too_large"] * 8
    assert Payment.objects.get().refunded_minor == 4000
