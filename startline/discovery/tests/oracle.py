"""Every answer of the index, found by looking at every row: slow, short and plainly right."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from rapidfuzz.distance import OSA

from startline.discovery.index import columns, geometry, text, words
from startline.discovery.index.query import FACETS, Label, Near, Query
from startline.discovery.index.rows import RACE, Change, RaceRow

WORST = 10**9

Met = Callable[[frozenset[str]], int]  # how well a word is met by a row's words: 0 to 3, or NOT
NOT = 9


@dataclass
class Found:
    """The oracle's answer, in the shape in which tests compare it."""

    races: int
    editions: int
    events: int
    hits: list[tuple[int, int, tuple[int, ...], int]]
    facets: dict[str, dict[Label, int]] = field(default_factory=dict)
    clusters: dict[int, int] = field(default_factory=dict)


class Oracle:
    """All rows in a list."""

    def __init__(self, rows: Iterable[RaceRow], today: int) -> None:
        self.rows = list(rows)
        self.today = today

    def apply(self, change: Change) -> None:
        """Replace all rows of one event."""
        kept = [r for r in self.rows if (r.kind, r.event_id) != (change.kind, change.event_id)]
        self.rows = [*kept, *change.rows]

    def search(self, query: Query) -> Found:
        """Look at every row."""
        meanings = self._meanings(query)
        wanted = [row for row in self.rows if row.kind == RACE and _matches(row, query, meanings)]
        return Found(
            races=len(wanted),
            editions=len({(row.event_id, row.edition_id) for row in wanted}),
            events=len({row.event_id for row in wanted}),
            hits=self._hits(query, wanted, meanings),
            facets=self._facets(query, meanings) if query.facets else {},
            clusters=_clusters(query, wanted),
        )

    def _meanings(self, query: Query) -> list[Met]:
        meanings = self._read(query, widen=query.widen)
        together = any(_has_all(row, meanings) for row in self.rows)
        if together or not any(words.edits_allowed(w) for w in words.whole(query.text)):
            return meanings
        return self._read(query, widen=True)

    def _read(self, query: Query, *, widen: bool) -> list[Met]:
        owned = [frozenset().union(*text.words_of(row)[:3]) for row in self.rows]
        vocabulary = {word for own in owned for word in own}
        asked = words.whole(query.text)
        last = len(asked) - 1 if query.last_is_prefix else -1
        return [
            _run(word, vocabulary, owned, widen=widen)
            if words.is_dense(word)
            else _word(meaning(word, vocabulary, prefix=place == last, widen=widen))
            for place, word in enumerate(asked)
        ]

    def _hits(
        self, query: Query, wanted: list[RaceRow], meanings: list[Met]
    ) -> list[tuple[int, int, tuple[int, ...], int]]:
        tiers = {
            id(row): _tier(row, query, meanings) if query.sort == "relevance" and meanings else 0
            for row in wanted
        }
        ordered = sorted(wanted, key=lambda row: (tiers[id(row)], *self._keys(row, query)))
        editions: dict[tuple[int, int], list[RaceRow]] = {}
        for row in ordered:
            editions.setdefault((row.event_id, row.edition_id), []).append(row)
        hits = [
            (event, edition, _races(rows), tiers[id(rows[0])])
            for (event, edition), rows in editions.items()
        ]
        return hits[query.offset : query.offset + query.limit]

    def _keys(self, row: RaceRow, query: Query) -> tuple[float, ...]:
        rank = columns.rank_of(row, self.today)
        ids = (row.event_id, row.edition_id, row.race_id)
        away = _away(row, query.near) if query.near else 0.0
        if query.sort == "date":
            sure = row.certainty in {"confirmed", "announced"}
            day = columns.NO_DAY if row.day is None else row.day
            return (query.confirmed_first and not sure, day, rank, away, *ids)
        if query.sort == "newest":
            return (-columns.fresh_on(row), rank, away, *ids)
        if query.sort == "rating":
            return (1 if row.score is None else -row.score, rank, away, *ids)
        if query.sort == "distance":
            return (away, rank, *ids)
        return (rank, away, *ids)

    def _facets(self, query: Query, meanings: list[Met]) -> dict[str, dict[Label, int]]:
        out: dict[str, dict[Label, int]] = {}
        for name in FACETS:
            asked = "months" if name == "month" else name
            free = replace(query, **{asked: None if name == "open" else ()})  # type: ignore[arg-type]  # names of fields of several types
            labels = (
                columns.labels_of(row)[name]
                for row in self.rows
                if row.kind == RACE and _matches(row, free, meanings)
            )
            out[name] = dict(Counter(label for label in labels if label or label is False))
        return out


def _races(rows: Sequence[RaceRow]) -> tuple[int, ...]:
    best, *others = rows
    return (best.race_id, *sorted(row.race_id for row in others))


def meaning(word: str, vocabulary: set[str], *, prefix: bool, widen: bool) -> dict[str, int]:
    """Words that stand for the asked one, with how well."""
    found = {w: 1 for w in vocabulary if prefix and w.startswith(word)}
    found |= {word: 0} if word in vocabulary else {}
    edits = words.edits_allowed(word)
    if edits and (widen or not found):
        found = {w: 2 for w in vocabulary if OSA.distance(w, word) == 1} | found
        if edits > 1 and not found:
            found = {w: 3 for w in vocabulary if OSA.distance(w, word) == 2 and w[0] == word[0]}
    return found


