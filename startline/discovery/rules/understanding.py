"""What a typed query means: a structured query, removable chips and the words left over. Pure.

The conventions (what "near" reaches, when "this weekend" is, how far a "half" may be off) are
those of `tests/natural_queries.json`, written before these rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from startline.core.money import exponent
from startline.discovery.rules.grammar import IN_M, grammar
from startline.discovery.rules.lexicon import FUNCTION, lexicon
from startline.discovery.rules.reading import FindPlace, Reading
from startline.discovery.rules.said import Said
from startline.discovery.rules.tokens import Token, cleaned, tokens
from startline.places.rules.values import Found

LANGUAGE_ORDER = ("en", "de", "fr")


@dataclass(frozen=True)
class Chip:
    """One understood piece of the query: what it is about, the typed words, the fields it set.

    `excluded` is what the piece rules out; it sets no fields then.
    """

    kind: str
    typed: str
    start: int
    end: int
    fields: tuple[str, ...] = ()
    excluded: "Understood | None" = None


@dataclass(frozen=True)
class Understood:
    """A query in fields. None, "" and False mean that the query does not say.

    Days are inclusive; lengths and climbs in metres; the price in minor units of the currency, or
    in hundredths if none was named. `within_m` is set for towns only, `is_radius_stated` when
    the query itself named it. `excluded` is what must not be, one thing each; only there `format`
    is set. `rest` are the folded words for full text.
    """

    place: Found | None = None
    within_m: float | None = None
    is_radius_stated: bool = False
    is_near_me: bool = False
    from_day: date | None = None
    to_day: date | None = None
    min_m: float | None = None
    max_m: float | None = None
    sport: str = ""
    surface: str = ""
    relief: str = ""
    climb_min_m: float | None = None
    climb_max_m: float | None = None
    max_price_minor: int | None = None
    currency: str = ""
    is_open: bool = False
    cutoff_min_ms: int | None = None
    format: str = ""
    excluded: tuple["Understood", ...] = ()
    rest: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = field(default=(), repr=False)


FIELDS = frozenset(f.name for f in fields(Understood)) - {"rest", "chips", "excluded"}


@dataclass(frozen=True)
class Piece:
    """Something said, and the tokens it was said with."""

    said: Said
    start: int
    end: int
    is_bare: bool = False
    is_excluded: bool = False


EXCLUDABLE = frozenset({"place", "time", "distance", "sport", "surface", "relief", "format"})
"""Kinds of things that a query can rule out; "not free" and the like say nothing."""


def understand(
    text: str,
    *,
    today: date,
    find_place: FindPlace,
    language_order: Sequence[str] = LANGUAGE_ORDER,
) -> Understood:
    """What a query typed on a day means. Never raises; what is not understood is in `rest`.

    Words of all languages work in one query; the order decides which meaning of a word wins.
    """
    text = cleaned(text)
    typed = tokens(text)
    reading = Reading(
        typed,
        grammar=grammar(),
        lexicon=lexicon(tuple(language_order)),
        today=today,
        find_place=find_place,
    )
    pieces, left = _pieces(reading)
    kept, conflicting = _without_contradictions(pieces)
    for piece in conflicting:
        left.extend(range(piece.start, piece.end))
    return _answer(text, typed, kept, _rest(typed, sorted(left)))


def without(text: str, chip: Chip) -> str:
    """The query with the words of one chip taken out, as the chip's cross does."""
    text = cleaned(text)
    if text[chip.start : chip.end] != chip.typed:
        return text
    before = text[: chip.start].rstrip().rstrip(",;").rstrip()
    after = text[chip.end :].lstrip(" \t,;.")
    return f"{before} {after}".strip()


# Reading from left to right


def _pieces(reading: Reading) -> tuple[list[Piece], list[int]]:
    """What is said, piece by piece, and the positions that nothing claimed."""
    pieces: list[Piece] = []
    left: list[int] = []
    at = 0
    while at < len(reading.tokens):
        piece = _piece_at(reading, at)
        if ruled_out := _ruled_out(reading, at, piece):
            pieces.extend(one for one in ruled_out if _is_excludable(one.said))
            at = ruled_out[-1].end
            continue
        if piece is None:
            end = _past_small_words(reading, at)
            if end == at:
                left.append(at)
                end = at + 1
            at = end
            continue
        if piece.said.kind == "words":
            left.extend(i for i in range(piece.start, piece.end) if _is_telling(reading, i))
        else:
            pieces.append(piece)
        at = piece.end
    return pieces, left


