"""Paying by card: the real library against the small Stripe, notices in every disorder."""

import dataclasses

import pytest

from startline.accounts.models import Organizer, User
from startline.core.money import Money
from startline.payments import queries
from startline.payments.models import LedgerLine, Payment, ProviderNotice
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.provider import ForgedNoticeError, How, ProviderSaysNoError
from startline.payments.services.accounts import add_account, send_test_event
from startline.payments.services.notices import (
    UnknownAccountError,
    handle_again,
    mark_handled,
    record_notice,
)
from startline.payments.services.paying import (
    KeyReusedError,
    ProviderRefusedError,
    ProviderUnreachableError,
    cancel_payment,
    start_payment,
)
from startline.payments.services.providers import credentials_of, provider_of
from startline.payments.services.reconciling import reconcile
from startline.payments.tests.make import NOW, ask, begin, books, make_stripe
from startline.payments.tests.stripe_server.notices import Letter, sign
from startline.payments.tests.stripe_server.server import StripeServer
from startline.payments.tests.stripe_server.world import DECLINED, GOOD, SECURE, ApiError

pytestmark = pytest.mark.django_db
SETTLED = {"entrant": -5000, "organizer": 4900, "processor_fee": 100}


def deliver(letter: Letter, *, signature: str = "") -> frozenset[str]:
    """As the webhook's view does; returns the references to settle."""
    token = letter.url.rstrip("/").rsplit("/", 1)[1]
    headers = {"Stripe-Signature": signature or letter.signature}
    told = record_notice(token, headers, letter.body, now=NOW)
    mark_handled(told.notice_id, now=NOW)
    return told.references


