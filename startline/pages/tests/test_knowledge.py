"""The pages of the glossary, over a small content folder of its own."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.discovery.tests.make import make_findable
from startline.events.models.provenance import Correction
from startline.glossary.tests.make import content_at, term_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def content(tmp_path: Path, settings: Any, now: dt.datetime) -> Path:
    """Three terms and a condition, on 1 May 2026."""
    settings.TODAY = now.date()
    settings.KNOWLEDGE = content_at(tmp_path / "content")
    return tmp_path / "content"


def page(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_term_page_holds_every_part(client: Client) -> None:
    text = page(client, "term", "alpha")

    for part in (
        "A short line about it.", "Also called:", "alpha word", "It is a fact", "Do this.",
        "Is it so?", "Sore knee", "Knees in runners", "10.1000/knees", "Version 1", "View all in",
        'href="/knowledge/beta/"', "Suggest a correction",
    ):  # fmt: skip
        assert part in text


def test_a_condition_says_its_danger_signs_and_that_nobody_signed(client: Client) -> None:
    text = page(client, "term", "sore-knee")

    assert text.index("Chest pain.") < text.index("Understanding: Sore knee")
    assert "Call your local emergency number now<" in text
    assert "Not yet reviewed by a clinician." in text
    assert "Contradicted" in text


def test_races_that_fit_are_counted_now(client: Client) -> None:
    make_findable("Long Ridge", lengths_m=(60_000,), surface="trail", sport="trail")

    text = page(client, "term", "alpha")

    assert 'Long trail races <span class="n">1</span>' in text
    assert "Long Ridge" in text


def test_adding_a_term_is_one_file(client: Client, content: Path) -> None:
    related = "alpha, beta, sore-knee"
    file = content / "terms" / "gear" / "wobble-board.md"
    file.parent.mkdir()
    file.write_text(term_text("Wobble board", aliases="tilt plate", related=related))

    assert "Wobble board" in page(client, "term", "wobble-board")
    assert "Wobble board" in page(client, "category", "gear")
    assert "Wobble board" in page(client, "tag", "load")
    assert "Wobble board" in page(client, "a_to_z")
    assert "Wobble board" in page(client, "term", "alpha")
    assert "Wobble board" in page(client, "knowledge", q="wobble")
    assert "Wobble board" in page(client, "search", q="tilt plate")
    assert "/knowledge/wobble-board/" in client.get("/sitemap-knowledge-1.xml").content.decode()
    assert client.get("/api/v1/terms/wobble-board").json()["name"] == "Wobble board"


def test_the_box_for_races_answers_words_too(client: Client) -> None:
    text = page(client, "search", q="sore knee")

    assert "From our knowledge pages" in text
    assert 'href="/knowledge/sore-knee/"' in text


def test_lists_and_unknown_words(client: Client) -> None:
    assert "Recovery &amp; Injury" in page(client, "knowledge")
    assert "No page is called" in page(client, "knowledge", q="<b>zzz</b>")
    assert 'id="letter-S"' in page(client, "a_to_z")
    for name, word in (("term", "nothing"), ("category", "nothing"), ("tag", "nothing")):
        assert client.get(reverse(name, args=[word])).status_code == 404


def test_structured_data_says_what_the_page_is(client: Client) -> None:
    (script,) = SCRIPT.findall(page(client, "term", "sore-knee"))

    kinds = [node["@type"] for node in json.loads(script)["@graph"]]

    assert kinds == ["DefinedTerm", "FAQPage", "MedicalCondition", "MedicalWebPage"]


def test_a_suggestion_is_kept_as_text_and_shown_to_operators(client: Client, alice: User) -> None:
    words = "<b>Wrong</b>, see https://example.org/study"

    answer = client.post(reverse("correct_term", args=["alpha"]), {"text": words})

    assert answer.status_code == 302
    kept = Correction.objects.get()
    assert (kept.text, kept.draft) == (words, {"term": "Alpha", "version": 1})
    User.objects.filter(pk=alice.pk).update(is_operator=True)
    client.force_login(User.objects.get(pk=alice.pk))
    shown = client.get(reverse("operate")).content.decode()
    assert "&lt;b&gt;Wrong&lt;/b&gt;" in shown
    assert ">Alpha</a>" in shown


def test_a_huge_suggestion_is_refused_and_kept_in_the_field(client: Client) -> None:
    words = "word " * 20_000

    answer = client.post(reverse("correct_term", args=["alpha"]), {"text": words})

    assert answer.status_code == 200
    assert words.strip()[:5000] in answer.content.decode()
    assert "at most 4000 characters" in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_program_is_thanked_and_not_heard(client: Client) -> None:
    sent = {"text": "Buy now", "nickname": "bot"}

    answer = client.post(reverse("correct_term", args=["alpha"]), sent)

    assert answer.status_code == 302
    assert not Correction.objects.exists()


def test_a_bad_file_does_not_take_the_site_down(client: Client, content: Path) -> None:
    (content / "terms" / "training" / "alpha.md").write_text("nothing")

    assert client.get(reverse("term", args=["alpha"])).status_code == 404
    assert "beta" in page(client, "term", "beta").lower()
