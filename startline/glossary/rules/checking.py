"""What every shipped page must hold. Each fault with its file and line. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from startline.glossary.rules import body as sections
from startline.glossary.rules.problems import Problem
from startline.glossary.rules.sentences import (
    has_figure,
    reading_grade,
    refused_words,
    sentences_of,
    texts_of,
)
from startline.glossary.rules.terms import (
    UNCITED_GRADES,
    Block,
    Claim,
    Mark,
    Reference,
    Term,
    Text,
    plain,
)

SEARCH_KEYS = frozenset({
    "q", "near", "within", "country", "region", "sport", "surface", "relief", "band", "certainty",
    "month", "min_km", "max_km", "from", "to", "max_price", "currency", "climb_max", "cutoff",
    "open", "sort",
})  # fmt: skip
"""Parameters of the search page that a page may link to; a test compares them with it."""
MOST_GRADE = 8.0
_TAG = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")


@dataclass(frozen=True)
class Least:
    """How much a kind of page must hold at least; paragraphs and rows: at least and at most."""

    facts: int
    tips: int
    questions: int
    paragraphs: tuple[int, int]
    rows: tuple[int, int]


TERM = Least(3, 2, 2, (2, 4), (2, 4))
CONDITION = Least(4, 3, 3, (3, 6), (4, 6))


@dataclass(frozen=True)
class Known:
    """What the pages are checked against."""

    slugs: Collection[str]
    references: Mapping[str, Reference]
    expected: Collection[str] = ()  # slugs that somebody else may still be writing
    syllables: Callable[[str], int] | None = None
    names: Collection[str] = ()  # of conditions and drugs: not counted as hard words


def problems_of(term: Term, known: Known) -> list[Problem]:
    """All faults of a page that could be read."""
    rules = (
        _front, _words, _amounts, _danger, _links, _claims, _recall, _language, _grade_of_reading,
        _signed,
    )  # fmt: skip
    return sorted(problem for rule in rules for problem in rule(term, known))


def _at(term: Term, key: str, message: str) -> Problem:
    return Problem(term.path, term.lines.get(key, 1), message)


def _front(term: Term, _: Known) -> Iterator[Problem]:
    if len(term.definition) > 160 or not term.definition.endswith("."):
        yield _at(term, "definition", "a definition has at most 160 characters and a full stop")
    if not 3 <= len(term.related) <= 8:
        yield _at(term, "related", "3 to 8 related pages")
    if not term.references:
        yield _at(term, "references", "at least one reference")
    if term.is_condition and not term.names:
        yield _at(term, "names", "a condition has its common names in German and French")
    for key, values in (("aliases", term.aliases), ("tags", term.tags), ("related", term.related)):
        if len({v.casefold() for v in values}) != len(values):
            yield _at(term, key, f"{key}: one stands twice")


def _words(term: Term, _: Known) -> Iterator[Problem]:
    if not 2 <= len(term.tags) <= 6:
        yield _at(term, "tags", "2 to 6 tags")
    for tag in term.tags:
        if not _TAG.fullmatch(tag):
            yield _at(term, "tags", f"{tag!r}: lower-case words")
    for name in sorted({name for link in term.races for name, _values in link.find} - SEARCH_KEYS):
        yield _at(term, "races", f"the search page has no parameter {name!r}")
    for text, line in _all_texts(term):
        if "!" in plain(text):
            yield Problem(term.path, line, "no exclamation marks")
        if re.search(r"\[@|@[a-z]+\d{4}|\{[a-z ]+\}", plain(text)):
            yield Problem(term.path, line, "a citation or grade could not be read")


def _amounts(term: Term, _: Known) -> Iterator[Problem]:
    least = CONDITION if term.is_condition else TERM
    few, many = least.paragraphs
    if not few <= len(term.understanding) <= many:
        yield _at(term, sections.UNDERSTANDING, f"Understanding: {few} to {many} paragraphs")
    for title, units, number in (
        (sections.FACTS, term.facts, least.facts),
        (sections.TIPS, term.tips, least.tips),
        (sections.QUESTIONS, term.questions, least.questions),
    ):
        if len(units) < number:
            yield _at(term, title, f"{title}: {len(units)} of at least {number}")
    few, many = least.rows
    if (term.in_short or term.is_condition) and not few <= len(term.in_short) <= many:
        yield _at(term, "in_short", f"in_short: {few} to {many} rows")


def _danger(term: Term, _: Known) -> Iterator[Problem]:
    if term.is_condition and term.danger is None:
        yield _at(term, "kind", "a condition says its danger signs")
    if not term.is_condition and (term.danger or term.is_care_only):
        yield _at(term, "danger", "danger and care_only are for conditions")
    if term.danger and not (term.danger.now or term.danger.today):
        yield _at(term, "danger", "no sign that needs care now or today")


def _links(term: Term, known: Known) -> Iterator[Problem]:
    for slug, line in [*((s, term.lines["related"]) for s in term.related), *term.links()]:
        if slug == term.slug:
            yield Problem(term.path, line, "links to itself")
        elif slug not in known.slugs:
            waits = slug in known.expected
            message = f"{slug}: {'not written yet' if waits else 'no such page'}"
            yield Problem(term.path, line, message, is_waiting=waits)
    for block in term.blocks():
        for text in block.texts:
            for piece in text:
                if piece.mark == Mark.LINK and not piece.target.startswith("https://"):
                    message = f"link to {piece.target!r}: use term:slug or https://"
                    yield Problem(term.path, block.line, message)


def _claims(term: Term, _: Known) -> Iterator[Problem]:
    for unit in term.units:
        words = " ".join(plain(text) for block in unit.blocks for text in block.texts).strip()
        if not words:
            yield Problem(term.path, unit.line, f"{unit.title!r} says nothing")
        is_bare = not unit.cited and not unit.grades & {g.value for g in UNCITED_GRADES}
        if is_bare and unit not in term.claims:
            message = f"{unit.title!r}: cite a reference or say {{common practice}}"
            yield Problem(term.path, unit.line, message)
    for question in term.questions:
        if not question.title.rstrip("”").endswith("?"):
            yield Problem(term.path, question.line, "a question ends with a question mark")


def _all_texts(term: Term) -> Iterator[tuple[Text, int]]:
    for block in term.blocks():
        yield from texts_of([block])


def _recall(term: Term, known: Known) -> Iterator[Problem]:
    """A source known only from memory never carries a figure."""
    recall = {r for r in term.references if known.references[r].is_recall}
    names = {term.name, *term.aliases}
    for blocks, grades in _passages(term):
        cited = {p.target for b in blocks for t in b.texts for p in t if p.mark == Mark.CITE}
        is_only_recall = bool(cited) and cited <= recall
        may_say = bool(grades & {g.value for g in UNCITED_GRADES})
        for text, line in texts_of(blocks):
            linked = {p.words for p in text if p.mark == Mark.TERM}
            for sentence in sentences_of(text):
                if not has_figure(sentence.words, names | linked):
                    continue
                if set(sentence.cited) & recall:
                    message = f"a recalled source cannot carry a figure: {sentence.words[:60]}"
                    yield Problem(term.path, line, message)
                elif is_only_recall and not may_say:
                    message = f"whose figure is this? {sentence.words[:60]}"
                    yield Problem(term.path, line, message)


def _passages(term: Term) -> Iterator[tuple[tuple[Block, ...], frozenset[str]]]:
    """Texts that stand or fall together: a paragraph, or a claim with its grades."""
    for block in term.understanding:
        claim = Claim("", (block,), block.line)
        yield claim.blocks, claim.grades
    for unit in term.units:
        yield unit.blocks, unit.grades


def _language(term: Term, _: Known) -> Iterator[Problem]:
    """Words of a medical device on a condition's page; founding claims are quoted, not ours."""
    if not term.is_condition:
        return
    for words, line in _said(term):
        for word in refused_words(words):
            yield Problem(term.path, line, f"{word!r} is not said on a condition's page")


