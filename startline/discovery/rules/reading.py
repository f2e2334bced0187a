"""Reads tokens by rules: tries every rule at a position and keeps the one that takes most. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from startline.discovery.rules.lexicon import Lexicon, expanded
from startline.discovery.rules.tokens import Token
from startline.places.rules.values import PlaceWords

Values = dict[str, Any]
"""What the items of a rule stand for, by their label, and `today`."""

Match = tuple[int, Any]
"""Where a reading ends, and its value."""


FindPlace = Callable[[Sequence[str], int], PlaceWords | None]
"""Answers the longest place name that starts at a word; words are folded."""


class Quantity(NamedTuple):
    """A number as typed: separator read as decimal point, and read as thousands mark."""

    plain: float
    grouped: float


@dataclass
class _Node:
    """A step in the tree of a rule's sequences."""

    after: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    accepts: list[tuple[int, Callable[[Values], Any]]] = field(default_factory=list)


class Grammar:
    """Named rules, each a set of sequences with the function that makes their value."""

    def __init__(self) -> None:
        self._roots: dict[str, _Node] = {}
        self._rank = 0

    def add(self, name: str, pattern: str, build: Callable[[Values], Any]) -> None:
        """A rule; earlier ones win when two take the same words. A value of None is no match."""
        self._rank += 1
        for sequence in expanded(pattern):
            node = self._roots.setdefault(name, _Node())
            for item in sequence:
                category, _, label = item.partition(":")
                node = node.after.setdefault((category, label), _Node())
            node.accepts.append((self._rank, build))

    def root(self, name: str) -> _Node | None:
        """The first step of a rule, if there is one of that name."""
        return self._roots.get(name)


NAMED_TOWN = 3_000
"""People of the least town that one capitalised word alone may name."""
MENTIONED_TOWN = 5_000
"""The same for a word typed in small letters; smaller towns are still found by full text."""

_UNITS = frozenset(
    {
        "unit_km",
        "unit_mile",
        "unit_m",
        "unit_foot",
        "unit_climb",
        "hours",
        "minutes",
        "currency",
        "days",
    }
)


