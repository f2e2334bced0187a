"""No form takes what the tables cannot hold: a database's error would be a broken page."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import startline

MOST_IN_MAIL = 254  # RFC 5321
MOST_IN_WEB = 600  # the longest column for a web address


def fields() -> Iterator[tuple[str, forms.Field]]:
    """Every field that a form of ours declares, by its full name."""
    for module in pkgutil.walk_packages(startline.__path__, "startline."):
        if ".forms" not in module.name or ".tests" in module.name:
            continue
        for form in vars(importlib.import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, forms.Form):
                for name, field in form.base_fields.items():
                    yield f"{module.name}.{form.__name__}.{name}", field


def test_every_number_of_a_form_has_a_highest() -> None:
    numbers = {n: f for n, f in fields() if isinstance(f, forms.IntegerField)}

    assert len(numbers) > 20
    assert [name for name, field in numbers.items() if field.max_value is None] == []


def test_every_address_of_a_form_is_as_short_as_its_column() -> None:
    kinds = (forms.EmailField, forms.URLField)
    addresses = {name: field for name, field in fields() if isinstance(field, kinds)}

    assert len(addresses) > 10
    assert [name for name, field in addresses.items() if is_too_long(field)] == []


def is_too_long(field: forms.Field) -> bool:
    """Whether an address may be longer than what holds it."""
    most = MOST_IN_MAIL if isinstance(field, forms.EmailField) else MOST_IN_WEB
    return (getattr(field, "max_length", None) or most + 1) > most
