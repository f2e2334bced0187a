"""Who was at an edition, and with what: from entries, desks and results."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, QuerySet

from startline.accounts.models import AuditEntry, Membership, User
from startline.accounts.queries import confirmed_addresses
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition, Event, Race
from startline.raceday.models.desks import CheckIn
from startline.results.models import Result, ResultClaim, ResultList
from startline.reviews.models import Review
from startline.reviews.rules.being import Evidence, Who, plain_address


@dataclass(frozen=True)
class Being:
    """A person at an edition: by which entry, and everything they are known by."""

    edition: Edition
    race: Race
    entry: Entry | None
    user: User | None
    email: str
    given: str
    family: str
    gender: str
    born_on: dt.date | None
    evidence: Evidence
    who: Who
    is_hidden: bool = False
    """Whether the person has taken the name off the result."""


def being_of(entry: Entry) -> Being | None:
    """The person of an entry (with athlete, order and race up to the event); None: it ended.

    An account counts as theirs if it is the runner's own, or the buyer's of a single entry.
    """
    evidence, bib, is_hidden = evidence_of([entry.pk])[entry.pk]
    if not has_a_place(entry, evidence) or entry.athlete is None:
        return None
    athlete, order = entry.athlete, entry.order
    is_alone = order.entries.exclude(athlete=athlete).count() == 0
    user = athlete.user or (order.user if is_alone else None)
    email = (user.email if user else "") or order.email
    edition = entry.race.edition
    return Being(
        edition=edition, race=entry.race, entry=entry, user=user, email=email,
        given=athlete.given_name, family=athlete.family_name, gender=athlete.gender,
        born_on=athlete.born_on, evidence=evidence, is_hidden=is_hidden,
        who=Who(
            user=user.pk if user else None, entry=entry.pk,
            email=email if user or is_alone else "",
            name=f"{athlete.given_name} {athlete.family_name}", born_on=athlete.born_on,
            race=entry.race_id, bib=bib,
        ),
    )  # fmt: skip


def has_a_place(entry: Entry, evidence: Evidence) -> bool:
    """Whether the person of an entry held the place on the day, or certainly ran."""
    return entry.state in {"confirmed", "offered"} or bool(evidence.status)


def entries_of(user: User, edition: Edition) -> list[Entry]:
    """A person's entries of an edition, also those made as a guest with an address of theirs."""
    rows = Entry.objects.select_related("order__user", "athlete__user", "race__edition__event")
    mine = rows.filter(race__edition=edition)
    addresses = confirmed_addresses(user.pk)
    found = mine.filter(athlete__user=user) | mine.filter(order__user=user)
    return list((found | mine.filter(order__email__in=addresses)).distinct().order_by("pk"))


def being_at(user: User, edition: Edition) -> Being | None:
    """The signed-in person at an edition: the entry or the claimed result that went farthest."""
    beings = [b for entry in entries_of(user, edition) if (b := being_of(entry))]
    mine = [b for b in beings if b.user is None or b.user.pk == user.pk]
    known = {b.entry.pk for b in mine if b.entry}
    mine += [
        _being_by(row, user) for row in held_results(edition.pk, user) if row.entry_id not in known
    ]
    return max(mine, key=_how_far, default=None)


def being_again(review: Review) -> Being | None:
    """Who wrote a review, as known today; None: neither entry nor result is theirs any more."""
    if review.entry:
        return being_of(review.entry)
    return being_at(review.user, review.edition) if review.user else None


def held_results(edition_id: int, user: User | None = None) -> QuerySet[Result]:
    """The shown results of an edition that somebody, or this person, holds by a granted claim."""
    claims = ResultClaim.objects.filter(state="held", race=OuterRef("race"), bib=OuterRef("bib"))
    if user is not None:
        claims = claims.filter(user=user)
    shown = Result.objects.filter(
        race__edition=edition_id, timing_import=F("race__result_list__current")
    )
    return shown.filter(Exists(claims)).select_related("race__edition__event", "race__result_list")


def _being_by(row: Result, user: User) -> Being:
    """The person of a claimed result: only adults are granted one."""
    given, _, family = row.name.rpartition(" ")
    return Being(
        edition=row.race.edition, race=row.race, entry=None, user=user, email=user.email,
        given=given or family, family=family if given else "", gender=row.gender, born_on=None,
        evidence=evidence_from(row, row.race.result_list), is_hidden=row.is_hidden,
        who=Who(user=user.pk, email=user.email, entry=row.entry_id, race=row.race_id, bib=row.bib),
    )  # fmt: skip


def _how_far(being: Being) -> tuple[bool, bool]:
    evidence = being.evidence
    return evidence.status == "finished", evidence.is_checked_in or bool(evidence.status)


def evidence_of(entry_ids: Iterable[int]) -> dict[int, tuple[Evidence, str, bool]]:
    """What is known of some entries, their bib in the results, and whether they are hidden there.

    Four queries, however many entries.
    """
    ids = list(entry_ids)
    rows = list(Result.objects.filter(entry__in=ids).order_by("pk"))
    lists = ResultList.objects.filter(race__in={row.race_id for row in rows})
    shown = {one.race_id: one for one in lists}
    now_shown = {one.race_id: one.current_id for one in lists}
    current = {
        row.entry_id: row for row in rows if now_shown.get(row.race_id) == row.timing_import_id
    }
    desks = CheckIn.objects.filter(entry__in=ids, is_standing=True)
    is_in = set(desks.values_list("entry", flat=True))
    found = {}
    for pk in ids:
        row = current.get(pk)
        evidence = evidence_from(row, shown.get(row.race_id) if row else None)
        is_hidden = row.is_hidden if row else False
        evidence = replace(evidence, is_checked_in=pk in is_in)
        found[pk] = (evidence, row.bib if row else "", is_hidden)
    return found


def evidence_from(row: Result | None, listing: ResultList | None) -> Evidence:
    """What a shown result says."""
    if row is None:
        return Evidence()
    finishers = listing.figures.get("finished", 0) if listing else 0
    return Evidence(status=row.status, place=row.place, finishers=finishers)


def works_for(event: Event, being: Being) -> bool:
    """Whether the person works or has worked for the organizer, by account or by address."""
    if event.organizer is None:
        return False
    address = plain_address(being.email)
    if event.organizer.email and plain_address(event.organizer.email) == address:
        return True
    staff = Membership.objects.filter(organizer=event.organizer).select_related("user")
    if any(plain_address(one.user.email) == address for one in staff):
        return True
    if being.user is None:
        return False
    mine = {"organizer": event.organizer}
    return (
        Membership.objects.of(being.user).filter(**mine).exists()
        or AuditEntry.objects.filter(by=being.user, **mine).exists()
    )


def has_begun(being: Being, now: dt.datetime) -> bool:
    """Whether the race was under way: its start has passed, or there is a result."""
    if being.evidence.status:
        return True
    if being.race.starts_at is not None:
        return being.race.starts_at <= now
    starts_on = being.edition.starts_on
    return starts_on is not None and starts_on <= now.date()