def test_a_card_payment_arrives_once_and_its_fee_is_learnt(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    started, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    letters = stripe_there.world.outbox.take("payment_intent.succeeded")

    settled = deliver(letters[0])
    for _ in range(3):
        deliver(letters[0])
    reconcile(account, now=NOW)

    assert started.how is How.ELEMENT
    assert settled == {"RIDGE12345"}
    assert queries.received("RIDGE12345", "EUR") == Money(5000, "EUR")
    assert books() == SETTLED
    assert ProviderNotice.objects.count() == 1


def test_no_platform_fee_is_ever_sent(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    send_test_event(account, now=NOW)

    words = str([asked for _, _, asked in stripe_there.world.requests])

    assert "payment_method" in words
    assert not any(word in words for word in ("application_fee", "transfer_data", "on_behalf_of"))
    with pytest.raises(ApiError):
        stripe_there.world.create_intent(
            there, {"amount": "100", "currency": "eur", "application_fee_amount": "1"}
        )


def test_the_same_ask_finds_the_same_payment_and_another_amount_is_refused(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)

    first, _ = begin(account)
    second, _ = begin(account)

    assert first == second
    assert len(stripe_there.world.all(there, "payment_intent")) == 1
    with pytest.raises(KeyReusedError):
        start_payment(account, ask(Money(4000, "EUR")), now=NOW)


def test_an_answer_that_was_lost_leads_to_the_same_payment(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    stripe_there.world.loses_answers = True
    with pytest.raises(ProviderUnreachableError):
        start_payment(account, ask(), now=NOW)
    stripe_there.world.loses_answers = False

    _, payment = begin(account)

    assert [i["id"] for i in stripe_there.world.all(there, "payment_intent")] == [
        payment.provider_id
    ]


def test_money_whose_payment_never_learnt_its_number_is_found_by_its_key(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    Payment.objects.update(provider_id="")
    stripe_there.world.confirm(there, payment.provider_id, GOOD)

    deliver(stripe_there.world.outbox.take("payment_intent.succeeded")[0])

    assert Payment.objects.get().state == "received"
    assert Payment.objects.get().provider_id == payment.provider_id


def test_a_declined_card_leaves_the_payment_open_and_the_next_card_pays(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    with pytest.raises(ApiError):
        stripe_there.world.confirm(there, payment.provider_id, DECLINED)
    failed = stripe_there.world.outbox.take("payment_intent.payment_failed")[0]
    deliver(failed)
    problem = Payment.objects.get().problem

    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    deliver(stripe_there.world.outbox.take("payment_intent.succeeded")[0])
    late = dataclasses.replace(failed, event={**failed.event, "id": "evt_late"})
    deliver(late)  # out of order: the failure is told after the success

    assert problem == "generic_decline"
    assert (Payment.objects.get().state, Payment.objects.get().problem) == ("received", "")


def test_three_d_secure_that_was_abandoned_can_be_taken_up_again(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    first, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, SECURE)

    again, _ = begin(account)
    stripe_there.world.answer_secure(there, payment.provider_id, passed=True)
    reconcile(account, now=NOW, quiet=NOW - NOW)

    assert again.client_secret == first.client_secret
    assert books() == SETTLED


@pytest.mark.parametrize("harm", ["secret", "body", "old", "none"])
def test_a_forged_notice_changes_nothing(
    stripe_there: StripeServer, ridge: Organizer, bruno: User, harm: str
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]
    at = int(letter.signature.split(",")[0][2:])
    signature = {
        "secret": sign(letter.body, "whsec_guessed", at=at),
        "body": sign(letter.body + b" ", letter.secret, at=at),
        "old": sign(letter.body, letter.secret, at=at - 3600),
        "none": "nonsense",
    }[harm]

    with pytest.raises(ForgedNoticeError):
        deliver(letter, signature=signature)

    assert ProviderNotice.objects.count() == 0
    assert Payment.objects.get().state == "open"
    with pytest.raises(UnknownAccountError):
        record_notice("nobody", {}, b"{}", now=NOW)


def test_a_notice_for_one_account_is_refused_at_anothers_address(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    other, _ = make_stripe(ridge, stripe_there, by=bruno, name="other")
    _, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]

    with pytest.raises(ForgedNoticeError):
        record_notice(
            other.webhook_token, {"Stripe-Signature": letter.signature}, letter.body, now=NOW
        )


def test_a_lost_notice_is_made_good_by_asking(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    stripe_there.world.outbox.take()

    told = reconcile(account, now=NOW, quiet=NOW - NOW)

    assert (told.asked, set(told.references), told.lost) == (1, {"RIDGE12345"}, 1)
    assert books() == SETTLED


def test_a_notice_left_behind_by_a_crash_is_taken_up_again(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    stripe_there.world.confirm(there, payment.provider_id, GOOD)
    letter = stripe_there.world.outbox.take("payment_intent.succeeded")[0]
    ProviderNotice.objects.create(
        account=account, provider_event="evt_x", kind=letter.event["type"], body=letter.event,
        received_at=NOW,
    )  # fmt: skip

    waiting = queries.unhandled_notices(NOW.replace(hour=11))
    references = handle_again(waiting[0], now=NOW)

    assert references == {"RIDGE12345"}
    assert Payment.objects.get().state == "received"


def test_money_of_another_shop_on_the_same_account_is_left_alone(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    _account, there = make_stripe(ridge, stripe_there, by=bruno)
    foreign = stripe_there.world.create_intent(there, {"amount": "700", "currency": "eur"})
    stripe_there.world.confirm(there, foreign["id"], GOOD)

    references = deliver(stripe_there.world.outbox.take("payment_intent.succeeded")[0])

    assert references == frozenset()
    assert LedgerLine.objects.count() == 0


def test_a_wrong_amount_is_counted_as_it_came_and_shown(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account)
    stripe_there.world.succeed(there, payment.provider_id, amount=4000)

    deliver(stripe_there.world.outbox.take("payment_intent.succeeded")[0])

    assert queries.received("RIDGE12345", "EUR") == Money(4000, "EUR")
    assert [(p.state, p.problem) for p in queries.health(account, now=NOW).wrong_payments] == [
        ("open", "too_little")
    ]


def test_a_dispute_takes_the_money_and_a_won_one_brings_it_again(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    world = stripe_there.world
    _, payment = begin(account)
    world.confirm(there, payment.provider_id, GOOD)
    reconcile(account, now=NOW, quiet=NOW - NOW)

    dispute = world.dispute(there, payment.provider_id, fee=2000)
    for letter in world.outbox.take("charge.dispute.funds_withdrawn") * 2:
        deliver(letter)
    taken = books()
    world.win(there, dispute["id"])
    for letter in world.outbox.take("charge.dispute.funds_reinstated") * 2:
        deliver(letter)

    assert taken == {"organizer": -2100, "processor_fee": 2100}
    assert books() == {"entrant": -5000, "organizer": 2900, "processor_fee": 2100}
    assert queries.balance("RIDGE12345", "EUR") == Money(5000, "EUR")


def test_a_payment_can_be_closed_unless_the_money_came_first(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)
    _, idle = begin(account, key="idle", reference="IDLE123456")
    _, paid = begin(account, key="paid", reference="PAID123456")
    stripe_there.world.confirm(there, paid.provider_id, GOOD)

    changed = cancel_payment(idle, now=NOW) | cancel_payment(paid, now=NOW)

    assert changed == {"PAID123456"}
    assert Payment.objects.get(key="idle").state == "cancelled"
    assert Payment.objects.get(key="paid").state == "received"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"secret": "rk_test_wrong"}, "key_refused"),
        ({"secret": "pk_test_ridge"}, "not_a_secret_key"),
        ({"public_key": "pk_live_ridge"}, "keys_of_two_modes"),
    ],
)
def test_a_key_that_cannot_work_is_named(
    stripe_there: StripeServer, ridge: Organizer, bruno: User,
    change: dict[str, str], problem: str,
) -> None:  # fmt: skip
    there = stripe_there.world.open_account("ridge")
    keys = {"public_key": there.public, "secret": there.secret, **change}
    details = AccountDetails("stripe", public_key=keys["public_key"], secret=keys["secret"])

    account = add_account(ridge, details, by=bruno, now=NOW)

    assert account.problem == problem
    assert queries.usable_accounts(ridge) == []


def test_secrets_are_sealed_in_the_database(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, there = make_stripe(ridge, stripe_there, by=bruno)

    account.refresh_from_db()

    assert there.secret.encode() not in bytes(account.secret)
    assert b"whsec" not in bytes(account.webhook_secret)
    assert credentials_of(account).secret == there.secret
    assert there.secret not in repr(credentials_of(account))


def test_a_provider_that_is_down_charges_nothing_and_says_so(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)
    stripe_there.world.is_down = True

    with pytest.raises(ProviderUnreachableError):
        start_payment(account, ask(), now=NOW)

    assert Payment.objects.get().state == "open"
    assert reconcile(account, now=NOW).problem == ""


@pytest.mark.parametrize(
    ("money", "there"),
    [
        (Money(5000, "EUR"), 5000),
        (Money(500, "JPY"), 500),
        (Money(500, "ISK"), 50_000),
        (Money(5120, "KWD"), 5120),
    ],
)
def test_each_currency_is_counted_as_stripe_counts_it(
    stripe_there: StripeServer, ridge: Organizer, bruno: User, money: Money, there: int
) -> None:
    account, at_stripe = make_stripe(ridge, stripe_there, by=bruno)
    _, payment = begin(account, money)
    intent = stripe_there.world.confirm(at_stripe, payment.provider_id, GOOD)

    reconcile(account, now=NOW, quiet=NOW - NOW)

    assert intent["amount"] == there
    assert queries.received("RIDGE12345", money.currency) == money


def test_an_amount_that_stripe_cannot_express_is_refused(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)

    with pytest.raises(ProviderRefusedError):
        start_payment(account, ask(Money(5123, "KWD")), now=NOW)

    assert Payment.objects.get().problem == "amount_not_possible"


def test_a_key_used_with_other_parameters_is_an_error_at_the_wire(
    stripe_there: StripeServer, ridge: Organizer, bruno: User
) -> None:
    account, _ = make_stripe(ridge, stripe_there, by=bruno)
    provider, who = provider_of(account), credentials_of(account)
    provider.start(who, ask(), known="")

    with pytest.raises(ProviderSaysNoError) as no:
        provider.start(who, ask(Money(1, "EUR")), known="")

    assert no.value.code == "key_reused"
