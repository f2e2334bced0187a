"""A leaflet for each condition: danger first, and no plan where none is for self-care."""

import pytest
from django.test import Client

from startline.glossary.queries import library
from startline.glossary.rules.terms import Term
from startline.recovery.queries import has_programme
from startline.recovery.rules.comparison import COLUMNS

pytestmark = pytest.mark.django_db
CONDITIONS = [term for term in library().by_slug.values() if term.is_condition]
NO_PLAN = {
    "bone-stress-injury", "exertional-heat-illness", "exercise-associated-hyponatraemia",
    "overtraining-syndrome", "relative-energy-deficiency-in-sport",
}  # fmt: skip
PLAN = ("The ladder", "The first weeks of strength", "/recovery/programme/")


def test_what_must_not_have_a_plan_is_known() -> None:
    assert {term.slug for term in CONDITIONS if term.is_care_only} == NO_PLAN


@pytest.mark.parametrize("term", CONDITIONS, ids=lambda term: term.slug)
def test_danger_comes_first_and_only_one_condition_has_a_plan(client: Client, term: Term) -> None:
    answer = client.get(f"/recovery/leaflets/{term.slug}/")
    page = answer.content.decode().split("<main")[1]

    assert answer.status_code == 200
    assert page.index('id="danger-h"') < page.index('id="short"')
    assert all((word in page) is has_programme(term.slug) for word in PLAN)
    assert ('id="care"' in page) is term.is_care_only
    assert ('id="do"' in page) is not term.is_care_only
    assert not term.is_care_only or "/knowledge/help/" in page
    assert "Not yet reviewed by a clinician" in page


@pytest.mark.parametrize("slug", sorted(NO_PLAN))
def test_no_page_of_a_condition_for_care_leads_to_the_programme(client: Client, slug: str) -> None:
    page = client.get(f"/knowledge/{slug}/").content.decode()

    assert "/recovery/programme/" not in page
    assert not has_programme(slug)


def test_each_row_of_the_table_leads_to_its_leaflet(client: Client) -> None:
    page = client.get("/recovery/compare/").content.decode()

    assert all(f"/recovery/leaflets/{column.term}/" in page for column in COLUMNS)


def test_a_word_that_is_no_condition_has_no_leaflet(client: Client) -> None:
    for word in ("marathon", "no-such-thing"):
        assert client.get(f"/recovery/leaflets/{word}/").status_code == 404
