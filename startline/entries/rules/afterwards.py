"""What an entrant may do after entering: until when, what it costs, what comes back. Pure.

The organizer's rules are data; these functions read them and nothing else. A deadline is exclusive
and an instant in UTC, so a clock change never moves it. Money never comes back beyond what came.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from startline.core.money import Money
from startline.entries.rules.life import State


class Act(StrEnum):
    """What can be done with an entry. The first four have a rule of the organizer."""

    TRANSFER = "transfer"
    DISTANCE_CHANGE = "distance_change"
    DEFERRAL = "deferral"
    REFUND = "refund"
    RESALE = "resale"
    WITHDRAWAL = "withdrawal"
    NAME_CHANGE = "name_change"


@dataclass(frozen=True)
class Rule:
    """One policy of the organizer. Without reasons any will do; free ones cost no fee."""

    kind: Act
    is_allowed: bool
    until_at: dt.datetime | None = None
    fee_minor: int = 0
    refund_percent: int = 100
    reasons: tuple[str, ...] = ()
    free_reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class AfterTerms:
    """Who bears the processor's kept fee, who gets the difference, whether resale is on."""

    refund_on_resale: bool = True
    kept_fee_bearer: str = "entrant"
    difference_to: str = "organizer"


@dataclass(frozen=True)
class Place:
    """An entry as these rules see it. Amounts are what is left of what was paid, never negative.

    `paid` is for the place with its tax and added fee, `extras` for what was bought with it,
    `kept_fee` the processor's part of `paid`. `starts_at`: when the race starts.
    """

    state: State
    paid: Money
    extras: Money
    kept_fee: Money
    starts_at: dt.datetime
    is_taken_over: bool = False
    is_busy: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class Target:
    """A race to change to: what a place costs there now, whether there is one."""

    race: int
    price: Money | None
    has_place: bool


@dataclass(frozen=True)
class PoolFacts:
    """How full the pool is, how many heads wait, what a place costs today."""

    is_full: bool
    waiting: int
    price: Money | None
    has_limit: bool = True


@dataclass(frozen=True)
class Option:
    """One act: whether it is open, until when, what it costs and gives, why not, what follows."""

    kind: Act
    until_at: dt.datetime | None
    cost: Money
    gives_back: Money
    why_not: str
    effect: str
    race: int | None = None
    reasons: tuple[str, ...] = ()
    free_reasons: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the act is open now."""
        return not self.why_not


REASONS = ("injury", "illness", "pregnancy", "bereavement", "service", "visa", "other")
"""Words a director may name; no proof is asked for and none is kept."""


def options(
    place: Place, rules: Sequence[Rule], terms: AfterTerms, pool: PoolFacts, *,
    targets: Sequence[Target] = (), now: dt.datetime,
) -> list[Option]:  # fmt: skip
    """Every act with its answer, in the order a page shows them.

    A place given back for nothing is offered only where neither refund nor resale is open.
    """
    by_kind = {rule.kind: rule for rule in rules}
    found = [
        transfer_option(place, by_kind.get(Act.TRANSFER), now=now),
        *change_options(place, by_kind.get(Act.DISTANCE_CHANGE), targets, pool, now=now),
        deferral_option(place, by_kind.get(Act.DEFERRAL), pool, now=now),
        refund_option(place, by_kind.get(Act.REFUND), terms, pool, now=now),
        resale_option(place, terms, pool, now=now),
    ]
    money = any(o.allowed for o in found if o.kind in {Act.REFUND, Act.RESALE})
    if not money:
        found.append(withdrawal_option(place, pool, now=now))
    found.append(name_option(place, now=now))
    return found


def why_closed(place: Place, *, now: dt.datetime) -> str:
    """What stands against every act; empty when nothing does."""
    if now >= place.starts_at:
        return "started"
    if place.state is State.OFFERED:
        return "offered"
    if place.state is not State.CONFIRMED:
        return "not_confirmed"
    return "busy" if place.is_busy else ""


def why_not(place: Place, rule: Rule | None, *, now: dt.datetime) -> str:
    """What stands against an act that has a rule of the organizer."""
    closed = why_closed(place, now=now)
    if closed:
        return closed
    if rule is None:
        return "no_rule"
    if not rule.is_allowed:
        return "not_allowed"
    if rule.until_at is not None and now >= rule.until_at:
        return "too_late"
    return ""


def last_moment(place: Place, rule: Rule | None) -> dt.datetime | None:
    """The deadline that counts: the rule's, but never after the start."""
    if rule is None or not rule.is_allowed:
        return None
    return min(rule.until_at or place.starts_at, place.starts_at)


