"""The records that could be the same race, kept in memory while a file is read.

A neighbourhood is loaded when first asked for, so the cost follows what a file holds and what is
near it, not the catalogue.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from startline.events.models.catalogue import Edition
from startline.events.services.facts import EditionTarget, EventTarget
from startline.feeds.models import Holding, Mark, Match
from startline.feeds.rules.marks import asked_marks
from startline.feeds.rules.matching import (
    WINDOW_DAYS,
    Judgement,
    Signature,
    Verdict,
    distance_km,
    judge,
)
from startline.feeds.rules.names import likeness
from startline.feeds.rules.statements import COMPARED, dates_of
from startline.feeds.services.entry import Entry, Ident

SAME_EVENT_KM = 30
SAME_SEASON_DAYS = 60  # names without a word of their own need the same time of the year
AT_ONCE = 2_000  # numbers in one question
FULL = 20_000  # entries; more are dropped and loaded again when needed


@dataclass
class Decisions:
    """What people decided about pairs of records; it stands above every judgement."""

    same: dict[Ident, set[Ident]] = field(default_factory=lambda: defaultdict(set))
    apart: set[frozenset[Ident]] = field(default_factory=set)
    partners: dict[Ident, set[Ident]] = field(default_factory=dict)  # either way

    def add(self, left: Ident, right: Ident, *, is_same: bool) -> None:
        """One decision."""
        self.partners.setdefault(left, set()).add(right)
        self.partners.setdefault(right, set()).add(left)
        if is_same:
            self.same[left].add(right)
            self.same[right].add(left)
        else:
            self.apart.add(frozenset((left, right)))


@dataclass
class Found:
    """What the index knows about a new holding."""

    same: list[Entry] = field(default_factory=list)  # best first
    doubtful: list[tuple[Entry, Judgement]] = field(default_factory=list)


class CandidateIndex:
    """Holdings by the marks of their neighbourhood, by name, and by people's decisions."""

    def __init__(self) -> None:
        self._near: dict[int, list[Entry]] = defaultdict(list)
        self._loaded: set[int] = set()  # marks whose stored holdings are here
        self._named: dict[str, list[Entry]] = {}
        self._decided: dict[Ident, list[Entry]] = {}
        self._targets: dict[int, EditionTarget] = {}
        self._events: dict[int, EventTarget] = {}
        self._entries: dict[int, Entry] = {}
        self._days_off: dict[tuple[int | None, dt.date | None], EditionTarget] = {}
        self._count = 0
        self.decisions = standing_decisions()

    def edition(self, edition_id: int, event_id: int) -> EditionTarget:
        """The one target object of an edition that is in the tables."""
        if edition_id not in self._targets:
            event = self._events.setdefault(event_id, EventTarget(event_id))
            self._targets[edition_id] = EditionTarget(event, edition_id)
        return self._targets[edition_id]

    def prepare(
        self, wanted: Iterable[Signature], name_keys: Iterable[str], idents: Iterable[Ident] = ()
    ) -> None:
        """Load what a batch will ask for, in few queries."""
        self._load_near({mark for one in wanted for mark in asked_marks(one)} - self._loaded)
        self._load_names(sorted(set(name_keys) - self._named.keys()))
        decided = self.decisions.partners.keys() & set(idents)
        partners = {p for one in decided for p in self.decisions.partners[one]}
        self._load_decided((decided | partners) - self._decided.keys())

    def add(self, entry: Entry) -> None:
        """Let later records of the same file see this one."""
        self._count += 1
        for mark in entry.marks:
            self._near[mark].append(entry)
        for key in entry.keys:
            self._named.setdefault(key, []).append(entry)
        if entry.ident in self.decisions.partners:
            self._decided.setdefault(entry.ident, []).append(entry)

    def change(self, holding_id: int, entry: Entry) -> None:
        """A known holding says something else now."""
        known = self._entries.setdefault(holding_id, entry)
        if known is entry:
            self.add(entry)
            return
        names, marks = known.keys, known.marks
        known.told, known.name_key, known.once_key = entry.told, entry.name_key, entry.once_key
        for mark in known.marks - marks:
            self._near[mark].append(known)
        for key in known.keys - names:
            self._named.setdefault(key, []).append(known)

    def stored(self, holding_id: int, entry: Entry) -> None:
        """A holding that was added has its row now, and is not to be loaded beside itself."""
        self._entries.setdefault(holding_id, entry)

    def forget_if_full(self) -> None:
        """Bound the memory. Only between batches, when every target has its id."""
        if self._count > FULL:
            self._near.clear()
            self._loaded.clear()
            self._named.clear()
            self._decided.clear()
            self._entries.clear()
            self._targets.clear()
            self._events.clear()
            self._count = 0

    def find(
        self, ident: Ident, wanted: Signature, name_key: str, own: EditionTarget | None = None
    ) -> Found:
        """The same race and the doubtful ones, judged pair by pair; `own` is where it is now."""
        found = Found()
        members: dict[int, list[Entry]] = defaultdict(list)
        judged: list[tuple[float, Entry]] = []
        barred: set[int] = set()  # editions with a record that this one can't be the same as
        for entry in self._candidates(ident, wanted, name_key):
            if entry.ident == ident:
                continue
            members[id(entry.edition)].append(entry)
            verdict, judgement = self._judge(ident, wanted, entry)
            if judgement.is_barred:
                barred.add(id(entry.edition))
            if verdict is Verdict.SAME:
                judged.append((judgement.points, entry))
            elif verdict is Verdict.DOUBTFUL:
                found.doubtful.append((entry, judgement))
        judged.sort(key=lambda pair: (-pair[0], pair[1].ident))
        same = [
            entry
            for _, entry in judged
            if id(entry.edition) not in barred or _one_page(wanted, entry.signature)
        ]
        found.same = self._agreeing(same, own, members)
        return found

    def _agreeing(
        self, same: list[Entry], own: EditionTarget | None, members: Mapping[int, list[Entry]]
    ) -> list[Entry]:
        """Of several editions, those whose records can all be one race: the first two days of a
        race apart are not made one by a record of both.
        """
        editions = [own] if own else []
        kept = []
        for entry in same:
            others = [e for e in editions if e is not entry.edition]
            if any(
                self._judge(a.ident, a.signature, b)[1].is_barred
                and not _one_page(a.signature, b.signature)
                for edition in others
                for a in members.get(id(edition), ())
                for b in members[id(entry.edition)]
            ):
                continue
            kept.append(entry)
            if len(others) == len(editions):
                editions.append(entry.edition)
        return kept

    def events_for(self, ident: Ident, wanted: Signature, keys: Iterable[str]) -> list[EventTarget]:
        """The events whose other editions have such a name in this place; usually one."""
        found: dict[int, EventTarget] = {}
        for entry in (entry for key in keys for entry in self._named.get(key, ())):
            if frozenset((ident, entry.ident)) in self.decisions.apart:
                continue
            if same_event(wanted, entry.signature):
                found[id(entry.edition.event)] = entry.edition.event
        return list(found.values())

    def weekly_named(self, name_key: str, country: str) -> Entry | None:
        """The weekly series of this name, for the cancellation of one of its days."""
        for entry in self._named.get(name_key, ()):
            if entry.signature.weekly_rule and (
                not country or entry.signature.country in {"", country}
            ):
                return entry
        return None

    def day_off(self, series: Entry, day: dt.date | None) -> EditionTarget:
        """The edition of one cancelled day of a series: the one there is, or a new one."""
        key = (series.edition.event.id, day)
        if key not in self._days_off:
            edition = Edition.objects.filter(event_id=key[0] or 0, starts_on=day).first()
            event = series.edition.event
            self._days_off[key] = (
                self.edition(edition.pk, edition.event_id) if edition else EditionTarget(event)
            )
        return self._days_off[key]

    def _judge(self, ident: Ident, wanted: Signature, entry: Entry) -> tuple[Verdict, Judgement]:
        if frozenset((ident, entry.ident)) in self.decisions.apart:
            return Verdict.DIFFERENT, Judgement(is_barred=True)
        judgement = judge(wanted, entry.signature)
        if entry.ident in self.decisions.same.get(ident, ()):
            return Verdict.SAME, Judgement(points=100.0)
        return judgement.verdict, judgement

    def _candidates(self, ident: Ident, wanted: Signature, name_key: str) -> list[Entry]:
        found = [entry for mark in asked_marks(wanted) for entry in self._near.get(mark, ())]
        if not wanted.dates:
            found += [entry for entry in self._named.get(name_key, ()) if not entry.dates]
        for partner in self.decisions.partners.get(ident, ()):
            found += [
                entry for entry in self._decided.get(partner, ()) if _are_near(wanted, entry.dates)
            ]
        return list({id(entry): entry for entry in found}.values())

    def _load_near(self, marks: set[int]) -> None:
        """The neighbours kept under these marks; what is known already is not read again."""
        for some in batched(sorted(marks), AT_ONCE, strict=False):
            rows = list(Mark.objects.filter(number__in=some).values_list("number", "holding_id"))
            fresh = sorted({pk for _, pk in rows} - self._entries.keys())
            for pks in batched(fresh, AT_ONCE, strict=False):
                self._load(Holding.objects.filter(pk__in=pks))
            for number, pk in rows:
                if pk in self._entries:
                    self._near[number].append(self._entries[pk])
        self._loaded |= marks

    def _load_names(self, keys: list[str]) -> None:
        for key in keys:
            self._named[key] = []
        for entry in self._load(Holding.objects.called(keys)):
            for key in entry.keys & self._named.keys():
                if entry not in self._named[key]:
                    self._named[key].append(entry)

    def _load_decided(self, idents: set[Ident]) -> None:
        """The few records that people compared with these, wherever they are."""
        for ident in idents:
            rows = Holding.objects.filter(record__source__slug=ident[0], record__key=ident[1])
            self._decided[ident] = self._load(rows)

    def _load(self, rows: Any) -> list[Entry]:
        found = []
        values = rows.values_list(
            "pk", "record_id", "record__source__slug", "record__key", "name_key", "once_key",
            "listing", "edition_id", "event_id",
        )  # fmt: skip
        for pk, record_id, source, key, name_key, once, listing, edition_id, event_id in values:
            if pk not in self._entries:
                self._entries[pk] = Entry(
                    ident=(source, key),
                    told={name: listing[name] for name in COMPARED & listing.keys()},
                    name_key=name_key,
                    edition=self.edition(edition_id, event_id),
                    record_id=record_id,
                    once_key=once,
                    stored_dates=frozenset(dates_of(listing)),
                )
                self._count += 1
            found.append(self._entries[pk])
        return found


