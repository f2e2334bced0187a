"""The desk through HTTP: entrants, history, notes, money on site, offers, messages, figures."""

import datetime as dt
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.entries.models.asking import Question, Waiver
from startline.entries.models.coupons import Coupon
from startline.entries.models.desk import Addressee, Message
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.rules.plots import plot, steps_up_to, summed
from startline.entries.rules.segments import Segment, segment_of
from startline.entries.services.messaging import (
    Draft,
    NobodyToWriteToError,
    carry_out_message,
    send_message,
)
from startline.entries.services.on_site import confirm_on_site
from startline.entries.tests.sold import make_sold
from startline.events.models.catalogue import CapacityPool, Edition
from startline.events.models.offer import Extra, PriceStep, SaleTerms
from startline.events.tests.make import NOW, make_race
from startline.notices.models import Notice
from startline.notices.services import switch_news
from startline.payments.models import Payment


@pytest.fixture
def sold(db: None, settings: Any) -> Edition:
    """An edition with one paid entry."""
    settings.TODAY = NOW.date()
    edition: Edition = make_sold().race.edition
    return edition


@pytest.fixture
def desk(sold: Edition, client: Client) -> Client:
    """The owner at the desk."""
    from_organizer = sold.event.organizer
    assert from_organizer is not None
    owner = User.objects.create(email="owner@example.org", name="Owner")
    from_organizer.memberships.create(user=owner, role="owner")
    client.force_login(owner, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, edition: Edition, *more: object) -> str:
    """An address of this desk."""
    return reverse(f"entries:{name}", args=[edition.event.slug, edition.slug, *more])


@pytest.mark.parametrize("name", ["offer", "sale_terms", "waiver", "entrants", "figures",
                                  "bring_over", "messages", "write"])  # fmt: skip
def test_every_page_of_the_desk_opens(name: str, desk: Client, sold: Edition) -> None:
    assert desk.get(at(name, sold)).status_code == 200


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 1), ("?words=nobody", 0), ("?paid=yes", 1), ("?paid=no", 0), ("?state=withdrawn", 0),
        ("?race=ridge-50k", 1), ("?price=4000", 1), ("?price=1", 0), ("?age_from=150", 0),
        ("?age_to=1", 0), ("?country=XX", 0), ("?price=rubbish&state=rubbish", 1),
    ],
)  # fmt: skip
def test_filters_find_whom_they_say(query: str, n: int, desk: Client, sold: Edition) -> None:
    page = desk.get(at("entrants", sold) + query)

    assert page.context["rows"].paginator.count == n


def test_the_list_asks_the_database_a_fixed_number_of_times(
    desk: Client, sold: Edition, django_assert_max_num_queries: Any
) -> None:
    entry = Entry.objects.get()
    for number in range(30):
        order = Order.objects.create(
            key=f"more-{number}", reference=f"MORE{number}", edition=sold, state="settled",
            email="m@example.org", currency="EUR", created_at=NOW, settled_at=NOW,
        )  # fmt: skip
        Entry.objects.create(
            order=order, race=entry.race, state="confirmed", ticket=f"more-{number}",
            created_at=NOW, state_at=NOW,
        )  # fmt: skip

    with django_assert_max_num_queries(21):
        page = desk.get(at("entrants", sold))

    assert page.context["rows"].paginator.count == 31


def test_a_note_stands_in_the_history(desk: Client, sold: Edition) -> None:
    entry = Entry.objects.get()

    desk.post(at("note", sold, entry.pk), {"text": "Comes with a guide <b>"})
    page = desk.get(at("entrant", sold, entry.pk))

    assert "Comes with a guide &lt;b&gt;" in page.content.decode()
    assert [h.kind for h in page.context["happenings"]].count("line") == 3


def test_an_export_of_those_picked_holds_them_alone(desk: Client, sold: Edition) -> None:
    entry = Entry.objects.get()

    some = desk.post(at("act_on", sold), {"act": "csv", "pick": [str(entry.pk)]})
    none = desk.post(at("act_on", sold) + "?words=nobody", {"act": "csv"})

    assert (len(some.content.splitlines()), len(none.content.splitlines())) == (2, 1)
    assert some["Cache-Control"] == "no-store"


