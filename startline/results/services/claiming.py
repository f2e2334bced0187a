"""A result becomes a person's: asked for, confirmed, contested, given up.

Where the result belongs to an entry, whoever reads the mail of that entry's address says yes.
Where there is none, or somebody holds the result already, the organizer does; where a listing
has no organizer, the site's operators.
"""

import datetime as dt

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from startline.accounts.models import User
from startline.accounts.rules import ERASED
from startline.accounts.services.audit import record_deed
from startline.core.refusals import Refusal
from startline.notices.services import record_notice
from startline.results.models import Result, ResultClaim
from startline.results.rules.claiming import ADULT, age_on, fits_age, same_name
from startline.results.rules.search import search_words

_SALT = "startline.results.claim"


class ClaimRefusedError(Refusal):
    """The name or date does not fit, the runner is a minor, or the result has no bib."""

    code = "claim"


class DecidedError(Refusal):
    """The claim was decided already, or another's was granted meanwhile."""

    code = "decided"


@transaction.atomic
def claim_result(
    result: Result, *, user: User, name: str, born_on: dt.date, now: dt.datetime
) -> ResultClaim:
    """Ask for a result; asking twice is asking once. The date of birth is compared, not kept.

    Raises ClaimRefusedError with `why`: "minor", "no_bib" or "fit".
    """
    _refuse(result, name, born_on, now.date())
    of_bib = ResultClaim.objects.filter(race=result.race, bib=result.bib)
    to = result.entry.order.email if result.entry else ""
    is_mailed = to not in ("", ERASED) and not of_bib.filter(state="held").exists()
    claim, made = of_bib.filter(state__in=["asked", "held"]).get_or_create(
        user=user, race=result.race, bib=result.bib,
        defaults={"way": "mail" if is_mailed else "organizer", "asked_at": now},
    )  # fmt: skip
    if made:
        record_deed("claim_result", claim, by=user, now=now)
    if made and is_mailed:
        record_notice(
            key=f"result-claim-{claim.pk}", to=to, template="results/mail/claim", now=now,
            context={
                "event": result.race.edition.event.name, "race": result.race.name,
                "address": reverse("results:confirm", args=[token_of(claim)]),
            },
        )  # fmt: skip
    elif made:
        _tell_who_decides(claim, now=now)
    return claim


def _tell_who_decides(claim: ResultClaim, *, now: dt.datetime) -> None:
    """By mail to the organizer's address; without one, to the operators."""
    edition = claim.race.edition
    organizer = edition.event.organizer
    operators = User.objects.filter(is_operator=True, is_active=True).order_by("pk")
    addresses = [organizer.email] if organizer and organizer.email else []
    for number, to in enumerate(addresses or operators.values_list("email", flat=True)):
        record_notice(
            key=f"result-claim-{claim.pk}-waits-{number}", to=to,
            template="results/mail/claim_waits", now=now,
            context={
                "event": edition.event.name, "race": claim.race.name, "bib": claim.bib,
                "address": reverse("results:claims", args=[edition.event.slug, edition.slug]),
            },
        )  # fmt: skip


def _refuse(result: Result, name: str, born_on: dt.date, today: dt.date) -> None:
    day = result.race.edition.starts_on
    if age_on(today, born_on) < ADULT:
        raise ClaimRefusedError(why="minor")
    if not result.bib:
        raise ClaimRefusedError(why="no_bib")
    athlete = result.entry.athlete if result.entry else None
    known = athlete is None or athlete.born_on in (None, born_on)
    fits = same_name(search_words(name), search_words(result.name))
    if not (fits and known and fits_age(result.age, born_on, day)):
        raise ClaimRefusedError(why="fit")


def token_of(claim: ResultClaim) -> str:
    """What stands in the mail."""
    return signing.dumps(claim.pk, salt=_SALT)


def claim_by(token: str) -> ResultClaim:
    """The claim of a mail. Raises BadSignature, also where it is gone."""
    rows = ResultClaim.objects.select_related("race__edition__event", "user")
    claim = rows.filter(pk=signing.loads(token, salt=_SALT)).first()
    if claim is None:
        raise signing.BadSignature
    return claim


@transaction.atomic
def grant(claim: ResultClaim, *, by: User | None, now: dt.datetime) -> None:
    """Say yes: by the organizer, who also takes it from another, or by mail (`by` None).

    Raises DecidedError where it is no longer asked, or mail would take it from somebody.
    """
    of_bib = ResultClaim.objects.filter(race=claim.race_id, bib=claim.bib)
    held = of_bib.select_for_update().filter(state="held").exclude(pk=claim.pk)
    if by is None and (claim.way != "mail" or held.exists()):
        raise DecidedError
    held.update(state="taken", decided_at=now, by=by)
    try:
        with transaction.atomic():
            asked = of_bib.filter(pk=claim.pk, state="asked")
            changed = asked.update(state="held", decided_at=now, by=by)
    except IntegrityError as error:  # somebody else's was granted in this moment
        raise DecidedError from error
    if not changed:
        raise DecidedError
    record_deed("grant_result_claim", claim, by=by, now=now)


@transaction.atomic
def refuse(claim: ResultClaim, *, by: User | None, now: dt.datetime) -> None:
    """Say no, also later to one that was granted. Raises DecidedError."""
    rows = ResultClaim.objects.filter(pk=claim.pk, state__in=["asked", "held"])
    if not rows.update(state="refused", decided_at=now, by=by):
        raise DecidedError
    record_deed("refuse_result_claim", claim, by=by, now=now)


@transaction.atomic
def give_up(user: User, *, race_id: int, bib: str, now: dt.datetime) -> None:
    """Let a claimed result, or the wish for it, go."""
    rows = ResultClaim.objects.filter(user=user, race=race_id, bib=bib)
    rows.filter(state__in=["asked", "held"]).update(state="given_up", decided_at=now)
