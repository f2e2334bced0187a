"""A race is brought over: from its page or its export, as a draft, with every bad row named."""

import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.core.money import Money
from startline.entries.models.asking import Question
from startline.entries.models.desk import EntrantList
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Event, Race
from startline.events.models.offer import PriceStep
from startline.feeds.adapters.http import Fetched, FetchError, FetchFault
from startline.feeds.services import addresses
from startline.notices.models import Notice
from startline.pages.rules.bringing import Brought, kind_of, read_questions, read_races

PAGE = b"""<html><head><title>Ridge Weekend</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "SportsEvent", "name": "Ridge Weekend",
"startDate": "2026-10-04T09:00", "location": {"@type": "Place", "name": "Chamonix",
"address": {"addressLocality": "Chamonix", "addressCountry": "FR"}},
"offers": {"@type": "Offer", "price": "45.00", "priceCurrency": "EUR"}}</script></head></html>"""
RACES: list[list[object]] = [
    ["Race", "Distance", "Climb", "Start", "Places", "Price", "Currency", "Until"],
    ["Ridge 50K", "50 km", 2400, "2026-10-04 06:00", 300, 55, "EUR", "2026-06-30"],
    ["Ridge 50K", "", "", "", "", 70, "EUR", ""],
    ["Ridge 10K", "10 km", "", "09:30", 500, "20,00 €", "", ""],
    ["Moon mile", "far", "", "", "", 5, "EUR", ""],
    ["Kids", "1 km", "", "", "many", 5, "EUR", ""],
    ["Night", "8 km", "", "", "", "dear", "EUR", ""],
]
QUESTIONS: list[list[object]] = [
    ["Question", "Type", "Options", "Required", "Race"],
    ["Shirt size", "dropdown", "S; M; L", "yes", ""],
    ["Crew name", "text", "", "", "Ridge 50K"],
    ["Mood", "hologram", "", "", ""],
    ["Bus", "choice", "", "", ""],
    ["Shoes", "text", "", "", "Moon mile"],
]
PEOPLE: list[list[object]] = [
    ["First Name", "Last Name", "Email", "DOB", "Event"],
    ["Ann", "Lee", "ann@example.org", "1990-01-01", "Ridge 50K"],
]


def book(**sheets: list[list[object]]) -> bytes:
    """A workbook with these sheets."""
    made = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del made["Sheet"]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def drop(client: Client, *files: tuple[str, bytes], **more: str) -> Any:
    """The files as the form sends them."""
    lists = [SimpleUploadedFile(name, body) for name, body in files]
    said = {"by": "files", "f-name": "Ridge Weekend", "f-place": "Chamonix, France",
            "f-organizer_name": "Ridge Running", "f-exports": lists, **more}  # fmt: skip
    return client.post(reverse("bring_race"), said)


def web(monkeypatch: pytest.MonkeyPatch, get: Callable[..., Fetched]) -> None:
    """A web that answers so."""
    monkeypatch.setattr(addresses.read_address, "__kwdefaults__", {"get": get})


def paste(client: Client) -> Any:
    """An address as the form sends it."""
    said = {"by": "address", "a-address": "https://example.org/ridge", "a-organizer_name": "Ridge"}
    return client.post(reverse("bring_race"), said)


@pytest.fixture
def director(client: Client, bruno: User) -> Client:
    """Bruno, who has listed nothing yet, signed in."""
    bruno.memberships.all().delete()
    client.force_login(bruno)
    return client


