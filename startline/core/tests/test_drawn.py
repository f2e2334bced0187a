"""A part of the frame is drawn once for equal values, and never with somebody else's."""

import pytest
from django.contrib.sessions.models import Session
from django.template import Context, Template
from django.utils.translation import override

PART = Template(
    "{% load drawn i18n %}{% drawn_by 'x' name here=path %}"
    "{% get_current_language as language %}{{ language }} {{ name }} {{ untold }} {{ here }}"
    "{% enddrawn_by %}"
)


def drawn(**values: object) -> str:
    """The part with these values."""
    return PART.render(Context(values))


def test_equal_values_are_drawn_once_and_others_anew() -> None:
    assert drawn(name="a", path="/", untold="1") == "en a 1 /"
    assert drawn(name="a", path="/", untold="2") == "en a 1 /"
    assert drawn(name="b", path="/", untold="3") == "en b 3 /"


def test_a_blank_is_filled_in_for_each_page_and_escaped() -> None:
    drawn(name="blank", path="/", untold="")

    assert drawn(name="blank", path='/?a=1&"b"', untold="").endswith("/?a=1&amp;&quot;b&quot;")


def test_each_language_has_its_own() -> None:
    drawn(name="word", path="", untold="")

    with override("en-xa"):
        assert drawn(name="word", path="", untold="").startswith("en-xa word")


def test_two_parts_of_one_name_are_two() -> None:
    one = Template("{% load drawn %}{% drawn_by 'y' a %}one{% enddrawn_by %}")
    two = Template("{% load drawn %}{% drawn_by 'y' a %}two{% enddrawn_by %}")

    assert [one.render(Context({"a": 1})), two.render(Context({"a": 1}))] == ["one", "two"]


def test_a_token_of_a_form_is_not_kept() -> None:
    part = Template("{% load drawn %}{% drawn_by 'z' a %}{% csrf_token %}{% enddrawn_by %}")

    first = part.render(Context({"a": 1, "csrf_token": "first"}))
    second = part.render(Context({"a": 1, "csrf_token": "second"}))

    assert ("first" in first, "second" in second) == (True, True)


def test_a_row_is_no_value() -> None:
    with pytest.raises(TypeError):
        drawn(name=Session(session_key="s"), path="")
