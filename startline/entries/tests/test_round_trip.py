"""What is sold here leaves whole and comes back whole: prices, waivers, parties, extras."""

import datetime as dt

import pytest

from startline.accounts.models import User
from startline.entries.adapters.sheets import read_sheet
from startline.entries.models.afterwards import EntryNote
from startline.entries.models.asking import Question
from startline.entries.models.orders import Entry, Order, OrderLine, Party, Signature
from startline.entries.queries.verification import violations
from startline.entries.rules.carried import BadCellError, Carried, carried_of
from startline.entries.rules.life import State
from startline.entries.rules.segments import Segment
from startline.entries.services.asking import write_waiver
from startline.entries.services.exporting import export_entrants
from startline.entries.services.importing import PlacesShortError, keep_list, start_list
from startline.entries.tests.make import make_account, make_organizer
from startline.entries.tests.make_in import make_in
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.offer import Extra, ExtraSize, PriceStep, SaleTerms
from startline.events.tests.make import NOW, make_edition, make_event, make_race

COUNTED = {"places_taken", "extras_taken", "never_oversold", "lines_make_the_total"}
TEXT = "I run at my own risk."
pytestmark = pytest.mark.django_db


def make_shop(name: str, *, text: str = TEXT, stock: int | None = 20) -> Edition:
    """An edition with a paid race, a relay of three, shirts, a bus, a question and a waiver."""
    organizer = make_organizer() if name == "First" else None
    edition = make_edition(make_event(name, organizer))
    run = make_race(edition, places=20)
    pool = CapacityPool.objects.create(edition=edition, name="Relay", places=12)
    relay = Race.objects.create(
        edition=edition, slug="relay", name="Relay", distance_m=30_000, pool=pool, party_size=3
    )
    SaleTerms.objects.create(edition=edition)
    for race, minor in ((run, 5_000), (relay, 9_000)):
        PriceStep.objects.create(race=race, minor=minor, currency="EUR")
    shirt = Extra.objects.create(edition=edition, name="Shirt", minor=1_500)
    for size in ("M", "L"):
        ExtraSize.objects.create(extra=shirt, name=size, stock=stock)
    ExtraSize.objects.create(extra=Extra.objects.create(edition=edition, name="Bus", minor=800))
    Question.objects.create(edition=edition, key="club-hut", kind="text", label="Hut")
    if text:
        write_waiver(edition, text, by=User.objects.get(email="bruno@example.org"), now=NOW)
    return edition


def sell(edition: Edition) -> None:
    """Two runners, one with extras and one who withdrew; a relay team with a name."""
    assert edition.event.organizer is not None
    make_account(edition.event.organizer)
    run, relay = edition.races.order_by("pk")
    shirt = ExtraSize.objects.get(extra__edition=edition, name="M")
    bus = ExtraSize.objects.get(extra__edition=edition, name="")
    make_in(run, "ann", extras={shirt.pk: 2, bus.pk: 1})
    gone = make_in(run, "bob")
    Entry.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    CapacityPool.objects.filter(races=run).update(taken=1)
    team_of(relay)


def team_of(relay: Race) -> None:
    """Three runners of one order, as they stand after paying."""
    order = Order.objects.create(
        key="team", reference="TEAM234567", edition=relay.edition, state="settled", name="Cy",
        email="cy@example.org", currency="EUR", created_at=NOW, settled_at=NOW,
    )  # fmt: skip
    party = Party.objects.create(order=order, kind="relay", name="Hill Folk", token="t" * 20)
    model = Entry.objects.filter(race__edition=relay.edition, athlete__isnull=False).first()
    assert model is not None
    assert model.athlete is not None
    for leg in (1, 2, 3):
        person = model.athlete
        person.pk, person.given_name = None, f"Leg{leg}"
        person._state.adding = True
        person.save()
        Entry.objects.create(
            order=order, race=relay, athlete=person, party=party, leg=leg, price_minor=3_000,
            state="confirmed", ticket=f"leg{leg}", answers={"club-hut": "+1"},
            created_at=NOW + dt.timedelta(hours=1, seconds=leg), state_at=NOW,
        )  # fmt: skip
    CapacityPool.objects.filter(races=relay).update(taken=3)


def whole(edition: Edition, form: str, bruno: User) -> bytes:
    """The export of everybody."""
    return export_entrants(edition, Segment(state="all"), form=form, by=bruno, now=NOW)[1]


