"""What an organizer asks of an entrant, and what is wrong with the answers. Pure."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from startline.entries.rules.life import age_is_allowed, age_on

ADULT = 18
LONGEST = {"text": 200, "long_text": 2_000, "number": 30, "phone": 40}
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,}$")
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?$")
SHOWN = ("accepted", "given", "refused")
"""States of the proof that counts; one that was replaced or removed does not."""
COUNTRY = re.compile(r"[A-Z]{2}$")


@dataclass(frozen=True)
class Asking:
    """One question; shown only where another question has the answer it names."""

    key: str
    kind: str
    label: str
    hint: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False
    shown_if_key: str = ""
    shown_if_value: str = ""


@dataclass(frozen=True)
class Needed:
    """Something to show in order to start: by declaration, by code or number, by document."""

    number: int
    kind: str
    way: str
    label: str


@dataclass(frozen=True)
class ProofGiven:
    """What a person showed for a requirement; a certificate says until when it is valid."""

    requirement: int
    words: str = ""
    expires_on: dt.date | None = None
    document: str = ""


@dataclass(frozen=True)
class Asked:
    """Everything a race asks of one person. `day` is the calendar day of its start there."""

    day: dt.date
    lowest_age: int | None = None
    highest_age: int | None = None
    questions: tuple[Asking, ...] = ()
    needs: tuple[Needed, ...] = ()
    waiver: int | None = None


@dataclass(frozen=True)
class Person:
    """One person of an order, as the form says. `signed` is the name typed under the waiver."""

    given_name: str
    family_name: str
    born_on: dt.date
    gender: str = ""
    country: str = ""
    club: str = ""
    answers: Mapping[str, str | list[str]] = dataclasses.field(default_factory=dict)
    emergency_name: str = ""
    emergency_phone: str = ""
    guardian_name: str = ""
    guardian_email: str = ""
    guardian_agrees: bool = False
    signed: str = ""
    proofs: tuple[ProofGiven, ...] = ()

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Flaw:
    """What is wrong, at which field; `numbers` fill the sentence."""

    field: str
    code: str
    numbers: Mapping[str, object] = dataclasses.field(default_factory=dict)


def is_date(answer: str) -> bool:
    """Whether it is a date as a form sends it."""
    try:
        dt.date.fromisoformat(answer)
    except ValueError:
        return False
    return True


Fit = tuple[Callable[[str], object], str]
FITS: dict[str, Fit] = {
    "yes_no": ({"yes", "no"}.__contains__, "not_offered"),
    "number": (NUMBER.match, "not_a_number"),
    "date": (is_date, "not_a_date"),
    "country": (COUNTRY.match, "not_a_country"),
    "phone": (PHONE.match, "not_a_phone"),
}
"""How an answer of each kind reads, and the code for one that does not."""
ANYTHING: Fit = (bool, "")


def is_shown(asking: Asking, answers: Mapping[str, str | list[str]]) -> bool:
    """Whether a question is asked, given the other answers."""
    if not asking.shown_if_key:
        return True
    said = answers.get(asking.shown_if_key, "")
    several = said if isinstance(said, list) else [said]
    return asking.shown_if_value in several


def shown_answers(
    questions: Sequence[Asking], answers: Mapping[str, str | list[str]]
) -> dict[str, str | list[str]]:
    """The answers to questions that are asked; what was typed under a hidden one is dropped.

    A question hidden because the one it hangs on is hidden is dropped as well, in any order.
    """
    kept = {q.key: answers[q.key] for q in questions if answers.get(q.key)}
    while True:
        hidden = [q.key for q in questions if q.key in kept and not is_shown(q, kept)]
        if not hidden:
            return kept
        for key in hidden:
            del kept[key]


def answer_flaw(asking: Asking, answer: str | list[str]) -> str:
    """A code for what is wrong with one answer; empty when it is right. Empty answers are right."""
    if not answer:
        return ""
    if asking.kind == "choices":
        several = answer if isinstance(answer, list) else [answer]
        return "" if set(several) <= set(asking.options) else "not_offered"
    if isinstance(answer, list):
        return "not_offered"
    if len(answer) > LONGEST.get(asking.kind, 200):
        return "too_long"
    if asking.kind == "choice":
        return "" if answer in asking.options else "not_offered"
    fits, wrong = FITS.get(asking.kind, ANYTHING)
    return "" if fits(answer) else wrong


def flaws(person: Person, asked: Asked) -> list[Flaw]:
    """Everything that keeps this person from being entered, in the order of the form."""
    return [
        *age_flaws(person, asked),
        *question_flaws(person, asked),
        *guardian_flaws(person, asked),
        *proof_flaws(person.proofs, asked),
        *([Flaw("signed", "not_signed")] if asked.waiver and not person.signed else []),
    ]


def age_flaws(person: Person, asked: Asked) -> list[Flaw]:
    """Too young or too old on race day."""
    age = age_on(person.born_on, asked.day)
    if age_is_allowed(age, lowest=asked.lowest_age, highest=asked.highest_age):
        return []
    numbers = {"age": age, "lowest": asked.lowest_age, "highest": asked.highest_age}
    return [Flaw("born_on", "age", {**numbers, "day": asked.day})]


def question_flaws(person: Person, asked: Asked) -> list[Flaw]:
    """Questions that are asked and not answered, and answers that cannot be."""
    found = []
    answers = shown_answers(asked.questions, person.answers)
    for question in asked.questions:
        if not is_shown(question, answers):
            continue
        answer = answers.get(question.key, "")
        code = answer_flaw(question, answer)
        if question.is_required and not answer:
            code = "not_answered"
        if code:
            found.append(Flaw(f"q_{question.key}", code))
    return found


def needs_guardian(born_on: dt.date, day: dt.date) -> bool:
    """Under 18 on race day: a parent or guardian has to agree."""
    return age_on(born_on, day) < ADULT


def guardian_flaws(person: Person, asked: Asked) -> list[Flaw]:
    """What is missing of a guardian's consent for a minor."""
    if not needs_guardian(person.born_on, asked.day):
        return []
    given = (
        ("guardian_name", bool(person.guardian_name)),
        ("guardian_email", bool(person.guardian_email)),
        ("guardian_agrees", person.guardian_agrees),
    )
    return [Flaw(name, "guardian") for name, is_given in given if not is_given]


def proof_flaws(proofs: Sequence[ProofGiven], asked: Asked) -> list[Flaw]:
    """Requirements that are not shown, and certificates that end before race day."""
    given = {proof.requirement: proof for proof in proofs}
    found = []
    for need in asked.needs:
        proof = given.get(need.number)
        shown = proof and (proof.document if need.way == "document" else proof.words)
        if proof is None or not shown:
            found.append(Flaw(f"need_{need.number}", "not_shown"))
        elif need.kind == "certificate" and need.way != "declaration":
            if proof.expires_on is None:
                found.append(Flaw(f"until_{need.number}", "no_expiry"))
            elif proof.expires_on < asked.day:
                found.append(Flaw(f"until_{need.number}", "expires", {"day": asked.day}))
    return found
