"""A director's own export, read row by row: races with their prices, questions. Pure.

A list is known by its columns. A row that can't be read is named with a stable code and the words
that caused it; the others are taken.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from startline.core.money import Money
from startline.entries.rules.columns import plain, proposed
from startline.feeds.rules.dates import read_time, read_when
from startline.feeds.rules.distances import read_climb, read_distances
from startline.feeds.rules.prices import read_price

MOST_RACES = 60
MOST_QUESTIONS = 100
MOST_PLACES = 1_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "race": ("race", "race name", "event", "event name", "sub event", "subevent", "name",
             "course", "wettbewerb", "epreuve", "carrera"),
    "distance": ("distance", "length", "distance km", "km", "distanz", "strecke", "distancia"),
    "climb": ("climb", "climb m", "elevation", "elevation gain", "d", "ascent", "denivele",
              "hohenmeter", "desnivel"),
    "start": ("start", "start time", "starts at", "starts", "date", "start date", "event date"),
    "places": ("places", "capacity", "cap", "participant cap", "limit", "max participants",
               "spots", "startplatze"),
    "price": ("price", "race fee", "entry fee", "fee", "cost", "amount", "startgeld", "prix",
              "tarif", "precio"),
    "currency": ("currency", "wahrung", "devise", "moneda"),
    "from": ("from", "price from", "valid from", "opens", "registration opens", "period start"),
    "until": ("until", "price until", "valid until", "to", "closes", "registration closes",
              "period end"),
    "label": ("price name", "price label", "period", "label", "tier"),
}  # fmt: skip
ASKED: dict[str, tuple[str, ...]] = {
    "question": ("question", "question text", "frage", "pregunta"),
    "kind": ("type", "kind", "question type", "answer type"),
    "options": ("options", "choices", "responses", "answers", "possible answers"),
    "required": ("required", "is required", "mandatory"),
    "hint": ("hint", "help", "help text", "description"),
    "race": ("race", "event", "only for", "sub event"),
}  # fmt: skip
KINDS = {
    "text": "text", "short text": "text", "freeform": "text", "free text": "text",
    "long text": "long_text", "textarea": "long_text", "paragraph": "long_text",
    "number": "number", "numeric": "number", "integer": "number",
    "choice": "choice", "radio": "choice", "radio button": "choice", "dropdown": "choice",
    "select": "choice", "single choice": "choice", "multiple choice": "choice",
    "choices": "choices", "checkboxes": "choices", "checkbox": "choices", "multi select": "choices",
    "yes no": "yes_no", "boolean": "yes_no", "bool": "yes_no",
    "date": "date", "country": "country", "phone": "phone",
}  # fmt: skip
YES = frozenset({"yes", "y", "true", "1", "required", "ja", "oui", "si", "x"})


@dataclass(frozen=True)
class BadRow:
    """A row that stays out: where it stands, a stable code, the words that caused it."""

    file: str
    row: int  # as the file counts, the header being row 1
    code: str
    words: str = ""


@dataclass(frozen=True)
class BroughtStep:
    """A price and its period by the clock there; `until` is the first moment it is over."""

    price: Money
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    label: str = ""


@dataclass(frozen=True)
class BroughtRace:
    """One race. Metres; `starts` is by the clock there, or aware."""

    name: str
    distance_m: int | None = None
    climb_m: int | None = None
    starts: dt.datetime | None = None
    on: dt.date | None = None
    clock: dt.time | None = None  # where only the hour is said
    places: int | None = None
    steps: tuple[BroughtStep, ...] = ()
    sport: str = ""
    surface: str = ""
    format: str = ""
    duration_ms: int | None = None
    cutoff_ms: int | None = None


@dataclass(frozen=True)
class BroughtQuestion:
    """One question; `race` is the name of the only race that asks it, or empty."""

    label: str
    kind: str
    options: tuple[str, ...] = ()
    is_required: bool = False
    hint: str = ""
    race: str = ""


@dataclass
class Brought:
    """All that was understood of what was handed over."""

    races: list[BroughtRace] = field(default_factory=list)
    questions: list[BroughtQuestion] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @property
    def currency(self) -> str:
        """That of the first price."""
        prices = (step.price.currency for race in self.races for step in race.steps)
        return next(prices, "")


class _BadError(Exception):
    """Raised inside this module when a row can't be read."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def refuse(code: str, words: str = "") -> NoReturn:
    """Name what is wrong with a row."""
    raise _BadError(code, words)


def kind_of(headers: Sequence[str]) -> str:
    """What a list is of: "questions", "entrants", "races", or "" where no column says it."""
    seen = {plain(header) for header in headers}
    if seen & set(ASKED["question"]):
        return "questions"
    person = set(proposed(headers, {}).values())
    if {"given_name", "family_name"} <= person or {"name", "born_on"} <= person:
        return "entrants"
    says = {name for name, words in COLUMNS.items() if seen & set(words)}
    return "races" if "race" in says and says & {"distance", "price", "places"} else ""


