"""The two test languages: drawn from any text, and offered only where a setting says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils.translation import get_language_bidi, gettext, ngettext, override, pgettext
from pytest_django import Settings

from startline.core.pretend import LONGER, MARK, OVERRIDE, POP, accented, mirrored

pytestmark = [pytest.mark.one_database, pytest.mark.urls("startline.core.tests.urls")]
ASK = "from startline.config.settings import LANGUAGES; print([code for code, _ in LANGUAGES])"
SENTENCE = "Find endurance races with dates and prices you can trust."


def offered(state: Path, **words: str) -> str:
    """The codes of the languages that a site with these settings offers."""
    settled = {k: v for k, v in os.environ.items() if k != "STARTLINE_TEST_LANGUAGES"}
    command = [sys.executable, "-c", ASK]
    environment = {**settled, **words, "STARTLINE_STATE": str(state)}
    return subprocess.run(  # noqa: S603  -- our own words
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("word", "languages"),
    [("", "['en']"), ("false", "['en']"), ("true", "['en', 'en-xa', 'ar-xb']")],
)
def test_the_test_languages_are_offered_where_a_setting_says_so(
    tmp_path: Path, word: str, languages: str
) -> None:
    assert offered(tmp_path, STARTLINE_TEST_LANGUAGES=word) == languages


@pytest.mark.django_db
def test_a_visitor_who_asks_for_a_test_language_gets_english(client: Client) -> None:
    client.post("/preferences/", {"language": "ar-xb"})
    page = client.get("/components/", headers={"Accept-Language": "ar-xb"}).content.decode()

    assert '<html lang="en" dir="ltr"' in page
    assert 'name="language"' not in page


@pytest.mark.django_db  # another check may look whether a connection that is open still lives
@pytest.mark.parametrize("is_offered", [False, True])
def test_production_refuses_them(settings: Settings, is_offered: bool) -> None:
    settings.PRODUCTION = True
    settings.OFFERS_TEST_LANGUAGES = is_offered

    assert ("startline.E005" in {error.id for error in run_checks()}) is is_offered


def test_accents_leave_no_plain_letter_and_make_a_text_a_third_longer() -> None:
    drawn = accented(SENTENCE)

    assert not any(letter.isascii() and letter.isalpha() for letter in drawn)
    assert drawn.startswith("[")
    assert drawn.endswith("]")
    assert len(drawn) >= LONGER * len(SENTENCE) - 1


@pytest.mark.parametrize("draw", [accented, mirrored])
@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("%(n)s days ago", {"n": 3}, "3"),
        ("%d%% of %s", (50, "all"), "50%"),
        ("All in one race: <b>%(name)s</b>", {"name": "Ridge"}, "<b>Ridge</b>"),
    ],
)
def test_places_for_values_survive(draw: object, text: str, values: object, shown: str) -> None:
    assert callable(draw)
    assert shown in draw(text) % values
    assert draw("{first_name}: {0:%H} &nbsp;").count("{first_name}") == 1
    assert "&nbsp;" in draw("a&nbsp;b")


def test_mirrored_letters_run_from_right_to_left_and_values_do_not() -> None:
    assert mirrored("by %(name)s") == f"{MARK}{OVERRIDE}by {POP}{MARK}%(name)s"


def test_every_way_to_ask_for_a_text_is_drawn(test_languages: None) -> None:
    with override("en-xa"):
        assert gettext("Sign in") == accented("Sign in")
        assert pgettext("a month", "May") == accented("May")
        assert ngettext("%(n)s race", "%(n)s races", 2) == accented("%(n)s races")
    with override("ar-xb"):
        assert get_language_bidi()
        assert gettext("Sign in") == mirrored("Sign in")
    with override("en"):
        assert gettext("Sign in") == "Sign in"
