"""A part of the frame is drawn once for equal values, and never with somebody else's."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from startline.accounts.models import Organizer
from startline.events.tests.make import NOW

PART = Template(
    "{% load drawn i18n %}{% drawn_by 'x' name here=path %}"
    "{% translate 'Search' %} {{ name }} {{ untold }} {{ here }}{% enddrawn_by %}"
)


def drawn(**values: object) -> str:
    """The part with these values."""
    return PART.render(Context(values))


def test_equal_values_are_drawn_once_and_others_anew() -> None:
    assert drawn(name="a", path="/", untold="1") == "Search a 1 /"
    assert drawn(name="a", path="/", untold="2") == "Search a 1 /"
    assert drawn(name="b", path="/", untold="3") == "Search b 3 /"


def test_a_blank_is_filled_in_for_each_page_and_escaped() -> None:
    drawn(name="blank", path="/", untold="")

    assert drawn(name="blank", path='/?a=1&"b"', untold="").endswith("/?a=1&amp;&quot;b&quot;")


def test_each_language_has_its_own() -> None:
    plain = drawn(name="word", path="", untold="")

    with override("en-xa"):
        assert drawn(name="word", path="", untold="") != plain


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
        drawn(name=Organizer(slug="ridge", name="Ridge", created_at=NOW), path="")


@pytest.mark.django_db
def test_the_header_marks_where_one_is_and_the_footer_leads_back(client: Client) -> None:
    pages = [client.get(path).content.decode() for path in ("/about/", "/knowledge/", "/about/")]

    assert ['aria-current="page"' in page.partition("<main")[0] for page in pages] == [
        False, True, False,
    ]  # fmt: skip
    assert ['name="next" value="/about/"' in page for page in pages] == [True, False, True]


@pytest.mark.django_db
def test_the_header_of_somebody_signed_in_is_not_that_of_others(
    client: Client, alice: object
) -> None:
    login = "Sign in"
    before = client.get("/about/").content.decode()
    client.force_login(alice)  # type: ignore[arg-type]
    inside = client.get("/about/").content.decode()
    client.logout()
    after = client.get("/about/").content.decode()

    assert [login in page for page in (before, inside, after)] == [True, False, True]
