"""The contract over HTTP, and its committed snapshot."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from startline.api import limits
from startline.api.contract import description
from startline.api.v1.schemas import Races
from startline.discovery.tests.make import NOW, PORTO, make_findable
from startline.events.models.provenance import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.urls("startline.api.tests.urls")]
SNAPSHOT = Path(__file__).parent.parent / "openapi.json"


@pytest.fixture(autouse=True)
def first_of_may(settings: object) -> None:
    settings.TODAY = dt.date(2026, 5, 1)  # type: ignore[attr-defined]  # pytest-django's wrapper
    cache.clear()


def test_the_contract_is_the_committed_one() -> None:
    assert json.loads(SNAPSHOT.read_text()) == json.loads(json.dumps(description()))


def test_races_answer_with_count_results_facets_what_was_understood_and_next(
    client: Client,
) -> None:
    make_findable("Lyon Half", price=(4_500, "EUR"))
    make_findable("Porto Half", at=PORTO, country="PT")

    answer = client.get("/api/v1/races", {"q": "half near Lyon"}).json()

    assert set(answer) >= {"count", "results", "facets", "understood", "next"}
    assert answer["count"] == 1
    (race,) = answer["results"]
    assert race["name"] == "Lyon Half"
    assert race["price"] == {"minor": 4500, "currency": "EUR", "is_lowest_of_several": False}
    assert race["certainty"] == "confirmed"
    assert {one["kind"] for one in answer["understood"]} == {"distance", "place"}
    assert answer["facets"]["country"] == [{"value": "FR", "races": 1}]
    assert answer["next"] is None


@pytest.mark.parametrize("query", ["", "?q=half+near+Lyon", "?near_lat=45.7&near_lon=4.8&page=2"])
def test_the_answer_that_is_written_by_hand_is_the_schema_and_nothing_else(
    client: Client, query: str
) -> None:
    for number in range(22):
        make_findable(f'Half "{number}"', price=(4_500, "EUR"), climb_m=300)
    make_findable("Lyon Walk", on=None, at=None)

    text = client.get(f"/api/v1/races{query}").content

    assert json.loads(text) == json.loads(Races.model_validate_json(text).model_dump_json())


def test_a_race_asked_for_again_shows_its_distance_from_each_point(client: Client) -> None:
    make_findable("Lyon Half")

    asked = [client.get(f"/api/v1/races{query}").json()["results"][0]["distance_from_point_m"]
             for query in ("", "?near_lat=45.76&near_lon=4.84", "?near_lat=45.8&near_lon=4.84")
             for _ in "12"]  # fmt: skip

    assert asked[:4] == [None, None, 0, 0]
    assert asked[4] == asked[5] == pytest.approx(4448, abs=2)


def test_next_leads_through_all_pages(client: Client) -> None:
    for number in range(23):
        make_findable(f"Half {number}", on=dt.date(2026, 6, 1) + dt.timedelta(number))

    first = client.get("/api/v1/races?country=FR").json()
    second = client.get(first["next"].partition("8000")[2]).json()

    assert len(first["results"]) == 20
    assert len(second["results"]) == 3
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("min_km=50&max_km=2", {"min_km": "range"}),
        ("sport=chess", {"sport": "not_understood"}),
        ("near=zzzzqqq", {"near": "unknown_place"}),
        ("bbox=1,2&page=0", {"bbox": "not_understood", "page": "not_understood"}),
    ],
)
def test_bad_parameters_are_named_in_the_one_shape(
    client: Client, query: str, fields: dict[str, str]
) -> None:
    answer = client.get(f"/api/v1/races?{query}")

    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_parameters"
    assert answer.json()["fields"] == fields


def test_an_event_comes_with_editions_races_prices_and_sources(client: Client) -> None:
    edition = make_findable("Lyon Half", lengths_m=(21_097, 10_000), price=(4_500, "EUR"))
    Fact.objects.create(
        event=edition.event, edition=edition, source="list", record_key="1", label="A list",
        seen_at=NOW,
    )  # fmt: skip

    answer = client.get("/api/v1/events/lyon-half").json()

    (found,) = answer["editions"]
    assert [race["distance_m"] for race in found["races"]] == [21_097, 10_000]
    assert found["races"][0]["price"]["minor"] == 4500
    assert found["sources"][0]["label"] == "A list"


def test_an_unpublished_event_is_not_found_in_the_one_shape(client: Client) -> None:
    edition = make_findable("Lyon Half")
    type(edition.event).objects.update(published_at=None)

    answer = client.get("/api/v1/events/lyon-half")

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "not_found", "detail": "There is nothing at this address.", "fields": {},
    }  # fmt: skip


def test_places_complete_the_beginning_of_a_name(client: Client) -> None:
    names = [town["name"] for town in client.get("/api/v1/places?q=lisb").json()["results"]]

    assert "Lisbon" in names
    assert client.get("/api/v1/places").json() == {"results": []}


def test_too_many_requests_are_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_A_MINUTE", 2)
    answers = [client.get("/api/v1/places?q=x") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert answers[2].json()["code"] == "too_many_requests"


def test_the_page_explains_every_address_without_foreign_scripts(client: Client) -> None:
    text = client.get("/api/").content.decode()

    for address in description()["paths"]:
        assert address in text
    assert "http" not in "".join(part.split('"')[0] for part in text.split('<script src="')[1:])
