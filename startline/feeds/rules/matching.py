"""Are two records the same race on the same day? Points for and against, with reasons. Pure.

The judgement depends on the two records alone, never on what else was imported or in which
order: that is what makes imports in any order end in the same catalogue.
"""

import datetime as dt
import math
from dataclasses import dataclass, field
from enum import StrEnum

from startline.feeds.rules.addresses import Page, is_platform, is_platform_front
from startline.feeds.rules.names import NameParts, containment, likeness, pairs

SAME_AT = 6.0
DOUBTFUL_AT = 5.0
WINDOW_DAYS = 1  # two sources may print the eve or the second day
EARTH_KM = 6371.0
PARKRUN = "parkrun"
LARGE = 100  # a number this large in one name only is part of what the race is called

_SEASONS = (
    frozenset({"primavera", "spring", "fruhling", "printemps", "haru", "봄", "상반기"}),
    frozenset({"verao", "verano", "summer", "sommer", "ete", "여름"}),
    frozenset({"outono", "otono", "autumn", "fall", "herbst", "automne", "가을", "하반기"}),
    frozenset({"inverno", "invierno", "winter", "hiver", "겨울"}),
    frozenset({"solo", "individual"}),
    frozenset({"relay", "relevos", "staffel", "relais", "equipas", "릴레이"}),
    frozenset({"saturday", "sabado", "samstag", "samedi", "토", "토요일"}),
    frozenset({"sunday", "domingo", "sonntag", "dimanche", "일", "일요일"}),
)
_NIGHT = frozenset(
    {"night", "noturno", "noturna", "nocturno", "nocturna", "nacht", "nuit", "밤", "야간"}
)


class Verdict(StrEnum):
    """What the points come to."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Signature:
    """What of a record is compared."""

    source: str
    name: NameParts
    dates: frozenset[dt.date]  # the date and those it was moved from; empty: not known
    days: int = 1
    weekly_rule: str = ""
    country: str = ""
    place: frozenset[str] = frozenset()  # folded words of place and region
    place_pairs: frozenset[str] = frozenset()
    place_letters: str = ""  # the words of the place written together
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    pages: tuple[Page, ...] = ()
    listing_page: str = ""
    distances: frozenset[int] = frozenset()
    sport: str = ""


@dataclass
class Judgement:
    """The verdict with its reasons, in points."""

    points: float = 0.0
    reasons: dict[str, float] = field(default_factory=dict)
    is_barred: bool = False  # something says "not the same" whatever the points

    def add(self, reason: str, points: float) -> None:
        """One reason for (above 0) or against (below 0)."""
        if points:
            self.reasons[reason] = round(points, 2)
            self.points += points

    @property
    def verdict(self) -> Verdict:
        """Same from six points on, doubtful from five."""
        if self.is_barred or self.points < DOUBTFUL_AT:
            return Verdict.DIFFERENT
        return Verdict.SAME if self.points >= SAME_AT else Verdict.DOUBTFUL


def distance_km(a: Signature, b: Signature) -> float | None:
    """Great-circle distance in kilometres; None where a position is missing."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * (
        math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def day_gap(a: Signature, b: Signature) -> int | None:
    """The smallest distance in days between any of their dates; None if either has none."""
    if not a.dates or not b.dates:
        return None
    return min(abs((x - y).days) for x in a.dates for y in b.dates)


def name_likeness(a: NameParts, b: NameParts, here: frozenset[str] = frozenset()) -> float:
    """0 to 1, on the words that are the race's own, with whole words and with letter pairs.

    Words of the place both share (`here`) are no evidence where anything else is left to compare.
    """
    if a.words == b.words or (a.compact and a.compact == b.compact):
        return 1.0
    if _initials(a, b) or _initials(b, a):
        return 0.8
    if not a.own or not b.own:
        return likeness(a.words, b.words) * 0.8
    if a.own - here and b.own - here and here & (a.own | b.own):
        return _likeness_of(a.own - here, b.own - here, *(_joined(p, here) for p in (a, b)))
    return _likeness_of(a.own, b.own, a.compact, b.compact)


def _joined(name: NameParts, here: frozenset[str]) -> str:
    """The race's own words without those of the place, written together in their order."""
    return "".join(w for w in name.folded.split() if w in name.own and w not in here)


