"""What an edition sells is kept by its wording: it is what stands in the database, or it is new."""

import datetime as dt
from typing import Any

import pytest
from django.db import models
from django.forms.models import model_to_dict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from startline.accounts.models import Organizer
from startline.core.money import Money
from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.sale import PARTS, columns_of, order_with_sale, sale_at, sale_of
from startline.entries.queries.quoting import quote_of
from startline.entries.tests.make import hold, make_cart, make_paid_race, sheet
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.models.offer import EntryWindow, Extra, PriceStep, SaleTerms
from startline.events.tests.make import NOW
from startline.payments.models import PayoutAccount

OTHER: dict[type[models.Field[Any, Any]], object] = {
    models.DateTimeField: NOW + dt.timedelta(days=3, microseconds=7),
    models.DateField: dt.date(2026, 10, 4),
    models.JSONField: ["other", {"é": 1}],
}
NOT_CHANGED = {
    "status", "certainty", "place_certainty", "until_sold", "kept_fee_bearer", "is_active",
    "problem", "timezone", "kind", "from_at",
}  # fmt: skip
"""Words of a closed list, and what decides whether a row belongs to the sale at all."""


def make_full_race() -> Race:
    """A race whose edition has one row of everything."""
    race = make_paid_race()
    edition = race.edition
    EntryWindow.objects.create(edition=edition, opens_at=NOW - dt.timedelta(days=1))
    Question.objects.create(
        edition=edition, key="shirt", kind="choice", label="Größe", options=["S", "“M”"]
    )
    Requirement.objects.create(race=race, kind="licence", way="code", label="Licence")
    Waiver.objects.create(edition=edition, version=1, text="I am\nfit.", made_at=NOW)
    Waiver.objects.create(edition=edition, version=2, text="I am “fit”.", made_at=NOW)
    Extra.objects.create(edition=edition, name="Shirt", minor=1_500)
    return race


def row_of(model: type[models.Model]) -> models.Model:
    """The row of a sale as the ORM reads it."""
    found: models.Model = model._default_manager.order_by("-pk")[0]
    return found


def read_row(model: type[models.Model], race: Race) -> models.Model | None:
    """The same row as the sale has it."""
    sale = sale_of(race.edition_id)
    edition = sale.edition
    rows: dict[type[models.Model], Any] = {
        Organizer: edition.event.organizer, Event: edition.event, Edition: edition,
        SaleTerms: getattr(edition, "terms", None), Race: sale.races[race.pk],
        PriceStep: sale.steps[0], EntryWindow: sale.windows[0], Question: sale.questions[0],
        Requirement: sale.needs[0], Waiver: sale.waiver, PayoutAccount: sale.accounts[0],
    }  # fmt: skip
    return rows.get(model)


def values(row: models.Model) -> dict[str, object]:
    """The columns that a sale reads."""
    return {field.attname: getattr(row, field.attname) for field in columns_of(type(row))}


def another(field: models.Field[Any, Any], value: Any) -> object:
    """Another value that the column takes."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if type(field) in OTHER:
        return OTHER[type(field)]
    return "XX"[: field.max_length]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m, *_ in PARTS if m is not Extra])
def test_a_sale_has_the_rows_as_they_stand_and_shows_every_change_of_them(
    model: type[models.Model],
) -> None:
    race = make_full_race()
    read = read_row(model, race)
    assert read is not None
    assert values(read) == values(row_of(model))

    for field in columns_of(model):
        if field.primary_key or field.is_relation or field.name in NOT_CHANGED:
            continue
        sale_of(race.edition_id)
        row = row_of(model)
        changed = another(field, getattr(row, field.attname))
        model._default_manager.filter(pk=row.pk).update(**{field.attname: changed})

        read = read_row(model, race)

        assert read is not None
        assert getattr(read, field.attname) == changed, field.name


@pytest.mark.django_db
def test_rows_that_do_not_belong_are_not_there() -> None:
    race = make_full_race()
    PayoutAccount.objects.update(is_active=False)
    Extra.objects.update(is_active=False)
    EntryWindow.objects.update(kind="ballot")
    SaleTerms.objects.all().delete()
    Waiver.objects.all().delete()

    sale = sale_of(race.edition_id)

    assert (sale.accounts, sale.has_extras, sale.windows, sale.waiver) == ((), False, (), None)
    assert getattr(sale.edition, "terms", None) is None


@pytest.mark.django_db
def test_secrets_and_long_texts_are_not_kept_but_can_be_read() -> None:
    race = make_full_race()
    PayoutAccount.objects.update(secret=b"sealed")
    Event.objects.update(description="Long.")

    account, event = sale_of(race.edition_id).accounts[0], sale_of(race.edition_id).edition.event

    assert {"secret", "webhook_secret"} <= account.get_deferred_fields()
    assert bytes(account.secret) == b"sealed"
    assert event.description == "Long."


@pytest.mark.django_db
def test_what_one_caller_does_to_a_sale_the_next_does_not_see() -> None:
    race = make_full_race()
    mine = sale_of(race.edition_id)
    mine.edition.status = "cancelled"
    mine.edition.event.name = "Mine"
    mine.races[race.pk].name = "Mine"
    assert mine.races[race.pk].pool is not None

    theirs = sale_of(race.edition_id)

    assert theirs.edition.status == "entries_open"
    assert theirs.edition.event.name == "Ridge Paid"
    assert theirs.races[race.pk].name == "Ridge 50K"
    assert theirs.races[race.pk].edition is theirs.edition
    assert not Race.pool.is_cached(theirs.races[race.pk])


@pytest.mark.django_db
def test_an_address_sells_only_what_is_public_and_taken_here() -> None:
    race = make_full_race()
    event, edition = race.edition.event, race.edition
    assert sale_at(event.slug, edition.slug) is not None

    Edition.objects.update(is_enterable_here=False)
    assert sale_at(event.slug, edition.slug) is None
    Edition.objects.update(is_enterable_here=True)
    Event.objects.update(published_at=None)
    assert sale_at(event.slug, edition.slug) is None
    assert sale_at(event.slug, "1999") is None


@pytest.mark.django_db
def test_an_order_is_read_as_it_stands_with_its_sale() -> None:
    order = hold(make_full_race())

    found = order_with_sale(order.reference)

    assert found is not None
    assert model_to_dict(found[0]) == model_to_dict(type(order).objects.get(pk=order.pk))
    assert found[0].edition is found[1].edition
    assert order_with_sale("NOBODY") is None


class Prices(TestCase):
    """A price that is written is the next price that is asked."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(100, 9_999), min_size=1, max_size=6))
    def test_the_bill_is_at_the_price_that_was_written_last(self, prices: list[int]) -> None:
        race = make_paid_race()
        order = hold(race)

        for minor in [*prices, *reversed(prices)]:
            PriceStep.objects.filter(race=race).update(minor=minor)
            assert quote_of(sheet(order), make_cart(order)).total == Money(minor, "EUR")
