"""Names of listings made clean: is it a race, its status, ordinal and year, glued-on words."""

import re
from dataclasses import dataclass

from startline.core.text import fold
from startline.events.rules.words import Status
from startline.feeds.rules.status_words import mark_pattern, status_in, status_of_field
from startline.feeds.rules.texts import flag_country, one_line, without_lookalikes


@dataclass(frozen=True)
class Title:
    """A name read: cleaned, what it says beside the name, and why it is no race, if so."""

    name: str
    status: Status | None = None
    is_race: bool = True
    country: str = ""  # from a flag
    moved_to_year: int | None = None  # "postponed to 2025"


_NOT_RACES = re.compile(
    r"\b(?:passatempo|giveaway|sorteio|sorteo|gewinnspiel|concurso exclusivo|dorsal gratuito|"
    r"raffle|gift ?cards?|voucher|merchandise|newsletter|webinar|test event|testrace|"
    r"do not use|placeholder|sample race|example event|lorem ipsum)\b"
    r"|\b(?:tua|sua) prova\b.*\baqui\b|\byour (?:race|event) here\b|\btu carrera aqui\b"
    r"|\bdeine? (?:lauf|event) hier\b|\bvotre course ici\b"
    r"|\(copy\)\s*$|\(copia\)\s*$|\(copie\)\s*$|\(kopie\)\s*$|\bwip\s*$|\[wip\]|\bdraft\s*$"
    r"|\bhub\s*$|\bvolunteers?(?: (?:sign ?-?up|registration))?\s*$|\bvoluntari[oa]s\s*$"
    r"|\bdonations?(?: page)?\s*$|\bmembership(?: \d{4})?\s*$"
    r"|경품|자원봉사자? 모집"
)

_DIGITS = r"\d{1,3}"
_ORDINAL = re.compile(
    rf"^\s*(?:the\s+)?(?:{_DIGITS}\s?(?:\.\s?[ªºoa°]|[ªº°]\.?|st|nd|rd|th|er|e|eme|ème|re|a|o|\.)(?=\s)"
    rf"|(?:[IVX]|[IVXLC]{{2,8}})(?:\.?[ªº°])?(?=[\s.])\.?|제\s?{_DIGITS}\s?회|"
    rf"第\s?{_DIGITS}\s?[回届屆])\s*"
    r"(?:annual|edição|edicion|edición|ed\.|edition|ausgabe|anual|edizione)?\s*",
    re.IGNORECASE,
)
_ORDINAL_INSIDE = re.compile(
    rf"제\s?{_DIGITS}\s?회|第\s?{_DIGITS}\s?[回届屆]|[\(\[]?{_DIGITS}\s?회[\)\]]?(?=\s|$|[가-힣])"
    rf"|\b{_DIGITS}(?:\.?[ªº]|st|nd|rd|th|ème|eme)\s?(?:annual|edição|edición|edition|edizione)\b"
    r"|\b(?:edição|edición|edition|edizione|ed\.)\s?(?:\d{1,3}|[IVXLC]{1,8})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d./-])[\(\['’]?((?:19|20)\d{2})(?:\s?[-/]\s?(?:(?:19|"
    r"20)?\d{2}))?[\)\]]?년?도?(?![\d.]|\s?km|\s?m(?:et\w+)?\b)"
)
_MARK_BOX = re.compile(
    r"[*(\[{（【<~!#\-–—]*\s*([^*()\[\]{}（）【】<>~#]*?)\s*[*)\]}）】>~!#]+|[-–—:|]\s*([^-–—:|"
    r"()]+)(?=$|\()"
)
_DECOR = re.compile(r"\s*[*#~|]+\s*$|^\s*[*~|]+\s*|\s+[-–—:|]+\s*$|^\s*[-–—:|]+\s+|\(\s*\)|\[\s*\]")
_CLOSED_BOX = re.compile(
    r"[(\[]\s*(마감|sold out|ausgebucht|esgotad[ao]|agotad[ao]|complet)\s*[)\]]"
)
_TO_YEAR = re.compile(
    r"(?:postponed|moved|verschoben|adiad\w|aplazad\w|reporte\w*) (?:to|until|auf|para|a|al|"
    r"till)\s+(20\d{2})"
)