def _likeness_of(
    own_a: frozenset[str], own_b: frozenset[str], letters_a: str, letters_b: str
) -> float:
    pairs_a, pairs_b = pairs(letters_a), pairs(letters_b)
    inside = containment(pairs_a, pairs_b) if min(len(pairs_a), len(pairs_b)) >= 3 else 0.0
    whole = containment(own_a, own_b) if min(len(own_a), len(own_b)) >= 2 else 0.0
    by_words = likeness(own_a, own_b)
    return max(by_words, likeness(pairs_a, pairs_b), inside * 0.9, whole * 0.9)


def _initials(short: NameParts, long: NameParts) -> bool:
    """Whether a word of one is made of the first letters of the other's: VB is Vila Baleeira."""
    words = [w for w in long.folded.split() if w in long.own or w in long.words]
    letters = "".join(w[0] for w in words)
    return any(
        2 <= len(w) <= 4 and w in letters and w not in long.words and w[0] == letters[0]
        for w in short.own
    )


def judge(a: Signature, b: Signature) -> Judgement:
    """Weigh two records. Blocking has already found them close in time."""
    found = Judgement()
    if a.listing_page and a.listing_page == b.listing_page:
        found.add("same_listing_page", 8.0)
        return found
    _weigh_bars(a, b, found)
    if found.is_barred:
        return found
    name = name_likeness(a.name, b.name, a.place & b.place)
    _weigh_name(name, found)
    _weigh_date(a, b, found)
    place = _weigh_place(a, b, found)
    apart = (a.name.own & b.name.own) - a.place - b.place
    if place > 0 and a.name.own == b.name.own and len(apart) > 1:
        found.add("rare_name", 1.0)
    _weigh_pages(a, b, found, is_near=place > 0, is_alike=name >= 0.95)
    if _one_parkrun(a, b):
        found.add("same_parkrun", 3.0)
    if _names_its_place(a, b) and _names_its_place(b, a):
        found.add("each_name_says_its_own_place", -3.0)
    _weigh_details(a, b, found)
    return found


def _weigh_bars(a: Signature, b: Signature, found: Judgement) -> None:
    """What is never the same race: a junior parkrun and its 5k, a weekly series and one day."""
    if a.name.is_kids != b.name.is_kids:
        found.is_barred = True
        found.add("one_is_for_children", -6)
    if bool(a.weekly_rule) != bool(b.weekly_rule):
        found.is_barred = True
        found.add("one_is_weekly", -6)
    gap = day_gap(a, b)
    # One source that prints two days means two races; two sources may differ by a day.
    window = 0 if a.source == b.source else WINDOW_DAYS
    if gap is not None and gap > max(window, a.days - 1, b.days - 1):
        found.is_barred = True
        found.add("days_apart", -6)
    words_a, words_b = a.name.words, b.name.words
    kinds_a = {i for i, season in enumerate(_SEASONS) if words_a & season}
    kinds_b = {i for i, season in enumerate(_SEASONS) if words_b & season}
    if kinds_a and kinds_b and not kinds_a & kinds_b:
        found.is_barred = True
        found.add("another_season_or_format", -6)


def _one_parkrun(a: Signature, b: Signature) -> bool:
    """parkrun gives each name once in a country, whatever a list writes for its place."""
    is_named = a.name.words == b.name.words and PARKRUN in a.name.words
    return is_named and bool(a.weekly_rule) and bool(a.country) and a.country == b.country


def _names_its_place(a: Signature, b: Signature) -> bool:
    """Whether a word of a's name, unknown to b's, is in a's place and not in b's."""
    only = [w for w in a.name.own - b.name.own if len(w) > 1]
    return any(w in a.place_letters and w not in b.place_letters for w in only)


def _weigh_name(name: float, found: Judgement) -> None:
    steps = ((0.95, 4.0), (0.8, 3.2), (0.65, 2.4), (0.5, 1.5), (0.35, 0.7), (0.2, -0.5))
    for least, points in steps:
        if name >= least:
            found.add("name", points)
            return
    found.add("name", -2.5)


def _weigh_date(a: Signature, b: Signature, found: Judgement) -> None:
    gap = day_gap(a, b)
    if gap is None:
        found.add("date_unknown", -0.5)
    elif gap:
        found.add("another_day", -1.0)
    if a.name.years and b.name.years and not a.name.years & b.name.years:
        found.add("another_year_in_the_name", -3.5)