def test_money_taken_on_site_settles_once(desk: Client, sold: Edition) -> None:
    race = make_race(sold, name="Ridge 10K")
    order = Order.objects.create(
        key="till", reference="TILL000001", edition=sold, state="open", method="on_site",
        email="t@example.org", name="Tess", currency="EUR", total_minor=2_500, created_at=NOW,
    )  # fmt: skip
    entry = Entry.objects.create(
        order=order, race=race, state="pending", ticket="till", created_at=NOW, state_at=NOW
    )

    for _ in range(2):
        desk.post(at("act_on", sold), {"act": "paid", "pick": [str(entry.pk)]})

    order.refresh_from_db()
    entry.refresh_from_db()
    assert (order.state, entry.state) == ("settled", "confirmed")
    assert [p.received_minor for p in Payment.objects.filter(reference="TILL000001")] == [2_500]


def test_orders_that_are_not_for_the_till_are_left(sold: Edition) -> None:
    assert confirm_on_site(Order.objects.all(), by=User(email="x@example.org"), now=NOW) == 0


def test_pieces_are_added_changed_and_taken_away(desk: Client, sold: Edition) -> None:
    race = sold.races.get()
    steps = {"race": race.pk, "price": "35,50", "label": "Early bird", "until_sold": "5",
             "until_at": "2026-07-01T00:00"}  # fmt: skip

    desk.post(at("new_piece", sold, "step"), steps)
    step = PriceStep.objects.get(label="Early bird")
    desk.post(at("piece", sold, "step", step.pk), steps | {"price": "36"})
    bus = {"name": "Bus", "price": "10", "sizes": "Early 20\nLate", "is_active": "on"}
    desk.post(at("new_piece", sold, "extra"), bus)
    desk.post(at("new_piece", sold, "coupon"), {"code": "CLUB", "kind": "percent", "percent": "10"})
    asked = {"label": "Shirt size", "kind": "choice", "options": "S\nM", "position": "0"}
    desk.post(at("new_piece", sold, "question"), asked)
    desk.post(at("new_piece", sold, "requirement"),
              {"race": race.pk, "kind": "certificate", "way": "code", "label": "PPS",
               "months": "3"})  # fmt: skip

    step.refresh_from_db()
    assert (step.minor, step.until_sold, step.currency) == (3_600, 5, "EUR")
    assert step.until_at == dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC)
    extra = Extra.objects.get(name="Bus")
    assert list(extra.sizes.order_by("position").values_list("name", "stock")) == [
        ("Early", 20), ("Late", None),
    ]  # fmt: skip
    assert Coupon.objects.get(code="CLUB").percent == 10
    assert Question.objects.get().key == "shirt-size"
    assert race.requirements.get().details == {"months": 3}

    assert desk.get(at("offer", sold)).status_code == 200
    desk.post(at("remove_piece", sold, "step", step.pk))
    assert not PriceStep.objects.filter(pk=step.pk).exists()


def test_what_was_typed_stays_when_a_form_is_wrong(desk: Client, sold: Edition) -> None:
    wrong = {"race": sold.races.get().pk, "price": "12,345", "label": "Typed", "lowest_age": "40",
             "highest_age": "30"}  # fmt: skip

    page = desk.post(at("new_piece", sold, "step"), wrong)

    assert set(page.context["form"].errors) == {"price", "highest_age"}
    assert 'value="12,345"' in page.content.decode()
    assert not PriceStep.objects.filter(label="Typed").exists()


def test_what_was_sold_is_not_taken_away(desk: Client, sold: Edition) -> None:
    shirt, pool = Extra.objects.get(), CapacityPool.objects.get()

    said = [
        desk.post(at("remove_piece", sold, "extra", shirt.pk)).status_code,
        desk.post(at("remove_piece", sold, "pool", pool.pk)).status_code,
        desk.post(at("piece", sold, "pool", pool.pk),
                  {"name": "All", "places": "5", "races": []}).status_code,
        desk.post(at("new_piece", sold, "coupon"),
                  {"code": "five", "kind": "percent", "percent": "10"}).status_code,
    ]  # fmt: skip

    assert said == [409, 409, 409, 409]
    assert Extra.objects.count() == 1


