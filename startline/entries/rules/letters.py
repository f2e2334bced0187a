"""Texts with places to fill in. Pure."""

import re
from collections.abc import Mapping

PLACES = ("first_name", "race", "event", "date", "reference", "page")
"""What a text may name in braces, as {first_name}."""

_PLACE = re.compile(r"\{(\w+)\}")


def unknown_places(text: str) -> list[str]:
    """Names in braces that nothing fills."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; values are never read as places again."""
    return _PLACE.sub(lambda m: values.get(m[1], m[0]), text)
