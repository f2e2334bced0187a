"""Which column of a timing company's file is what, and where its header row is. Pure.

Header words are those of UltraSignup, RaceDB, RACE RESULT, city marathons and our own export;
matching forgets case, accents and signs.
"""

import re
from collections.abc import Mapping, Sequence

from startline.entries.rules.columns import plain
from startline.results.rules.times import is_instant, place_of

FIELDS: dict[str, tuple[str, ...]] = {
    "bib": ("bib", "bibnum", "bib number", "bib num", "bib no", "plate", "race no", "race number",
            "number", "no", "startnummer", "stnr", "dossard", "dorsal", "pettorale"),
    "given_name": ("first", "first name", "firstname", "given name", "fname", "prenom", "vorname",
                   "nombre", "nome"),
    "family_name": ("last", "last name", "lastname", "family name", "surname", "lname", "nom",
                    "nachname", "apellido", "apellidos", "cognome"),
    "name": ("name", "full name", "athlete", "participant", "runner", "racer"),
    "gender": ("gender", "sex", "sexe", "geschlecht", "genero", "sesso"),
    "age": ("age", "competition age", "alter", "edad", "eta"),
    "born_on": ("date of birth", "dob", "birthdate", "born", "born on", "geburtsdatum",
                "date de naissance"),
    "category": ("category", "cat", "age group", "division", "class", "categorie", "categoria",
                 "klasse", "ak"),
    "country": ("country", "nation", "nationality", "nat", "nation code", "nat code", "nat", "pays",
                "land", "noc"),
    "club": ("club", "team", "team name", "verein", "equipe"),
    "status": ("status", "finish status", "result status", "etat"),
    "gun": ("gun", "gun time", "official", "official time", "time", "finish", "finish time",
            "elapsed", "elapsed time", "result", "zeit", "brutto", "temps", "tiempo", "tempo"),
    "net": ("net", "net time", "chip time", "chiptime", "real time", "netto", "temps reel"),
    "place": ("place", "overall", "overall place", "rank", "pos", "position", "platz", "rang",
              "oa place"),
    "gender_place": ("genderdiv", "gender place", "gender rank", "sex place", "place gender"),
    "category_place": ("division place", "div place", "category place", "category rank",
                       "age group place", "place category"),
}  # fmt: skip
SPLIT = "split"
SPLIT_WORDS = re.compile(r"s .+|\d+([ .]\d+)? ?(k|km|m|mi|miles)|half|half marathon|semi|cp ?\d+")
LOOKED_AT = 20


def known_words(cells: Sequence[str]) -> int:
    """How many cells of a row are header words."""
    words = {word for names in FIELDS.values() for word in names}
    return len({plain(cell) for cell in cells} & words)


def header_row(table: Sequence[Sequence[str]]) -> int:
    """The row that names the columns, counted from 0: titles may stand above it."""
    rows = table[:LOOKED_AT]
    found = max(range(len(rows)), key=lambda n: (known_words(rows[n]), -n), default=0)
    return found if rows and known_words(rows[found]) >= 2 else 0


def headers_of(cells: Sequence[str]) -> list[str]:
    """Names of columns; doubled and empty ones get a number."""
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        word = cell.strip()[:100] or f"column {number}"
        found.append(word if word not in found else f"{word} ({number})")
    return found


def proposed(headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """For each header the field it most likely is, or "". Each field but splits is given once."""
    given: dict[str, str] = {}
    for header in headers:
        cells = [row[header] for row in rows[:LOOKED_AT] if row.get(header, "").strip()]
        field = field_of(header, cells)
        given[header] = "" if field != SPLIT and field in given.values() else field
    if {"given_name", "family_name"} <= set(given.values()):
        given = {h: "" if field == "name" else field for h, field in given.items()}
    return given


def field_of(header: str, cells: Sequence[str]) -> str:
    """One column by its word and by what stands in it."""
    word = plain(header)
    field = next((name for name, words in FIELDS.items() if word in words), "")
    if field == "category" and cells and all(place_of(cell) for cell in cells):
        return "category_place"
    if not field and (SPLIT_WORDS.fullmatch(word) or (cells and all(map(is_instant, cells)))):
        return SPLIT
    return field


def point_name(header: str) -> str:
    """A split's name as people read it: our own export puts "s:" in front."""
    return header.removeprefix("s:").strip()