def transfer_option(place: Place, rule: Rule | None, *, now: dt.datetime) -> Option:
    """The place moves, so a full race changes nothing. The fee is the taker's."""
    no = why_not(place, rule, now=now)
    return Option(
        Act.TRANSFER, last_moment(place, rule), money(place, rule.fee_minor if rule else 0),
        money(place, 0), no, "place_moves",
    )  # fmt: skip


def change_options(
    place: Place, rule: Rule | None, targets: Sequence[Target], pool: PoolFacts, *, now: dt.datetime
) -> list[Option]:
    """One option for each other race; a single refused one where there is none."""
    no = why_not(place, rule, now=now)
    until = last_moment(place, rule)
    nothing = money(place, 0)
    if no or rule is None or not targets:
        word = no or "no_other_race"
        return [Option(Act.DISTANCE_CHANGE, until, nothing, nothing, word, "moves_to_race")]
    found = []
    for target in targets:
        reason = why_no_race(place, target)
        cost, back = change_cost(place, target.price or nothing, rule.fee_minor)
        found.append(
            Option(
                Act.DISTANCE_CHANGE, until, cost, back, reason, freed(pool),
                race=target.race,
            )
        )  # fmt: skip
    return found


def why_no_race(place: Place, target: Target) -> str:
    """What stands against one other race."""
    if target.price is None:
        return "not_for_sale"
    if not target.has_place:
        return "race_full"
    return "shared" if place.is_shared else ""


def change_cost(place: Place, price: Money, fee_minor: int) -> tuple[Money, Money]:
    """What a change to a race at this price costs, and what it gives back; one of them is zero.

    The difference is between today's price there and what was paid here. A place that came from
    another person gives nothing back: the money was not theirs.
    """
    difference = price.minor - place.paid.minor + fee_minor
    back = 0 if place.is_taken_over else min(max(-difference, 0), place.paid.minor)
    return money(place, max(difference, 0)), money(place, back)


def deferral_option(
    place: Place, rule: Rule | None, pool: PoolFacts, *, now: dt.datetime
) -> Option:
    """A place in the next edition, whatever it costs there; money stays where it is."""
    no = why_not(place, rule, now=now) or ("shared" if place.is_shared else "")
    return Option(
        Act.DEFERRAL, last_moment(place, rule), money(place, rule.fee_minor if rule else 0),
        money(place, 0), no, freed(pool), reasons=rule.reasons if rule else (),
        free_reasons=rule.free_reasons if rule else (),
    )  # fmt: skip


def refund_option(
    place: Place, rule: Rule | None, terms: AfterTerms, pool: PoolFacts, *, now: dt.datetime
) -> Option:
    """A share of what was paid, less the fee that the processor keeps where the entrant bears it.

    Extras are given back with the place; a relay team gives back all its places.
    """
    no = why_not(place, rule, now=now) or why_no_money(place)
    back = 0
    if rule is not None and not no:
        back = refund_of(place, rule, terms)
        no = "" if back else "nothing_left"
    return Option(
        Act.REFUND, last_moment(place, rule), money(place, 0), money(place, back), no,
        freed(pool),
    )  # fmt: skip


def refund_of(place: Place, rule: Rule, terms: AfterTerms) -> int:
    """Minor units that come back at once under a refund rule."""
    whole = place.paid.minor + place.extras.minor
    share = (whole * rule.refund_percent + 50) // 100
    kept = place.kept_fee.minor if terms.kept_fee_bearer == "entrant" else 0
    return max(0, share - kept - rule.fee_minor)


def resale_option(place: Place, terms: AfterTerms, pool: PoolFacts, *, now: dt.datetime) -> Option:
    """The place goes to the waitlist or is sold when the race is full; the money follows then."""
    no = why_closed(place, now=now) or ("" if terms.refund_on_resale else "not_allowed")
    no = no or ("shared" if place.is_shared else "") or ("" if pool.has_limit else "no_limit")
    no = no or why_no_money(place)
    back = 0
    if not no:
        back = resale_refund(place.paid, place.kept_fee, pool.price or place.paid, terms).minor
        no = "" if back else "nothing_left"
    if pool.waiting:
        effect = "offered_to_waitlist"
    else:
        effect = "offered_to_next_buyer" if pool.is_full else "sold_when_full"
    return Option(
        Act.RESALE, place.starts_at if terms.refund_on_resale else None, money(place, 0),
        money(place, back), no, effect,
    )  # fmt: skip


