"""Taking over entrants from elsewhere: look first, then all good rows, in small batches.

The places are claimed before the first row is written. Each row makes one order under a key of its
own, so that a list that was stopped goes on where it was and no row is taken twice.
"""

import datetime as dt
import gzip
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.tasks import task

from startline.accounts.models import Athlete, User
from startline.accounts.services.audit import record_deed
from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.entries.adapters.sheets import Sheet, read_sheet
from startline.entries.models.afterwards import EntryNote
from startline.entries.models.desk import EntrantList
from startline.entries.models.orders import Entry, Order, Party
from startline.entries.rules.columns import OURS, plain, platform_of, proposed
from startline.entries.rules.life import HOLDS_A_PLACE, LIVING, OrderState
from startline.entries.rules.rows import (
    Fault,
    Reader,
    ReadRow,
    month_comes_first,
    read_rows,
)
from startline.entries.services.carrying import (
    EXTRA,
    extras_claimed,
    make_parties,
    state_of,
    without_signature,
    write_extras,
    write_signatures,
)
from startline.entries.services.holding import new_reference
from startline.events.models.catalogue import Edition, Race
from startline.events.models.offer import ExtraSize
from startline.events.services.places import (
    ExtraSoldOutError,
    SoldOutError,
    claim_extra,
    claim_place,
    release_extra,
    release_place,
)
from startline.places.queries import countries, country_name

BATCH = 100
AT_ONCE = 300


class PlacesShortError(Refusal):
    """The list holds more people than there are places left in a race's pool."""

    code = "places_short"


class NothingToImportError(Refusal):
    """No row of the list can be taken over."""

    code = "nothing_to_import"


@dataclass(frozen=True)
class Preview:
    """What a list would do: its columns, whose it looks like, rows to take and rows to leave."""

    sheet: Sheet
    platform: str
    good: list[ReadRow]
    bad: list[Fault]


@transaction.atomic
def keep_list(
    edition: Edition, *, name: str, body: bytes, by: User, now: dt.datetime
) -> EntrantList:
    """Keep a list with the columns proposed. Raises UnreadableListError."""
    sheet = read_sheet(name, body)
    questions = dict(edition.questions.values_list("key", "label"))
    mapping = proposed(sheet.headers, questions)
    born = next((h for h, field in mapping.items() if field == "born_on"), "")
    races = list(edition.races.all()[:2])
    has_race = "race" in mapping.values()
    return EntrantList.objects.create(
        edition=edition, file_name=name[:200], body=gzip.compress(body, 6), mapping=mapping,
        month_first=month_comes_first([row.get(born, "") for row in sheet.rows]),
        only_race=races[0] if len(races) == 1 and not has_race else None, by=by, made_at=now,
    )  # fmt: skip


@transaction.atomic
def map_columns(
    kept: EntrantList, *, mapping: dict[str, str], month_first: bool, only_race: Race | None
) -> None:
    """Read the list another way; one that was started stays as it is."""
    EntrantList.objects.filter(pk=kept.pk, state="read").update(
        mapping=mapping, month_first=month_first, only_race=only_race
    )


def preview(kept: EntrantList, *, today: dt.date) -> Preview:
    """The whole list read; those who are entered already are named, not taken again."""
    sheet = read_sheet(kept.file_name, gzip.decompress(bytes(kept.body)))
    good, bad = read_rows(sheet.rows, reader_of(kept, today=today))
    entered = people_of(kept.edition)
    again = [row for row in good if row.state in LIVING and row.who in entered]
    bad += [Fault(row.row, "entered_already", name_of(row)) for row in again]
    gone = {row.row for row in again}
    taken = [row for row in good if row.row not in gone]
    return Preview(sheet, platform_of(sheet.headers), taken, sorted(bad, key=lambda f: f.row))


