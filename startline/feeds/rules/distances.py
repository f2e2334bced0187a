"""Distances, climbs and durations as listings write them. Metres and milliseconds.

A bare number is kilometres only up to 400; what can't be read is kept as the source's words.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from startline.core.text import fold
from startline.core.units import FOOT_M, HOUR_MS, MILE_M
from startline.events.rules.words import Format, Sport
from startline.feeds.rules.date_words import UNCERTAIN
from startline.feeds.rules.listing import RaceListing
from startline.feeds.rules.sports import classify

MARATHON_M = 42_195
HALF_M = 21_098  # 21,097.5 m
LONGEST_PLAIN_KM = 400
LONGEST_M = 20_000_000
NOTE_LIMIT = 120

_UNIT_WORDS = {
    1000.0: "km kms k kilometer kilometers kilometre kilometres kilometro kilometros quilometro "
    "quilometros chilometri kilometern 公里 千米 キロ 킬로 킬로미터",
    1.0: "m meter meters metre metres metros metro metri 米 メートル 미터",
    MILE_M: "mi mile miles miler milers milla millas milha milhas meile meilen mil 마일 英里 "
    "マイル",
    0.9144: "yd yards yard",
}
_UNITS = {word: factor for factor, text in _UNIT_WORDS.items() for word in text.split()}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_MEASURE = re.compile(
    rf"(?<![\d.,])(?<!\de)(?<!\de[-+])(?:(\d+)\s?x\s?)?({_NUMBER})\s*-?({_UNIT})(?![a-z]|\s?\+?\s?hm\b)"
)
_CLIMB = re.compile(
    r"(?:d\s?\+|\+)\s?:?\s?(\d[\d.,]*)\s?m?\b|(\d[\d.,]*)\s?(?:hm|hohenmeter|m\s?d\s?\+|md\+|"
    r"m de (?:desnivel|denivele)|m\s?\+)"
)
_HOURS = re.compile(
    r"(?<![\d:])(\d{1,3})\s?-?(?:h|hr|hrs|hours?|stunden|std|heures?|horas?|ore|시간|小时|"
    r"時間)(?![a-z\d])"
)
_HALF = re.compile(
    r"\b(?:hm|half(?: marathon)?|half[- ]?marathon|halbmarathon|media(?: ?maraton)?|"
    r"meia(?: ?maratona)?|semi(?:[- ]?marathon)?|mezza(?: ?maratona)?|halve marathon|"
    r"mitja(?: marato)?|21k)\b|하프|半程|半马|半馬|ハーフ"
)
_FULL = re.compile(
    r"\b(?:ma|full(?: marathon)?|marathon|maraton|maratona|marato|maratonina)\b"
    r"|^풀$|풀코스|풀 ?마라톤|全程|全马|全馬|フル|^마라톤$|^马拉松$"
)
_ULTRAISH = re.compile(
    r"\b(?:ultra|team|staffel|relay|charity|hallen|mini|duo|kids)\b|团|단체|릴레이|계주"
)
_HALF_IN_NAME = re.compile(
    r"\bhalf[- ]?marathon|\bhalbmarathon|\bmedi[ao] ?maraton|\bmeia[- ]maratona|\bsemi[- "
    r"]?marathon|"
    r"\bmezza ?maratona|\bmitja marato|하프 ?마라톤|半程马拉松|半馬|ハーフマラソン"
)
_FULL_IN_NAME = re.compile(r"\b(?:marathon|maraton|maratona|marato)\b|全程马拉松")
_NOISE = re.compile(
    r"^\W*$|^\d{1,2}:\d{2}$|^\d+\W*$|명\)?$|계단|^총|usw|^etc|\bdiverse?\b|^이벤트|^p$|^듀오|"
    r"^싱글|\d층$"
)
_VARIOUS = re.compile(
    r"\bv\w{2,4}s dist\w+|various|verschiedene|plusieurs|several|multiples?\b|diversas"
)
_SPLIT = re.compile(
    r"\s*(?:[;\n|]|,(?!\d)|(?<!\d),|(?<=[a-z가-힣\)]),(?=\d)|\s&\s|\s\+\s|、|，|\bund\b|\band\b)\s*"
)
_LABEL = re.compile(r"^([^\d:/(][^:/(]{0,40}):\s*(?=\S)")
_VERTICAL = re.compile(
    r"(?:(\d)\s?/\s?(\d)|(\d))?\s*(?:kilometro|quilometro|kilometre|km|k)\s?vertical"
)
_SLASHED = re.compile(rf"^{_NUMBER}\s*(?:{_UNIT})?(?:\s*/\s*{_NUMBER}\s*(?:{_UNIT})?)+$")
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT})?")
_BOTH_UNITS = re.compile(r"^(\d[\d.,]*\s*(?:km|k)\b)\s*/\s*\d[\d.,]*\s*mi\w*$")
_START = re.compile(r"^\d{1,2}[:.]\d{2}(?: ?(?:uhr|h|am|pm))?\s*[-–:]\s+", re.IGNORECASE)
_IN_NAME = re.compile(rf"(?<![\d.,/#-])(?<!\de)(?<!\de\+)({_NUMBER})\s?-?({_UNIT})(?![a-z\d])")
_ALONE = re.compile(rf"(?:ca\.? )?{_NUMBER}\s?-?(?:{_UNIT})(?: (?:lauf|run|race|course))?|marathon")
_NEGATIVE = re.compile(r"[-−]\d")
_LAPS = 12


@dataclass(frozen=True)
class Legs:
    """Distances of one multisport race, in metres."""

    metres: tuple[float, ...]

    @property
    def is_multisport(self) -> bool:
        """Three legs with the longest (the bike) in the middle."""
        return len(self.metres) == 3 and self.metres[1] >= 2 * max(self.metres[0], self.metres[2])


def read_distances(value: object, unit: str = "km") -> tuple[RaceListing, ...]:
    """The races a distance field names: "17.8km, 9.7km", "HM", "풀/하프", "5/20/3 km", 10."""
    if isinstance(value, bool) or value is None:
        return ()
    if isinstance(value, int | float):
        return _plain_number(float(value), unit)
    if isinstance(value, list | tuple):
        races = [
            race
            for item in value
            if isinstance(item, str | int | float)
            for race in read_distances(item, unit)
        ]
    else:
        races = list(_races_of(" ".join(str(value).split())[:1000], unit))
    return _distinct(races)


def _plain_number(number: float, unit: str) -> tuple[RaceListing, ...]:
    note = f"{number:g}"
    factor = _UNITS.get(unit, 1000.0)
    metres = number * factor
    if not 1 <= metres < LONGEST_M:
        return ()
    if number > LONGEST_PLAIN_KM and factor >= 1000.0:
        return (RaceListing(distance_note=note),)
    return (
        RaceListing(distance_m=_metres(number, factor), distance_note=f"{note} {unit}".strip()),
    )


def _distinct(races: list[RaceListing]) -> tuple[RaceListing, ...]:
    seen: dict[tuple[object, ...], RaceListing] = {}
    for race in races:
        seen.setdefault((race.distance_m, race.name, race.duration_ms, race.format), race)
    known = [race for race in seen.values() if race.distance_m or race.duration_ms or race.name]
    return tuple(known or list(seen.values()))[:40]


@lru_cache(maxsize=4096)
def _races_of(text: str, unit: str) -> tuple[RaceListing, ...]:
    if not text:
        return ()
    if re.fullmatch(_NUMBER, text):
        return _plain_number(float(text.replace(",", ".")), unit)
    folded = fold(text)
    if UNCERTAIN.search(folded):
        return ()
    if found := _BOTH_UNITS.match(folded):
        return _races_of(found[1], unit)
    if _VARIOUS.search(folded):
        return (RaceListing(distance_note=text[:NOTE_LIMIT]),)
    return tuple(_pieces(text, unit))


def _pieces(text: str, unit: str) -> list[RaceListing]:
    """The pieces of a list one by one; "Day 1:" labels what follows, a lone climb what precedes."""
    races: list[RaceListing] = []
    label = ""
    for piece in _SPLIT.split(text):
        found = _LABEL.match(piece)
        label = found[1].strip() if found else label
        rest = piece[found.end() :] if found else piece
        for race in _piece(_START.sub("", rest.strip()), unit):
            if races and _is_climb_only(race):
                races[-1] = replace(races[-1], climb_m=race.climb_m)
            else:
                races.append(_labelled(race, label))
    return races


def _is_climb_only(race: RaceListing) -> bool:
    vertical = _VERTICAL.search(fold(race.distance_note))
    return bool(race.climb_m) and not race.distance_m and vertical is None


def _labelled(race: RaceListing, label: str) -> RaceListing:
    if not label or fold(label) in ("distance", "distancia", "distanz", "strecke"):
        return race
    return replace(race, name=f"{label}: {race.name}".rstrip(": "))


def _piece(piece: str, unit: str) -> list[RaceListing]:
    folded = fold(piece)
    if _NOISE.search(folded) or not folded:
        return []
    if _NEGATIVE.match(folded):
        return [RaceListing(distance_note=piece[:NOTE_LIMIT])]
    if found := _VERTICAL.search(folded):
        share = int(found[1]) / int(found[2]) if found[1] and int(found[2] or 0) else 1.0
        return [
            RaceListing(name=piece, climb_m=round(1000 * share), distance_note=piece[:NOTE_LIMIT])
        ]
    if _SLASHED.match(folded):
        return _slashed(piece, folded, unit)
    if "/" in piece and all(p.strip() for p in piece.split("/")):
        return [race for part in piece.split("/") for race in _piece(part.strip(), unit)]
    return [_single(piece, folded)]


def _slashed(piece: str, folded: str, unit: str) -> list[RaceListing]:
    """ "5/20/3 km": legs of one race if the middle one is the bike's, else distances to choose."""
    parts = _PART.findall(folded)
    last_unit = next((u for _, u in reversed(parts) if u), unit)
    legs = Legs(tuple(_number(n) * _UNITS[u or last_unit] for n, u in parts))
    note = piece[:NOTE_LIMIT]
    if legs.is_multisport:
        swim = legs.metres[0] <= 4_000 and legs.metres[1] >= 12 * legs.metres[0]
        sport = Sport.TRIATHLON if swim else Sport.DUATHLON
        return [RaceListing(distance_m=round(sum(legs.metres)), distance_note=note, sport=sport)]
    if any(metres > LONGEST_PLAIN_KM * 1000 for metres in legs.metres):
        return [RaceListing(distance_note=note)]
    return [RaceListing(distance_m=round(m), distance_note=_short(m)) for m in legs.metres if m]


