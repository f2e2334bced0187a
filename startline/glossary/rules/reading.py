"""Reading a folder of term files and the list of references. Pure but for the files."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from startline.glossary.rules import front as fm
from startline.glossary.rules.body import Body, body_of
from startline.glossary.rules.problems import Problem, UnreadableError
from startline.glossary.rules.terms import CATEGORIES, Reference, Term

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def term_of(text: str, *, slug: str, category: str, path: str) -> Term:
    """One page from the text of its file; UnreadableError says what is wrong and where."""
    if category not in CATEGORIES:
        raise UnreadableError(1, f"unknown category folder {category!r}")
    if not SLUG.fullmatch(slug):
        raise UnreadableError(1, f"the file's name {slug!r} is not a slug")
    front = fm.front_of(text.replace("\r\n", "\n"))
    body = body_of(front.body, front.body_line)
    _check_cited(front, body)
    return Term(
        slug=slug,
        category=category,
        path=path,
        seal=fm.seal_of(text),
        name=fm.text_of(front, "name"),
        kind=fm.kind_of(front),
        definition=fm.text_of(front, "definition"),
        version=fm.version_of(front),
        reviewed=fm.day_of(front, "reviewed"),
        aliases=fm.texts_of(front, "aliases"),
        names=fm.names_of(front),
        tags=fm.texts_of(front, "tags"),
        related=fm.texts_of(front, "related"),
        races=fm.races_of(front),
        references=tuple(body.cited),
        in_short=fm.in_short_of(front),
        danger=fm.danger_of(front),
        is_care_only=fm.care_only_of(front),
        signature=fm.signature_of(front),
        understanding=body.understanding,
        facts=body.facts,
        tips=body.tips,
        questions=body.questions,
        claims=body.claims,
        lines={**front.lines, **body.lines},
    )


def _check_cited(front: fm.Front, body: Body) -> None:
    """The list of references is what the text cites, no more and no less."""
    listed = fm.texts_of(front, "references")
    for reference in listed:
        if reference not in body.cited:
            front.refuse("references", f"{reference} is listed and never cited")
    for reference in body.cited:
        if reference not in listed:
            front.refuse("references", f"{reference} is cited and not listed")


def read_terms(
    folder: Path, references: Mapping[str, Reference]
) -> tuple[list[Term], list[Problem]]:
    """Every good page under `<folder>/<category>/<slug>.md`, and the faults of the others."""
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*/*.md")):
        path = f"{file.parent.name}/{file.name}"
        try:
            text = file.read_text(encoding="utf-8")
            term = term_of(text, slug=file.stem, category=file.parent.name, path=path)
            unknown = [r for r in term.references if r not in references]
            if unknown:
                line = term.lines["references"]
                raise UnreadableError(line, f"unknown reference {unknown[0]!r}")
            if term.slug in terms:
                raise UnreadableError(1, f"{terms[term.slug].path} has the same name")
        except UnreadableError as error:
            problems.append(Problem(path, error.line, error.message))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(path, 1, str(error)))
        else:
            terms[term.slug] = term
    return list(terms.values()), problems


def read_references(path: Path) -> dict[str, Reference]:
    """The sources by id; no two may share one."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    found = {row["id"]: _reference(row) for row in rows}
    if len(found) != len(rows):
        msg = f"{path.name}: an id stands twice"
        raise ValueError(msg)
    return found


def _reference(row: Mapping[str, Any]) -> Reference:
    date = row.get("issued", {}).get("date-parts", [[""]])
    return Reference(
        id=row["id"],
        title=row["title"],
        authors=_authors(list(_names(row.get("author", [])))),
        year=str(date[0][0]),
        container=row.get("container-title") or row.get("publisher", ""),
        where=_where(row),
        doi=row.get("DOI", ""),
        url=row.get("URL", ""),
        seen=row["seen"],
    )


def _names(authors: list[Mapping[str, str]]) -> Iterator[str]:
    for author in authors:
        name = author.get("literal") or f"{author.get('family', '')} {author.get('given', '')}"
        yield name.strip()


def _authors(names: list[str]) -> str:
    """Up to three names, or the first with "and others"."""
    if len(names) > 3 or "et al." in names:
        return f"{names[0]} and others"
    return ", ".join(names)


def _where(row: Mapping[str, Any]) -> str:
    issue = f"({row['issue']})" if row.get("issue") else ""
    pages = f":{row['page'].replace('-', '–')}" if row.get("page") else ""
    return f"{row.get('volume', '')}{issue}{pages}"