def reader_of(kept: EntrantList, *, today: dt.date) -> Reader:
    """How this list is to be read."""
    races = {
        plain(word): race.slug
        for race in kept.edition.races.all()
        for word in (race.name, race.slug)
    }
    names = {plain(word): code for code in countries() for word in (code, country_name(code))}
    return Reader(
        mapping=kept.mapping,
        races=races,
        today=today,
        countries=names | THREE_LETTERS,
        month_first=kept.month_first,
        only_race=kept.only_race.slug if kept.only_race else "",
        currency=kept.edition.currency,
        is_ours=platform_of(list(kept.mapping)) == OURS,
    )


def people_of(
    edition: Edition, *, but: EntrantList | None = None
) -> set[tuple[str, str, str, str]]:
    """Who may start already, as rows name them; without those whom one list brought."""
    rows = Entry.objects.living().filter(race__edition=edition, athlete__isnull=False)
    if but is not None:
        rows = rows.exclude(order__key__startswith=f"list-{but.pk}-")
    return {
        (slug, given.casefold(), family.casefold(), born.isoformat() if born else "")
        for slug, given, family, born in rows.values_list(
            "race__slug", "athlete__given_name", "athlete__family_name", "athlete__born_on"
        )
    }


def name_of(row: ReadRow) -> str:
    """The person of a row."""
    return f"{row.entrant.given_name} {row.entrant.family_name}"


def start_list(kept: EntrantList, *, by: User, now: dt.datetime) -> EntrantList:
    """Take over the good rows: short lists at once, long ones in the background.

    Claims all places first. Raises PlacesShortError, NothingToImportError; a list that was started
    is not started again.
    """
    seen = preview(kept, today=now.date())
    if not seen.good:
        raise NothingToImportError
    with transaction.atomic():
        started = EntrantList.objects.filter(pk=kept.pk, state="read").update(
            state="running", good=len(seen.good), bad=len(seen.bad), by=by,
            claimed=heads_of(seen.good) | extras_claimed(kept.edition, seen.good),
        )  # fmt: skip
        if not started:
            return EntrantList.objects.get(pk=kept.pk)
        claim_all(kept.edition, seen.good, now=now)
        record_deed("import_entrants", kept.edition, by=by, now=now, list=kept.pk, n=len(seen.good))
        if len(seen.good) > AT_ONCE:
            carry_out_list.enqueue(kept.pk)
    if len(seen.good) <= AT_ONCE:
        take_rows(kept, seen.good, now=now)
    return EntrantList.objects.get(pk=kept.pk)


def claim_all(edition: Edition, rows: Sequence[ReadRow], *, now: dt.datetime) -> None:
    """The places of all rows that hold one, or none of them."""
    heads = heads_of(rows)
    races = {race.slug: race for race in edition.races.select_related("pool")}
    for slug, n in sorted(heads.items(), key=lambda item: races[item[0]].pool_id or 0):
        race = races[slug]
        try:
            claim_place(race, heads=n, now=now)
        except SoldOutError as error:
            left = race.pool.places - race.pool.taken if race.pool else 0
            raise PlacesShortError(race=race.name, wanted=n, left=left) from error
    for claim, n in extras_claimed(edition, rows).items():
        size = ExtraSize.objects.select_related("extra").get(pk=int(claim.removeprefix(EXTRA)))
        try:
            claim_extra(size.pk, quantity=n)
        except ExtraSoldOutError as error:
            left = (size.stock or 0) - size.taken
            raise PlacesShortError(race=size.extra.name, wanted=n, left=left) from error


def heads_of(rows: Sequence[ReadRow]) -> dict[str, int]:
    """How many places the rows need, by race."""
    return dict(Counter(row.race for row in rows if row.state in HOLDS_A_PLACE))


