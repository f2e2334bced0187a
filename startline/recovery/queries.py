"""What the recovery pages show: questions, outcome, the tables with their words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from startline.glossary.queries import library
from startline.glossary.rules.terms import Reference, Term, plain
from startline.recovery.content.comparison import CELLS, PLACES, REFERRED, ROW_NAMES
from startline.recovery.content.danger import QUESTIONS, SAYINGS, action
from startline.recovery.content.exercises import EXERCISES
from startline.recovery.content.movements import MOVEMENTS, Movement
from startline.recovery.content.programme import CROSS, NOTES, PHASES, STEPS
from startline.recovery.rules.comparison import COLUMNS, REGIONS, REGIONS_TO_DANGER, ROWS
from startline.recovery.rules.constants import Grade, constants
from startline.recovery.rules.danger import BY_ID, SIGNS, Outcome, Tier, gate, screens
from startline.recovery.rules.running import CROSS_TRAINING, LADDER, Session
from startline.recovery.rules.running import STEPS as ORDER
from startline.recovery.rules.strength import CATALOGUE, WEEKS, Dose

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
    has_programme: bool


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
            column.has_programme,
        )
        for column in COLUMNS
    )


@dataclass(frozen=True)
class Leaflet:
    """A condition on a sheet of paper: its page, and what helps as triples of title, words and
    grade; none where a plan is not for self-care."""

    term: Term
    helps: tuple[tuple[str, str, str], ...]


def leaflet_of(slug: str) -> Leaflet | None:
    """The leaflet of a condition; None for any other word."""
    term = library().by_slug.get(slug)
    if term is None or not term.is_condition:
        return None
    tips = () if term.is_care_only else term.tips
    words = (" ".join(plain(text) for block in tip.blocks for text in block.texts) for tip in tips)
    return Leaflet(
        term,
        tuple((tip.title, said, tip.grade or "") for tip, said in zip(tips, words, strict=True)),
    )


def has_programme(slug: str) -> bool:
    """Whether the programme of exercises and running is made for this condition."""
    return any(column.term == slug and column.has_programme for column in COLUMNS)


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


@dataclass(frozen=True)
class Exercise:
    """One exercise of the catalogue with its words, drawings and first dose."""

    id: str
    name: Words
    movement: Movement
    dose: "Portion"
    phase: int


@dataclass(frozen=True)
class Portion:
    """A dose in words: `unit` is reps, s or steps; `note` a height, an angle or a load."""

    exercise: str
    name: Words
    sets: int
    amount: int
    unit: str
    note: Words


@dataclass(frozen=True)
class PlannedWeek:
    """A row of the default programme."""

    number: int
    phase: Words
    sessions: int
    portions: tuple[Portion, ...]


@dataclass(frozen=True)
class Rule:
    """A number with its grade and what it rests on, for the fold under the tables."""

    name: str
    value: float
    unit: str
    section: str
    grade: Grade
    references: tuple[Reference, ...]


def _portion(dose: Dose) -> Portion:
    name = EXERCISES[dose.exercise]
    return Portion(dose.exercise, name, dose.sets, dose.amount, dose.unit, NOTES[dose.note])


def exercises() -> tuple[Exercise, ...]:
    """The catalogue in its order."""
    return tuple(
        Exercise(id, EXERCISES[id], MOVEMENTS[id], _portion(dose), phase)
        for id, (dose, phase) in CATALOGUE.items()
    )


def planned_weeks() -> tuple[PlannedWeek, ...]:
    """The default programme, week 0 only for a knee that is easily stirred up."""
    return tuple(
        PlannedWeek(week.number, PHASES[week.phase], week.sessions,
                    tuple(_portion(dose) for dose in week.doses))
        for week in WEEKS
    )  # fmt: skip


def ladder() -> tuple[tuple[int, Session], ...]:
    """Stages by number."""
    return tuple(enumerate(LADDER))


def steps_back() -> tuple[tuple[Words, Words, Words], ...]:
    """What comes back in which order: what, when, how much."""
    return tuple(STEPS[name] for name in ORDER)


def cross_training() -> tuple[tuple[Words, Words], ...]:
    """What else can be done, and when."""
    return tuple(CROSS[name] for name in CROSS_TRAINING)


def rules_of(sections: Collection[str]) -> tuple[Rule, ...]:
    """Every number of these sections that rests on a source; the others are design choices."""
    return rules_named(
        name
        for name, one in constants().items()
        if one.section in sections and one.grade is not Grade.DESIGN
    )


def rules_named(names: Iterable[str]) -> tuple[Rule, ...]:
    """These numbers with their grades and sources; KeyError for an unknown name."""
    every = constants()
    found = ((name, every[name]) for name in names)
    return tuple(
        Rule(name, one.value, one.unit, one.section, one.grade, references_of(one.source))
        for name, one in found
    )
