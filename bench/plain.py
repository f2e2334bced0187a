"""The rows as plain arrays, for the comparators and for looking at every row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from startline.discovery.index import columns, geometry, text, words
from startline.discovery.index.query import FACETS, Query
from startline.discovery.index.rows import RaceRow
from startline.discovery.tests.oracle import meaning

CHOICES = ("country", "region", "sport", "surface", "band", "certainty")


@dataclass(frozen=True)
class Token:
    """A word of a question as a comparator understands it: edits is None for a prefix."""

    word: str
    edits: int | None


@dataclass(frozen=True)
class Understood:
    """A question as a comparator needs it, worked out beforehand and not on its time."""

    tokens: tuple[Token, ...]
    codes: dict[str, list[int]]


Reader = dict[Query, Understood]


class Plain:
    """Arrays by name, labels by facet, and the words of every row."""

    def __init__(self, rows: Sequence[RaceRow]) -> None:
        self.count = len(rows)
        self.labels = columns.Labels()
        self.codes: dict[str, np.ndarray] = {}
        for name in (*FACETS, "demo"):
            codes = [self.labels.code(name, columns.labels_of(r)[name]) for r in rows]
            self.codes[name] = np.array(codes, np.uint16)
        numbers = [columns.numbers_of(row, 0) for row in rows]
        self.numbers = {
            name: np.array([n[name] for n in numbers])
            for name in ("event_id", "edition_id", "race_id", "day", "price_eur_cents", "fresh_on",
                         "latitude", "longitude")
        }  # fmt: skip
        self.popularity = np.array([row.popularity for row in rows])
        self.morton = geometry.morton(self.numbers["latitude"], self.numbers["longitude"])
        self.texts = [" ".join(sorted(set().union(*text.words_of(r)[:3]))) for r in rows]
        self.postings: dict[str, np.ndarray] = {}
        found: dict[str, list[int]] = {}
        for number, row_text in enumerate(self.texts):
            for word in row_text.split():
                found.setdefault(word, []).append(number)
        self.postings = {word: np.array(ids) for word, ids in found.items()}
        self._vocabulary = set(self.postings)

    def meanings(self, query: Query) -> list[dict[str, int]]:
        """What every word may stand for; see the oracle."""
        found = self._read(query, widen=query.widen)
        asked = words.terms(query.text)
        if self.text_mask(found).any() or not any(words.edits_allowed(w) for w in asked):
            return found
        return self._read(query, widen=True)

    def _read(self, query: Query, *, widen: bool) -> list[dict[str, int]]:
        asked = words.terms(query.text)
        last = len(asked) - 1 if query.last_is_prefix else -1
        return [
            meaning(word, self._vocabulary, prefix=place == last, widen=widen)
            for place, word in enumerate(asked)
        ]

    def text_mask(self, meanings: list[dict[str, int]]) -> np.ndarray:
        """Rows that hold every word in one of its meanings."""
        mask = np.ones(self.count, bool)
        for found in meanings:
            one = np.zeros(self.count, bool)
            for word in found:
                one[self.postings[word]] = True
            mask &= one
        return mask

    def reader(self, queries: Sequence[Query]) -> Reader:
        """All questions understood."""
        return {
            query: Understood(tuple(self._tokens(query)), self.code_list(query))
            for query in queries
        }

    def _tokens(self, query: Query) -> list[Token]:
        asked = words.terms(query.text)
        out = []
        for word, found in zip(asked, self.meanings(query), strict=True):
            worst = max(found.values(), default=0)
            out.append(Token(word, None if worst == 1 else max(worst - 1, 0)))
        return out

    def code_list(self, query: Query) -> dict[str, list[int]]:
        """The numbers of all chosen labels, by facet."""
        chosen: dict[str, list[Any]] = {n: list(v) for n in CHOICES if (v := getattr(query, n))}
        if query.months:
            known = self.labels.tables["month"]
            wanted = set(query.months)
            chosen["month"] = [m for m in known if m in wanted or m % 100 in wanted]
        if query.demo is not None:
            chosen["demo"] = [query.demo]
        return {
            name: [c for v in values if (c := self.labels.known(name, v)) is not None]
            for name, values in chosen.items()
        }

    def mask(self, query: Query) -> np.ndarray:
        """Every row looked at."""
        n = self.numbers
        mask = self.text_mask(self.meanings(query))
        for name, codes in self.code_list(query).items():
            mask &= np.isin(self.codes[name], codes)
        if query.from_day is not None:
            mask &= (n["day"] >= query.from_day) & (n["day"] != columns.NO_DAY)
        if query.to_day is not None:
            mask &= n["day"] <= query.to_day
        if query.max_price_eur_cents is not None:
            price = n["price_eur_cents"]
            mask &= (price >= 0) & (price <= query.max_price_eur_cents)
        if (box := query.box) is not None:
            mask &= (n["latitude"] >= box.south) & (n["latitude"] <= box.north)
            mask &= (n["longitude"] >= box.west) & (n["longitude"] <= box.east)
        if query.near is not None and query.near.radius_m is not None:
            away = geometry.distance_m(n["latitude"], n["longitude"], query.near)
            mask &= away <= query.near.radius_m
        return mask

    def facets(self, query: Query) -> dict[str, dict[Any, int]]:
        """Every facet without its own filter."""
        out = {}
        for name in FACETS:
            asked = {"month": "months"}.get(name, name)
            without: dict[str, Any] = {asked: None if name == "open" else ()}
            free = replace(query, **without)
            counts = np.bincount(self.codes[name][self.mask(free)])
            table = self.labels.tables[name]
            out[name] = {
                table[code]: int(counts[code])
                for code in np.flatnonzero(counts)
                if table[code] or table[code] is False
            }
        return out

    def order_key(self, query: Query) -> np.ndarray | None:
        """What the rows are ordered by, smaller first; None where words decide."""
        if query.sort == "date":
            known = [self.labels.known("certainty", c) for c in ("confirmed", "announced")]
            codes = [code for code in known if code is not None]
            sure = np.isin(self.codes["certainty"], codes)
            return self.numbers["day"] + (~sure * 10.0**10 if query.confirmed_first else 0)
        if query.sort == "newest":
            return -self.numbers["fresh_on"]
        if query.sort == "distance" and query.near is not None:
            away = geometry.distance_m(
                self.numbers["latitude"], self.numbers["longitude"], query.near
            )
            return np.where(np.isnan(away), np.inf, away)
        return None
