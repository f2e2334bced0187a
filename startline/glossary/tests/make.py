"""The smallest valid content folder, for tests."""

import json
from pathlib import Path

REFERENCES = [
    {
        "id": "smith2020",
        "type": "article-journal",
        "title": "Knees in runners",
        "author": [{"family": "Smith", "given": "A"}, {"literal": "et al."}],
        "issued": {"date-parts": [[2020]]},
        "container-title": "Journal of Knees",
        "volume": "3",
        "issue": "2",
        "page": "10-20",
        "DOI": "10.1000/knees",
        "seen": "https://example.org/knees",
    },
    {"id": "jones2010", "type": "book", "title": "Old knees", "author": [], "seen": "recall"},
]

TERM = """---
name: {name}
kind: term
definition: A short line about it.
aliases: [{aliases}]
tags: [knee, load]
related: [{related}]
races:
  - words: Long trail races
    find: {{sport: trail, min_km: 50}}
references: [smith2020]
version: 1
reviewed: 2026-04-01
---
## Understanding
The first paragraph says 6% of it. [@smith2020] {{moderate}}

The second links to [another page](term:{link}).

## Key facts
### It is a fact
So it is. [@smith2020] {{high}}

### It is another
So it is.  {{common practice}}

### It is the third
So it is. {{common practice}}

## Pro tips
- **Do this.** And that. [@smith2020] {{low}}
- **Do that.** And this. {{common practice}}

## Questions
### Is it so?
It is. {{common practice}}

### Is it "not" so?
It isn't. {{common practice}}
"""

CONDITION = """---
name: Sore knee
kind: condition
definition: A dull ache of the knee.
aliases: [Knee ache]
names:
  de: [Wehes Knie]
  fr: [Genou sensible]
tags: [knee, pain]
related: [alpha, beta, gamma]
references: [smith2020]
version: 1
reviewed: 2026-04-01
in_short:
  - [Where, The knee]
  - [Brings it on, "Stairs, hills"]
  - ["Run today?", Often]
  - [Time, It varies]
danger:
  now: [Chest pain.]
  today: [A hot and swollen knee.]
  week: [One sore spot on bone.]
  first: Go to a physiotherapist first.
---
## Understanding
The knee is sore. [@smith2020] {moderate}

It gets better.

It takes time.

## Key facts
### It is common
So it is. [@smith2020] {high}

### It is dull
So it is. {common practice}

### It is sore
So it is. {common practice}

### It will go
So it will. {common practice}

## Pro tips
- **Do less.** For a week. {common practice}
- **Do more.** Next week. {common practice}
- **Sleep well.** It helps. {common practice}

## Questions
### Can I run with a sore knee?
Often. {common practice}

### Can I walk?
Yes. {common practice}

### Who helps?
A physiotherapist. {common practice}

## What other pages say, and where we differ
### "It is 99% of all pain."
Verdict: Contradicted. It is less. [@smith2020] {moderate}
"""


def term_text(
    name: str = "Alpha", *, aliases: str = "", related: str = "", link: str = "beta"
) -> str:
    """A valid page that links to others."""
    return TERM.format(name=name, aliases=aliases, related=related, link=link)


def content_at(folder: Path) -> Path:
    """Three terms and a condition, all valid: alpha, beta, gamma, sore-knee."""
    (folder / "terms" / "training").mkdir(parents=True)
    (folder / "terms" / "recovery-injury").mkdir()
    (folder / "references.json").write_text(json.dumps(REFERENCES))
    others = {"alpha": "beta", "beta": "gamma", "gamma": "alpha"}
    for slug, link in others.items():
        related = ", ".join([*(other for other in others if other != slug), "sore-knee"])
        text = term_text(slug.title(), aliases=f"{slug} word", related=related, link=link)
        (folder / "terms" / "training" / f"{slug}.md").write_text(text)
    (folder / "terms" / "recovery-injury" / "sore-knee.md").write_text(CONDITION)
    return folder