class Reading:
    """One query being read. Every answer is remembered, so the work stays linear."""

    def __init__(
        self,
        tokens: Sequence[Token],
        *,
        grammar: Grammar,
        lexicon: Lexicon,
        today: date,
        find_place: FindPlace,
    ) -> None:
        self.tokens = tokens
        self.today = today
        self._typed = [token.text for token in tokens]
        self._grammar = grammar
        self._lexicon = lexicon
        self._find_place = find_place
        self._places: dict[int, PlaceWords | None] = {}
        self._words = self._with_slips_mended()
        self._lexical: dict[int, dict[str, list[tuple[int, str]]]] = {}
        self._memo: dict[tuple[str, int], list[Match]] = {}
        self._terminals: dict[str, Callable[[int], list[Match]]] = {
            "number": self._number,
            "bare_number": self._bare_number,
            "year": self._year,
            "date": self._date,
            "slash_date": self._slash_date,
            "dotted_date": self._dotted_date,
            "whole_date": self._whole_date,
            "clock": self._clock,
            "to": self._to,
            "place": self._place,
        }

    def best(self, name: str, start: int) -> Match | None:
        """The reading of a rule that takes most words; on a tie, of the earlier rule."""
        return max(self.match(name, start), key=lambda match: match[0], default=None)

    def match(self, name: str, start: int) -> list[Match]:
        """Every way a rule, a category or a terminal can be read from here."""
        key = (name, start)
        if key not in self._memo:
            self._memo[key] = []
            self._memo[key] = self._matched(name, start)
        return self._memo[key]

    def meanings(self, start: int) -> dict[str, list[tuple[int, str]]]:
        """The phrases that start here, by category."""
        if start >= len(self._words):
            return {}
        if start not in self._lexical:
            self._lexical[start] = self._lexicon.meanings(self._words, start)
        return self._lexical[start]

    def is_capital(self, start: int) -> bool:
        """Whether the word was typed with a capital letter."""
        return self.tokens[start].typed[:1].isupper()

    def place_at(self, start: int) -> PlaceWords | None:
        """The place whose name starts here."""
        if start not in self._places:
            place = self._find_place(self._typed, start)
            if place is not None and self._is_everyday_talk(start, place.length):
                place = None
            self._places[start] = place
        return self._places[start]

    def _is_everyday_talk(self, start: int, length: int) -> bool:
        """Whether a name of several words is is made of race words alone: Cut Off is a town."""
        words = self._typed[start : start + length]
        return length > 1 and all(self._lexicon.knows(word) for word in words)

    def is_well_known(self, start: int) -> bool:
        """Whether a place starts here that is meant even if no preposition says so: a region, a
        country, a name of several words, or a town of some size. "Muddy" is a village too."""
        place = self.place_at(start)
        if place is None or place.found.place is None or place.length > 1:
            return place is not None
        least = NAMED_TOWN if self.is_capital(start) else MENTIONED_TOWN
        return place.found.place.population >= least

    def _matched(self, name: str, start: int) -> list[Match]:
        if name in self._terminals:
            return self._terminals[name](start) if start < len(self.tokens) else []
        root = self._grammar.root(name)
        if root is None:
            return list(self.meanings(start).get(name, ()))
        ends: dict[int, tuple[int, Any]] = {}
        self._walk(root, start, {"today": self.today}, ends)
        return [(end, value) for end, (_, value) in ends.items()]

    def _walk(self, node: _Node, at: int, values: Values, ends: dict[int, tuple[int, Any]]) -> None:
        for rank, build in node.accepts:
            if at in ends and ends[at][0] <= rank:
                continue
            value = build(values)
            if value is not None:
                ends[at] = (rank, value)
        for (category, label), following in node.after.items():
            for start in self._starts(at, first=len(values) == 1):
                for end, value in self.match(category, start):
                    self._walk(following, end, {**values, label: value}, ends)

    def _starts(self, at: int, *, first: bool) -> tuple[int, ...]:
        """Where the next item may begin: here, or past an article."""
        if not first and "article" in self.meanings(at):
            return (at, at + 1)
        return (at,)

    def _with_slips_mended(self) -> list[str]:
        return [self._mended(i, token) for i, token in enumerate(self.tokens)]

    def _mended(self, at: int, token: Token) -> str:
        if token.kind != "word":
            return token.text
        mended = self._lexicon.corrected(token.text)
        if mended is None or self.is_well_known(at):
            return token.text
        return mended

    # Terminals: what is read from a token itself

    def _number(self, at: int) -> list[Match]:
        token = self.tokens[at]
        if token.kind == "number":
            return [(at + 1, Quantity(token.value, token.grouped))]
        spelled = self.meanings(at).get("number", ())
        return [(end, Quantity(float(value), float(value))) for end, value in spelled]

    def _bare_number(self, at: int) -> list[Match]:
        """A number that no unit claims, also not across "10 to 20 km"."""
        return [m for m in self._number(at) if not self._is_claimed(m[0])]

    def _is_claimed(self, at: int) -> bool:
        if _UNITS & self.meanings(at).keys():
            return True
        if at >= len(self.tokens):
            return False
        return any(
            _UNITS & self.meanings(past).keys()
            for end, _ in self._to(at)
            if end < len(self.tokens)
            for past, _ in self._number(end)
        )

    def _year(self, at: int) -> list[Match]:
        token = self.tokens[at]
        is_year = token.kind == "number" and token.text.isdecimal() and 2000 <= token.value < 2100
        return [(at + 1, int(token.value))] if is_year and not self._is_claimed(at + 1) else []

    def _date(self, at: int) -> list[Match]:
        day = self.tokens[at].day
        return [(at + 1, day)] if day else []

    def _slash_date(self, at: int) -> list[Match]:
        """Day and month as "15/06"."""
        token = self.tokens[at]
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if token.kind != "number":
            return []
        if following and following.kind == "number" and following.gap == "/":
            return [(at + 2, (int(token.value), int(following.value)))]
        return []

    def _dotted_date(self, at: int) -> list[Match]:
        """Day and month as "15.6", where a date must stand."""
        day, dot, month = self.tokens[at].text.partition(".")
        is_date = dot and len(day) <= 2 and len(month) <= 2
        if not is_date or not (day + month).isdecimal() or self._is_claimed(at + 1):
            return []
        return [(at + 1, (int(day), int(month)))]

    def _whole_date(self, at: int) -> list[Match]:
        """Day and two-digit month: "14.06" is a date wherever it stands, "26.2" may be miles."""
        return self._dotted_date(at) if len(self.tokens[at].text.partition(".")[2]) == 2 else []

    def _clock(self, at: int) -> list[Match]:
        token = self.tokens[at]
        return [(at + 1, token.value)] if token.kind == "clock" else []

    def _to(self, at: int) -> list[Match]:
        """A word for "to", or a dash or stroke before this token, which takes no token itself."""
        out: list[Match] = list(self.meanings(at).get("to", ()))
        if any(mark in self.tokens[at].gap for mark in "-–—/"):
            out.append((at, ""))
        return out

    def _place(self, at: int) -> list[Match]:
        place = self.place_at(at)
        if place is None or (place.length == 1 and self._is_small_word(at)):
            return []
        return [(at + place.length, place)]

    def _is_small_word(self, at: int) -> bool:
        """No place is named by "in welche", nor by an English "a nice 10k"; "a Nice" is French."""
        if self.meanings(at).keys() - {"everyday"}:
            return True
        if "everyday" not in self.meanings(at) or self.is_capital(at) or at == 0:
            return False
        return self._lexicon.first == "en" and self.tokens[at - 1].typed == "a"
