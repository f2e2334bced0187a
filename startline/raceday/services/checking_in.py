"""Scans are kept, and who is in is concluded from them."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from startline.entries.models.orders import Entry
from startline.raceday.models.desks import Answer, CheckIn, Desk, Scan, Undo
from startline.raceday.queries.standing import entry_of, standing_of
from startline.raceday.rules.answers import Verdict, Why, Word, judge
from startline.raceday.rules.scans import How, moment_of


@dataclass(frozen=True)
class Sent:
    """What a device sends. `key` is its own id for this scan: repeated, it is the same scan."""

    key: str
    text: str
    how: How
    device_at: dt.datetime | None = None


def take_scan(desk: Desk, sent: Sent, *, now: dt.datetime) -> Answer:
    """Keep a scan and answer it. The same key again changes nothing and gets the same answer.

    All questions are asked before the one short transaction that writes: SQLite has one writer,
    and three desks should not wait for each other's reading. What another desk writes meanwhile,
    the constraints hold: a key is taken once, a person is in once.
    """
    known = Scan.objects.filter(desk=desk, key=sent.key).first()
    if known is not None:
        return answer_to(known)
    entry = None if sent.how == How.UNDO else entry_of(sent.how, sent.text, desk)
    verdict = verdict_on(entry, sent, desk)
    try:
        with transaction.atomic():
            scan = Scan.objects.create(
                desk=desk, key=sent.key, text=sent.text, how=sent.how, device_at=sent.device_at,
                received_at=now,
            )  # fmt: skip
            return (
                take_back(scan, desk)
                if scan.how == How.UNDO
                else conclude(scan, desk, entry, verdict)
            )
    except IntegrityError:  # the same scan came by another way in this moment
        return answer_to(Scan.objects.get(desk=desk, key=sent.key))


def answer_to(scan: Scan) -> Answer:
    """What was said to a scan that is kept."""
    rows = Answer.objects.select_related(
        "entry__race__edition__event", "entry__athlete", "entry__order", "scan"
    )
    return rows.get(scan=scan)


def verdict_on(entry: Entry | None, sent: Sent, desk: Desk) -> Verdict:
    """What is to be said about an entry, as things stand."""
    if entry is None:
        return Verdict(Word.NO, (Why.UNKNOWN,))
    on_paper = sent.how == How.LET_IN and desk.is_help
    return judge(standing_of(entry, desk.edition), seen_on_paper=on_paper)


def conclude(scan: Scan, desk: Desk, entry: Entry | None, verdict: Verdict) -> Answer:
    """Keep the answer; on go the person is in, unless another desk was quicker."""
    if entry is not None and verdict.word is Word.GO and not let_in(entry, scan, desk):
        verdict = Verdict(Word.WAIT, (Why.HERE,))
    return Answer.objects.create(scan=scan, entry=entry, word=verdict.word, why=list(verdict.why))


def let_in(entry: Entry, scan: Scan, desk: Desk) -> bool:
    """The person is in; False where they are already: the database lets nobody in twice."""
    at = moment_of(scan.device_at, received_at=scan.received_at, desk_made_at=desk.made_at)
    try:
        with transaction.atomic():
            CheckIn.objects.create(entry=entry, scan=scan, at=at)
    except IntegrityError:
        return False
    return True


def take_back(scan: Scan, desk: Desk) -> Answer:
    """Undo the check-in of the scan that this one names: "desk:key", of the same edition.

    A desk takes back its own; the help table also those of others. What is taken back already
    stays so.
    """
    number, _, key = scan.text.partition(":")
    rows = CheckIn.objects.select_related("entry").filter(
        scan__desk__edition=desk.edition_id, scan__key=key
    )
    is_number = number.isdecimal() and len(number) < 19
    meant = rows.filter(scan__desk=int(number)) if is_number else rows.none()
    if not desk.is_help:
        meant = meant.filter(scan__desk=desk)
    check_in = meant.first()
    if check_in is None:
        return Answer.objects.create(scan=scan, word=Word.NO, why=[Why.NOT_IN])
    if CheckIn.objects.filter(pk=check_in.pk, is_standing=True).update(is_standing=False):
        Undo.objects.create(check_in=check_in, scan=scan)
    return Answer.objects.create(scan=scan, entry=check_in.entry, word=Word.BACK)
