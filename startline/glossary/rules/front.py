"""The front matter of a term file: typed, with unknown keys refused by line. Pure."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import yaml

from startline.glossary.rules.problems import UnreadableError
from startline.glossary.rules.terms import Danger, Kind, RaceLink, Signature

NEEDED = (
    "name", "kind", "definition", "aliases", "tags", "related", "references", "version", "reviewed",
)  # fmt: skip
KEYS = frozenset(NEEDED) | {"races", "signature", "in_short", "danger", "care_only", "names"}
LANGUAGES = ("de", "fr")
"""The languages besides English in which a page's common names are given."""
FENCE = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class Front:
    """The keys of a front matter, with the line of each, and the file's body."""

    values: Mapping[str, object]
    lines: Mapping[str, int]
    body: str
    body_line: int  # the file's line before the body's first

    def line(self, key: str) -> int:
        """The line of a key, 1 if it is absent."""
        return self.lines.get(key, 1)

    def refuse(self, key: str, message: str) -> NoReturn:
        """Raise the fault of a key."""
        raise UnreadableError(self.line(key), f"{key}: {message}")


def front_of(text: str) -> Front:
    """Split a file and read its front matter; UnreadableError says what is wrong with it."""
    found = FENCE.match(text)
    if not found:
        raise UnreadableError(1, "a term file starts with front matter between lines of ---")
    node, values = _parsed(found[1])
    lines = _lines(node)
    missing = [key for key in NEEDED if key not in lines]
    if missing:
        raise UnreadableError(1, f"missing: {', '.join(missing)}")
    return Front(values, lines, text[found.end() :], text[: found.end()].count("\n"))


def _parsed(text: str) -> tuple[yaml.MappingNode, dict[str, object]]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise UnreadableError(line, f"front matter: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableError(1, f"front matter: {error}") from None
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise UnreadableError(1, "front matter must be keys and values")
    return node, values


def _lines(node: yaml.MappingNode) -> dict[str, int]:
    """The file's line of each key; an unknown one, or one that stands twice, is refused."""
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 2
        if key.value not in KEYS:
            raise UnreadableError(line, f"unknown key {key.value!r}")
        if key.value in lines:
            raise UnreadableError(line, f"{key.value} stands twice")
        lines[key.value] = line
    return lines


def seal_of(text: str) -> str:
    """A short fingerprint of everything in the file but the signature itself.

    An edit of any other word changes it, so a signature cannot outlive the words signed.
    """
    unsigned = re.sub(r"(?m)^signature:.*\n(?:[ \t]+.*\n)*", "", text, count=1)
    return hashlib.sha256(unsigned.encode()).hexdigest()[:16]


def curly(text: str) -> str:
    """Straight quotes made typographic."""
    text = re.sub(r"(?<=\w)'|'(?=\d)", "’", text)
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"'([^']*)'", r"‘\1’", text)


def text_of(front: Front, key: str) -> str:
    """A text on one line."""
    value = front.values.get(key)
    if not isinstance(value, str) or not value.strip():
        front.refuse(key, f"must be text, not {value!r}")
    return curly(" ".join(value.split()))


def texts_of(front: Front, key: str) -> tuple[str, ...]:
    """A list of texts; empty where the key is absent."""
    return _texts(front, key, front.values.get(key, []))


def _texts(front: Front, key: str, values: object) -> tuple[str, ...]:
    if values is None:
        return ()
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        front.refuse(key, f"must be a list of texts, not {values!r} (quote odd ones)")
    return tuple(curly(" ".join(str(v).split())) for v in values)