def _said(term: Term) -> Iterator[tuple[str, int]]:
    """Every sentence of ours, with its line."""
    yield term.definition, term.lines["definition"]
    for label, words in term.in_short:
        yield f"{label}: {words}", term.lines["in_short"]
    for words in term.danger.texts() if term.danger else ():
        yield words, term.lines["danger"]
    for unit in (*term.facts, *term.tips, *term.questions):
        yield unit.title, unit.line
    for text, line in _all_texts(term):
        yield plain(text), line


def _grade_of_reading(term: Term, known: Known) -> Iterator[Problem]:
    if term.is_condition and known.syllables:
        grade = grade_of(term, known.syllables, known.names)
        if grade > MOST_GRADE:
            message = f"Flesch–Kincaid grade {grade:.1f}, at most {MOST_GRADE:g}"
            yield _at(term, sections.UNDERSTANDING, message)


def grade_of(term: Term, syllables: Callable[[str], int], names: Iterable[str]) -> float:
    """The reading grade of a page's running text: definition, understanding, claims, answers."""
    said = [term.definition, *(term.danger.texts() if term.danger else ())]
    said += [unit.title for unit in (*term.facts, *term.tips, *term.questions)]
    for text, _line in _all_texts(term):
        said += [sentence.words for sentence in sentences_of(text)]
    own = {word for name in (term.name, *term.aliases) for word in re.split(r"[\s/]", name)}
    return reading_grade(said, syllables, {*names, *own})


def _signed(term: Term, _: Known) -> Iterator[Problem]:
    signed = term.signature
    if signed and not term.valid_signature:
        message = (
            f"the signature is for version {signed.version}, seal {signed.seal}; the page is"
            f" version {term.version}, seal {term.seal}: withdrawn"
        )
        yield _at(term, "signature", message)
