"""A small extract of schema.org's published vocabulary, for the tests of our structured data.

    python scripts/vocabulary.py RELEASE.jsonld VERSION > startline/pages/tests/schema_org.json

RELEASE.jsonld is the file `schemaorg-current-https.jsonld` of a release of schema.org. What is
kept: each type we use with its ancestors, and each property we use with its types and values.
"""

import json
import sys
from pathlib import Path
from typing import Any

TYPES = (
    "Answer", "CreativeWork", "DefinedTerm", "DefinedTermSet", "FAQPage", "MedicalCondition",
    "MedicalWebPage", "Question", "WebPage",
)  # fmt: skip
PROPERTIES = (
    "about", "acceptedAnswer", "alternateName", "citation", "description", "inDefinedTermSet",
    "keywords", "lastReviewed", "mainEntity", "name", "text", "url",
)  # fmt: skip


def names(value: Any) -> list[str]:
    """The names behind one reference, a list of them, or nothing."""
    found = value if isinstance(value, list) else [value] if value else []
    return sorted(node["@id"].removeprefix("schema:") for node in found)


def extract(graph: list[dict[str, Any]], version: str) -> dict[str, Any]:
    """Types with their parents, properties with the types they belong to and accept."""
    nodes = {node["@id"].removeprefix("schema:"): node for node in graph}
    types: dict[str, list[str]] = {}
    waiting = list(TYPES)
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in types:
            types[name] = names(nodes[name].get("rdfs:subClassOf"))
            waiting += types[name]
    properties = {
        name: {
            "of": names(nodes[name]["schema:domainIncludes"]),
            "accepts": names(nodes[name]["schema:rangeIncludes"]),
        }
        for name in PROPERTIES
    }
    return {
        "source": "https://schema.org/",
        "version": version,
        "licence": "CC BY-SA 3.0, schema.org's sponsors",
        "types": dict(sorted(types.items())),
        "properties": properties,
    }


if __name__ == "__main__":
    release = json.loads(Path(sys.argv[1]).read_text())
    sys.stdout.write(json.dumps(extract(release["@graph"], sys.argv[2]), indent=1) + "\n")