def values_of(cells: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The cells of a row by field; each field from its first column that has something."""
    by_word = {plain(header): " ".join(cell.split()) for header, cell in cells.items()}
    return {
        name: next((by_word[word] for word in words if by_word.get(word)), "")
        for name, words in columns.items()
    }


def read_races(
    file: str, rows: Sequence[Mapping[str, str]], brought: Brought, *, currency: str
) -> None:
    """Add races and prices; a second row of a race is a further price of it."""
    for number, cells in enumerate(rows, 2):
        values = values_of(cells, COLUMNS)
        if not any(values.values()):
            continue
        try:
            _add_race(_race(values, currency or brought.currency), brought)
        except _BadError as bad:
            brought.bad.append(BadRow(file, number, bad.code, bad.words[:120]))


def read_questions(file: str, rows: Sequence[Mapping[str, str]], brought: Brought) -> None:
    """Add questions; one for a race that is not there is named, so read the races first."""
    for number, cells in enumerate(rows, 2):
        values = values_of(cells, ASKED)
        if not any(values.values()):
            continue
        try:
            _add_question(_question(values, brought), brought)
        except _BadError as bad:
            brought.bad.append(BadRow(file, number, bad.code, bad.words[:120]))


def _add_race(race: BroughtRace, brought: Brought) -> None:
    names = [plain(known.name) for known in brought.races]
    if brought.currency and any(s.price.currency != brought.currency for s in race.steps):
        refuse("other_currency", race.steps[0].price.currency)
    if plain(race.name) not in names:
        if len(names) >= MOST_RACES:
            refuse("too_many", race.name)
        brought.races.append(race)
        return
    place = names.index(plain(race.name))
    known = brought.races[place]
    if not race.steps or race.steps[0] in known.steps:
        refuse("twice", race.name)
    brought.races[place] = BroughtRace(**{**vars(known), "steps": (*known.steps, *race.steps)})


def _race(values: Mapping[str, str], currency: str) -> BroughtRace:
    metres = _distance(values["distance"])
    name = values["race"] or values["distance"]
    if not name:
        refuse("no_name")
    if len(name) > 200:
        refuse("too_long", name)
    said = values["start"]
    start = read_when(said)
    clock = read_time(said, strict=True) if said and start.on is None else None
    if said and start.on is None and clock is None:
        refuse("bad_date", said)
    return BroughtRace(
        name=name, distance_m=metres or _distance_in(values["race"]), climb_m=_climb(values),
        starts=start.at, on=start.on, clock=clock, places=_places(values["places"]),
        steps=_steps(values, currency),
    )  # fmt: skip


def _distance(text: str) -> int | None:
    if not text:
        return None
    found = read_distances(text)
    if len(found) != 1 or not found[0].distance_m or text.lstrip().startswith("-"):
        refuse("bad_distance", text)
    return found[0].distance_m


def _distance_in(name: str) -> int | None:
    found = read_distances(name)
    return found[0].distance_m if len(found) == 1 else None


def _climb(values: Mapping[str, str]) -> int | None:
    if not values["climb"]:
        return None
    metres = read_climb(values["climb"])
    if metres is None:
        refuse("bad_climb", values["climb"])
    return metres


def _places(text: str) -> int | None:
    if not text:
        return None
    digits = text.replace(",", "").replace(" ", "").replace("'", "")
    if not digits.isdecimal() or not 0 < int(digits) <= MOST_PLACES:
        refuse("bad_places", text)
    return int(digits)


def _steps(values: Mapping[str, str], currency: str) -> tuple[BroughtStep, ...]:
    text = values["price"]
    if not text:
        return ()
    wanted = values["currency"].upper() or currency
    found = None if text.startswith("-") else read_price(text, currency=wanted)
    if found is None:
        refuse("bad_price", text)
    since = _moment(values["from"], is_end=False)
    until = _moment(values["until"], is_end=True)
    if since and until and since.replace(tzinfo=None) >= until.replace(tzinfo=None):
        refuse("backwards", f"{values['from']} – {values['until']}")
    if not found[0]:
        return ()
    return (BroughtStep(Money(found[0], found[1]), since, until, values["label"][:100]),)


def _moment(text: str, *, is_end: bool) -> dt.datetime | None:
    """A moment by the clock there; a day alone begins at midnight and ends with the next one."""
    if not text:
        return None
    when = read_when(text)
    if when.at is not None:
        return when.at
    if when.on is None:
        refuse("bad_date", text)
    day = when.on + dt.timedelta(days=1) if is_end else when.on
    return dt.datetime.combine(day, dt.time())


def _add_question(question: BroughtQuestion, brought: Brought) -> None:
    if any(plain(known.label) == plain(question.label) for known in brought.questions):
        refuse("twice", question.label)
    if len(brought.questions) >= MOST_QUESTIONS:
        refuse("too_many", question.label)
    brought.questions.append(question)


def _question(values: Mapping[str, str], brought: Brought) -> BroughtQuestion:
    label = values["question"]
    if not label:
        refuse("no_question")
    if len(label) > 200:
        refuse("too_long", label)
    options = tuple(dict.fromkeys(_parts(values["options"])))
    kind = KINDS.get(plain(values["kind"]), "") if values["kind"] else ""
    if values["kind"] and not kind:
        refuse("unknown_kind", values["kind"])
    kind = kind or ("choice" if options else "text")
    if kind in {"choice", "choices"} and not options:
        refuse("no_options", label)
    race = values["race"]
    if race and plain(race) not in {plain(known.name) for known in brought.races}:
        refuse("unknown_race", race)
    is_required = plain(values["required"]) in YES
    return BroughtQuestion(label, kind, options, is_required, values["hint"][:300], race)


def _parts(text: str) -> list[str]:
    """The options, divided by semicolons or bars, else by commas."""
    sign = next((s for s in (";", "|") if s in text), ",")
    return [part.strip()[:120] for part in text.split(sign) if part.strip()]