def names_of(front: Front) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The common names in each of the other languages; empty where the key is absent."""
    if "names" not in front.values:
        return ()
    given = _mapping(front, "names", front.values["names"], frozenset(LANGUAGES))
    found = tuple((code, _texts(front, "names", given[code])) for code in LANGUAGES)
    for code, names in found:
        if not names:
            front.refuse("names", f"{code} has no name")
        if len({name.casefold() for name in names}) != len(names):
            front.refuse("names", f"{code}: one stands twice")
    return found


def kind_of(front: Front) -> Kind:
    """Condition or term."""
    value = front.values["kind"]
    if value not in {kind.value for kind in Kind}:
        front.refuse("kind", "must be term or condition")
    return Kind(str(value))


def version_of(front: Front) -> int:
    """A whole number from 1."""
    value = front.values["version"]
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        front.refuse("version", "must be a whole number from 1")
    return value


def day_of(front: Front, key: str) -> dt.date:
    """A day."""
    value = front.values[key]
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        front.refuse(key, "must be a day such as 2026-11-22")
    return value


def care_only_of(front: Front) -> bool:
    """Whether the condition must not have a plan."""
    value = front.values.get("care_only", False)
    if not isinstance(value, bool):
        front.refuse("care_only", "must be true or false")
    return value


def _mapping(front: Front, key: str, value: object, keys: frozenset[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        front.refuse(key, f"must have the keys {', '.join(sorted(keys))}")
    unknown = [str(k) for k in value if k not in keys]
    if unknown:
        front.refuse(key, f"unknown key {unknown[0]!r}")
    missing = sorted(k for k in keys if k not in value)
    if missing:
        front.refuse(key, f"{missing[0]} is missing")
    return {str(k): v for k, v in value.items()}


def in_short_of(front: Front) -> tuple[tuple[str, str], ...]:
    """Rows of a label and its words."""
    rows = front.values.get("in_short", [])
    if not isinstance(rows, list):
        front.refuse("in_short", "must be a list of rows")
    pairs = []
    for row in rows:
        texts = _texts(front, "in_short", row)
        if len(texts) != 2:
            front.refuse("in_short", f"{row!r}: a label and a text; quote one with commas")
        pairs.append((texts[0], texts[1]))
    return tuple(pairs)


def danger_of(front: Front) -> Danger | None:
    """The danger signs of a condition, None where there are none."""
    if "danger" not in front.values:
        return None
    keys = frozenset({"now", "today", "week", "first"})
    given = _mapping(front, "danger", front.values["danger"], keys)
    first = given["first"]
    if not isinstance(first, str) or not first.strip():
        front.refuse("danger", "first must be a sentence")
    now, today, week = (_texts(front, "danger", given[key]) for key in ("now", "today", "week"))
    return Danger(now, today, week, curly(" ".join(first.split())))


def signature_of(front: Front) -> Signature | None:
    """Who signed which version, None while nobody has."""
    if "signature" not in front.values:
        return None
    keys = frozenset({"name", "registration", "version", "date", "seal"})
    given = _mapping(front, "signature", front.values["signature"], keys)
    version, day = given["version"], given["date"]
    if not isinstance(version, int) or not isinstance(day, dt.date):
        front.refuse("signature", "version must be a number and date a day")
    name, registration, seal = (str(given[key]) for key in ("name", "registration", "seal"))
    return Signature(name, registration, version, day, seal)


def races_of(front: Front) -> tuple[RaceLink, ...]:
    """Links to races: words, and parameters of the search page as texts."""
    rows = front.values.get("races") or []
    if not isinstance(rows, list):
        front.refuse("races", "must be a list")
    links = []
    for row in rows:
        given = _mapping(front, "races", row, frozenset({"words", "find"}))
        find = given["find"]
        if not isinstance(find, dict) or not isinstance(given["words"], str):
            front.refuse("races", "words must be text and find a mapping")
        pairs = tuple((str(k), _values(v)) for k, v in find.items() if v not in ("", None))
        links.append(RaceLink(curly(given["words"]), pairs))
    return tuple(links)


def _values(value: object) -> tuple[str, ...]:
    many = value if isinstance(value, list) else [value]
    return tuple("1" if v is True else str(v) for v in many)
