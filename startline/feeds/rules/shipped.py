"""Reading one entry of a shipped file: each field checked, each fault named. Pure."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NoReturn

ADDRESS = re.compile(r"https://[^\s/]+\.[a-z]{2,}(/\S*)?")


class ShippedError(ValueError):
    """An entry of a shipped file is wrong: which one, and what about it."""

    def __init__(self, entry: str, fault: str) -> None:
        super().__init__(f"{entry}: {fault}")
        self.entry = entry
        self.fault = fault


class Entry:
    """A mapping from a file with the name it is called by in errors."""

    def __init__(self, label: str, fields: object) -> None:
        self.label = label
        if not isinstance(fields, Mapping):
            self.refuse("must be a mapping of fields")
        self.fields = fields

    def refuse(self, fault: str) -> NoReturn:
        """Raise `ShippedError` for this entry."""
        raise ShippedError(self.label, fault)

    def check_keys(self, allowed: Iterable[str], needed: Iterable[str]) -> None:
        """Refuse a key that we do not know, and a missing one that we need."""
        for key in self.fields:
            if key not in allowed:
                self.refuse(f"unknown key {key!r}")
        for key in needed:
            if key not in self.fields:
                self.refuse(f"{key} is missing")

    def text(self, key: str) -> str:
        """A text that is there, without blanks around it."""
        value = self.fields.get(key)
        if not isinstance(value, str) or not value or value != value.strip():
            self.refuse(f"{key} must be text, not {value!r}")
        return value

    def optional_text(self, key: str) -> str:
        """A text, or "" where the key is absent."""
        return self.text(key) if key in self.fields else ""

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        """A text of the given form."""
        value = self.text(key)
        if not pattern.fullmatch(value):
            self.refuse(f"{key} {value!r} is not of the right form")
        return value

    def word[Word: StrEnum](self, key: str, words: type[Word], default: Word) -> Word:
        """One of our stable words."""
        value = self.fields.get(key, default)
        if value not in [word.value for word in words]:
            self.refuse(f"{key} {value!r} is not one of our words")
        return words(value)

    def number(self, key: str, *, most: float, least: float = 0) -> float | None:
        """A number within bounds, or None where the key is absent."""
        value = self.fields.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"{key} must be a number, not {value!r}")
        if not least <= value <= most:
            self.refuse(f"{key} {value!r} must lie between {least:g} and {most:g}")
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        values = self.fields.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            self.refuse(f"{key} must be a list of texts")
        return tuple(values)

    def rows(self, key: str) -> list[object]:
        """A list with at least one row."""
        rows = self.fields.get(key)
        if not isinstance(rows, list) or not rows:
            self.refuse(f"has no {key}")
        return rows
