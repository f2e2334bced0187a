"""Which column of somebody's list of entrants is which field of ours. Pure.

Header words are those of RunSignup's participant reports, UltraSignup's entrant and results files,
RaceDB's import and Race Roster's exports, and our own; matching forgets case, accents and signs.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

FIELDS: dict[str, tuple[str, ...]] = {
    "given_name": ("given name", "first name", "firstname", "fname", "first", "forename", "prenom",
                   "vorname", "nombre"),
    "family_name": ("family name", "last name", "lastname", "lname", "last", "surname", "nom",
                    "nachname", "apellido", "apellidos"),
    "name": ("name", "full name", "participant", "participant name", "athlete", "racer"),
    "email": ("email", "e mail", "email address", "mail", "participant email", "user email"),
    "born_on": ("born on", "date of birth", "dob", "birthdate", "birth date", "birthday",
                "date de naissance", "geburtsdatum"),
    "gender": ("gender", "sex", "sexe", "geschlecht", "genero"),
    "country": ("country", "country code", "nation code", "nat code", "nationality", "nation",
                "pays", "land"),
    "club": ("club", "team", "team name", "club team", "verein"),
    "race": ("race", "event", "race name", "event name", "distance", "sub event", "subevent",
             "category", "race category", "contest", "division"),
    "state": ("state of entry", "entry state", "registration status", "order status"),
    "emergency_name": ("emergency contact", "emergency name", "emergency contact name",
                       "emergency contact full name"),
    "emergency_phone": ("emergency phone", "emergency contact phone", "emergency number",
                        "emergency contact phone number", "emergency contact number"),
    "guardian_name": ("guardian", "guardian name", "parent or guardian"),
    "guardian_email": ("guardian email",),
    "price": ("price", "race fee", "amount paid", "entry fee", "price paid", "fee"),
    "reference": ("reference", "registration id", "registrationid", "order id", "confirmation",
                  "confirmation code", "order number", "transaction id"),
    "currency": ("currency",),
    "paid": ("paid",),
    "party": ("party",),
    "leg": ("leg",),
    "extras": ("extras",),
    "waiver": ("waiver digest",),
    "signed_by": ("signed by",),
    "signed_at": ("signed at",),
    "entered_at": ("entered at",),
}  # fmt: skip

ANSWER = "answer:"
"""A field that begins so is the answer to the question whose key follows."""

OURS = "Startline"
MARKS: dict[str, frozenset[str]] = {
    OURS: frozenset({"entry state", "waiver digest", "signed at", "entered at"}),
    "RunSignup": frozenset({"registration id", "bib num", "chip num", "registration date"}),
    "UltraSignup": frozenset({"first", "last", "age", "gender", "city", "state"}),
    "RaceDB": frozenset({"uci id", "license", "nat code", "nation code", "tag"}),
    "Race Roster": frozenset({"sub event", "subevent", "order id", "participant id"}),
}
ENOUGH = {OURS: 4, "RunSignup": 2, "UltraSignup": 5, "RaceDB": 2, "Race Roster": 2}


def plain(header: str) -> str:
    """A header without case, accents and signs: "E-Mail_Address" and "e mail address" are one."""
    text = unicodedata.normalize("NFKD", header).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def platform_of(headers: Sequence[str]) -> str:
    """Whose file this looks like; "" where nothing speaks for one of those we know."""
    seen = {plain(header) for header in headers}
    found = [name for name, marks in MARKS.items() if len(seen & marks) >= ENOUGH[name]]
    return max(found, key=lambda name: len(seen & MARKS[name]), default="")


def proposed(headers: Sequence[str], questions: Mapping[str, str]) -> dict[str, str]:
    """For each header the field it most likely is, or "". `questions`: key to label.

    Each field is given once: the first header that fits has it. A "state" beside a city is a
    region, not the state of the entry.
    """
    words = {word: field for field, names in FIELDS.items() for word in names}
    asked = {plain(label): f"{ANSWER}{key}" for key, label in questions.items()}
    asked |= {plain(f"{ANSWER}{key}"): f"{ANSWER}{key}" for key in questions}
    given: dict[str, str] = {}
    for header in headers:
        field = words.get(plain(header)) or asked.get(plain(header), "")
        given[header] = field if field and field not in given.values() else ""
    if {"given_name", "family_name"} <= set(given.values()):
        given = {h: "" if field == "name" else field for h, field in given.items()}
    return given