def _piece_at(reading: Reading, at: int) -> Piece | None:
    """The reading that takes most words here; a place named without a preposition comes last."""
    best = reading.best("said", at)
    place = reading.place_at(at)
    end = best[0] if best else at
    if place is not None and at + place.length > end and _may_be_bare(reading, at):
        said = Said("place", {"place": place.found, "within_m": IN_M, "is_radius_stated": False})
        return Piece(said, at, at + place.length, is_bare=True)
    return Piece(best[1], at, end) if best and end > at else None


def _ruled_out(reading: Reading, at: int, plain: Piece | None) -> list[Piece]:
    """What a "not" here rules out: the thing after it, and those joined to it by "or".

    None where longer words begin here ("not more than 20 km", "Pas-de-Calais"), or where nothing
    known follows: "No Limits" is the name of a race.
    """
    ends = [match[0] for match in reading.meanings(at).get("not", ())]
    if not ends or (plain is not None and plain.end > max(ends)):
        return []
    out: list[Piece] = []
    begin: int | None = max(ends)
    while begin is not None and begin < len(reading.tokens):
        piece = _thing_after(reading, begin)
        if piece is None or (out and piece.said.kind != out[0].said.kind):
            break
        out.append(replace(piece, start=begin if out else at, is_excluded=True))
        begin = _past_or(reading, piece.end)
    return out


def _is_excludable(said: Said) -> bool:
    """Whether there are races of which it is known; "not near me" leaves out none."""
    return said.kind in EXCLUDABLE and "is_near_me" not in said.fields


def _thing_after(reading: Reading, at: int) -> Piece | None:
    """The first thing said here or past a few small words."""
    for begin in range(at, min(at + 1 + MOST_SMALL_WORDS, len(reading.tokens))):
        piece = _piece_at(reading, begin)
        formats = reading.best("left_out", begin)
        if formats and (piece is None or formats[0] >= piece.end):
            return Piece(formats[1], begin, formats[0])
        if piece is not None:
            return piece if piece.said.kind != "words" else None
        if not FUNCTION & reading.meanings(begin).keys():
            return None
    return None


def _past_or(reading: Reading, at: int) -> int | None:
    """Where what is joined by "or" begins, which a "not" reaches too."""
    found = reading.meanings(at)
    ends = [match[0] for name in ("or", "and", "nor") for match in found.get(name, ())]
    return max(ends, default=None)


MOST_SMALL_WORDS = 3


def _may_be_bare(reading: Reading, at: int) -> bool:
    """Whether a name may stand for a place with no word before it: not if it is a small word."""
    place = reading.place_at(at)
    if place is None or not reading.is_well_known(at):
        return False
    if place.length > 1:
        return True
    meanings = reading.meanings(at)
    return not meanings or (meanings.keys() == {"everyday"} and reading.is_capital(at))


def _is_telling(reading: Reading, at: int) -> bool:
    """Whether a word by itself says something about which race."""
    return not FUNCTION & reading.meanings(at).keys()


def _past_small_words(reading: Reading, at: int) -> int:
    """The end of the longest phrase here that says nothing about which race, or where it meets
    the name of a place ("de La Rochelle")."""
    found = reading.meanings(at)
    end = max(
        (m[0] for name, matches in found.items() if name in FUNCTION for m in matches), default=at
    )
    meets = (mid for mid in range(at + 1, end) if reading.place_at(mid) is not None)
    return next(meets, end)


# Putting the pieces together


