"""The whole way through HTTP: from the event's page to the ticket."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.entries.models.asking import Question
from startline.entries.models.orders import Entry, Order
from startline.entries.services.expiring import release_expired
from startline.entries.tests.make import buy, hold, make_paid_race
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.offer import Extra, ExtraSize, PriceStep, SaleTerms
from startline.events.tests.make import NOW, make_race

PERSON = {
    "given_name": "Alice", "family_name": "Runner", "born_on": "1990-01-01",
    "emergency_name": "Mum", "emergency_phone": "0123 4567",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    """It is 1 May 2026."""
    settings.TODAY = NOW.date()


def enter_address(race: Race) -> str:
    """Where the button on the event's page leads."""
    edition = race.edition
    return reverse("entries:enter", args=[edition.event.slug, edition.slug, race.slug])


def filled(order: Order, **more: Any) -> dict[str, Any]:
    """The form with one person for each place."""
    data: dict[str, Any] = {"email": "Alice@Example.org"}
    for number, pk in enumerate(order.entries.order_by("pk").values_list("pk", flat=True)):
        person = {**PERSON, "given_name": f"Alice{number or ''}"}
        data |= {f"p{pk}-{name}": value for name, value in person.items()}
    return {**data, **more}


def checkout(order: Order) -> str:
    """The form's address."""
    return reverse("entries:checkout", args=[order.reference])


@pytest.mark.django_db
def test_five_requests_lead_from_the_event_to_the_ticket(client: Client) -> None:
    race = make_race(places=3)

    held = client.post(enter_address(race))
    form = client.get(held["Location"])
    order = Order.objects.get()
    placed = client.post(held["Location"], filled(order))
    page = client.get(placed["Location"])

    assert (held.status_code, form.status_code, placed.status_code) == (302, 200, 302)
    assert "You are in" in page.content.decode()
    assert "<svg" in page.content.decode()
    order.refresh_from_db()
    assert (order.state, order.email) == ("settled", "alice@example.org")


@pytest.mark.django_db
def test_the_first_click_needs_no_token_and_the_one_that_counts_does() -> None:
    strict = Client(enforce_csrf_checks=True)
    race = make_race(places=3)

    held = strict.post(enter_address(race))
    refused = strict.post(held["Location"], filled(Order.objects.get()))

    assert (held.status_code, refused.status_code) == (302, 403)


@pytest.mark.django_db
def test_several_places_of_several_races_are_asked_for_on_one_page(client: Client) -> None:
    race = make_race(places=9)
    short = Race.objects.create(edition=race.edition, slug="short", name="Short")
    Race.objects.create(edition=race.edition, slug="secret", name="Secret", is_hidden=True)
    page = client.get(enter_address(race)).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    wanted = {"key": key, f"n_{race.pk}": 2, f"n_{short.pk}": 1}

    first = client.post(enter_address(race), wanted)
    second = client.post(enter_address(race), wanted)

    assert "Secret" not in page
    assert first["Location"] == second["Location"]
    assert Order.objects.get().entries.count() == 3


@pytest.mark.django_db
def test_sold_out_is_said_in_a_sentence(client: Client) -> None:
    race = make_race(places=1)
    hold(race)

    answer = client.post(enter_address(race))

    assert answer.status_code == 409
    assert "All places are taken" in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_form_keeps_everything_typed_and_says_what_to_do(client: Client) -> None:
    order = hold(make_race(places=3))
    pk = order.entries.get().pk
    data = filled(order, **{f"p{pk}-born_on": "", f"p{pk}-emergency_phone": "no", "email": "x"})

    answer = client.post(checkout(order), data)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'value="Alice"' in page
    assert "3 things to put right" in page
    assert f'href="#id_p{pk}-born_on"' in page
    assert Entry.objects.get().state == "held"


@pytest.mark.django_db
def test_a_total_that_was_not_shown_is_not_charged(client: Client) -> None:
    race = make_paid_race(minor=5000)
    extra = Extra.objects.create(edition=race.edition, name="Bus", minor=300)
    size = ExtraSize.objects.create(extra=extra)
    order = hold(race)
    data = filled(order, **{f"size_{size.pk}": "on"})

    first = client.post(checkout(order), {**data, "shown": "5000"})
    second = client.post(checkout(order), {**data, "shown": "5300"})

    assert first.status_code == 409
    assert "is now 53.00 EUR" in first.content.decode()
    assert 'name="shown" value="5300"' in first.content.decode()
    assert second.status_code == 302
    order.refresh_from_db()
    assert order.total_minor == 5300


