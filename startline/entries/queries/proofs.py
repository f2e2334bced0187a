"""What the race of an entry asks to be shown, and what was shown."""

import datetime as dt
from dataclasses import dataclass

from startline.entries.models.asking import Requirement
from startline.entries.models.orders import Entry, Proof
from startline.entries.rules.asking import SHOWN, Needed
from startline.entries.rules.life import race_day


@dataclass(frozen=True)
class Shown:
    """One requirement and the proof that counts; none: it is missing."""

    need: Needed
    proof: Proof | None

    @property
    def word(self) -> str:
        """Missing, given, accepted or refused."""
        return self.proof.state if self.proof else "missing"

    @property
    def is_open(self) -> bool:
        """Whether the entrant has something to send."""
        return self.word in {"missing", "refused"}


def shown_for(entry: Entry) -> list[Shown]:
    """Everything the entry's race asks for, in the order of its making."""
    counting = entry.proofs.filter(state__in=SHOWN).select_related("requirement")
    proofs = {proof.requirement_id: proof for proof in counting}
    rows = Requirement.objects.filter(race=entry.race_id).order_by("pk")
    return [Shown(Needed(row.pk, row.kind, row.way, row.label), proofs.get(row.pk)) for row in rows]


def missing_labels(entry: Entry | None) -> list[str]:
    """What has still to be shown, by name; nothing where there is no entry."""
    return [one.need.label for one in shown_for(entry) if one.is_open] if entry else []


def race_day_of(entry: Entry) -> dt.date:
    """The calendar day of the entry's start, where it starts."""
    edition = entry.race.edition
    return race_day(
        entry.race.starts_at, starts_on=edition.starts_on or dt.date.max, zone=edition.timezone
    )


def proofs_before(entry: Entry) -> list[Proof]:
    """Proofs that count no more, the newest first."""
    rows = entry.proofs.exclude(state__in=SHOWN).select_related("requirement")
    return list(rows.order_by("-pk"))
