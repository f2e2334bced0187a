"""The figures of the community equal a plain count, on an empty, a small and a large site."""

import datetime as dt
import random
from dataclasses import dataclass
from itertools import count

import pytest
from django.core.cache import cache
from django.test import Client

from startline.accounts.models import Athlete, Organizer
from startline.entries.models.orders import Entry, Order
from startline.entries.tests.sold import book, make_account, make_order
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.pages.queries.counted import FEWEST, community
from startline.payments.models import Payment, PayoutAccount

pytestmark = pytest.mark.django_db
STATES = ("confirmed", "offered", "cancelled", "transferred", "pending")
DAYS = (30, 200, 364, 366, 900)


@dataclass(frozen=True)
class Told:
    """One entry as it was made."""

    person: tuple[str, str, dt.date]
    state: str
    days_ago: int
    is_demo: bool
    currency: str
    organizer: int
    minor: int


def made(tells: list[Told]) -> None:
    """The entries, each paid in full into its organizer's account."""
    numbers = count(1)
    races = {key: make_public(*key) for key in {(t.organizer, t.is_demo) for t in tells}}
    for told in tells:
        race, account = races[told.organizer, told.is_demo]
        number = next(numbers)
        order = make_order(race, f"C{number:09}", total=told.minor)
        given, family, born = told.person
        Entry.objects.create(
            order=order, race=race, state=told.state, ticket=f"t{number}", state_at=NOW,
            athlete=Athlete.objects.create(given_name=given, family_name=family, born_on=born),
            created_at=NOW - dt.timedelta(days=told.days_ago),
        )  # fmt: skip
        pay(account, order, told)


def make_public(number: int, is_demo: bool) -> tuple[Race, PayoutAccount]:
    """A race of one organizer's."""
    name = f"club-{number}{'-demo' if is_demo else ''}"
    organizer = Organizer.objects.create(slug=name, name=name, is_demo=is_demo, created_at=NOW)
    event = make_event(name, organizer)
    event.is_demo = is_demo
    event.save()
    return make_race(make_edition(event), places=10_000), make_account(organizer)


def pay(account: PayoutAccount, order: Order, told: Told) -> None:
    """Money that came, in the ledger."""
    payment = Payment.objects.create(
        account=account, reference=order.reference, key=order.reference, state="received",
        minor=told.minor, received_minor=told.minor, currency=told.currency, made_at=NOW,
        received_at=NOW,
    )  # fmt: skip
    book(payment, order.reference, told.minor)


def some(n: int) -> list[Told]:
    """So many entries by chance; few names, so that people come again."""
    chance = random.Random(n)  # noqa: S311  -- the same in every run
    return [
        Told(
            person=(chance.choice(("Ann", "ANN", "Bob")), chance.choice(("Lee", "Oh", "lee")),
                    dt.date(1990, 1, chance.randint(1, 1 + n // 10))),
            state=chance.choice(STATES), days_ago=chance.choice(DAYS),
            is_demo=chance.random() < 0.2, currency=chance.choice(("EUR", "EUR", "SEK")),
            organizer=chance.randint(1, 1 + n // 20), minor=chance.randint(1, 9_000),
        )
        for _ in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("n", [0, 6, 160])
def test_each_figure_equals_a_plain_count(n: int) -> None:
    tells = some(n)
    made(tells)

    figures = community(NOW)

    real = [t for t in tells if not t.is_demo]
    living = [t for t in real if t.state in {"confirmed", "offered"}]
    lately = [t for t in living if t.days_ago < 365]
    assert figures.organizers == len({t.organizer for t in real})
    assert figures.entries == len(living)
    assert figures.athletes == len({folded(t) for t in living})
    assert figures.athletes_lately == len({folded(t) for t in lately})
    assert (figures.first_on is None) == (not living)
    assert [(m.currency, m.came.minor) for m in figures.money] == [
        (currency, sum(t.minor for t in real if t.currency == currency))
        for currency in ("EUR", "SEK")
        if len({t.organizer for t in real if t.currency == currency}) >= FEWEST
    ]


def folded(told: Told) -> tuple[str, str, dt.date]:
    """Who it is, however the name was typed."""
    given, family, born = told.person
    return given.lower(), family.lower(), born


def test_test_money_is_no_money_and_the_pages_say_how_each_figure_is_counted(
    client: Client,
) -> None:
    tells = [
        Told(
            ("Ann", "Lee", dt.date(1990, 1, n)),
            "confirmed",
            10,
            is_demo=False,
            currency="EUR",
            organizer=n,
            minor=4_000,
        )
        for n in range(1, FEWEST + 2)
    ]
    made(tells)
    PayoutAccount.objects.filter(organizer__slug="club-1").update(is_test=True)
    cache.clear()

    home, figures = (client.get(path).content.decode() for path in ("/", "/about/figures/"))

    assert community(NOW).money[0].came.minor == FEWEST * 4_000
    for name in ("organizers", "athletes", "entries", "money"):
        assert f"/about/figures/#{name}" in home
        assert f'id="{name}"' in figures
    assert "120.00 EUR" in home
