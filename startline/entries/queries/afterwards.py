"""What a place cost, what may be done with it now, and what has been done."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from startline.core.money import Money, exponent
from startline.entries.models.afterwards import Choice, EntryChange, Resale, WaitlistPlace
from startline.entries.models.orders import Entry, Order, OrderLine
from startline.entries.queries.proofs import Shown, shown_for
from startline.entries.queries.selling import accounts_of, fee_of, selling_of, terms_of
from startline.entries.queries.sheet import currency_of, for_sale, steps_by_race
from startline.entries.rules.afterwards import (
    Act,
    AfterTerms,
    Example,
    Option,
    Place,
    PoolFacts,
    Rule,
    Target,
    example_of,
    options,
)
from startline.entries.rules.life import HOLDS_A_PLACE, LIVING, State, age_on
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.offer import Policy, PriceStep
from startline.events.rules.pricing import Buyer, Head, NotForSaleError, quote
from startline.payments.models import Payment
from startline.payments.queries import balance

OF_THE_PLACE = ("entry", "discount", "difference", "give_back")
BESIDE = ("tax", "fee")


@dataclass(frozen=True)
class Paid:
    """What was paid for a place (and its extras) that has not come back, under which order."""

    order: Order
    place: Money
    extras: Money
    kept_fee: Money


@dataclass(frozen=True)
class Standing:
    """An entry with everything its page shows about what may be done."""

    entry: Entry
    team: tuple[Entry, ...]
    paid: Paid
    place: Place
    rules: tuple[Rule, ...]
    terms: AfterTerms
    pool: PoolFacts
    options: tuple[Option, ...]

    def option(self, act: Act, race: int | None = None) -> Option | None:
        """The answer for one act; for a change of race, to that race."""
        mine = [o for o in self.options if o.kind is act]
        fitting = (o for o in mine if race is None or o.race in {race, None})
        return next(fitting, None)


def chain_of(entry: Entry) -> list[Entry]:
    """The entry and those it came from, the latest first."""
    found = [entry]
    while found[-1].previous_id is not None:
        found.append(Entry.objects.select_related("order").get(pk=found[-1].previous_id))
    return found


def team_of(entry: Entry) -> list[Entry]:
    """The legs of a relay team, which stand or fall together; else the entry alone."""
    if entry.leg is None or entry.party_id is None:
        return [entry]
    legs = Entry.objects.filter(party=entry.party_id, state__in=LIVING)
    return list(legs.select_related("order", "athlete", "race__edition__event").order_by("leg"))


def paid_for(team: Sequence[Entry]) -> Paid:
    """What is left of what was paid for places that stand together, with their part of tax and fee.

    The money lies under the order that bought them first, whoever holds them now.
    """
    chains = [chain_of(entry) for entry in team]
    ids = {e.pk for chain in chains for e in chain}
    roots = [chain[-1] for chain in chains]
    order = roots[0].order
    orders = {e.order_id for chain in chains for e in chain}
    lines = list(OrderLine.objects.filter(order__in=orders))
    own = sum(n.minor for n in lines if n.entry_id in ids and n.kind in OF_THE_PLACE)
    priced = [n for n in lines if n.kind in {"entry", "discount"}]
    bought = sum(n.minor for n in priced if n.order_id == order.pk)
    mine = sum(n.minor for n in priced if n.entry_id in ids)
    beside = sum(n.minor for n in lines if n.order_id == order.pk and n.kind in BESIDE)
    extras = sum(n.minor for n in lines if n.order_id == order.pk and n.kind == "extra")
    alone = not order.entries.exclude(pk__in=ids).exists()
    held = balance(order.reference, order.currency).minor if order.currency else 0
    place = min(max(0, own + (beside * mine // bought if bought else 0)), max(0, held))
    extras = min(extras, max(0, held) - place) if alone else 0
    currency = order.currency or team[0].race.edition.currency or "EUR"
    return Paid(
        order, Money(place, currency), Money(extras, currency),
        Money(kept_of(order, place + extras), currency),
    )  # fmt: skip


def kept_of(order: Order, minor: int) -> int:
    """The processor's part of an amount paid under an order: as told, else by its usual rule."""
    came = kept = 0
    for payment in Payment.objects.filter(
        reference=order.reference, received_minor__gt=0
    ).select_related("account"):
        came += payment.received_minor
        rule = payment.account
        usual = (payment.received_minor * rule.fee_basis_points + 5_000) // 10_000
        kept += usual + rule.fee_fixed_minor if payment.fee_minor is None else payment.fee_minor
    return (kept * minor + came // 2) // came if came else 0


def standing_of(entry: Entry, *, now: dt.datetime) -> Standing:
    """Everything about an entry that was loaded with its order, athlete, race and edition."""
    edition = entry.race.edition
    team = team_of(entry) or [entry]
    paid = paid_for(team)
    place = Place(
        state=State(entry.state), paid=paid.place, extras=paid.extras, kept_fee=paid.kept_fee,
        starts_at=start_of(entry.race), is_taken_over=came_from_another(entry),
        is_busy=EntryChange.objects.filter(entry__in=[e.pk for e in team], state="open")
        .exclude(kind="resale").exists(),
        is_shared=len(team) > 1,
    )  # fmt: skip
    rules = rules_of(edition)
    terms = after_terms_of(edition)
    pool = pool_facts(entry, now=now)
    found = options(place, rules, terms, pool, targets=targets_of(entry, now=now), now=now)
    return Standing(entry, tuple(team), paid, place, tuple(rules), terms, pool, tuple(found))


def start_of(race: Race) -> dt.datetime:
    """When a race starts; without a time, the first moment of its day there."""
    if race.starts_at is not None:
        return race.starts_at
    day = race.edition.starts_on or dt.date(9999, 1, 1)
    return dt.datetime.combine(day, dt.time(), tzinfo=zoneinfo.ZoneInfo(race.edition.timezone))


def came_from_another(entry: Entry) -> bool:
    """Whether any step of the entry's way was a transfer from another person."""
    ids = [e.pk for e in chain_of(entry)]
    return EntryChange.objects.filter(to_entry__in=ids, kind="transfer", state="done").exists()


def rules_of(edition: Edition) -> list[Rule]:
    """The organizer's policies as values; the strictest row counts where there are several."""
    found: dict[Act, Rule] = {}
    for row in Policy.objects.filter(edition=edition).order_by("-is_allowed", "pk"):
        found[Act(row.kind)] = Rule(
            Act(row.kind), is_allowed=row.is_allowed, until_at=row.until_at,
            fee_minor=row.fee_minor, refund_percent=row.refund_percent,
            reasons=tuple(row.reasons), free_reasons=tuple(row.free_reasons),
        )  # fmt: skip
    return list(found.values())


def after_terms_of(edition: Edition) -> AfterTerms:
    """The edition's terms as far as these rules need them."""
    terms = terms_of(edition)
    return AfterTerms(terms.refund_on_resale, terms.kept_fee_bearer, terms.difference_to)


def pool_facts(entry: Entry, *, now: dt.datetime) -> PoolFacts:
    """How full the entry's pool is and who waits for it."""
    pool = CapacityPool.objects.filter(races=entry.race).first()
    price = price_today(entry.race, entry, now=now)
    if pool is None:
        return PoolFacts(is_full=False, waiting=0, price=price, has_limit=False)
    return PoolFacts(pool.taken >= pool.places, heads_waiting(pool), price)


def heads_waiting(pool: CapacityPool) -> int:
    """How many heads wait for a pool."""
    waiting = WaitlistPlace.objects.filter(pool=pool, state="waiting")
    return waiting.aggregate(n=Sum("heads"))["n"] or 0


def price_today(race: Race, entry: Entry | None, *, now: dt.datetime) -> Money | None:
    """What one place costs the person of an entry now, all in; None where it is not for sale."""
    edition = race.edition
    steps = steps_by_race([race.pk])
    if not steps and PriceStep.objects.filter(race__edition=edition).exists():
        return None  # free is a price of zero where other races have one
    currency = currency_of(edition, steps) or "EUR"
    selling = selling_of(currency, terms_of(edition), accounts_of(edition.event.organizer_id))
    sold = CapacityPool.objects.filter(races=race).values_list("taken", flat=True).first()
    head = Head(
        race.name,
        for_sale(steps.get(race.pk, ()), currency),
        sold or 0,
        buyer_of(entry) if entry else Buyer(),
    )
    try:
        return quote([head], terms=selling.terms, fee=selling.fee, at=now).total
    except NotForSaleError:
        return None


def buyer_of(entry: Entry) -> Buyer:
    """What the person's price may depend on."""
    day = entry.race.edition.starts_on
    if entry.athlete is None or entry.athlete.born_on is None or day is None:
        return Buyer()
    answers = {k: v for k, v in entry.answers.items() if isinstance(v, str)}
    return Buyer(age=age_on(entry.athlete.born_on, day), answers=answers)


def targets_of(entry: Entry, *, now: dt.datetime) -> list[Target]:
    """The other races of the edition for single runners, in the order of its page."""
    edition = entry.race.edition
    rows = (
        Race.objects.filter(edition=edition, party_size=1, is_hidden=False, is_cancelled=False)
        .exclude(pk=entry.race_id)
        .select_related("pool")
        .order_by("position", "pk")
    )
    found = []
    for race in rows:
        race.edition = edition
        found.append(Target(race.pk, price_today(race, entry, now=now), has_place_for(race, entry)))
    return found


def has_place_for(race: Race, entry: Entry) -> bool:
    """Whether a change finds a place: one is free and nobody waits, or the pool is the same."""
    pool = race.pool
    if pool is None or race.pool_id == entry.race.pool_id:
        return True
    return pool.taken < pool.places and not heads_waiting(pool)


def history_of(entry: Entry) -> list[EntryChange]:
    """What was done with the entry and those it came from, the oldest first."""
    ids = [e.pk for e in chain_of(entry)]
    rows = EntryChange.objects.filter(entry__in=ids).select_related(
        "to_race", "to_edition", "to_entry__order"
    )
    return list(rows.order_by("made_at", "pk"))


def confirmed_in(pool: CapacityPool) -> int:
    """Heads whose place in a pool is paid for, or free: holds and unpaid orders left out."""
    return Entry.objects.filter(race__pool=pool, state=State.CONFIRMED).count()


def alive_in(pool: CapacityPool) -> int:
    """Heads that count against a pool."""
    return Entry.objects.filter(race__pool=pool, state__in=HOLDS_A_PLACE).count()


@dataclass(frozen=True)
class Line:
    """A waitlist as one who waits sees it: parties and heads in front, places free now."""

    parties: int
    heads: int
    position: int
    free: int


def line_of(pool: CapacityPool | None, place: WaitlistPlace | None = None) -> Line:
    """The line of a pool; with a place in it, what is in front of that place."""
    if pool is None:
        return Line(0, 0, 1, 0)
    waiting = WaitlistPlace.objects.filter(pool=pool, state="waiting")
    if place is not None:
        earlier = Q(joined_at__lt=place.joined_at) | Q(joined_at=place.joined_at, pk__lt=place.pk)
        waiting = waiting.filter(earlier)
    sums = waiting.aggregate(parties=Count("pk"), heads=Sum("heads"))
    parties = sums["parties"] or 0
    return Line(parties, sums["heads"] or 0, parties + 1, max(0, pool.places - pool.taken))


@dataclass(frozen=True)
class EntryPage:
    """Everything on the page of one entry."""

    entry: Entry
    standing: Standing
    races: dict[int, Race]
    history: list[EntryChange]
    open_change: EntryChange | None
    resale: Resale | None
    choice: Choice | None
    shown: tuple[Shown, ...] = ()

    @property
    def has_open_proofs(self) -> bool:
        """Whether the race still asks to see something of a person who may start."""
        return self.entry.state in LIVING and any(one.is_open for one in self.shown)

    @property
    def is_in(self) -> bool:
        """Whether the ticket is valid."""
        return self.entry.state == State.CONFIRMED

    @property
    def successor(self) -> Entry | None:
        """The same person's entry that came from this one; a taker's is nobody else's business."""
        return next(
            (c.to_entry for c in self.history if c.entry_id == self.entry.pk
             and c.state == "done" and c.kind in {"distance_change", "deferral"}), None
        )  # fmt: skip


def entry_page(entry: Entry, *, now: dt.datetime) -> EntryPage:
    """The page of an entry that was loaded with its order, athlete, race and edition."""
    standing = standing_of(entry, now=now)
    history = history_of(entry)
    mine = [c for c in history if c.entry_id == entry.pk and c.state == "open"]
    return EntryPage(
        entry=entry, standing=standing,
        races={race.pk: race for race in Race.objects.filter(edition=entry.race.edition_id)},
        history=[c for c in history if c.entry_id == entry.pk or c.kind != "transfer"],
        open_change=next((c for c in mine if c.kind != "resale"), None),
        resale=Resale.objects.filter(entry=entry).order_by("-pk").first(),
        shown=tuple(shown_for(entry)),
        choice=Choice.objects.filter(entry=entry).select_related("calling").order_by("-pk").first(),
    )  # fmt: skip


def worked_examples(edition: Edition, *, now: dt.datetime) -> list[Example]:
    """One place of this edition sold again a tenth dearer and a tenth cheaper, in all four ways."""
    race = edition.races.filter(is_cancelled=False).order_by("position", "pk").first()
    currency = edition.currency or "EUR"
    found = None
    if race is not None:
        race.edition = edition
        found = price_today(race, None, now=now)
    first = found if found and found.minor else Money(50 * 10 ** exponent(currency), currency)
    fee = fee_of(accounts_of(edition.event.organizer_id).get("card"))
    again = [Money(first.minor * tenths // 10, first.currency) for tenths in (11, 9)]
    ways = [
        AfterTerms(kept_fee_bearer=bearer, difference_to=who)
        for bearer in ("entrant", "organizer")
        for who in ("organizer", "entrant")
    ]
    return [
        example_of(first, price, (fee.of(first.minor), fee.of(price.minor)), terms)
        for price in again
        for terms in ways
    ]
