"""What the recovery pages show: questions, outcome, the tables with their words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from startline.glossary.queries import library
from startline.glossary.rules.terms import Reference
from startline.recovery.content.comparison import CELLS, PLACES, REFERRED, ROW_NAMES
from startline.recovery.content.danger import QUESTIONS, SAYINGS, action
from startline.recovery.rules.comparison import COLUMNS, REGIONS, REGIONS_TO_DANGER, ROWS
from startline.recovery.rules.danger import BY_ID, SIGNS, Outcome, Tier, gate, screens

type Words = str | Promise


@dataclass(frozen=True)
class Question:
    """One danger sign as it is asked, with what was answered before."""

    id: str
    words: Words
    is_yes: bool
    is_unsure: bool


@dataclass(frozen=True)
class Screen:
    """One of the screens; `carried` are answers of the others, as pairs of field and sign."""

    number: int
    of: int
    questions: tuple[Question, ...]
    carried: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """The outcome in words: one sentence to act on, one for the phone."""

    outcome: Outcome
    action: Words
    saying: Words
    is_emergency: bool


@dataclass(frozen=True)
class Condition:
    """A row of the table: a page of the glossary (no address where none is written) and its cells
    as pairs of heading and words."""

    id: str
    name: Words
    term: str
    cells: tuple[tuple[Words, Words], ...]
    sources: tuple[Reference, ...]


@dataclass(frozen=True)
class Place:
    """A place on the body map: where its tap scrolls to, the rows it leads to, and whether it
    belongs to the danger signs first."""

    id: str
    name: Words
    target: str
    conditions: tuple[Condition, ...]
    is_danger: bool


def screen_of(number: int, yes: Collection[str], unsure: Collection[str]) -> Screen:
    """The screen of this number, counted from 1, with all answers so far."""
    here = screens()[number - 1]
    ids = {sign.id for sign in here}
    marked = [("yes", name) for name in yes] + [("unsure", name) for name in unsure]
    return Screen(
        number,
        len(screens()),
        tuple(Question(s.id, QUESTIONS[s.id], s.id in yes, s.id in unsure) for s in here),
        tuple((field, name) for field, name in marked if name not in ids),
    )


def is_decided(after: int, yes: Collection[str], unsure: Collection[str]) -> bool:
    """Whether no later screen can raise anything graver than what was marked up to `after`."""
    later = [sign.tier for sign in SIGNS if sign.screen > after]
    return not later or gate(yes, unsure).tier >= max(later)


def answer_to(yes: Collection[str], unsure: Collection[str]) -> Answer | None:
    """What the gate says of these marks; None when no sign was marked."""
    outcome = gate(yes, unsure)
    if outcome.is_open:
        return None
    sign = outcome.sign
    is_emergency = BY_ID[sign].tier is Tier.EMERGENCY
    return Answer(outcome, action(sign), SAYINGS[sign], is_emergency)


def conditions() -> tuple[Condition, ...]:
    """The comparison table, the same for every reader."""
    books = library()
    return tuple(
        Condition(
            column.id,
            CELLS[column.id]["name"],
            column.term if column.term in books.by_slug else "",
            tuple((ROW_NAMES[row], CELLS[column.id][row]) for row in ROWS),
            tuple(books.references[name] for name in column.sources if name in books.references),
        )
        for column in COLUMNS
    )


def places() -> tuple[Place, ...]:
    """The places of the body map. A tap scrolls to the one row, or to the line that names all."""
    rows = conditions()
    found = []
    for region in REGIONS:
        ids = {column.id for column in COLUMNS if region in column.regions}
        here = tuple(row for row in rows if row.id in ids)
        is_danger = region in REGIONS_TO_DANGER
        target = here[0].id if len(here) == 1 and not is_danger else f"at-{region}"
        found.append(Place(region, PLACES[region], target, here, is_danger))
    return tuple(found)


def referred() -> tuple[Words, ...]:
    """What a clinician also thinks of: named, never taught."""
    return tuple(REFERRED.values())


def references_of(source: str) -> tuple[Reference, ...]:
    """The references of a constant's source; none for a design choice."""
    books = library()
    names = (name.strip() for name in source.split(","))
    return tuple(books.references[name] for name in names if name in books.references)