def forget(edition: Edition) -> None:
    """The orders leave this database, as if the file came to another one."""
    mine = Order.objects.filter(edition=edition)
    for number, pk in enumerate(mine.values_list("pk", flat=True)):
        Order.objects.filter(pk=pk).update(reference=f"gone-{number}")


def take(edition: Edition, body: bytes, form: str, bruno: User) -> None:
    """The file taken over."""
    kept = keep_list(edition, name=f"all.{form}", body=body, by=bruno, now=NOW)
    start_list(kept, by=bruno, now=NOW)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_taken_into_an_empty_edition_exports_the_same(form: str, bruno: User) -> None:
    first = make_shop("First")
    sell(first)
    body = whole(first, form, bruno)
    second = make_shop("Second")
    forget(first)

    take(second, body, form, bruno)

    assert whole(second, form, bruno) == body
    assert b"2 Shirt, M; 1 Bus" in body
    assert b"relay 1: Hill Folk" in body
    assert EntryNote.objects.count() == 0
    sizes = ExtraSize.objects.filter(extra__edition=second).order_by("pk")
    assert list(sizes.values_list("taken", flat=True)) == [2, 0, 1]
    pools = CapacityPool.objects.filter(edition=second).order_by("pk")
    assert list(pools.values_list("taken", flat=True)) == [1, 3]


def test_the_spreadsheet_comes_back_the_same(bruno: User) -> None:
    first = make_shop("First")
    sell(first)
    body = whole(first, "xlsx", bruno)
    rows = read_sheet("all", body)
    second = make_shop("Second")
    forget(first)

    take(second, body, "xlsx", bruno)

    again = read_sheet("all", whole(second, "xlsx", bruno))
    assert again == rows


def test_what_came_back_keeps_every_promise(bruno: User) -> None:
    first = make_shop("First")
    sell(first)
    body = whole(first, "csv", bruno)
    second = make_shop("Second")

    take(second, body, "csv", bruno)

    mine = set(Order.objects.filter(edition=second).values_list("pk", flat=True))
    found = [
        v for v in violations(now=NOW) if v.ids.get("order_id") in mine or v.promise in COUNTED
    ]
    assert found == []
    assert Signature.objects.filter(entry__race__edition=second).count() == 2
    party = Party.objects.get(order__edition=second)
    assert (party.kind, party.name, party.entries.count()) == ("relay", "Hill Folk", 3)
    assert party.order.reference != "TEAM234567"
    assert OrderLine.objects.filter(order__edition=second).exclude(minor=0).count() == 0


def test_a_signature_is_never_put_under_another_text(bruno: User) -> None:
    first = make_shop("First")
    sell(first)
    body = whole(first, "csv", bruno)
    second = make_shop("Second", text="Another text.")
    forget(first)

    take(second, body, "csv", bruno)

    assert Signature.objects.filter(entry__race__edition=second).count() == 0
    notes = EntryNote.objects.filter(entry__race__edition=second).values_list("text", flat=True)
    assert sorted(note.partition(":")[0] for note in notes) == ["Signed there", "Signed there"]


def test_a_list_with_more_shirts_than_there_are_takes_nobody(bruno: User) -> None:
    first = make_shop("First")
    sell(first)
    body = whole(first, "csv", bruno)
    second = make_shop("Second", stock=1)

    with pytest.raises(PlacesShortError) as refused:
        take(second, body, "csv", bruno)

    assert refused.value.numbers == {"race": "Shirt", "wanted": 2, "left": 1}
    assert not Entry.objects.filter(race__edition=second).exists()
    assert CapacityPool.objects.filter(edition=second, taken__gt=0).count() == 0


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"price": "fifty", "currency": "EUR"}, "bad_price"),
        ({"price": "-5", "currency": "EUR"}, "bad_price"),
        ({"price": "5.005", "currency": "EUR"}, "bad_price"),
        ({"price": "NaN", "currency": "EUR"}, "bad_price"),
        ({"price": "50", "currency": "USD"}, "other_currency"),
        ({"party": "us three"}, "bad_party"),
        ({"leg": "first"}, "bad_leg"),
        ({"extras": "a shirt"}, "bad_extras"),
        ({"entered_at": "yesterday"}, "bad_moment"),
        ({"entered_at": "2026-05-01T10:00:00"}, "bad_moment"),
    ],
)
def test_a_cell_that_can_not_be_carried_is_named(values: dict[str, str], code: str) -> None:
    with pytest.raises(BadCellError) as refused:
        carried_of(values, "EUR")

    assert refused.value.code == code


def test_other_platforms_lists_carry_no_money() -> None:
    assert carried_of({}, "EUR") == Carried()
