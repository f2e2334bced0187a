"""The words: every key has them, short, and none promises or names a condition."""

import re

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