def _without_contradictions(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that can be true together, and those that cannot."""
    kept: list[Piece] = []
    conflicting: list[Piece] = []
    for piece in pieces:
        if piece.is_excluded:
            kept.append(piece)
            continue
        rival = next((k for k in kept if _contradicts(k, piece)), None)
        if rival is not None and rival.is_bare and not piece.is_bare:
            kept.remove(rival)
            conflicting.append(rival)
            rival = None
        if rival is None:
            kept.append(piece)
        else:
            conflicting.append(piece)
    return kept, conflicting


def _contradicts(one: Piece, other: Piece) -> bool:
    """Whether two pieces set the same field to different values that cannot be merged."""
    if one.is_excluded:
        return False
    first, second = one.said.fields, other.said.fields
    if "place" in first and "place" in second:
        return not _inside(first["place"], second["place"])
    return any(
        first[name] != second[name]
        for name in ("sport", "surface", "relief", "max_price")
        if name in first and name in second
    )


def _inside(one: Found, other: Found) -> bool:
    """Whether one place is named to say where the other is ("Paris, France")."""
    return one.country == other.country and one.kind != other.kind


def _answer(
    text: str, typed: Sequence[Token], pieces: Sequence[Piece], rest: tuple[str, ...]
) -> Understood:
    fields = _fields([piece.said.fields for piece in pieces if not piece.is_excluded])
    chips = tuple(_chip(text, typed, piece) for piece in pieces)
    excluded = tuple(chip.excluded for chip in chips if chip.excluded)
    return Understood(**fields, excluded=excluded, rest=rest, chips=chips)


def _fields(said: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer's fields from what the pieces say."""
    answer: dict[str, Any] = {}
    for one in said:
        _merge(answer, one)
    implied = answer.pop("implied_sport", "")
    if implied and not answer.get("sport"):
        answer["sport"] = implied
    place = answer.get("place")
    if place is not None and place.kind != "town":
        answer.update(within_m=None, is_radius_stated=False)
    if (price := answer.pop("max_price", None)) is not None:
        answer["max_price_minor"] = round(price * 10 ** exponent(answer["currency"]))
    return answer


def _merge(answer: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Adds what one piece says to what is known."""
    if "place" in said and "place" in answer:
        narrower = _narrower(answer["place"], said["place"])
        if narrower is answer["place"]:
            return
    if "min_m" in said and "min_m" in answer:
        said = {**said, **dict(zip(("min_m", "max_m"), _both(answer, said, "m"), strict=True))}
    if "from_day" in said and "from_day" in answer:
        low, high = _both(answer, said, "day")
        said = {"from_day": low, "to_day": high}
    stated = answer.get("is_radius_stated") and not said.get("is_radius_stated", False)
    answer.update({k: v for k, v in said.items() if not (stated and k.startswith(_RADIUS))})
    if "within_m" in said and "place" not in said:
        answer["is_radius_stated"] = True


_RADIUS = ("within_m", "is_radius_stated")
_KIND_ORDER = {"town": 0, "region": 1, "country": 2}


def _narrower(one: Found, other: Found) -> Found:
    return one if _KIND_ORDER.get(one.kind, 3) <= _KIND_ORDER.get(other.kind, 3) else other


def _both(answer: Mapping[str, Any], said: Mapping[str, Any], unit: str) -> tuple[Any, Any]:
    """Two ranges in one: what they share, else from the start of one to the end of the other."""
    low_name, high_name = ("min_m", "max_m") if unit == "m" else ("from_day", "to_day")
    lows = [x for x in (answer[low_name], said[low_name]) if x is not None]
    highs = [x for x in (answer[high_name], said[high_name]) if x is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return min(lows), max(highs)
    return low, high


def _chip(text: str, typed: Sequence[Token], piece: Piece) -> Chip:
    start, end = typed[piece.start].start, typed[piece.end - 1].end
    if piece.is_excluded:
        excluded = Understood(**_fields([_without_implied(piece.said.fields)]))
        return Chip(piece.said.kind, text[start:end], start, end, excluded=excluded)
    names = tuple(sorted(name for name in piece.said.fields if name in FIELDS))
    return Chip(piece.said.kind, text[start:end], start, end, names)


def _without_implied(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """ "No trail" rules out every trail, also those that are not run."""
    return {k: v for k, v in said.items() if k != "implied_sport"} or said


def _rest(typed: Sequence[Token], left: Sequence[int]) -> tuple[str, ...]:
    """The words nobody understood, folded; what was typed as one word stays one."""
    out: list[str] = []
    last = -2
    for at in left:
        token = typed[at]
        if token.kind == "sign":
            continue
        if token.glued and last == at - 1 and out:
            out[-1] += token.text
        else:
            out.append(token.text)
        last = at
    return tuple(out)
