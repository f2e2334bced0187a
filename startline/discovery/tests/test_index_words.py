"""How texts become words, and which words are near."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from startline.discovery.index.words import Vocabulary, searchable, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Maratona de São João", ("maratona", "de", "sao", "joao")),
        ("東京マラソン 2026", ("東京", "京マ", "マラ", "ラソ", "ソン", "2026")),
        ("서울마라톤", ("서울", "울마", "마라", "라톤")),
        ("Московский марафон", ("московскии", "марафон")),
        ("10K東京", ("10k", "東京")),
        ("東", ("東",)),
    ],
)
def test_a_text_becomes_words_and_dense_scripts_become_pairs(
    text: str, found: tuple[str, ...]
) -> None:
    assert terms(text) == found


def test_single_signs_and_whole_runs_of_dense_scripts_are_found_too() -> None:
    assert searchable("東京 Run") == {"東京", "東", "京", "run"}
    assert searchable("마라톤") == {"마라톤", "마라", "라톤", "마", "라", "톤"}


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("마라돈", ["마라톤"]),  # another sign
        ("마톤", ["마라톤"]),  # the middle left out
        ("라마톤", ["마라톤"]),  # two signs swapped
        ("마라아톤", ["마라톤"]),  # one sign more
        ("라톤", []),  # a part, to be found by its pair
        ("서울", []),
    ],
)
def test_a_slip_in_a_dense_script_is_near_to_whole_words_only(typed: str, near: list[str]) -> None:
    assert Vocabulary(sorted(searchable("마라톤"))).near(typed, 1) == near


letters = st.text("abcd", min_size=1, max_size=9)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(known=st.sets(letters, max_size=40), asked=st.text("abcd", min_size=3, max_size=9))
def test_no_word_one_edit_away_is_missed(known: set[str], asked: str) -> None:
    near = Vocabulary(sorted(known)).near(asked, 1)

    assert sorted(near) == sorted(word for word in known if OSA.distance(word, asked) == 1)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(known=st.sets(letters, max_size=40), asked=st.text("abcd", min_size=8, max_size=9))
def test_two_edits_keep_the_first_letter(known: set[str], asked: str) -> None:
    near = Vocabulary(sorted(known)).near(asked, 2)

    assert sorted(near) == sorted(
        word for word in known if OSA.distance(word, asked) == 2 and word[0] == asked[0]
    )


def test_a_word_that_comes_later_is_found_like_the_others() -> None:
    vocabulary = Vocabulary(["alpha", "gamma"])

    vocabulary.add("beta")

    assert vocabulary.position("beta") == 1
    assert vocabulary.near("beat", 1) == ["beta"]
    assert vocabulary.prefix_range("be") == (1, 2)
