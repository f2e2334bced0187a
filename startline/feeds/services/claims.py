"""A director takes over a listing: asked for, proved in one of three ways, given once."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from startline.accounts.models import Organizer, User
from startline.accounts.services.audit import record_deed
from startline.accounts.services.people import create_organizer
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Event
from startline.events.services.events import give_event
from startline.feeds.adapters.http import Fetched, FetchError, FetchLimits, fetch
from startline.feeds.models import Claim
from startline.feeds.queries import site_of_event
from startline.feeds.rules.claims import (
    CODE_HOURS,
    CODES_A_DAY,
    LOOKS_AN_HOUR,
    TRIES,
    has_code,
    host_of,
    is_mail_of,
)
from startline.notices.services import record_notice

LIMITS = FetchLimits(max_bytes=1024 * 1024, seconds=8, redirects=3)
WAITING_AT_MOST = 5


class NotAtTheSiteError(Refusal):
    """The address is not at the event's own domain, or the event has none."""

    code = "not_at_the_site"


class TooManyClaimsError(Refusal):
    """Enough codes were sent, looks taken or requests made for now."""

    code = "too_many_claims"


class WrongCodeError(Refusal):
    """Not the code that was sent; `left` more tries."""

    code = "wrong_code"


class CodeOverError(Refusal):
    """The code is too old, was tried too often, or there is none."""

    code = "code_over"


class NoCodeOnSiteError(Refusal):
    """The page was read and does not name the code."""

    code = "no_code_on_site"


class SiteUnreadableError(Refusal):
    """The page could not be read; `why` is the fetch's code."""

    code = "site_unreadable"


class ClaimSettledError(Refusal):
    """The claim was answered before."""

    code = "claim_settled"


@dataclass(frozen=True)
class Asked:
    """What a person asks for: an organizer of theirs or a name for a new one, and the way."""

    method: str
    organizer: Organizer | None = None
    name: str = ""
    email: str = ""
    note: str = ""


@transaction.atomic
def open_claim(event: Event, asked: Asked, *, by: User, now: dt.datetime) -> Claim:
    """Ask for a listing; a new request of the same person replaces the one before.

    Mail: a code of eight digits goes out. Website: the code to put there is kept readable.
    Raises NotAtTheSiteError, TooManyClaimsError.
    """
    site = site_of_event(event)
    if asked.method != "operator" and (site is None or not site.is_own):
        raise NotAtTheSiteError
    if asked.method == "email" and (site is None or not is_mail_of(asked.email, site)):
        raise NotAtTheSiteError
    _spare(event, asked, by=by, now=now)
    Claim.objects.filter(event=event, user=by, state="open").update(
        state="refused", decided_at=now, decided_by=by
    )
    code = f"{secrets.randbelow(10**8):08d}" if asked.method == "email" else secrets.token_hex(12)
    claim = Claim.objects.create(
        event=event, user=by, organizer=asked.organizer, method=asked.method, at=now,
        code="" if asked.method == "operator" else code, sent_to=asked.email,
        name=asked.name, note=asked.note,
    )  # fmt: skip
    if asked.method == "email":
        _send(claim, code, now=now)
    record_deed("ask_for_event", event, by=by, now=now, how=asked.method, claim=claim.pk)
    return claim


def _spare(event: Event, asked: Asked, *, by: User, now: dt.datetime) -> None:
    """Raises TooManyClaimsError where a person, or all for one event, asked enough."""
    lately = Claim.objects.filter(at__gt=now - dt.timedelta(days=1), method=asked.method)
    most = CODES_A_DAY if asked.method == "email" else LOOKS_AN_HOUR
    if lately.filter(user=by).count() >= most:
        raise TooManyClaimsError(most=most)
    if asked.method == "email" and lately.filter(event=event).count() >= CODES_A_DAY:
        raise TooManyClaimsError(most=CODES_A_DAY)
    mine = Claim.objects.filter(user=by, state="open", method="operator").exclude(event=event)
    if asked.method == "operator" and mine.count() >= WAITING_AT_MOST:
        raise TooManyClaimsError(most=WAITING_AT_MOST)


def _send(claim: Claim, code: str, *, now: dt.datetime) -> None:
    """The code to the address; only its hash stays with the claim."""
    Claim.objects.filter(pk=claim.pk).update(code=_hash(claim.pk, code))
    record_notice(
        key=f"claim-{claim.pk}", to=claim.sent_to, template="feeds/mail/claim_code", now=now,
        context={"event": claim.event, "code": code, "who": claim.user.email, "hours": CODE_HOURS},
    )  # fmt: skip