def test_a_race_without_a_limit_brings_its_entrants_into_the_places(
    desk: Client, sold: Edition
) -> None:
    free = make_race(sold, name="Fun Run")
    for number in range(3):
        order = Order.objects.create(
            key=f"f{number}", reference=f"F{number}", edition=sold, state="settled",
            email="f@example.org", created_at=NOW,
        )  # fmt: skip
        Entry.objects.create(order=order, race=free, state="confirmed", ticket=f"f{number}",
                             created_at=NOW, state_at=NOW)  # fmt: skip

    few = desk.post(at("new_piece", sold, "pool"),
                    {"name": "Fun", "places": "2", "races": [free.pk]})  # fmt: skip
    desk.post(at("new_piece", sold, "pool"), {"name": "Fun", "places": "9", "races": [free.pk]})

    assert few.status_code == 409
    assert list(CapacityPool.objects.filter(name="Fun").values_list("taken", "places")) == [(3, 9)]


def test_terms_show_what_the_fee_costs_each_side(desk: Client, sold: Edition) -> None:
    desk.post(at("sale_terms", sold),
              {"fee_is_added": "yes", "tax_percent": "20", "tax_is_included": "on",
               "takes_bank": "on", "hold_minutes": "10", "pay_days": "4", "family_from": "0",
               "family_percent": "0"})  # fmt: skip
    example = desk.get(at("offer", sold)).context["example"]

    terms = SaleTerms.objects.get(edition=sold)
    assert (terms.fee_is_added, terms.tax_basis_points, terms.takes_card) == (True, 2_000, False)
    assert example.borne.total.minor - example.borne.processor_fee.minor == (
        example.borne.to_organizer.minor
    )
    assert example.added.to_organizer.minor >= example.borne.total.minor


def test_a_changed_waiver_is_a_new_version(desk: Client, sold: Edition) -> None:
    for text in ("One", "One", "Two"):
        desk.post(at("waiver", sold), {"text": text})

    assert list(Waiver.objects.order_by("version").values_list("version", "text")) == [
        (1, "One"), (2, "Two"),
    ]  # fmt: skip


def test_a_message_goes_to_each_entry_once(desk: Client, sold: Edition) -> None:
    typed = {"subject": "{event}", "text": "Hello {first_name}", "occasion": "final", "key": "k1"}

    looked = desk.post(at("write", sold), typed | {"look": "1"})
    for _ in range(2):
        desk.post(at("write", sold), typed | {"send": "1"})
    message = Message.objects.get()
    carry_out_message.call(message.pk)
    carry_out_message.call(message.pk)

    name = Entry.objects.select_related("athlete").get().athlete
    assert name is not None
    assert looked.context["letter"]["text"] == f"Hello {name.given_name}"
    mails = Notice.objects.filter(key__startswith=f"message-{message.pk}-")
    assert [mail.subject for mail in mails] == [sold.event.name]
    assert Addressee.objects.filter(recorded_at__isnull=False).count() == 1


def test_a_test_mail_goes_to_the_writer_alone(desk: Client, sold: Edition) -> None:
    desk.post(at("write", sold), {"subject": "S", "text": "T", "occasion": "own", "key": "k2",
                                  "test": "1"})  # fmt: skip

    assert [mail.to for mail in Notice.objects.all()] == ["owner@example.org"]
    assert not Message.objects.exists()


def test_a_name_in_braces_that_nothing_fills_is_named(desk: Client, sold: Edition) -> None:
    page = desk.post(at("write", sold), {"subject": "S", "text": "{frist_name}", "occasion": "own",
                                         "key": "k3", "send": "1"})  # fmt: skip

    assert "{frist_name}" in page.context["form"].errors["text"][0]


