"""The empty form of one person, drawn once for all who want the same: on opening day, thousands."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from startline.entries.forms.person import PersonForm
from startline.entries.models.asking import Waiver

NOBODY = 9_000_000_000_000_000
"""Stands for the number of the place in what is kept; no place has it."""


def fresh_part(form: PersonForm, waiver: Waiver | None) -> SafeString:
    """The fields of a person nobody has typed into yet, as `person_form.html` draws them."""
    place = replace(form.place, entry=NOBODY, party=None, pool=None, sold_before=0)
    told = (waiver.pk, waiver.version, waiver.text, waiver.made_at) if waiver else None
    drawn = kept_part(get_language(), place, form.today, form.is_first, told)
    return mark_safe(drawn.replace(f"p{NOBODY}-", f"p{form.place.entry}-"))  # noqa: S308  -- our own template's output, with a number put in


@lru_cache(maxsize=128)
def kept_part(language: str | None, place: Any, today: Any, is_first: bool, told: Any) -> str:  # noqa: FBT001  -- a key: positions only; the language is active
    """One drawing for each language, place, day and text of the waiver."""
    waiver = None
    if told:
        number, version, text, made_at = told
        waiver = Waiver(pk=number, version=version, text=text, made_at=made_at)
    form = PersonForm(
        place=place, today=today, is_first=is_first, initial={"later": place.leg is not None}
    )
    page = {"form": form, "waiver": waiver, "first": is_first}
    return render_to_string("entries/person_form.html", page)