def _single(piece: str, folded: str) -> RaceListing:
    kind = classify(piece)
    race = RaceListing(
        distance_note=piece[:NOTE_LIMIT],
        climb_m=climb_in(folded),
        sport=kind.sport,
        surface=kind.surface,
        format=kind.format,
    )
    without_climb = _CLIMB.sub(" ", folded)
    found = _MEASURE.search(without_climb)
    if found:
        laps = int(found[1] or 1)
        if laps > 1 and laps <= _LAPS:
            race = replace(race, format=race.format or Format.RELAY)
        metres = _metres(_number(found[2]), _UNITS[found[3]] * laps)
        if 0 < metres < LONGEST_M:
            return replace(race, distance_m=metres, name=_name_beside(piece, folded))
    if found := _HOURS.search(without_climb):
        hours = int(found[1])
        if hours and ":" not in folded:
            return replace(race, duration_ms=hours * HOUR_MS, format=race.format or Format.TIMED)
    return replace(race, distance_m=_named(folded), name="" if _named(folded) else piece[:80])


def _named(folded: str) -> int | None:
    """A distance that has a name: marathon, half; a relay's or a team's word names none."""
    if _HALF.search(folded):
        return HALF_M
    if _FULL.search(folded) and not _ULTRAISH.search(folded):
        return MARATHON_M
    return None