@pytest.mark.django_db
def test_the_bill_alone_is_drawn_anew_when_something_is_chosen(client: Client) -> None:
    race = make_paid_race(minor=5000)
    PriceStep.objects.create(race=race, minor=2000, currency="EUR", highest_age=20)
    order = hold(race)
    pk = order.entries.get().pk
    data = {f"p{pk}-born_on": "2010-01-01"}

    part = client.post(
        reverse("entries:price", args=[order.reference]), data, headers={"HX-Request": "true"}
    ).content.decode()

    assert "20.00 EUR" in part
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part


@pytest.mark.django_db
def test_a_runner_is_added_and_left_out_and_nothing_typed_is_lost(client: Client) -> None:
    race = make_race(places=3)
    order = hold(race)
    first = order.entries.get().pk
    people = reverse("entries:people", args=[order.reference])

    page = client.post(people, {**filled(order), "add": race.pk}).content.decode()
    second = order.entries.exclude(pk=first).get().pk
    again = client.post(people, {**filled(order), "drop": second}).content.decode()

    assert 'value="Alice"' in page
    assert f'name="p{second}-given_name"' in page
    assert "to put right" not in page
    assert f'name="p{second}-given_name"' not in again
    assert CapacityPool.objects.get().taken == 1


@pytest.mark.django_db
def test_an_expired_hold_keeps_what_was_typed_and_is_taken_again(client: Client) -> None:
    race = make_race(places=1)
    order = hold(race, now=NOW - dt.timedelta(days=1))
    release_expired(NOW)

    page = client.get(checkout(order)).content.decode()
    placed = client.post(checkout(order), filled(order))

    assert "not kept any more" in page
    assert placed.status_code == 302
    assert CapacityPool.objects.get().taken == 1


@pytest.mark.django_db
def test_an_expired_hold_whose_place_is_gone_says_so_and_keeps_what_was_typed(
    client: Client,
) -> None:
    race = make_race(places=1)
    order = hold(race, key="slow", now=NOW - dt.timedelta(days=1))
    release_expired(NOW)
    hold(race, key="quick")

    answer = client.post(checkout(order), filled(order))

    assert answer.status_code == 409
    assert "All places are taken" in answer.content.decode()
    assert 'value="Alice"' in answer.content.decode()


@pytest.mark.django_db
def test_the_back_button_and_a_second_tab_lead_to_the_order(client: Client) -> None:
    order = hold(make_race(places=3))
    data = filled(order)

    first = client.post(checkout(order), data)
    second = client.post(checkout(order), data)
    back = client.get(checkout(order))

    assert first["Location"] == second["Location"] == back["Location"]
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_giving_up_frees_the_place(client: Client) -> None:
    order = hold(make_race(places=1))

    client.post(reverse("entries:give_up", args=[order.reference]))

    assert CapacityPool.objects.get().taken == 0


@pytest.mark.django_db
def test_members_fill_in_their_part_once(client: Client) -> None:
    race = make_race(places=9)
    Race.objects.filter(pk=race.pk).update(party_size=2)
    race = Race.objects.select_related("edition__event").get(pk=race.pk)
    order = hold(race, heads=2)
    _first, second = order.entries.order_by("pk").values_list("pk", flat=True)
    data = {k: v for k, v in filled(order).items() if not k.startswith(f"p{second}-")}
    placed = client.post(checkout(order), {**data, f"p{second}-later": "on"})
    token = order.parties.get().token
    member = reverse("entries:member", args=[token, 2])
    part = {f"p{second}-{name}": value for name, value in PERSON.items()}
    part[f"p{second}-given_name"] = "Bob"

    assert token in client.get(placed["Location"]).content.decode()
    assert "Leg 2" in client.get(reverse("entries:party", args=[token])).content.decode()
    sent = client.post(member, part)
    again = client.post(member, part)

    assert (sent.status_code, again.status_code) == (302, 404)
    assert "Bob Runner" in client.get(reverse("entries:party", args=[token])).content.decode()


@pytest.mark.django_db
def test_ticket_and_calendar_come_as_files(client: Client) -> None:
    order = buy(make_race(places=3))

    pdf = client.get(reverse("entries:ticket", args=[order.reference]))
    dates = client.get(reverse("entries:calendar", args=[order.reference]))

    assert pdf.content.startswith(b"%PDF-")
    assert b"SUMMARY:Ridge Race\\, Ridge 50K" in dates.content


@pytest.mark.django_db
def test_the_receipt_shows_the_lines_and_where_the_money_goes(client: Client) -> None:
    race = make_paid_race(minor=5000)
    SaleTerms.objects.update(takes_on_site=True)
    order = buy(race, method="on_site")

    page = client.get(reverse("entries:order", args=[order.reference])).content.decode()

    assert "50.00 EUR" in page
    assert "Platform</dt><dd>0.00" in page


