"""The search page over HTTP: what is found, how it was understood, and bad input."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from startline.discovery.tests.make import PORTO, make_findable
from startline.events.models.catalogue import Event
from startline.events.rules.words import Certainty, Status
from startline.events.services.changes import record_changes

pytestmark = [pytest.mark.django_db, pytest.mark.urls("startline.discovery.tests.urls")]


@pytest.fixture(autouse=True)
def first_of_may(settings: object) -> None:
    settings.TODAY = dt.date(2026, 5, 1)  # type: ignore[attr-defined]  # pytest-django's wrapper


def page(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(f"/races/?{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_place_distance_and_month_are_understood_together(client: Client) -> None:
    make_findable("Semi des Collines")
    make_findable("Far Half", at=PORTO, country="PT")
    make_findable("Late Half", on=dt.date(2026, 9, 5))
    make_findable("Short One", lengths_m=(10_000,))

    text = page(client, "q=half near Lyon in May")

    assert "Semi des Collines" in text
    assert not any(name in text for name in ("Far Half", "Late Half", "Short One"))
    assert "within 50 km of Lyon, France" in text
    assert "20 to 22 km" in text
    assert "May 2026" in text


@pytest.mark.parametrize(
    "query",
    ["q=half not in Portugal", "q=Halbmarathon nicht in Portugal", "q=semi pas au Portugal",
     "q=half&not_country=PT", "q=half&not_near=Porto", "not_country=PT,ES&not_month=2026-09"],
)  # fmt: skip
def test_what_must_not_be_is_left_out_with_a_chip_and_true_counts(
    client: Client, query: str
) -> None:
    make_findable("Semi des Collines")
    make_findable("Porto Half", at=PORTO, country="PT")

    answer = client.get(f"/races/?{query}")
    counts = answer.context["outcome"].facets["country"]
    is_not = {"not", "nicht", "pas"}
    chip = next(
        chip
        for chip in answer.context["chips"]
        if is_not & set(chip.typed.split()) or chip.kind.startswith("not_")
    )
    freed = page(client, chip.remove.removeprefix("?")).split('id="found"')[1]

    above, listed = answer.content.decode().split('id="found"')
    assert "Semi des Collines" in listed
    assert "Porto Half" not in listed
    assert "not: P" in above
    assert counts == {"FR": 1}
    assert "Porto Half" in freed


def test_the_filters_form_carries_along_what_is_left_out(client: Client) -> None:
    text = page(client, "not_country=PT,ES")

    assert text.count('type="hidden" name="not_country"') == 2


@pytest.mark.parametrize("query", ["not_country=XYZ", "not_near=Qqqqzz", "not_sport=chess"])
def test_a_wrong_value_to_leave_out_is_named(client: Client, query: str) -> None:
    assert len(client.get(f"/races/?{query}").context["problems"]) == 1


def test_a_chip_is_taken_off_by_its_link(client: Client) -> None:
    make_findable("Porto Half", at=PORTO, country="PT")

    answer = client.get("/races/", {"q": "half near Lyon"})
    chips = {chip.kind: chip.remove for chip in answer.context["chips"]}

    assert "Porto Half" not in answer.content.decode().split('id="found"')[1]
    assert "Porto Half" in client.get(f"/races/{chips['place']}").content.decode()


def test_a_filter_of_the_address_overrules_the_box(client: Client) -> None:
    make_findable("Road Half")
    make_findable("Trail Half", surface="trail")

    text = page(client, "q=trail&surface=road")

    assert "Road Half" in text
    assert "Trail Half" not in text


def test_several_values_of_a_facet_mean_any_and_its_counts_ignore_it(client: Client) -> None:
    make_findable("Road Half")
    make_findable("Trail Half", surface="trail")
    make_findable("Track Half", surface="track")

    answer = client.get("/races/?surface=road&surface=trail")

    assert answer.context["outcome"].answer.total_races == 2
    surfaces = next(f for f in answer.context["facets"] if f.name == "surface")
    assert {o.value: o.races for o in surfaces.options} == {"road": 1, "trail": 1, "track": 1}


def test_expected_dates_stand_below_the_line_and_named_ones_above(client: Client) -> None:
    make_findable("Guessed Half", certainty=Certainty.EXPECTED, status=Status.EXPECTED,
                  on=dt.date(2026, 5, 2))  # fmt: skip
    make_findable("Sure Half", on=dt.date(2026, 8, 1))

    text = page(client).split('id="found"')[1]

    line = text.index("Expected by rule, not yet confirmed")
    assert text.index("Sure Half") < line < text.index("Guessed Half")
    assert "date expected" in text


def test_a_price_in_another_currency_is_compared_at_the_reference_rate(client: Client) -> None:
    make_findable("Pound Half", price=(4_500, "GBP"))  # about 52.60 EUR
    make_findable("Dear Half", price=(6_500, "GBP"))  # about 76.00 EUR

    text = page(client, "max_price=60&currency=EUR")

    assert "Pound Half" in text
    assert "about 52.63 EUR" in text
    assert "Dear Half" not in text


def test_a_cancelled_race_is_found_by_its_name_only_and_says_so(client: Client) -> None:
    make_findable("Bridge Half", status=Status.CANCELLED)

    assert "Bridge Half" not in page(client).split('id="found"')[1]
    named = page(client, "q=bridge half marathon").split('id="found"')[1]
    assert "Bridge Half" in named
    assert "Cancelled" in named


def test_a_race_that_is_over_is_found_by_its_name_and_says_so(client: Client) -> None:
    make_findable("Kestrel Half", on=dt.date(2026, 1, 10))

    assert "Kestrel Half" not in page(client).split('id="found"')[1]
    text = page(client, "q=kestrl")
    assert "Nothing ahead matches" in text
    assert "Kestrel Half" in text


def test_a_name_that_reads_like_a_place_and_a_season_is_found_as_a_name(client: Client) -> None:
    make_findable("Berlin Winter Half", on=dt.date(2026, 6, 6))

    answer = client.get("/races/?q=berlin winter half")

    assert answer.context["outcome"].answer.total_races == 0
    assert [card.title for card in answer.context["outcome"].named] == ["Berlin Winter Half"]
    assert "By this name" in answer.content.decode()


def test_an_edition_without_a_date_is_found(client: Client) -> None:
    make_findable("Undated Half", on=None)

    text = page(client, "q=undated")

    assert "Undated Half" in text
    assert "not set" in text


def test_nothing_found_says_what_is_known_around_and_lets_go_of_one_thing(client: Client) -> None:
    make_findable("Lyon Half", price=(9_000, "EUR"))

    answer = client.get("/races/?q=half near Lyon under 20 euros")
    text = answer.content.decode()

    assert "1 coming race is known within 100 km" in text
    (way,) = answer.context["outcome"].wider
    assert way.races == 1
    assert "Lyon Half" in client.get(f"/races/{way.href}").content.decode()


def test_a_recent_race_says_which_cutoffs_can_be_made(client: Client) -> None:
    make_findable("Kind Half", cutoff_ms=3 * 3_600_000)
    make_findable("Strict Half", cutoff_ms=100 * 60_000)

    text = page(client, "fit_km=10&fit_time=50:00&sort=date")

    assert "cut-off 3 h should hold: it needs 8:32 min/km, expect about 1 h 50" in text
    assert "cut-off 1 h 40 is too short" in text


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5000,
        "q='; DROP TABLE events_event;--&country=';--",
        "q=🏃‍♀️🏔️ ☃",
        "q=ماراثون بالقرب من القاهرة \u202e",
        "min_km=1e308&max_km=-5",
        "min_km=nan&max_km=inf&within=-1&near=zzzzqqq",
        "from=9999-99-99&to=0001-01-01&month=13&page=99999999999999999999",
        "from=2027-01-01&to=2026-01-01",
        "bbox=1,2,3&near_lat=abc&near_lon=200&sort=price&view=tree&open=maybe",
        "max_price=1e400&currency=XXX&climb_max=up&cutoff=25:99&fit_km=0&fit_time=0",
        "country=" + "&country=".join(["ZZ"] * 500),
        "q=%00%ff%fe&region=FR.%0a",
    ],
)
@pytest.mark.parametrize("view", ["list", "calendar"])
def test_bad_input_is_answered_with_a_page(client: Client, query: str, view: str) -> None:
    make_findable("Lyon Half")

    assert page(client, f"{query}&view={view}")
    assert client.get(f"/races/map.geojson?{query}").status_code == 200


def test_what_could_not_be_used_is_named(client: Client) -> None:
    make_findable("Lyon Half")

    text = page(client, "min_km=50&max_km=2&sport=chess&near=zzzzqqq")

    assert "ends before it begins" in text
    assert "“chess” could not be read" in text
    assert "No place called “zzzzqqq” is known here" in text
    assert "Lyon Half" in text


def test_names_of_races_cannot_write_into_the_page(client: Client) -> None:
    make_findable('<script>alert("x")</script> Half')

    assert "<script>alert" not in page(client)


def test_htmx_gets_only_what_changes_and_history_the_whole_page(client: Client) -> None:
    make_findable("Lyon Half")

    part = page(client, HX_Request="true")
    restored = page(client, HX_Request="true", HX_History_Restore_Request="true")

    assert part.lstrip().startswith('<section id="found"')
    assert part.count('hx-swap-oob="true"') == 2
    assert restored.startswith("<!doctype html>")
    assert "hx-swap-oob" not in restored


def test_htmx_notes_the_address_without_empty_fields(client: Client) -> None:
    answer = client.get(
        "/races/?q=&near=&country=FR&country=PT&min_km=", headers={"HX-Request": "true"}
    )

    address = "/races/?country=FR&country=PT"
    again = client.get(
        address, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    )

    assert answer["HX-Push-Url"] == address
    assert again["HX-Push-Url"] == "false"


def test_where_may_be_a_country_or_region_and_is_then_no_circle(client: Client) -> None:
    make_findable("Porto Half", at=PORTO, country="PT")
    make_findable("Lyon Half")

    text = page(client, "near=Portugal")

    assert "Porto Half" in text
    assert "Lyon Half" not in text
    assert "km of" not in text


def test_near_me_puts_the_nearest_first(client: Client) -> None:
    make_findable("Porto Half", at=PORTO, country="PT", on=dt.date(2026, 5, 3))
    make_findable("Lyon Half")

    answer = client.get("/races/?near_lat=45.7&near_lon=4.8")

    assert [card.title for card in answer.context["certain"]] == ["Lyon Half", "Porto Half"]
    assert "nearest to you" in answer.content.decode()


def test_pages_past_the_end_show_the_last_one(client: Client) -> None:
    for number in range(23):
        make_findable(f"Half {number}", on=dt.date(2026, 6, 1) + dt.timedelta(number))

    answer = client.get("/races/?page=7")

    assert answer.context["page"].number == 2
    assert len(answer.context["certain"]) == 3


def test_the_calendar_puts_races_on_their_days(client: Client) -> None:
    make_findable("Lyon Half")
    make_findable("Autumn Half", on=dt.date(2026, 10, 3))

    text = page(client, "view=calendar&month=2026-05")

    cell = text.split('datetime="2026-05-16"')[1].split("</td>")[0]
    assert "Lyon Half" in cell
    assert "Autumn Half" not in text
    assert "month=2026-06" in text


def test_the_map_holds_the_same_races_as_the_list(client: Client) -> None:
    edition = make_findable("Lyon Half")
    make_findable("Nowhere Half", at=None)

    found = client.get("/races/map.geojson?country=FR").json()

    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == [4.84, 45.76]
    assert feature["properties"]["title"] == "Lyon Half"
    assert feature["properties"]["href"] == f"/races/{edition.event.slug}/2026/"


def test_a_page_costs_two_queries_once_its_races_are_known(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_findable(f"Half {number}", price=(1000, "EUR"))
    page(client)

    with django_assert_num_queries(2):  # the change log, and when each was last seen
        page(client)


def test_an_edit_shows_in_the_next_search_and_a_deletion_too(client: Client) -> None:
    edition = make_findable("Lyon Half")
    assert "Lyon Half" in page(client)

    Event.objects.filter(pk=edition.event_id).update(name="Renamed Half")
    record_changes([edition.event_id], now=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert "Renamed Half" in page(client, "q=renamed").split('id="found"')[1]

    edition.event.delete()
    record_changes([edition.event_id], now=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), is_deletion=True)
    assert "Renamed Half" not in page(client, "q=renamed").split('id="found"')[1]


def test_saved_races_come_as_cards_in_the_order_asked(client: Client) -> None:
    first, second = make_findable("First Half"), make_findable("Second Half")

    text = client.get(f"/races/cards/?ids={second.pk},{first.pk},x,-3,99999").content.decode()

    assert 0 < text.index("Second Half") < text.index("First Half")
    assert client.get("/saved/").status_code == 200


def test_headings_say_that_expected_dates_come_after_confirmed_ones(client: Client) -> None:
    make_findable("Sure Half", on=dt.date(2027, 4, 4))
    make_findable("Likely Half", on=dt.date(2026, 11, 8), certainty=Certainty.EXPECTED)

    listed = page(client).split('id="found"')[1]
    order = [
        listed.index(words)
        for words in (
            "Confirmed or announced, soonest first", "Sure Half",
            "Expected by rule, not yet confirmed, soonest first", "Likely Half",
        )
    ]  # fmt: skip

    assert order == sorted(order)


@pytest.mark.parametrize(
    "place", ["Köln, Deutschland", "Köln, Allemagne", "Köln (Germany)", "Köln"]
)
def test_a_card_names_the_country_once(client: Client, place: str) -> None:
    edition = make_findable("Dom Run", country="DE")
    Event.objects.filter(pk=edition.event_id).update(place_name=place)

    text = page(client)

    assert "Köln, Germany" in text
    assert "Deutschland" not in text
    assert "Allemagne" not in text