def _hash(pk: int, code: str) -> str:
    return salted_hmac(f"claim-{pk}", code, algorithm="sha256").hexdigest()


def type_code(claim: Claim, code: str, *, by: User, now: dt.datetime) -> None:
    """The code from the mail. A wrong one is counted and stays counted.

    Raises CodeOverError, WrongCodeError, OwnedAlreadyError.
    """
    fresh = Q(at__gt=now - dt.timedelta(hours=CODE_HOURS), method="email", state="open")
    counted = Claim.objects.filter(fresh, pk=claim.pk, user=by, tries__lt=TRIES).update(
        tries=F("tries") + 1, tried_at=now
    )
    if not counted:
        raise CodeOverError
    claim.refresh_from_db()
    if not constant_time_compare(claim.code, _hash(claim.pk, "".join(code.split()))):
        raise WrongCodeError(left=TRIES - claim.tries)
    grant_claim(claim, by=by, now=now)


def look_at_site(
    claim: Claim, *, by: User, now: dt.datetime, get: Callable[..., Fetched] = fetch
) -> None:
    """Fetch the event's page, outside of any transaction, and look for the code in its head.

    Raises TooManyClaimsError, SiteUnreadableError, NoCodeOnSiteError, OwnedAlreadyError.
    """
    site = site_of_event(claim.event)
    if site is None or not site.is_own:
        raise NotAtTheSiteError
    counted = Claim.objects.filter(
        pk=claim.pk, user=by, method="website", state="open", tries__lt=LOOKS_AN_HOUR
    ).update(tries=F("tries") + 1, tried_at=now)
    if not counted:
        raise TooManyClaimsError(most=LOOKS_AN_HOUR)
    try:
        found = get(site.address, limits=LIMITS)
    except FetchError as error:
        raise SiteUnreadableError(why=error.code.value) from error
    page = found.data.decode("utf-8", "replace")
    if host_of(found.address) != site.host or not has_code(page, claim.code):
        raise NoCodeOnSiteError
    grant_claim(claim, by=by, now=now)


@transaction.atomic
def grant_claim(claim: Claim, *, by: User, now: dt.datetime) -> Organizer:
    """Give the event to the organizer, made now where it is new; other claims on it are closed.

    Raises ClaimSettledError, OwnedAlreadyError.
    """
    mine = Claim.objects.filter(pk=claim.pk, state="open")
    if not mine.update(state="granted", decided_at=now, decided_by=by):
        raise ClaimSettledError
    organizer = claim.organizer or create_organizer(name=claim.name, by=claim.user, now=now)
    give_event(claim.event, organizer, by=by, now=now, how=claim.method)
    Claim.objects.filter(pk=claim.pk).update(organizer=organizer)
    Claim.objects.filter(event=claim.event, state="open").update(
        state="refused", decided_at=now, decided_by=by
    )
    _tell(claim, is_granted=True, now=now)
    return organizer


@transaction.atomic
def refuse_claim(claim: Claim, *, by: User, now: dt.datetime) -> None:
    """The operator says no. Raises ClaimSettledError."""
    mine = Claim.objects.filter(pk=claim.pk, state="open")
    if not mine.update(state="refused", decided_at=now, decided_by=by):
        raise ClaimSettledError
    record_deed("refuse_claim", claim.event, by=by, now=now, claim=claim.pk)
    _tell(claim, is_granted=False, now=now)


def _tell(claim: Claim, *, is_granted: bool, now: dt.datetime) -> None:
    record_notice(
        key=f"claim-{claim.pk}-answer", to=claim.user.email, template="feeds/mail/claim_answer",
        context={"event": claim.event, "is_granted": is_granted}, now=now, user=claim.user,
    )  # fmt: skip


@transaction.atomic
def forget(user: User) -> None:
    """Claims go; what was decided about those of others stays without the name."""
    Claim.objects.filter(user=user).delete()


def export(user: User) -> dict[str, object]:
    """The listings a person asked for."""
    return {
        "claims": list(
            Claim.objects.filter(user=user).order_by("pk")
            .values("event__name", "method", "state", "sent_to", "name", "note", "at", "decided_at")
        )
    }  # fmt: skip
