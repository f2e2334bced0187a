"""The words: every key has them, short, and none promises or names a condition."""

import re

import pytest
from django.test import Client

from startline.recovery.content.danger import ACTIONS, OWN_ACTIONS, QUESTIONS, SAYINGS, action
from startline.recovery.rules.danger import ALL, Tier

NEVER = re.compile(r"diagnos|treat|cure|safe to run|cleared|guarantee|bulletproof|\bfix", re.I)


def test_every_sign_has_a_question_an_action_and_a_sentence_for_the_phone() -> None:
    assert QUESTIONS.keys() == ALL
    assert SAYINGS.keys() == ALL
    assert set(ACTIONS) == set(Tier) - {Tier.NONE}
    assert OWN_ACTIONS.keys() <= ALL


def test_what_to_do_and_to_say_is_one_sentence_each() -> None:
    for sign in ALL:
        for text in (str(action(sign)), str(SAYINGS[sign])):
            assert text.endswith("."), text
            assert ". " not in text, text
            assert len(text) <= 110, text


def test_no_word_promises_or_judges() -> None:
    texts = [*QUESTIONS.values(), *SAYINGS.values(), *ACTIONS.values(), *OWN_ACTIONS.values()]

    assert [str(text) for text in texts if NEVER.search(str(text))] == []


@pytest.mark.django_db
def test_a_rule_shows_its_grade_and_its_source_on_demand(client: Client) -> None:
    for path, least in (("programme", 20), ("today", 8), ("race", 10)):
        page = client.get(f"/recovery/{path}/").content.decode()
        assert page.count('<details class="src rests">') >= least
        assert page.count("our own choice") >= 1

    today = client.get("/recovery/today/").content.decode()
    assert today.count("<cite") > 2