@task
def carry_out_list(pk: int) -> int:
    """Take over what is left of a list that was started; how many rows are done."""
    kept = EntrantList.objects.select_related("edition", "only_race").get(pk=pk)
    if kept.state != "running":
        return kept.done
    sheet = read_sheet(kept.file_name, gzip.decompress(bytes(kept.body)))
    at = clock_now()
    good, _ = read_rows(sheet.rows, reader_of(kept, today=at.date()))
    take_rows(kept, good, now=at)
    return EntrantList.objects.get(pk=pk).done


@task
def carry_out_waiting_lists() -> int:
    """Go on with lists that were started and stopped."""
    waiting = list(EntrantList.objects.filter(state="running").values_list("pk", flat=True))
    for pk in waiting:
        carry_out_list.call(pk)
    return len(waiting)


def take_rows(kept: EntrantList, rows: Sequence[ReadRow], *, now: dt.datetime) -> None:
    """Write the rows that are not written yet, a batch a transaction."""
    entered = people_of(kept.edition, but=kept)
    rows = [r for r in rows if not (r.state in LIVING and r.who in entered)]
    done = set(
        Order.objects.filter(key__startswith=f"list-{kept.pk}-").values_list("key", flat=True)
    )
    todo = [r for r in rows if key_of(kept, r) not in done]
    races = {race.slug: race for race in kept.edition.races.select_related("pool")}
    for batch in batches_of(todo):
        take_batch(kept, batch, races, now=now)
    finish(kept, rows, races, now=now)


def key_of(kept: EntrantList, row: ReadRow) -> str:
    """The key of a row's order."""
    return f"list-{kept.pk}-{row.head}"


def batches_of(rows: Sequence[ReadRow]) -> list[list[ReadRow]]:
    """Rows in batches; rows of one order are never parted."""
    orders: dict[int, list[ReadRow]] = {}
    for row in rows:
        orders.setdefault(row.head, []).append(row)
    batches: list[list[ReadRow]] = [[]]
    for together in orders.values():
        if batches[-1] and len(batches[-1]) + len(together) > BATCH:
            batches.append([])
        batches[-1] += together
    return batches if rows else []


@transaction.atomic
def finish(
    kept: EntrantList, rows: Sequence[ReadRow], races: dict[str, Race], *, now: dt.datetime
) -> None:
    """Close the list; places claimed for people who entered by themselves meanwhile go back."""
    written = set(
        Order.objects.filter(key__startswith=f"list-{kept.pk}-").values_list("key", flat=True)
    )
    taken = [row for row in rows if key_of(kept, row) in written]
    finished = EntrantList.objects.filter(pk=kept.pk, state="running").update(
        state="done", done_at=now, done=len(taken)
    )
    if not finished:
        return
    kept.refresh_from_db(fields=["claimed"])
    used = heads_of(taken) | extras_claimed(kept.edition, taken)
    for claim, n in (Counter(kept.claimed) - Counter(used)).items():
        if claim.startswith(EXTRA):
            release_extra(int(claim.removeprefix(EXTRA)), quantity=n)
        else:
            release_place(races[claim], heads=n, now=now)


@transaction.atomic
def take_batch(
    kept: EntrantList, rows: Sequence[ReadRow], races: dict[str, Race], *, now: dt.datetime
) -> None:
    """Orders, people and entries of some rows. Nothing is owed: it was paid elsewhere, or is."""
    people = Athlete.objects.bulk_create(
        Athlete(
            given_name=r.entrant.given_name, family_name=r.entrant.family_name,
            born_on=r.entrant.born_on, gender=r.entrant.gender, country=r.entrant.country,
            club=r.entrant.club,
        )
        for r in rows
    )  # fmt: skip
    firsts = {row.head: row for row in reversed(rows)}
    wanted = {row.carried.reference for row in rows} - {""}
    gone = set(Order.objects.filter(reference__in=wanted).values_list("reference", flat=True))
    made = Order.objects.bulk_create(
        [order_of(kept, row, gone, now=now) for row in firsts.values()]
    )
    orders = dict(zip(firsts, made, strict=True))
    parties = make_parties(rows, orders)
    entries = Entry.objects.bulk_create(
        entry_of(row, person, orders[row.head], races[row.race], parties, now=now)
        for row, person in zip(rows, people, strict=True)
    )
    pairs = list(zip(rows, entries, strict=True))
    write_extras(kept.edition, pairs, now=now)
    write_signatures(kept.edition, pairs)
    unsigned = without_signature(pairs)
    EntryNote.objects.bulk_create(
        EntryNote(entry=entry, text=said, by=kept.by, made_at=now)
        for row, entry in pairs
        if (said := elsewhere(row, entry, unsigned))
    )
    EntrantList.objects.filter(pk=kept.pk).update(done=F("done") + len(rows))