@pytest.mark.django_db
def test_an_address_becomes_a_draft_with_race_price_place_and_day(
    director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    web(monkeypatch, lambda url, **limits: Fetched(url, PAGE))

    response = paste(director)

    event = Event.objects.get()
    edition = event.editions.get()
    step = PriceStep.objects.get()
    assert response.url == reverse("brought_over", args=[event.slug])
    assert (event.name, event.country, event.timezone) == ("Ridge Weekend", "FR", "Europe/Paris")
    assert (event.published_at, event.website) == (None, "https://example.org/ridge")
    assert (edition.starts_on, edition.currency) == (dt.date(2026, 10, 4), "EUR")
    assert edition.is_enterable_here is False
    assert (step.minor, step.currency, step.race.edition) == (4_500, "EUR", edition)
    assert director.get(reverse("preview", args=[event.slug])).status_code == 200
    assert Client().get(f"/races/{event.slug}/").status_code == 404


@pytest.mark.django_db
def test_a_page_without_data_gives_its_name_and_address(
    director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    web(monkeypatch, lambda url, **limits: Fetched(url, b"<html><title>Ridge Race</title></html>"))

    page = director.get(paste(director).url)

    assert (Event.objects.get().name, Race.objects.count()) == ("Ridge Race", 0)
    assert "The date was not said." in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["not_found", "robots", "private_address"])
def test_a_page_that_can_not_be_read_says_why_and_writes_nothing(
    fault: str, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(url: str, **limits: object) -> Fetched:
        raise FetchError(FetchFault(fault), "")

    web(monkeypatch, closed)

    response = paste(director)

    assert (response.status_code, response.context["problem"]) == (409, fault)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_workbook_becomes_races_prices_questions_and_a_draft_list(director: Client) -> None:
    body = book(Entrants=PEOPLE, Questions=QUESTIONS, Races=RACES)

    page = director.get(drop(director, ("ridge.xlsx", body)).url)

    edition = Event.objects.get().editions.get()
    fifty, ten = edition.races.order_by("position")
    assert (fifty.name, fifty.distance_m, fifty.climb_m) == ("Ridge 50K", 50_000, 2_400)
    assert fifty.pool is not None
    assert ten.pool is not None
    assert (fifty.pool.places, ten.pool.places) == (300, 500)
    assert fifty.starts_at == dt.datetime(2026, 10, 4, 4, 0, tzinfo=dt.UTC)
    assert ten.starts_at == dt.datetime(2026, 10, 4, 7, 30, tzinfo=dt.UTC)
    over = dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC)
    steps = list(PriceStep.objects.order_by("pk").values_list("race__name", "minor", "until_at"))
    assert steps == [("Ridge 50K", 5_500, over), ("Ridge 50K", 7_000, None), ("Ridge 10K", 2_000, None)]  # fmt: skip  # noqa: E501  -- one table
    asked = Question.objects.order_by("position").values_list("kind", "options", "race__name")
    assert list(asked) == [("choice", ["S", "M", "L"], None), ("text", [], "Ridge 50K")]
    assert EntrantList.objects.get().state == "read"
    assert (Entry.objects.count(), Notice.objects.count()) == (0, 0)
    named = [(row["file"], row["row"], row["code"]) for row in page.context["brought"].bad]
    assert named == [
        ("ridge.xlsx: Races", 5, "bad_distance"), ("ridge.xlsx: Races", 6, "bad_places"),
        ("ridge.xlsx: Races", 7, "bad_price"), ("ridge.xlsx: Questions", 4, "unknown_kind"),
        ("ridge.xlsx: Questions", 5, "no_options"), ("ridge.xlsx: Questions", 6, "unknown_race"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_reply_of_runsignup_about_one_race_is_read_month_first(director: Client) -> None:
    fees = [{"race_fee": "$60.00"}, {"race_fee": "$75.00"}]
    race = {"race_id": 1, "name": "Lake Half", "next_date": "10/11/2026", "events": [
        {"name": "Half Marathon", "distance": "13.1 Miles", "participant_cap": 400,
         "start_time": "10/11/2026 07:00", "registration_periods": fees},
    ]}  # fmt: skip

    response = drop(director, ("race.json", json.dumps({"race": race}).encode()))

    edition = Event.objects.get().editions.get()
    page = director.get(response.url)
    assert (edition.starts_on, edition.currency) == (dt.date(2026, 10, 11), "USD")
    assert list(PriceStep.objects.order_by("pk").values_list("minor", flat=True)) == [6_000, 7_500]
    assert "It was not said when each holds" in page.content.decode()


@pytest.mark.django_db
def test_periods_of_runsignup_become_price_steps_by_the_clock_there(director: Client) -> None:
    periods = [
        {"race_fee": "$60.00", "registration_opens": "1/10/2026 07:00",
         "registration_closes": "6/30/2026 23:59"},
        {"race_fee": "$75.00", "registration_opens": "7/1/2026 00:00",
         "registration_closes": "10/9/2026 17:00"},
    ]  # fmt: skip
    race = {"race_id": 1, "name": "Lake Half", "next_date": "10/11/2026", "events": [
        {"name": "Half Marathon", "distance": "13.1 Miles", "registration_periods": periods},
    ]}  # fmt: skip

    response = drop(director, ("race.json", json.dumps({"race": race}).encode()))

    assert "It was not said when each holds" not in director.get(response.url).content.decode()
    steps = PriceStep.objects.order_by("pk").values_list("minor", "from_at", "until_at")
    assert list(steps) == [
        (6_000, utc(2026, 1, 10, 6), utc(2026, 6, 30, 22)),
        (7_500, utc(2026, 6, 30, 22), utc(2026, 10, 9, 15, 1)),
    ]


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_the_draft_list_can_be_taken_over_afterwards(director: Client) -> None:
    drop(director, ("ridge.xlsx", book(Entrants=PEOPLE, Races=RACES)))
    kept = EntrantList.objects.get()
    edition = kept.edition

    director.post(reverse("entries:take_list", args=[edition.event.slug, edition.slug, kept.pk]))

    assert Entry.objects.get().race.name == "Ridge 50K"


@pytest.mark.django_db
def test_entrants_alone_say_which_races_there_are(director: Client) -> None:
    body = b"First Name,Last Name,Email,DOB,Event\nAnn,Lee,a@example.org,1990-01-01,Ridge 10 km\n"

    drop(director, ("people.csv", body))

    race = Race.objects.get()
    assert (race.name, race.distance_m) == ("Ridge 10 km", 10_000)


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"\x00\x01" * 50, b"PK\x03\x04rubbish", b"a,b\n1,2\n"])
def test_what_is_no_export_is_named_and_writes_nothing(body: bytes, director: Client) -> None:
    response = drop(director, ("odd.bin", body))

    assert response.status_code in {200, 409}
    named = response.context["files"].errors or response.context["bad"]
    assert named
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_race_goes_to_the_organizer_one_has_already(client: Client, bruno: User) -> None:
    client.force_login(bruno)

    drop(client, ("races.csv", b"race,distance\nRidge,10 km\n"))

    assert Event.objects.get().organizer == bruno.memberships.get().organizer


@pytest.mark.django_db
def test_a_program_cannot_bring_races_without_end(
    director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("startline.pages.views.bringing.MOST", 1)
    body = b"race,distance\nRidge,10 km\n"

    drop(director, ("a.csv", body))
    again = drop(director, ("b.csv", body))

    assert (again.status_code, again.context["problem"]) == (409, "too_often")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (("Question", "Type"), "questions"),
        (("First Name", "Last Name", "Event"), "entrants"),
        (("Race Name", "Entry Fee"), "races"),
        (("Name", "Colour"), ""),
    ],
)
def test_a_list_is_known_by_its_columns(headers: Sequence[str], kind: str) -> None:
    assert kind_of(headers) == kind


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"race": ""} | {"price": "5 €"}, "no_name"),
        ({"race": "A", "price": "-5", "currency": "EUR"}, "bad_price"),
        ({"race": "A", "price": "5 $", "currency": ""}, "other_currency"),
        ({"race": "A", "places": "0"}, "bad_places"),
        ({"race": "A", "places": "1,5x"}, "bad_places"),
        ({"race": "A", "start": "someday"}, "bad_date"),
        ({"race": "A", "price": "5 €", "from": "2026-05-02", "until": "2026-05-01"}, "backwards"),
        ({"race": "First"}, "twice"),
        ({"race": "A" * 201}, "too_long"),
    ],
)
def test_each_bad_row_of_races_says_what_is_wrong(cells: dict[str, str], code: str) -> None:
    brought = Brought()
    read_races("f", [{"race": "First", "price": "9 €"}], brought, currency="")

    read_races("f", [cells], brought, currency="")

    assert [row.code for row in brought.bad] == [code]


def test_a_bare_number_is_in_the_currency_of_the_other_prices() -> None:
    brought = Brought()

    rows = [{"race": "First", "price": "9 €"}, {"race": "Second", "price": "5"}]
    read_races("f", rows, brought, currency="")

    assert [race.steps[0].price for race in brought.races] == [Money(900, "EUR"), Money(500, "EUR")]


def test_a_question_stands_once() -> None:
    brought = Brought()

    read_questions("f", [{"question": "Size?"}, {"question": "SIZE"}, {"question": ""}], brought)

    assert [row.code for row in brought.bad] == ["twice"]
