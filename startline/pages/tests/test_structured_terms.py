"""The structured data of every shipped term against schema.org's own definitions.

schema_org.json is an extract of schema.org's release that names itself inside; it was made by
scripts/vocabulary.py.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from startline.glossary.queries import library

VOCABULARY: dict[str, Any] = json.loads(Path(__file__).with_name("schema_org.json").read_text())
TYPES: dict[str, list[str]] = VOCABULARY["types"]
PROPERTIES: dict[str, dict[str, list[str]]] = VOCABULARY["properties"]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def kinds(name: str) -> set[str]:
    """A type and all that it is a kind of."""
    return {name}.union(*(kinds(parent) for parent in TYPES[name]))


def values_of(value: str) -> set[str]:
    """What a text may be read as."""
    found = {"Text"}
    if re.fullmatch(r"https?://\S+", value):
        found.add("URL")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        found.add("Date")
    return found


def faults(node: dict[str, Any], by_id: dict[str, str]) -> Iterator[str]:
    """Unknown types, properties that do not belong to the type, values not expected there."""
    name = node["@type"]
    if name not in TYPES:
        yield f"unknown type {name}"
        return
    for key, value in node.items():
        if key in {"@type", "@id"}:
            continue
        if key not in PROPERTIES or not kinds(name) & set(PROPERTIES[key]["of"]):
            yield f"{name} has no property {key}"
            continue
        for one in value if isinstance(value, list) else [value]:
            if not shapes(one, by_id) & set(PROPERTIES[key]["accepts"]):
                yield f"{name}.{key} does not accept {json.dumps(one)[:80]}"
            if isinstance(one, dict) and "@type" in one:
                yield from faults(one, by_id)


def shapes(value: Any, by_id: dict[str, str]) -> set[str]:
    """All that a value is: kinds of a node or of the node pointed to, or of a text."""
    if isinstance(value, dict):
        return kinds(value["@type"] if "@type" in value else by_id[value["@id"]])
    return values_of(value) if isinstance(value, str) and value else set()


def read(page: str) -> list[str]:
    """The faults of one page's structured data."""
    (script,) = SCRIPT.findall(page)
    data = json.loads(script)
    by_id = {node["@id"]: node["@type"] for node in data["@graph"]}
    found = [fault for node in data["@graph"] for fault in faults(node, by_id)]
    return found if data["@context"] == "https://schema.org" else [*found, "no context"]


@pytest.mark.django_db
def test_every_terms_structured_data_is_valid(client: Client) -> None:
    wrong = []
    for slug in library().by_slug:
        page = client.get(reverse("term", args=[slug])).content.decode()
        wrong += [f"{slug}: {fault}" for fault in read(page)]

    assert wrong == []


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Disease"}, "unknown type Disease"),
        ({"@type": "DefinedTerm", "lastReviewed": "2026-01-01"}, "has no property lastReviewed"),
        ({"@type": "WebPage", "lastReviewed": "soon"}, "does not accept"),
        ({"@type": "DefinedTerm", "url": "here"}, "does not accept"),
        ({"@type": "Question", "acceptedAnswer": {"@type": "WebPage"}}, "does not accept"),
        ({"@type": "WebPage", "nmae": "x"}, "has no property nmae"),
    ],
)
def test_what_is_not_valid_is_seen(node: dict[str, Any], fault: str) -> None:
    (found,) = faults(node, {})

    assert fault in found


def test_the_extract_says_what_it_was_made_from() -> None:
    assert VOCABULARY["source"] == "https://schema.org/"
    assert VOCABULARY["version"] == "12.0"
    assert "CC BY-SA" in VOCABULARY["licence"]
    assert (settings.ROOT / "scripts" / "vocabulary.py").exists()
