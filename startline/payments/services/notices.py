"""What providers tell us: verified, stored once as it came, then acted upon."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from startline.core import crash
from startline.payments.models import PayoutAccount, ProviderNotice
from startline.payments.rules.provider import ForgedNoticeError, NoticeRead
from startline.payments.services.providers import all_providers, credentials_of, provider_of
from startline.payments.services.receiving import apply_seen


class UnknownAccountError(Exception):
    """No account listens at this address."""

    code = "unknown_account"


@dataclass(frozen=True)
class Noticed:
    """A stored notice and the references whose money it changed."""

    notice_id: int
    references: frozenset[str]
    is_new: bool


def record_notice(
    account_token: str, headers: Mapping[str, str], body: bytes, *, now: dt.datetime
) -> Noticed:
    """Verify a notice, store it once, and write down what it tells.

    The caller acts on the references, then calls `mark_handled`: a crash in between leaves the
    notice for the sweep. Raises UnknownAccountError, ForgedNoticeError.
    """
    account, read = _read(account_token, headers, body)
    notice, is_new = _stored(account, read, now=now)
    crash.point("notice_stored")
    references = apply_seen(account, read.seen, now=now) if read.seen else frozenset()
    crash.point("notice_applied")
    if read.seen and notice.handled_at is None:
        references |= references_of(notice)
    return Noticed(notice.pk, references, is_new)


def mark_handled(notice_id: int, *, now: dt.datetime) -> None:
    """All that follows from the notice has been done."""
    ProviderNotice.objects.filter(pk=notice_id, handled_at=None).update(handled_at=now, problem="")


def mark_problem(notice_id: int, problem: str) -> None:
    """What stopped it, for the payment health page; it stays unhandled."""
    ProviderNotice.objects.filter(pk=notice_id, handled_at=None).update(problem=problem[:200])


def handle_again(notice_id: int, *, now: dt.datetime) -> frozenset[str]:
    """Act on a stored notice once more: it was verified when it came. Returns references."""
    notice = ProviderNotice.objects.select_related("account").get(pk=notice_id)
    seen = provider_of(notice.account).reread(notice.kind, notice.body)
    if seen is None:
        return frozenset()
    apply_seen(notice.account, seen, now=now)
    return references_of(notice)


def references_of(notice: ProviderNotice) -> frozenset[str]:
    """The references of the payments that a stored notice is about, whether or not it is news."""
    seen = provider_of(notice.account).reread(notice.kind, notice.body)
    if seen is None:
        return frozenset()
    rows = notice.account.payments.filter(provider_id=seen.provider_id)
    if seen.key:
        rows |= notice.account.payments.filter(key=seen.key)
    return frozenset(rows.values_list("reference", flat=True))


def _read(token: str, headers: Mapping[str, str], body: bytes) -> tuple[PayoutAccount, NoticeRead]:
    """The account that listens there, and the verified notice."""
    if token == "connect":  # noqa: S105  -- the word of an address, no secret
        return _read_connected(headers, body)
    account = PayoutAccount.objects.filter(webhook_token=token).first()
    if account is None:
        raise UnknownAccountError
    return account, provider_of(account).read_notice(credentials_of(account), headers, body)


def _read_connected(headers: Mapping[str, str], body: bytes) -> tuple[PayoutAccount, NoticeRead]:
    """Connect has one address for all connected accounts; the event names its account."""
    provider = all_providers()["connect"]
    read = provider.read_notice(credentials_of(PayoutAccount(kind="connect")), headers, body)
    if not read.provider_account:
        raise ForgedNoticeError
    account = PayoutAccount.objects.filter(
        kind="connect", provider_account=read.provider_account
    ).first()
    if account is None:
        raise UnknownAccountError
    return account, read


def _stored(
    account: PayoutAccount, read: NoticeRead, *, now: dt.datetime
) -> tuple[ProviderNotice, bool]:
    before = ProviderNotice.objects.filter(account=account, provider_event=read.event).first()
    if before:
        return before, False
    try:
        with transaction.atomic():
            return ProviderNotice.objects.create(
                account=account, provider_event=read.event, kind=read.kind[:80], body=read.body,
                received_at=now,
            ), True  # fmt: skip
    except IntegrityError:  # delivered twice at once
        return ProviderNotice.objects.get(account=account, provider_event=read.event), False