def _name_beside(piece: str, folded: str) -> str:
    """What stands beside the measure, if it holds a word: "5km 걷기" is named by its whole text."""
    rest = re.sub(r"[\W\d_]+", "", _MEASURE.sub(" ", _CLIMB.sub(" ", folded)))
    return piece[:80] if len(rest) >= 2 else ""


def distances_in_name(name: str) -> tuple[RaceListing, ...]:
    """Races that an event's name says: "April Fools Half Marathon & 8K", "10 km Templária"."""
    folded = fold(name)
    races = []
    for number, unit in _IN_NAME.findall(folded):
        metres = _metres(_number(number), _UNITS[unit])
        if 400 <= metres <= 1_000_000 and unit != "m":
            races.append(RaceListing(distance_m=metres, distance_note=f"{number} {unit}"))
    half = _HALF_IN_NAME.search(folded)
    if half:
        races.append(RaceListing(distance_m=HALF_M, distance_note=half.group()))
    rest = _HALF_IN_NAME.sub(" ", folded)
    if (full := _FULL_IN_NAME.search(rest)) and not _ULTRAISH.search(rest):
        races.append(RaceListing(distance_m=MARATHON_M, distance_note=full.group()))
    return _distinct(races)


def distances_alone(line: str) -> tuple[RaceListing, ...]:
    """The races of a line that holds lengths and nothing else: "21,1 km und 10 km".

    "10 km from the station" names none.
    """
    pieces = [fold(piece) for piece in _SPLIT.split(line.strip(" .:")) if piece]
    if not all(_ALONE.fullmatch(piece) or _HALF.fullmatch(piece) for piece in pieces):
        return ()
    return read_distances(line)


def climb_in(text: str) -> int | None:
    """Metres of climb: "(950hm)", "D+ 1200", "6200hm"; none if the text has none."""
    found = _CLIMB.search(fold(text))
    if not found:
        return None
    metres = round(_whole_number(found[1] or found[2]))
    return metres if 0 < metres < 100_000 else None


def read_climb(value: object) -> int | None:
    """Metres of a climb field: 4520, "7400m", "2500 m / 8202 ft", "1,800 ft"; "TBA" is unknown."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return round(abs(value)) or None if abs(value) < 100_000 else None
    found = re.search(r"(\d[\d.,']*)\s*(m|ft|feet|foot|hm|metres?|meters?)?\b", fold(str(value)))
    if not found:
        return None
    feet = (found[2] or "").startswith("f")
    metres = round(_whole_number(found[1]) * (FOOT_M if feet else 1))
    return metres if 0 < metres < 100_000 else None


def _whole_number(text: str) -> float:
    """Separators before three digits group thousands; anything else is a decimal point."""
    text = re.sub(r"[.,'](?=\d{3}(?:\D|$))", "", text.strip(".,'")).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return 0.0


def _number(text: str) -> float:
    """ "1,9" is 1.9, "42,195" is 42.195, "1,000" is a thousand."""
    if re.fullmatch(r"\d,\d{3}", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _metres(number: float, factor: float) -> int:
    metres = round(number * factor)
    return HALF_M if 21_050 < metres < 21_110 and metres != 21_100 else metres


def _short(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