def _are_near(wanted: Signature, dates: frozenset[dt.date]) -> bool:
    """Whether two holdings have days that could be one; of two without days nothing speaks."""
    if not wanted.dates or not dates:
        return bool(wanted.dates) == bool(dates)
    return any(abs((a - b).days) <= WINDOW_DAYS for a in wanted.dates for b in dates)


def _one_page(a: Signature, b: Signature) -> bool:
    return bool(a.listing_page) and a.listing_page == b.listing_page


def same_event(a: Signature, b: Signature) -> bool:
    """Two holdings with one name, any year: the same lasting event?

    The place must agree; and where the name has no word of its own ("Night Run"), the season too.
    """
    if bool(a.weekly_rule) != bool(b.weekly_rule) or a.name.is_kids != b.name.is_kids:
        return False
    if a.country and b.country and a.country != b.country:
        return False
    km = distance_km(a, b)
    words_agree = not a.place or not b.place or bool(a.place & b.place)
    if km is not None and km > SAME_EVENT_KM:
        return False
    if km is None and not words_agree and likeness(a.place_pairs, b.place_pairs) < 0.5:
        return False
    own = a.name.own - a.place
    return bool(own) or _season_gap(a, b) <= SAME_SEASON_DAYS


def _season_gap(a: Signature, b: Signature) -> int:
    """Days between two dates within the year, whatever the years."""
    if not a.dates or not b.dates:
        return 0
    gap = abs(max(a.dates).timetuple().tm_yday - max(b.dates).timetuple().tm_yday)
    return min(gap, 365 - gap)


def standing_decisions() -> Decisions:
    """What people decided and did not undo."""
    found = Decisions()
    rows = Match.objects.standing().by_people().values_list(
        "kind", "left__source__slug", "left__key", "right__source__slug", "right__key"
    )  # fmt: skip
    for kind, *idents in rows:
        left, right = (idents[0], idents[1]), (idents[2], idents[3])
        found.add(left, right, is_same=kind == Match.MERGE)
    return found