def _weigh_place(a: Signature, b: Signature, found: Judgement) -> float:
    """Points for the place: kilometres where both are known, else the words."""
    if a.country and b.country and a.country != b.country:
        found.add("another_country", -5)
        return -5
    words = _place_words(a, b)
    km = distance_km(a, b)
    points = words
    if km is not None:
        points = (
            2.5 if km <= 3 else 2.0 if km <= 12 else 0.3 if km <= 30 else -2.0 if km <= 80 else -4
        )
        if km > 12 and words >= 2.0:
            points = max(points, 1.0 if km <= 80 else -1.0)  # one of the two was placed wrongly
    elif a.region and b.region:
        if a.region == b.region:
            points = max(points, 0.0) + 0.7
        elif not a.region.isascii():  # short names of provinces; elsewhere spellings differ
            points -= 2
    found.add("place", points)
    return points


def _place_words(a: Signature, b: Signature) -> float:
    if not a.place or not b.place:
        return 0.0
    same = max(likeness(a.place, b.place), likeness(a.place_pairs, b.place_pairs))
    if same >= 0.75:
        return 3.0
    if same >= 0.5 or containment(a.place_pairs, b.place_pairs) >= 0.8:
        return 2.0
    if same >= 0.3 or a.place & b.place:
        return 0.7
    return -1.0


def _weigh_pages(
    a: Signature, b: Signature, found: Judgement, *, is_near: bool, is_alike: bool
) -> None:
    """A page of its own is strong; a whole site is weaker; a platform's front page is nothing."""
    if not a.pages or not b.pages:
        return
    shared = {p.key: p for p in a.pages}.keys() & {p.key for p in b.pages}
    best = 0.0
    for p in a.pages:
        if p.key not in shared or is_platform_front(p):
            continue
        if p.path and (is_platform(p.host) or len(p.path) > 12):
            best = max(best, 4.5)
        else:
            best = max(best, 3.0 if is_near else 2.0)
    if best:
        found.add("same_page", best)
        return
    hosts = {p.host for p in a.pages} & {p.host for p in b.pages}
    deep = all(p.path for p in (*a.pages, *b.pages))
    if any(not is_platform(h) for h in hosts):
        found.add("same_site", 0.0 if deep and day_gap(a, b) else 1.5)
    elif hosts and deep:
        found.add("other_page_of_a_platform", -0.5 if is_alike and not day_gap(a, b) else -2.5)


def _weigh_details(a: Signature, b: Signature, found: Judgement) -> None:
    """Edition number, kind and distances."""
    if a.name.ordinal and b.name.ordinal:
        found.add("ordinal", 1.0 if a.name.ordinal == b.name.ordinal else -2.5)
    if a.name.numbers and b.name.numbers and not a.name.numbers & b.name.numbers:
        found.add("another_number", -2.5)
    elif any(n >= LARGE for n in a.name.numbers ^ b.name.numbers):
        found.add("a_number_in_one_name", -2.0)
    if a.name.kind != b.name.kind and a.name.kind and b.name.kind:
        both = a.distances | b.distances
        covers = any(_has(d, 42195) for d in both) and any(_has(d, 21097) for d in both)
        alike = _has_both(a.distances) or _has_both(b.distances)
        found.add("marathon_and_half", -1.0 if covers and alike else -6.0)
    if a.distances and b.distances:
        common = sum(1 for x in a.distances if any(_has(x, y) for y in b.distances))
        least = min(len(a.distances), len(b.distances))
        found.add("distances", 1.0 if common * 2 >= least and common else 0.0 if common else -1.0)
    if bool(a.name.words & _NIGHT) != bool(b.name.words & _NIGHT):
        found.add("one_is_at_night", -2.0)
    if a.sport and b.sport and a.sport != b.sport:
        found.add("another_sport", -1.5)


def _has(distance: int, wanted: int) -> bool:
    """Whether two distances in metres are one: within three per cent."""
    return abs(distance - wanted) <= 0.03 * max(distance, wanted)


def _has_both(distances: frozenset[int]) -> bool:
    return any(_has(d, 42195) for d in distances) and any(_has(d, 21097) for d in distances)
