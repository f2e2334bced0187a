"""Only addresses of the web may be linked to."""

import pytest
from django import forms

from startline.events.forms.fields import WebAddressField


class Linked(forms.Form):
    """A form that takes one."""

    website = WebAddressField(required=False, max_length=500)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ridge.example.org/race", "https://ridge.example.org/race"),
        ("http://ridge.example.org", "http://ridge.example.org"),
        ("", ""),
    ],
)
def test_an_address_of_the_web_is_taken(typed: str, kept: str) -> None:
    form = Linked({"website": typed})

    assert form.is_valid()
    assert form.cleaned_data["website"] == kept


@pytest.mark.parametrize(
    "typed",
    ["ftp://ridge.example.org/", "javascript:alert(1)", "javascript://x.org/%0aalert(1)",
     "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd"],
)  # fmt: skip
def test_every_other_scheme_is_refused_in_a_sentence(typed: str) -> None:
    form = Linked({"website": typed})

    assert form.errors["website"] == [
        "Write the address of a web page; it begins with https:// or http://."
    ]
