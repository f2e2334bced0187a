"""All that an edition offers on one page, and what its selling terms mean in money."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from startline.core.money import FeeRule, Money
from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.coupons import Coupon
from startline.entries.queries.selling import terms_of
from startline.events.models.catalogue import CapacityPool, Edition, Event, Race
from startline.events.models.offer import Extra, PriceStep, SaleTerms
from startline.events.queries import as_step
from startline.events.rules.pricing import Head, Quote, Step, Terms, quote
from startline.payments.models import PayoutAccount
from startline.payments.queries import fee_rule, usable_accounts
from startline.places.queries import country_name, region_name, without_country

USUAL = FeeRule(150, 25)
"""What a card costs in the European Economic Area by Stripe's public price list: the example where
the organizer has no card account yet."""


@dataclass(frozen=True)
class Offered:
    """The pieces of an edition's offer."""

    where: str
    races: list[Race]
    pools: list[CapacityPool]
    steps: list[PriceStep]
    extras: list[Extra]
    coupons: list[Coupon]
    questions: list[Question]
    requirements: list[Requirement]
    waiver: Waiver | None
    terms: SaleTerms
    accounts: list[PayoutAccount]

    @property
    def unpriced(self) -> set[int]:
        """Races that wait for their price: others have one."""
        priced = {step.race_id for step in self.steps}
        return {race.pk for race in self.races} - priced if priced else set()


@dataclass(frozen=True)
class Example:
    """One entry at a price, once with the fee borne by the organizer and once by the entrant."""

    price: Money
    borne: Quote
    added: Quote
    is_usual: bool  # by the usual fee, as there is no card account yet
    is_added: bool  # what the terms say


def offered(edition: Edition) -> Offered:
    """Everything, closed for the page."""
    organizer = edition.event.organizer
    return Offered(
        where=where_words(edition.event),
        races=list(edition.races.select_related("pool").order_by("position", "pk")),
        pools=list(edition.pools.prefetch_related("races").order_by("pk")),
        steps=list(steps_in_order(edition)),
        extras=list(
            edition.extras.prefetch_related("sizes").order_by("position", "pk")
        ),
        coupons=list(edition.coupons.select_related("race").order_by("code")),
        questions=list(edition.questions.select_related("race").order_by("position", "pk")),
        requirements=list(
            Requirement.objects.filter(race__edition=edition).select_related("race").order_by("pk")
        ),
        waiver=edition.waivers.order_by("-version").first(),
        terms=terms_of(edition),
        accounts=usable_accounts(organizer) if organizer else [],
    )  # fmt: skip


def steps_in_order(edition: Edition) -> QuerySet[PriceStep]:
    """Price steps by race, the earliest start first, then the earliest end; "without" is last."""
    return (
        PriceStep.objects.filter(race__edition=edition)
        .select_related("race")
        .order_by(
            "race__position",
            "race__pk",
            F("from_at").asc(nulls_first=True),
            F("until_at").asc(nulls_last=True),
            F("until_sold").asc(nulls_last=True),
            "minor",
        )
    )


def example_of(offer: Offered, edition: Edition, *, now: dt.datetime) -> Example:
    """A worked example with the first price of the edition, or 50.00 where there is none."""
    currency = edition.currency or "EUR"
    first = next((as_step(row) for row in offer.steps if row.minor), None)
    price = first.price if first else Money(5_000, currency)
    cards = [a for a in offer.accounts if a.fee_basis_points or a.fee_fixed_minor]
    fee = fee_rule(cards[0]) if cards else USUAL
    row = offer.terms
    terms = Terms(currency, row.tax_basis_points, row.tax_is_included, fee_is_added=False)
    return Example(
        price=price,
        borne=bill(price, terms, fee, now=now),
        added=bill(price, replace(terms, fee_is_added=True), fee, now=now),
        is_usual=not cards,
        is_added=row.fee_is_added,
    )


def bill(price: Money, terms: Terms, fee: FeeRule, *, now: dt.datetime) -> Quote:
    """One place at this price."""
    return quote([Head("", [Step(price)])], terms=terms, fee=fee, at=now)


def where_words(event: Event) -> str:
    """Town, region, country: two towns of one name are told apart before anything is public."""
    language = get_language() or "en"
    country, _, code = event.region.partition(".")
    region = region_name(country, code, language) if code else ""
    land = country_name(event.country, language) if event.country else ""
    town = without_country(event.place_name, event.country)
    return ", ".join(dict.fromkeys(word for word in (town, region, land) if word))