@pytest.mark.django_db
def test_eve_cannot_guess_an_order_or_a_party(client: Client, eve: User) -> None:
    order = buy(make_race())

    assert len(order.reference) == 10
    for name in ("order", "ticket", "calendar", "checkout", "entry"):
        address = reverse(f"entries:{name}", args=["AAAAAAAAAA"])
        assert client.get(address).status_code == 404
    assert client.get(reverse("entries:party", args=["x" * 43])).status_code == 404


@pytest.mark.django_db
def test_form_and_order_cost_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    race = make_paid_race()
    for number in range(4):
        Question.objects.create(edition=race.edition, key=f"q{number}", kind="text", label="Q")
    client.get("/about/terms/")  # the footer counts what is ahead once a minute
    with django_assert_max_num_queries(8):
        client.post(enter_address(race))
    order = Order.objects.get()
    client.get(checkout(order))  # counts the footer's figures, which are kept

    with django_assert_max_num_queries(2):
        client.get(checkout(order))
    with django_assert_max_num_queries(20):  # two ask for the transfer, two whether entered twice
        client.post(checkout(order), filled(order, shown="5000"))
    with django_assert_max_num_queries(3):
        client.get(reverse("entries:order", args=[order.reference]))


@pytest.mark.django_db
def test_a_fresh_form_is_drawn_for_each_place_with_its_own_names(client: Client) -> None:
    race = make_race(places=9)
    Question.objects.create(edition=race.edition, key="bus", kind="text", label="Bus?")
    first, second = hold(race, key="a"), hold(race, key="b", heads=2)

    pages = [client.get(checkout(order)).content.decode() for order in (first, second)]
    Question.objects.update(label="Train?")
    after = client.get(checkout(first)).content.decode()

    for order, page in zip((first, second), pages, strict=True):
        names = set(re.findall(r'name="(p\d+)-q_bus"', page))
        assert names == {f"p{pk}" for pk in order.entries.values_list("pk", flat=True)}
        assert set(re.findall(r"p(\d+)-", page)) == {name[1:] for name in names}
    assert "Train?" in after
    assert "Bus?" not in after


@pytest.mark.django_db
def test_what_each_race_costs_stands_beside_its_number(client: Client) -> None:
    race = make_paid_race()
    free = Race.objects.create(edition=race.edition, slug="fun", name="Fun run")
    team = Race.objects.create(edition=race.edition, slug="relay", name="Relay", party_size=3)
    Race.objects.create(edition=race.edition, slug="new", name="New")
    PriceStep.objects.create(race=free, minor=0, currency="EUR")
    PriceStep.objects.create(race=team, minor=12_000, currency="EUR")
    SaleTerms.objects.update(tax_is_included=False, tax_basis_points=1_000)

    page = client.get(enter_address(race)).content.decode()

    fields = page.split('<fieldset class="wanted">')[1].split("</fieldset>")[0]
    said = [part.split("</p>")[0].split(">")[-1] for part in fields.split("</label>")[1:]]
    assert said[:3] == ["55.00 EUR each", "Free", "132.00 EUR for a team of 3"]
    assert said[3:] == ["No price in force now"]
    assert fields.index(free.name) < fields.index(team.name)


@pytest.mark.django_db
def test_a_fault_says_whose_it_is_and_a_link_leads_only_to_what_is_missing(client: Client) -> None:
    race = make_paid_race()
    team = Race.objects.create(
        edition=race.edition, slug="relay", name="Relay", party_size=2, format="relay"
    )
    PriceStep.objects.create(race=team, minor=9_000, currency="EUR")
    client.post(enter_address(race), {f"n_{race.pk}": "2", f"n_{team.pk}": "1"})
    order = Order.objects.get()
    data = filled(order)
    entries = list(order.entries.order_by("pk"))
    for leg in entries[2:]:
        data |= {f"p{leg.pk}-later": "on"}
    bad = {**data, f"p{entries[1].pk}-emergency_phone": "x"}

    refused = client.post(checkout(order), bad).content.decode()
    client.post(checkout(order), data)
    page = client.get(f"/orders/{order.reference}/").content.decode()

    summary = refused.split('id="errors-h"')[1].split("</ul>")[0]
    assert "Runner 2, Their phone:" in summary
    assert summary.count("<li>") == 1
    assert "Relay: let the others fill in their part" in page
    assert "2 runners are missing" in page
    assert page.count("/entries/party/") == 2, "one link, as words and as its address"