def _word(found: dict[str, int]) -> Met:
    return lambda own: min((found[w] for w in own & found.keys()), default=NOT)


def _run(run: str, vocabulary: set[str], owned: list[frozenset[str]], *, widen: bool) -> Met:
    """A run of a dense script: all its pairs, a near word, or else as many pairs as any row has."""
    pairs = words.pieces(run)
    known = any(own.issuperset(pairs) for own in owned)
    near = {w for w in vocabulary if _is_near(run, w)} if widen or not known else set()
    counts = [sum(pair in own for pair in pairs) for own in owned]
    least = words.most_pairs(len(pairs))
    roughly = not known and near.isdisjoint(vocabulary) and least > 0
    enough = max([least, *counts]) if roughly else len(pairs)

    def met(own: frozenset[str]) -> int:
        if own.issuperset(pairs):
            return 0
        if own & near:
            return 2
        return 3 if sum(pair in own for pair in pairs) >= enough else NOT

    return met


def _is_near(run: str, word: str) -> bool:
    if len(run) == 2:
        return len(word) == 3 and word[0] + word[2] == run
    return len(run) > 2 and len(word) > 2 and OSA.distance(run, word) == 1


def _has_all(row: RaceRow, meanings: list[Met]) -> bool:
    own = frozenset().union(*text.words_of(row)[:3])
    return all(met(own) < NOT for met in meanings)


def _tier(row: RaceRow, query: Query, meanings: list[Met]) -> int:
    asked = words.terms(query.text)
    pairs = text.name_pairs(row)
    if all(pair in pairs for pair in _neighbours(("", *asked, ""))):
        return 0
    if len(asked) > 1 and all(pair in pairs for pair in _neighbours(asked)):
        return 1
    own = text.words_of(row)
    for quality in range(4):
        for fields in range(1, 4):
            reach = frozenset().union(*own[:fields])
            if all(met(reach) <= quality for met in meanings):
                return 2 + quality * 3 + fields - 1
    return WORST


def _neighbours(asked: Sequence[str]) -> list[tuple[str, str]]:
    return [(asked[i], asked[i + 1]) for i in range(len(asked) - 1)]


def _matches(row: RaceRow, query: Query, meanings: list[Met]) -> bool:
    tests: tuple[Callable[[], bool], ...] = (
        lambda: _chosen(row, query),
        lambda: _in_ranges(row, query),
        lambda: _in_place(row, query),
        lambda: not any(_matches(row, unwanted, []) for unwanted in query.without),
        lambda: _has_all(row, meanings),
    )
    return all(test() for test in tests)


def _chosen(row: RaceRow, query: Query) -> bool:
    labels = columns.labels_of(row)
    names = ("country", "region", "sport", "surface", "format", "relief", "band", "certainty")
    for name in (*names, "status", "currency"):
        wanted = getattr(query, name)
        if wanted and labels[name] not in wanted:
            return False
    month = row.month or 0
    if query.months and not (month and (month in query.months or month % 100 in query.months)):
        return False
    return (
        query.open in {None, row.open}
        and query.demo in {None, row.is_demo}
        and set(query.features) <= set(row.features)
    )


def _in_ranges(row: RaceRow, query: Query) -> bool:
    return (
        _between(row.day, query.from_day, query.to_day)
        and _between(row.distance_m, query.min_m, query.max_m)
        and _between(row.climb_m, None, query.max_climb_m)
        and _between(row.price, None, query.max_price)
        and _between(row.price_eur_cents, None, query.max_price_eur_cents)
        and _between(row.cutoff_ms, query.min_cutoff_ms, None)
        and _between(row.descent_per_km, None, query.max_descent_per_km)
        and _between(row.steepest_permille, None, query.max_steepest_permille)
        and _between(row.cutoff_pace_ms, query.min_cutoff_pace_ms, None)
        and _between(row.score, query.min_score, None)
        and _between(row.back_percent, query.min_back_percent, None)
    )


def _between(value: int | None, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)


def _in_place(row: RaceRow, query: Query) -> bool:
    box, near = query.box, query.near
    if box is None and (near is None or near.radius_m is None):
        return True
    if row.latitude is None or row.longitude is None:
        return False
    if near is not None and near.radius_m is not None and _away(row, near) > near.radius_m:
        return False
    if box is None:
        return True
    east, west = row.longitude <= box.east, row.longitude >= box.west
    across = (east or west) if box.west > box.east else (east and west)
    return box.south <= row.latitude <= box.north and across


def _away(row: RaceRow, near: Near) -> float:
    """Metres to a point, to the millimetre (spherical law of haversines)."""
    if row.latitude is None or row.longitude is None:
        return math.inf
    a, b = math.radians(near.latitude), math.radians(row.latitude)
    turn = math.radians(row.longitude - near.longitude)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return round(2 * geometry.EARTH_M * math.asin(math.sqrt(min(h, 1.0))), 3)


def _clusters(query: Query, wanted: list[RaceRow]) -> dict[int, int]:
    if query.clusters_zoom is None:
        return {}
    shift = geometry.cell_shift(query.clusters_zoom)
    cells: dict[tuple[int, int], int] = {}
    for row in wanted:
        if row.latitude is None or row.longitude is None:
            continue
        place = geometry.morton(np.array([row.latitude]), np.array([row.longitude]))
        edition = row.event_id, row.edition_id
        cells[edition] = min(int(place[0]) >> shift, cells.get(edition, WORST * 10))
    return dict(Counter(cells.values()))