def why_no_money(place: Place) -> str:
    """Why nothing can come back to this entrant."""
    if place.is_taken_over:
        return "taken_over"
    return "" if place.paid.minor + place.extras.minor else "nothing_paid"


def resale_refund(paid: Money, kept_fee: Money, price: Money, terms: AfterTerms) -> Money:
    """What comes back when the place was sold again at a price.

    Who gets the difference gains when the price has risen and loses when it has fallen. A card
    gives back at most what was paid with it, so a gain reaches the entrant only as far as it
    covers the fee that the processor kept of the first payment.
    """
    whole = price.minor if terms.difference_to == "entrant" else paid.minor
    kept = kept_fee.minor if terms.kept_fee_bearer == "entrant" else 0
    return Money(min(max(whole - kept, 0), paid.minor), paid.currency)


def withdrawal_option(place: Place, pool: PoolFacts, *, now: dt.datetime) -> Option:
    """The place is given back and no money with it: for those who only want to make room."""
    no = why_closed(place, now=now)
    nothing = money(place, 0)
    return Option(Act.WITHDRAWAL, place.starts_at, nothing, nothing, no, freed(pool))


def taken_off_option(place: Place, percent: int, pool: PoolFacts, *, now: dt.datetime) -> Option:
    """The organizer takes a place back and returns any share of it, whatever the rules say.

    A place that came from another person gives nothing back: the money was not theirs.
    """
    no = why_closed(place, now=now) or (why_no_money(place) if percent else "")
    back = 0 if no else ((place.paid.minor + place.extras.minor) * percent + 50) // 100
    kind = Act.REFUND if back else Act.WITHDRAWAL
    return Option(kind, place.starts_at, money(place, 0), money(place, back), no, freed(pool))


def name_option(place: Place, *, now: dt.datetime) -> Option:
    """A slip of the pen is put right for nothing until the start."""
    no = why_closed(place, now=now)
    nothing = money(place, 0)
    return Option(Act.NAME_CHANGE, place.starts_at, nothing, nothing, no, "same_person")


def freed(pool: PoolFacts) -> str:
    """Where a place goes that is given back."""
    return "to_waitlist" if pool.waiting else "to_pool"


def money(place: Place, minor: int) -> Money:
    """An amount in the currency that was paid."""
    return Money(minor, place.paid.currency)


def deferral_cost(rule: Rule, reason: str) -> int:
    """The fee of a deferral for a reason, in minor units."""
    return 0 if reason in rule.free_reasons else rule.fee_minor


def reason_counts(rule: Rule, reason: str) -> bool:
    """Whether the rule takes this reason; a rule without reasons takes any, also none."""
    return not rule.reasons or reason in rule.reasons


def is_a_slip(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether names (given, family) were corrected rather than replaced by another person's.

    One of the two stays as it was but for two letters; so marriages pass, another runner does not.
    """
    pairs = zip(before, after, strict=True)
    return any(distance(a.casefold(), b.casefold()) <= 2 for a, b in pairs) and all(after)


def distance(one: str, other: str) -> int:
    """Letters to insert, delete or replace to get from one word to the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != wanted))
    return row[-1]


@dataclass(frozen=True)
class Example:
    """One place that was sold, released and sold again: who has what in the end."""

    bearer: str
    difference_to: str
    first_price: Money
    second_price: Money
    first_fee: Money
    second_fee: Money
    refund: Money

    @property
    def seller_pays(self) -> Money:
        """What the first entrant is left with: a cost."""
        return self.first_price - self.refund

    @property
    def organizer_has(self) -> Money:
        """Both payments less both fees of the processor, less the refund."""
        came = self.first_price + self.second_price
        return came - self.first_fee - self.second_fee - self.refund


def example_of(first: Money, second: Money, fees: tuple[int, int], terms: AfterTerms) -> Example:
    """The example of one price after another, with what the processor keeps of each."""
    kept = Money(fees[0], first.currency)
    return Example(
        terms.kept_fee_bearer, terms.difference_to, first, second, kept,
        Money(fees[1], first.currency), resale_refund(first, kept, second, terms),
    )  # fmt: skip