_HANGUL = re.compile(r"[가-힣]")
_COURSE_WORD = re.compile(
    r"^(?:미정|걷기|가족런|가족|커플런|단체런|단체전|마니아|혼성릴레이|릴레이|울트라|\d인계주|"
    r"\d+마일|\d+인1조|하프|풀|kids?|키즈|"
    r"vt|walk\d*|trail|/|-[a-z]?|\d*\.[a-z가-힣]*|[\d.,]+|\d+(?:\.\d+)?k?m?(?:걷기)?|\(.{0,8}\))$",
    re.IGNORECASE,
)


def read_title(text: str, region: str = "") -> Title:
    """Clean a name: marks of status, decoration, flags and glued course words off; judge it."""
    raw = one_line(text)
    folded = fold(raw)
    status = status_in(raw)
    if not status and (box := _CLOSED_BOX.search(folded)):
        status = status_of_field(box[1])
        raw = raw[: box.start()] + raw[box.end() :] if len(raw) == len(folded) else raw
    to_year = _TO_YEAR.search(folded)
    country, name = flag_country(without_lookalikes(raw))
    if status:
        name = _without_marks(name)
    if _HANGUL.search(name):
        name = _without_course_words(name, region)
    name = _undecorated(name) or raw
    return Title(
        name=name,
        status=status,
        is_race=bool(name) and not _NOT_RACES.search(folded),
        country=country,
        moved_to_year=int(to_year[1]) if to_year else None,
    )


def _without_marks(name: str) -> str:
    """Boxes and tails that hold a status word: "(취소)", "*Postponed to 2025*", "- CANCELLED"."""
    pattern = mark_pattern()

    def box(found: re.Match[str]) -> str:
        return " " if pattern.search(fold(found[1] or found[2] or "")) else found.group()

    boxed = _MARK_BOX.sub(box, name)
    words = [w for w in boxed.split() if not pattern.fullmatch(fold(w.strip("!:*-–()[]")))]
    return " ".join(words)


def _undecorated(name: str) -> str:
    previous = ""
    while previous != name:
        previous, name = name, _DECOR.sub(" ", name).strip()
    return " ".join(name.split())


def _without_course_words(name: str, region: str) -> str:
    """Korean lists glue courses before a name and the province after it; take both off.

    "4.걷기  이일선마라톤 경북" (region 경북) becomes "이일선마라톤".
    """
    words = name.split()
    if len(words) > 1 and words[-1] in region.split()[:1]:
        words = words[:-1]
    start = 0
    while start < len(words) - 1 and _is_glued(words[start]):
        start += 1
    kept = " ".join(words[start:])
    found = re.search(r"(?<=\s)제\s?\d{1,3}\s?회\s?\S", " " + kept)
    head = kept[: max(found.start() - 1, 0)].split() if found else []
    if head and all(_is_glued(word) for word in head):
        kept = " ".join(kept.split()[len(head) :])
    return kept if len(kept) >= 3 else " ".join(words)


def _is_glued(word: str) -> bool:
    return bool(_COURSE_WORD.match(word)) and not re.fullmatch(r"(?:19|20)\d{2}", word)


def event_name(name: str) -> str:
    """The name without what changes from edition to edition: ordinal, year, brackets around them.

    "51. Schluchseelauf 2026", "제5회 구미 트레일", "XII Cross de la Vila" lose number and year.
    """
    short = _YEAR.sub(" ", name)
    short = _ORDINAL_INSIDE.sub(" ", _ORDINAL.sub("", short, count=1))
    short = _undecorated(" ".join(short.split()).strip(" -–—,.:"))
    return short if len(re.sub(r"\W", "", short)) >= 3 else name


def years_in(name: str) -> tuple[int, ...]:
    """The years a name mentions, in order."""
    return tuple(int(found[1]) for found in _YEAR.finditer(name))
