"""The pages without JavaScript: danger signs first, one table for all, nothing kept."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from startline.recovery.content.danger import SAYINGS, action
from startline.recovery.queries import conditions, is_decided, places, referred
from startline.recovery.rules.comparison import COLUMNS, NAMED_ONLY, ROWS
from startline.recovery.rules.constants import Grade
from startline.recovery.rules.danger import BY_ID, SIGNS, Tier, screens
from startline.recovery.rules.running import LADDER, STEPS
from startline.recovery.rules.strength import CATALOGUE, WEEKS

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

DANGER = "/recovery/danger/"
LAST = len(screens())


def told(client: Client, marks: dict[str, list[str]], **more: str) -> Any:
    """The outcome as a reader reaches it: from the screen of the first mark, pressing on."""
    first = min(BY_ID[name].screen for names in marks.values() for name in names)
    for number in range(first, LAST + 1):
        answer = client.post(DANGER, {"screen": number, "go": "none", **marks, **more})
        if "answer" in answer.context:
            return answer
    pytest.fail("no outcome after the last screen")


@pytest.mark.parametrize("sign", [sign.id for sign in SIGNS])
@pytest.mark.parametrize("field", ["yes", "unsure"])
def test_each_sign_alone_shows_its_action_and_its_sentence(
    client: Client, sign: str, field: str
) -> None:
    answer = told(client, {field: [sign]})

    assert answer.context["answer"].outcome.sign == sign
    assert answer.context["answer"].action == action(sign)
    assert answer.context["answer"].saying == SAYINGS[sign]
    assert (reverse("you") in answer.content.decode().split("<main")[1]) is (
        BY_ID[sign].tier is not Tier.EMERGENCY
    )


def test_none_of_these_is_one_tap_a_screen_and_five_in_all(client: Client) -> None:
    for number in range(1, LAST):
        answer = client.post(DANGER, {"screen": number, "go": "none"})
        assert answer.context["screen"].number == number + 1
    answer = client.post(DANGER, {"screen": LAST, "go": "none"})

    assert answer.context["answer"] is None
    assert LAST <= 5


def test_a_mark_wins_over_none_of_these(client: Client) -> None:
    answer = client.post(DANGER, {"screen": 1, "go": "none", "yes": "RF01"})

    assert answer.context["answer"].outcome.tier is Tier.EMERGENCY


def test_the_highest_tier_wins_over_screens(client: Client) -> None:
    answer = told(client, {"yes": ["RF30"], "unsure": ["G08"]})

    assert answer.context["answer"].outcome.sign == "G08"


def test_nothing_is_decided_while_something_graver_may_still_be_asked() -> None:
    graver = [s for s in SIGNS if s.screen > 2 and s.tier > BY_ID["RF10"].tier]

    assert is_decided(1, ["RF01"], [])
    assert is_decided(2, ["RF10"], []) is not bool(graver)


def test_a_screen_left_blank_is_asked_again_with_what_was_marked_before(client: Client) -> None:
    answer = client.post(DANGER, {"screen": 3, "go": "on", "yes": "RF10"})

    assert answer.status_code == 422
    assert answer.context["screen"].number == 3
    assert answer.context["screen"].carried == (("yes", "RF10"),)


@pytest.mark.parametrize(
    "sent",
    [{}, {"screen": 0}, {"screen": 6}, {"screen": "x"}, {"screen": 1, "yes": "RF99", "go": "none"}],
)
def test_answers_that_cannot_be_read_are_asked_for_again(
    client: Client, sent: dict[str, Any]
) -> None:
    answer = client.post(DANGER, sent)

    assert answer.status_code == 422
    assert answer.context["screen"].number == 1


def test_going_back_keeps_every_mark(client: Client) -> None:
    answer = client.post(DANGER, {"screen": 3, "go": "back", "yes": "RF10", "unsure": "RF30"})

    shown = answer.context["screen"]
    assert shown.number == 2
    assert [q.id for q in shown.questions if q.is_yes] == ["RF10"]
    assert shown.carried == (("unsure", "RF30"),)


def test_an_emergency_names_the_number_of_the_country_chosen(client: Client) -> None:
    assert 'href="tel:112"' in told(client, {"yes": ["RF01"]}, country="AT").content.decode()
    assert "tel:" not in told(client, {"yes": ["RF01"]}).content.decode()
    assert "tel:" not in told(client, {"yes": ["RF01"]}, country="ZZ").content.decode()


def test_answers_are_neither_cached_nor_stored_nor_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answers = [
        told(client, {"yes": ["RF33"], "unsure": ["RF16"]}),
        client.post(DANGER, {"screen": 2, "go": "on", "country": "RF33-far-too-long"}),
        client.post(DANGER, {"screen": 4, "go": "none", "yes": "RF33"}),
    ]

    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert "sessionid" not in client.cookies
    assert not any("RF33" in line.getMessage() for line in caplog.records)


@pytest.mark.parametrize("path", ["", "danger/", "compare/", "today/", "race/"])
def test_each_page_can_be_read_without_an_account(client: Client, path: str) -> None:
    assert client.get(f"/recovery/{path}").status_code == 200


def test_the_table_is_the_same_for_every_reader_and_every_cell_has_words(client: Client) -> None:
    rows = conditions()

    assert [row.id for row in rows] == [column.id for column in COLUMNS]
    assert all(len(row.cells) == len(ROWS) and all(w for _, w in row.cells) for row in rows)
    assert all(row.term and row.sources for row in rows)
    assert len(referred()) == len(NAMED_ONLY)


def test_each_place_on_the_map_scrolls_to_something_on_the_page(client: Client) -> None:
    page = client.get("/recovery/compare/").content.decode()

    for place in places():
        assert f'href="#{place.target}"' in page
        assert f'id="{place.target}"' in page


def test_a_place_of_danger_leads_to_the_danger_signs_before_any_row() -> None:
    assert {place.id for place in places() if place.is_danger} == {
        "bone_spot", "hip_or_thigh", "calf",
    }  # fmt: skip
    assert all(place.target.startswith("at-") for place in places() if place.is_danger)


def test_the_programme_shows_every_exercise_week_stage_and_step(client: Client) -> None:
    page = client.get("/recovery/programme/")

    shown = page.content.decode()
    assert [one.id for one in page.context["exercises"]] == list(CATALOGUE)
    assert len(page.context["weeks"]) == len(WEEKS)
    assert len(page.context["ladder"]) == len(LADDER)
    assert len(page.context["steps"]) == len(STEPS)
    assert all(f'id="{name}"' in shown for name in CATALOGUE)
    assert shown.count('class="pose"') == 2 * len(CATALOGUE)


def test_every_number_with_a_source_names_one_that_can_be_read(client: Client) -> None:
    rules = client.get("/recovery/programme/").context["rules"]

    silent = [
        rule.name for rule in rules if rule.grade is not Grade.CONVENTION and not rule.references
    ]
    assert rules
    assert silent in ([], ["REVIEW_DAYS"])  # four weeks: experts agree, no trial decided


def test_the_paper_has_a_row_a_day_for_two_weeks(client: Client) -> None:
    assert client.get("/recovery/sheet/").content.decode().count('<th scope="row">') == 14
