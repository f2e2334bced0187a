"""The pages: who may write, what they see, how organizers and operators answer."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.entries.models.orders import Entry
from startline.events.tests.make import make_edition
from startline.events.tests.make import make_race as make_next
from startline.reviews.models import ModerationCase, Photo, Reply, Report, Review
from startline.reviews.queries.figures import Rated, rated
from startline.reviews.tests.make import (
    LATER,
    make_outcome,
    make_race,
    make_review,
    make_runner,
    own,
    photo,
)

pytestmark = pytest.mark.django_db
SAID = {"overall": "4", "text": "Steep.\nhttps://spam.example <b>bold</b>", "aid": "5",
        "food": "no", "is_named": "on"}  # fmt: skip


@pytest.fixture(autouse=True)
def _afterwards(settings: Any) -> None:
    settings.TODAY = LATER.date()


def address_of(entry: Entry) -> str:
    """Where the person of an entry writes."""
    return f"/entries/{entry.order.reference}/{entry.pk}/review/"


def test_a_guest_writes_by_the_link_of_the_entry_and_markup_stays_text(client: Client) -> None:
    race = make_race()
    entry = make_runner(race)
    make_outcome(race, (entry, "finished"))

    form = client.get(address_of(entry))
    answer = client.post(address_of(entry), SAID, follow=True)
    again = client.get(address_of(entry))

    review = Review.objects.get()
    assert form.status_code == 200
    assert (review.overall, review.aid, review.swag, review.food) == (4, 5, None, "no")
    assert answer.redirect_chain[0][0] == again["Location"] == f"/entries/reviews/{review.token}/"
    page = client.get("/races/ridge-race/reviews/").content.decode()
    assert "https://spam.example &lt;b&gt;bold&lt;/b&gt;" in page
    assert 'href="https://spam.example' not in page
    assert "Alice A." in page
    assert review.email not in page


def test_without_a_place_nobody_gets_a_form(client: Client, eve: User, alice: User) -> None:
    race = make_race()
    entry = make_runner(race)
    own(entry, alice)
    address = "/races/ridge-race/2026/reviews/write/"

    nobody = client.get(address)
    client.force_login(eve)
    stranger = client.post(address, SAID)
    wrong_entry = client.post(f"/entries/{entry.order.reference}/{entry.pk + 1}/review/", SAID)
    client.force_login(alice)
    known = client.post(address, SAID)

    assert nobody["Location"].startswith("/accounts/login/")
    assert stranger.status_code == 403
    assert wrong_entry.status_code == 404
    assert known.status_code == 302
    assert Review.objects.get().user == alice


def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(
    client: Client, ridge: Organizer, dora: User
) -> None:
    race = make_race(ridge)
    entry = make_runner(race)
    own(entry, dora)

    refused = client.post(address_of(entry), SAID)
    missing = client.post(address_of(entry), {**SAID, "overall": ""})

    assert refused.status_code == 409
    assert "You work for this race" in refused.content.decode()
    for answer in (refused, missing):
        assert "Steep.\nhttps://spam.example" in answer.content.decode()
    assert not Review.objects.exists()


def test_who_writes_too_often_from_one_place_is_asked_to_wait(client: Client) -> None:
    race = make_race()
    entries = [make_runner(race, f"R{n}") for n in range(11)]

    answers = [client.post(address_of(entry), SAID).status_code for entry in entries]

    assert answers == [302] * 10 + [409]


def test_a_writer_changes_adds_photos_and_erases(client: Client) -> None:
    review = make_review(make_runner(make_race()))
    address = f"/entries/reviews/{review.token}/"
    zip_file = SimpleUploadedFile("trick.jpg", b"PK\x03\x04")

    client.post(address, {**SAID, "text": "Steeper."})
    photos = client.post(
        address + "photos/",
        {"photos": [SimpleUploadedFile("top.jpg", photo()), zip_file], "words": "The top"},
    )
    kept = Photo.objects.get()
    picture = client.get(f"/races/review-photos/{kept.name}/small.webp")
    removed = client.post(f"{address}photos/{kept.pk}/remove/")
    erased = client.post(address + "erase/")

    assert photos.status_code == 409
    assert "trick.jpg was not kept" in photos.content.decode()
    assert picture["Content-Type"] == "image/webp"
    assert client.get(f"/races/review-photos/{kept.name}/huge.webp").status_code == 404
    assert (removed.status_code, erased["Location"]) == (302, "/races/ridge-race/reviews/")
    assert not Review.objects.exists()
    assert client.get(address).status_code == 404


def test_the_organizer_replies_and_others_may_not(
    client: Client, ridge: Organizer, bruno: User, eve: User
) -> None:
    review = make_review(make_runner(make_race(ridge)))
    address = f"/organize/ridge-race/reviews/{review.pk}/"

    client.force_login(eve)
    refused = client.post(address, {"text": "No"})
    client.force_login(bruno)
    desk = client.get("/organize/ridge-race/reviews/")
    client.post(address, {"text": "Thank you"})

    assert refused.status_code == 403
    assert "Steep." in desk.content.decode()
    assert Reply.objects.get().text == "Thank you"
    assert "Thank you" in client.get("/races/ridge-race/reviews/").content.decode()


def test_reported_removed_appealed_and_shown_again(client: Client, bruno: User) -> None:
    review = make_review(make_runner(make_race()))
    shown = "/races/ridge-race/reviews/"
    mine = f"/entries/reviews/{review.token}/"
    bruno.is_operator = True
    bruno.save(update_fields=["is_operator"])

    client.post(f"{shown}{review.pk}/report/", {"reason": "abuse", "words": "Line 1"})
    case = ModerationCase.objects.get()
    client.force_login(bruno)
    address = f"/operate/reviews/{case.pk}/"
    assert f'href="{address}"' in client.get("/operate/reviews/").content.decode()
    without_reason = client.post(address, {"verdict": "remove"})
    client.post(address, {"verdict": "remove", "reason": "abuse", "words": "Line 1"})
    gone = client.get(shown).content.decode()
    client.post(mine + "appeal/", {"text": "It is a quote"})
    client.post(address, {"verdict": "restore", "answer": "Indeed"})

    assert Report.objects.count() == 1
    assert "Choose a reason" in without_reason.content.decode()
    assert "Steep." not in gone
    assert "Steep." in client.get(shown).content.decode()


def test_a_signed_in_reader_finds_a_review_helpful(client: Client, eve: User) -> None:
    review = make_review(make_runner(make_race()))
    address = f"/races/ridge-race/reviews/{review.pk}/helpful/"

    assert client.post(address)["Location"].startswith("/accounts/login/")
    client.force_login(eve)
    client.post(address)

    assert "1 person found it helpful" in client.get("/races/ridge-race/reviews/").content.decode()


def test_the_list_is_sifted_and_asks_few_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    race = make_race()
    for n in range(8):
        make_review(make_runner(race, f"R{n}"), 1 + n % 5, text=f"words {n}")

    client.get("/races/ridge-race/reviews/")  # the frame's figures are kept for a minute

    with django_assert_max_num_queries(10):
        page = client.get("/races/ridge-race/reviews/?sort=high").content.decode()
    few = client.get("/races/ridge-race/reviews/?stars=5&basis=entered&edition=2026")
    none = client.get("/races/ridge-race/reviews/?basis=finished")

    assert page.index("words 4") < page.index("words 0")
    assert "words 4" in few.content.decode()
    assert "words 3" not in few.content.decode()
    assert "No review fits" in none.content.decode()
    assert client.get("/races/nowhere/reviews/").status_code == 404


def test_what_is_written_flows_to_pages_search_api_and_structured_data(client: Client) -> None:
    """Nothing is claimed before somebody who counts has written."""
    race = make_race()
    runners = [make_runner(race, f"R{n}") for n in range(3)]
    assert "aggregateRating" not in client.get("/races/ridge-race/2026/ridge-50k/").content.decode()
    assert client.get("/api/v1/events/ridge-race").json()["reviews"] is None
    make_outcome(race, *((runner, "dnf") for runner in runners))
    for runner, overall in zip(runners, (5, 4, 4), strict=True):
        make_review(runner, overall, food="yes", medal="no")

    pages = [
        client.get(address).content.decode()
        for address in ("/races/ridge-race/", "/races/ridge-race/2026/ridge-50k/")
    ]
    told = client.get("/api/v1/events/ridge-race").json()["reviews"]
    found = client.get("/api/v1/races?q=ridge&sort=rating&min_score=3.4&min_back=50").json()
    none = client.get("/api/v1/races?q=ridge&min_score=3.6").json()

    assert all("★ 4.3 on average from 3 runners" in page for page in pages)
    assert '"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.33' in pages[1]
    assert (told["count"], told["score"], told["back_percent"]) == (3, 3.5, 50)
    assert [(one["review_score"], one["reviews"]) for one in found["results"]] == [(3.5, 3)]
    assert none["results"] == []
    assert "★ 3.5 (3)" in client.get("/races/?q=ridge&sort=rating").content.decode()
    make_next(make_edition(race.edition.event, dt.date(2027, 9, 11)))
    cache.clear()
    for address in ("/", "/about/figures/"):
        assert "from 3 reviews" in client.get(address).content.decode()
    assert rated() == Rated(average=433, reviews=3, events=1)