def entry_of(
    row: ReadRow, person: Athlete, order: Order, race: Race,
    parties: dict[tuple[int, int], Party], *, now: dt.datetime,
) -> Entry:  # fmt: skip
    """The entry of one row."""
    party = row.carried.party
    return Entry(
        order=order, race=race, athlete=person, state=row.state, answers=row.answers,
        emergency_name=row.emergency_name, emergency_phone=row.emergency_phone,
        guardian_name=row.guardian_name, guardian_email=row.guardian_email,
        ticket=secrets.token_urlsafe(32), created_at=row.carried.entered_at or now, state_at=now,
        price_minor=row.carried.price_minor, leg=row.carried.leg,
        party=parties[row.head, party.number] if party else None,
    )  # fmt: skip


def order_of(kept: EntrantList, row: ReadRow, gone: set[str], *, now: dt.datetime) -> Order:
    """The order of one row: settled outside, or to be paid on site where the list says unpaid.

    It keeps the reference our export gave it, unless an order here has it.
    """
    state, is_paid = state_of(row)
    reference = row.carried.reference
    at = row.carried.entered_at or now
    return Order(
        key=key_of(kept, row), edition=kept.edition,
        reference=reference if reference and reference not in gone else new_reference(),
        state=state, method="on_site" if state == OrderState.OPEN else "",
        name=name_of(row), email=row.entrant.email, currency=kept.edition.currency,
        created_at=at, settled_at=at if is_paid else None,
    )  # fmt: skip


def elsewhere(row: ReadRow, entry: Entry, unsigned: set[int]) -> str:
    """What the other list said that has no place here."""
    signed = row.carried.signed
    said = {
        "Reference there": "" if row.reference == entry.order.reference else row.reference,
        "Price there": "" if row.carried.price_minor else row.price,
        "Signed there": f"{signed.name}, {signed.at:%Y-%m-%d}" if signed else "",
    }
    if entry.pk not in unsigned:
        del said["Signed there"]
    return "; ".join(f"{label}: {value}" for label, value in said.items() if value)


THREE_LETTERS: dict[str, str] = {
    "usa": "US", "u s a": "US", "united states of america": "US", "gbr": "GB", "uk": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "ger": "DE",
    "deu": "DE", "deutschland": "DE", "fra": "FR", "esp": "ES", "espana": "ES", "ita": "IT",
    "italia": "IT", "sui": "CH", "che": "CH", "ned": "NL", "nld": "NL", "holland": "NL",
    "bel": "BE", "por": "PT", "prt": "PT", "aut": "AT", "osterreich": "AT", "irl": "IE",
    "can": "CA", "aus": "AU", "nzl": "NZ", "swe": "SE", "nor": "NO", "den": "DK", "dnk": "DK",
    "fin": "FI", "pol": "PL", "cze": "CZ", "svk": "SK", "hun": "HU", "jpn": "JP", "chn": "CN",
    "kor": "KR", "rsa": "ZA", "zaf": "ZA", "bra": "BR", "arg": "AR", "mex": "MX", "ind": "IN",
}  # fmt: skip
"""Sport's and ISO's three letters, and names people write, for common countries."""
