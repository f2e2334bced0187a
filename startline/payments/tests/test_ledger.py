"""The ledger: every deed sums to zero, nothing is ever changed, whatever happens in what order."""

from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from startline.accounts.models import Organizer, User
from startline.core.money import Money
from startline.payments import queries
from startline.payments.models import LedgerLine, Payment, Refund
from startline.payments.rules import ledger
from startline.payments.rules.provider import (
    DisputeSeen,
    PayState,
    RefundSeen,
    RefundState,
    Seen,
)
from startline.payments.services.paying import KeyReusedError, note_payment
from startline.payments.services.providers import UnknownProviderError, provider_of
from startline.payments.services.receiving import apply_seen
from startline.payments.services.refunding import RefundTooLargeError, ask_refund
from startline.payments.tests.make import NOW, begin, books, make_bank


@given(st.integers(-(10**9), 10**9))
def test_every_deed_moves_as_much_as_it_takes(minor: int) -> None:
    for moves in (ledger.received(minor), ledger.fee(minor), ledger.given_back(minor)):
        assert sum(move.minor for move in moves) == 0
        assert all(move.minor for move in moves)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_ledger(
    ridge: Organizer, bruno: User, verb: str
) -> None:
    _, payment = begin(make_bank(ridge, by=bruno))
    note_payment(payment, now=NOW)
    statement = {
        "update": "UPDATE payments_ledgerline SET minor = 1",
        "delete": "DELETE FROM payments_ledgerline",
    }[verb]

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert books() == {"entrant": -5000, "organizer": 5000}


@pytest.mark.django_db
def test_the_database_refuses_a_platform_fee(ridge: Organizer, bruno: User) -> None:
    begin(make_bank(ridge, by=bruno))

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(platform_fee_minor=1)


NEWS = st.one_of(
    st.builds(
        Seen,
        provider_id=st.just("pi_1"),
        state=st.sampled_from([*PayState, None]),
        money=st.sampled_from(
            [None, Money(5000, "EUR"), Money(4000, "EUR"), Money(7000, "EUR"), Money(5000, "USD")]
        ),
        fee_minor=st.sampled_from([None, 0, 100]),
        refunds=st.lists(
            st.builds(
                RefundSeen,
                provider_id=st.sampled_from(["re_1", "re_2", "re_3"]),
                state=st.sampled_from([RefundState.SENT, RefundState.DONE, RefundState.FAILED]),
                minor=st.sampled_from([1, 1000, 2500]),
                key=st.sampled_from(["", "r1", "r2"]),
            ),
            max_size=2,
        ).map(tuple),
        disputes=st.lists(
            st.builds(
                DisputeSeen,
                provider_id=st.just("dp_1"),
                minor=st.just(5000),
                fee_minor=st.sampled_from([0, 2000]),
                is_won=st.booleans(),
            ),
            max_size=1,
        ).map(tuple),
    ),
    st.tuples(st.sampled_from(["r1", "r2", "r3"]), st.sampled_from([1, 1000, 2500, 5000])),
)


class AnyNewsInAnyOrder(TestCase):
    """Whatever a provider says, how often and in what order, and whatever we ask for meanwhile."""

    @given(st.lists(NEWS, max_size=12))
    @hypothesis_settings(max_examples=60, deadline=None)
    def test_the_books_balance_and_no_more_goes_back_than_came(self, news: list[Any]) -> None:
        owner = User.objects.create_user("bruno@example.org", "a-long-enough-word")
        organizer = Organizer.objects.create(slug="ridge", name="Ridge", created_at=NOW)
        account = make_bank(organizer, by=owner)
        _, payment = begin(account)
        Payment.objects.update(provider_id="pi_1")

        for told in news:
            if isinstance(told, Seen):
                apply_seen(account, told, now=NOW)
                continue
            with suppress(RefundTooLargeError, KeyReusedError):
                ask_refund(payment, Money(told[1], "EUR"), key=told[0], reason="resale", now=NOW)

        for deed in LedgerLine.objects.values("deed").annotate(n=Sum("minor")):
            assert deed["n"] == 0
        payment.refresh_from_db()
        claimed = sum(r.minor for r in Refund.objects.exclude(state="failed"))
        booked = sum(r.minor for r in Refund.objects.filter(state="done"))
        assert payment.refunded_minor == claimed <= payment.received_minor
        disputed = (
            payment.received_minor
            - payment.refunded_minor
            - (queries.balance(payment.reference, "EUR").minor)
        )
        assert -books().get("entrant", 0) == payment.received_minor - booked - disputed


@pytest.mark.django_db
def test_production_refuses_play_money(ridge: Organizer, bruno: User, settings: Any) -> None:
    account = make_bank(ridge, by=bruno)
    account.kind = "fake"
    settings.PRODUCTION, settings.FAKE_PAYMENTS = True, True

    found = {message.id for message in run_checks()}
    settings.FAKE_PAYMENTS = False

    assert "startline.E001" in found
    with pytest.raises(UnknownProviderError):
        provider_of(account)


@pytest.mark.django_db  # the checks of models ask the database what it can
def test_the_settings_of_this_run_are_sound() -> None:
    assert [m.id for m in run_checks() if (m.id or "").startswith("startline")] == []
    assert settings.TIME_ZONE == "UTC"
