"""The list of references: ours, with the ids and titles of the evidence."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from startline.glossary.rules.reading import read_references


def test_each_reference_says_where_it_was_seen() -> None:
    rows: list[dict[str, Any]] = json.loads((settings.KNOWLEDGE / "references.json").read_text())

    assert rows
    for row in rows:
        assert row["seen"] == "recall" or re.match(r"https?://[a-z0-9-]*[a-z]", row["seen"])
        assert not {"note", "verified"} & row.keys()
        assert not re.search(r"https?://[0-9.]+(?:[:/]|$)", row["seen"] + " " + row.get("URL", ""))


@pytest.mark.shared_data
def test_ids_and_titles_are_those_of_the_evidence() -> None:
    evidence = Path(settings.DATA).parent / "evidence" / "references.json"
    if not evidence.exists():
        pytest.skip("the evidence is absent: set STARTLINE_DATA")
    theirs = {row["id"]: row for row in json.loads(evidence.read_text())}

    ours = read_references(settings.KNOWLEDGE / "references.json")

    assert {r.id: r.title for r in ours.values()} == {i: row["title"] for i, row in theirs.items()}
    assert {r.id for r in ours.values() if r.is_recall} == {
        i for i, row in theirs.items() if row["verified"] == "recall"
    }
