"""Rounds: what has changed is looked up once, matched with what people want, and recorded.

Each step writes its alerts and how far the round has come in one transaction, and only if nobody
else took that step: killed anywhere, or run by two workers, every match is recorded exactly once.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import batched, groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.discovery.index.engine import Engine
from startline.discovery.models import Alert, Follow, KnownEdition, Round, SavedRace, SavedSearch
from startline.discovery.queries.following import watermark
from startline.discovery.queries.news import (
    changed_events,
    editions_found,
    facts_of,
    small_index,
)
from startline.discovery.rules.news import news_about
from startline.events.models.catalogue import Edition

MOST_EVENTS = 5_000
AT_ONCE = 2_000
"""Saved searches, or people, that one transaction of a round is about."""
READ_AT_ONCE = 500

Step = Callable[[Round, Engine | None, dt.datetime], tuple[list[Alert], str | None]]


class _TakenError(Exception):
    """Another worker has taken this step."""


@task
def look_for_news() -> None:
    """The job: finish the round that is open, then begin another if anything has changed."""
    at = clock_now()
    carry_on(at)
    if begin_round(at):
        carry_on(at)


def begin_round(now: dt.datetime) -> bool:
    """Note what is new since the last round; whether there is anything to match."""
    last = Round.objects.order_by("-pk").first()
    if last is not None and last.is_open:
        return True
    since, until, after = _stretch(last)
    numbers = changed_events(since, until, after=after, most=MOST_EVENTS)
    if not numbers and last is not None and last.until == until and not last.last_event:
        return False
    is_first = last is None or (last.is_first and bool(last.last_event))
    found = _found(numbers, is_first=is_first, now=now)
    fresh = Round(
        since=since, until=until, found=found, is_first=is_first, began_at=now,
        last_event=numbers[-1] if len(numbers) == MOST_EVENTS else 0,
    )  # fmt: skip
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:  # another worker was quicker
        return True
    return True


def _stretch(last: Round | None) -> tuple[int, int, int]:
    """From where to where the log is read, and behind which event."""
    if last is None:
        return 0, watermark(), 0
    if last.last_event:
        return last.since, last.until, last.last_event
    return last.until, watermark(), 0


def _found(numbers: Sequence[int], *, is_first: bool, now: dt.datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for batch in batched(numbers, READ_AT_ONCE):
        facts = facts_of(batch, now)
        known = {one.edition_id: one.facts for one in KnownEdition.objects.filter(pk__in=facts)}
        for number, shown in facts.items():
            news = [] if is_first else news_about(known.get(number), shown)
            if is_first or news:
                found[str(number)] = {"news": news, "facts": shown}
    return found


def carry_on(now: dt.datetime) -> None:
    """Take the open round to its end."""
    open_one = Round.objects.filter(is_open=True).first()
    if open_one is None:
        return
    try:
        if open_one.is_first or not open_one.found:
            _go(open_one, None, now)
        else:
            with small_index(_events_of(open_one), now) as engine:
                _go(open_one, engine, now)
    except _TakenError:
        return


def _events_of(one: Round) -> list[int]:
    found = Edition.objects.filter(pk__in=[int(pk) for pk in one.found])
    return list(found.order_by("event_id").values_list("event_id", flat=True).distinct())


def _go(one: Round, engine: Engine | None, now: dt.datetime) -> None:
    if one.is_first and one.stage == "searches":
        _advance(one, "known", "", (), now)
    while one.stage != "done":
        alerts, cursor = _STEPS[one.stage](one, engine, now)
        stage = one.stage if cursor is not None else _AFTER[one.stage]
        _advance(one, stage, cursor or "", alerts, now)


@transaction.atomic
def _advance(
    one: Round, stage: str, cursor: str, alerts: Iterable[Alert], now: dt.datetime
) -> None:
    """Record what a step found and that it is done. Raises _TakenError if it was already."""
    is_over = stage == "done"
    mine = Round.objects.filter(pk=one.pk, stage=one.stage, cursor=one.cursor, is_open=True)
    changes: dict[str, Any] = {"stage": stage, "cursor": cursor}
    if is_over:
        changes |= {"is_open": False, "ended_at": now, "found": {}}
    if not mine.update(**changes):
        raise _TakenError
    for batch in batched(alerts, 5_000):
        Alert.objects.bulk_create(batch)
    if one.stage == "known":
        _learn(one)
    one.stage, one.cursor = stage, cursor


def _learn(one: Round) -> None:
    """What is shown now is what the next round compares with."""
    rows = [KnownEdition(edition_id=int(pk), facts=it["facts"]) for pk, it in one.found.items()]
    KnownEdition.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["edition_id"], update_fields=["facts"],
        batch_size=400,
    )  # fmt: skip


def _search_step(
    one: Round, engine: Engine | None, now: dt.datetime
) -> tuple[list[Alert], str | None]:
    """The next searches in the order of their digest: equal ones are asked once."""
    digest, _, number = one.cursor.partition(" ")
    ahead = SavedSearch.objects.order_by("digest", "pk")
    if one.cursor:
        ahead = ahead.filter(digest__gte=digest).exclude(digest=digest, pk__lte=int(number))
    batch = list(ahead[:AT_ONCE])
    if not batch or engine is None or not one.found:
        return [], None
    alerts: list[Alert] = []
    for _, equal in groupby(batch, key=lambda search: search.digest):
        searches = list(equal)
        hits = [pk for pk in editions_found(engine, searches[0], now) if str(pk) in one.found]
        alerts += [
            _alert(one, search.user_id, hits, f"search:{search.pk}", now, search=search)
            for search in searches
            if hits
        ]
    return alerts, f"{batch[-1].digest} {batch[-1].pk}"


def _alert(
    one: Round, user_id: int, editions: Iterable[int], reason: str, now: dt.datetime,
    search: SavedSearch | None = None,
) -> Alert:  # fmt: skip
    return Alert(
        round=one, user_id=user_id, reason=reason, search=search, found_at=now,
        found={str(pk): one.found[str(pk)]["news"] for pk in editions},
    )  # fmt: skip


def _saved_step(one: Round, _: Engine | None, now: dt.datetime) -> tuple[list[Alert], str | None]:
    """People who keep an edition that has changed."""
    rows = SavedRace.objects.filter(edition_id__in=_numbers(one), pk__gt=int(one.cursor or 0))
    batch = list(rows.order_by("pk")[:AT_ONCE])
    alerts = [
        _alert(one, row.user_id, [row.edition_id], f"saved:{row.edition_id}", now) for row in batch
    ]
    return alerts, str(batch[-1].pk) if batch else None


def _event_step(one: Round, _: Engine | None, now: dt.datetime) -> tuple[list[Alert], str | None]:
    """People who follow an event."""
    of = _editions_by(one, "event_id")
    rows = Follow.objects.filter(event_id__in=list(of), pk__gt=int(one.cursor or 0))
    batch = list(rows.order_by("pk")[:AT_ONCE])
    alerts = [
        _alert(one, row.user_id, of[row.event_id or 0], f"event:{row.event_id}", now)
        for row in batch
    ]
    return alerts, str(batch[-1].pk) if batch else None


def _organizer_step(
    one: Round, _: Engine | None, now: dt.datetime
) -> tuple[list[Alert], str | None]:
    """People who follow an organizer."""
    of = _editions_by(one, "event__organizer_id")
    of.pop(0, None)
    rows = Follow.objects.filter(organizer_id__in=list(of), pk__gt=int(one.cursor or 0))
    batch = list(rows.order_by("pk")[:AT_ONCE])
    alerts = [
        _alert(one, row.user_id, of[row.organizer_id or 0], f"organizer:{row.organizer_id}", now)
        for row in batch
    ]
    return alerts, str(batch[-1].pk) if batch else None


def _known_step(one: Round, _: Engine | None, now: dt.datetime) -> tuple[list[Alert], str | None]:
    """What was told is remembered, in the transaction that ends the round."""
    return [], None


def _numbers(one: Round) -> list[int]:
    return [int(pk) for pk, it in one.found.items() if it["news"]]


def _editions_by(one: Round, key: str) -> dict[int, list[int]]:
    rows = Edition.objects.filter(pk__in=_numbers(one)).order_by("pk").values_list("pk", key)
    found: dict[int, list[int]] = {}
    for pk, owner in rows:
        found.setdefault(owner or 0, []).append(pk)
    return found


_STEPS: dict[str, Step] = {
    "searches": _search_step, "saved": _saved_step, "events": _event_step,
    "organizers": _organizer_step, "known": _known_step,
}  # fmt: skip
_AFTER = {
    "searches": "saved", "saved": "events", "events": "organizers", "organizers": "known",
    "known": "done",
}  # fmt: skip