def test_a_message_to_nobody_is_refused(sold: Edition) -> None:
    draft = Draft("k4", "own", "S", "T", Segment(words="nobody at all"))

    with pytest.raises(NobodyToWriteToError):
        send_message(sold, draft, by=User.objects.create(email="o@example.org"), now=NOW)


def test_a_segment_survives_being_stored() -> None:
    segment = Segment(words="ann", race="r", age_from="30", picked=(3, 5))

    assert segment_of(segment.stored()) == segment


@pytest.mark.parametrize(
    ("most", "marks"), [(1, [0, 1]), (7, [0, 2, 4, 6, 8]), (412, [0, 100, 200, 300, 400, 500])]
)
def test_ticks_are_round_and_reach_the_top(most: int, marks: list[int]) -> None:
    assert steps_up_to(most) == marks


def test_a_curve_ends_today_and_at_the_sum() -> None:
    days = [(dt.date(2026, 5, 2), 3), (dt.date(2026, 5, 1), 2)]

    found = plot(summed(days), until=dt.date(2026, 5, 9))

    assert found is not None
    assert (found.first, found.last, found.top) == (dt.date(2026, 5, 1), dt.date(2026, 5, 9), 5)
    assert plot([], until=dt.date(2026, 5, 9)) is None


@pytest.mark.parametrize(("occasion", "goes_to"), [("own", 0), ("thanks", 0), ("final", 1)])
def test_who_switched_news_off_still_gets_the_final_information(
    sold: Edition, occasion: str, goes_to: int
) -> None:
    entry, organizer = Entry.objects.get(), sold.event.organizer
    assert organizer is not None
    by = User.objects.create(email="o@example.org")
    draft = Draft(f"k-{occasion}", occasion, "News", "Hello", Segment())
    message = send_message(sold, draft, by=by, now=NOW)
    Notice.objects.all().delete()
    Addressee.objects.update(recorded_at=None)

    switch_news(entry.order.email, organizer, on=False, now=NOW)
    carry_out_message.call(message.pk)

    mails = Notice.objects.filter(key__startswith="message-")
    assert mails.count() == goes_to
    assert not mails.exclude(off_address="").exists()


def test_news_name_the_way_out_in_the_mail_and_for_the_mail_program(sold: Edition) -> None:
    draft = Draft("k", "own", "News", "Hello", Segment())

    message = send_message(sold, draft, by=User.objects.create(email="o@example.org"), now=NOW)
    carry_out_message.call(message.pk)

    notice = Notice.objects.get(key__startswith="message-")
    assert "/news/" in notice.off_address
    assert notice.off_address in notice.text


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_guest_entries_are_listed_once_the_same_address_is_confirmed(
    sold: Edition, client: Client, is_confirmed: bool
) -> None:
    order = Order.objects.get()
    assert order.user is None
    user = User.objects.create(email=order.email)
    EmailAddress.objects.create(user=user, email=order.email.title(), verified=is_confirmed)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")

    words = client.get(reverse("you")).content.decode()

    assert (reverse("entries:entry", args=[order.reference]) in words) is is_confirmed


def test_settled_money_is_told_to_the_cent(desk: Client, sold: Edition) -> None:
    Order.objects.filter(edition=sold).update(settled_at=NOW, state="settled")
    OrderLine.objects.filter(kind="entry").update(minor=1_980)

    page = desk.get(at("figures", sold))

    assert "19.80 EUR" in page.content.decode()
    assert page.context["figures"].money.drawing.top >= 19.8


def test_numbers_no_database_or_calendar_knows_are_refused_and_not_a_crash(
    desk: Client, sold: Edition
) -> None:
    pool = f"/organize/{sold.event.slug}/{sold.slug}/offer/pool/new/"
    typed = {"name": "All places", "places": "5", "races": "9" * 25}
    said = desk.post(pool, typed)
    assert "races" in said.context["form"].errors
    assert desk.post(pool, {**typed, "races": "9" * 18}).context["form"].errors
    numbers = f"/organize/{sold.event.slug}/{sold.slug}/race-week/numbers/"
    assert desk.get(numbers, {"words": "\u00b2"}).status_code == 200
