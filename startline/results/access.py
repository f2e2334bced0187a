"""Load results and prove the right to them, in one call."""

from dataclasses import dataclass

from django.db.models import F
from django.http import Http404

from startline.accounts.models import User
from startline.accounts.rules import Action
from startline.entries.access import one_entry_of
from startline.entries.models.orders import Entry
from startline.events.access import edition_for
from startline.events.models.catalogue import Edition
from startline.results.models import CorrectionRequest, Result, ResultList, TimingImport


@dataclass(frozen=True)
class Shown:
    """An edition's published results: those of one race, and the others to choose from."""

    edition: Edition
    listing: ResultList
    lists: list[ResultList]


def results_for(event: str, edition: str, race: str = "") -> Shown:
    """Published results that everybody may see: the first race's unless one is named."""
    rows = ResultList.objects.select_related("race__edition__event", "current").defer(
        "current__body"
    )
    lists = list(
        rows.filter(
            race__edition__slug=edition, race__edition__event__slug=event,
            race__edition__event__published_at__isnull=False,
            race__edition__event__merged_into__isnull=True,
        ).order_by("race__position", "race__pk")
    )  # fmt: skip
    found = next((one for one in lists if not race or one.race.slug == race), None)
    if found is None:
        raise Http404
    return Shown(found.race.edition, found, lists)


def result_for(event: str, edition: str, number: int) -> tuple[Shown, Result]:
    """One result that is shown; a hidden one is not found."""
    result = Result.objects.select_related("race").filter(pk=number, is_hidden=False).first()
    if result is None:
        raise Http404
    shown = results_for(event, edition, result.race.slug)
    if result.race_id != shown.listing.race_id:
        raise Http404
    if result.timing_import_id != shown.listing.current_id:
        raise Http404
    return shown, result


def file_for(user: User, event: str, edition: str, number: int) -> TimingImport:
    """A timing file of an edition whose results this person may change."""
    found = edition_for(user, event, edition, to=Action.RESULTS)
    kept = (
        TimingImport.objects.select_related("race__edition__event")
        .filter(pk=number, race__edition=found)
        .first()
    )
    if kept is None:
        raise Http404
    return kept


def editable_result(user: User, event: str, edition: str, number: int) -> tuple[Edition, Result]:
    """A result, hidden ones too, that this person may correct: of the list that is shown."""
    found = edition_for(user, event, edition, to=Action.RESULTS)
    result = (
        Result.objects.select_related("race__edition__event", "timing_import")
        .defer("timing_import__body")
        .filter(timing_import=F("race__result_list__current"), pk=number, race__edition=found)
        .first()
    )
    if result is None:
        raise Http404
    return found, result


def request_by(token: str) -> CorrectionRequest:
    """A correction somebody asked for, by the token in their mail."""
    found = (
        CorrectionRequest.objects.select_related("result__race__edition__event")
        .filter(token=token)
        .first()
    )
    if found is None:
        raise Http404
    return found


def request_for(
    user: User, event: str, edition: str, number: int
) -> tuple[Edition, CorrectionRequest]:
    """The same for those who answer it."""
    found = edition_for(user, event, edition, to=Action.RESULTS)
    row = (
        CorrectionRequest.objects.select_related("result__race__edition__event")
        .filter(pk=number, result__race__edition=found)
        .first()
    )
    if row is None:
        raise Http404
    return found, row


def result_of_entry(reference: str, number: int) -> tuple[Entry, Result | None]:
    """An entry with its shown result, if it has one, for whoever holds the order's reference."""
    entry = one_entry_of(reference, number)
    listing = ResultList.objects.filter(race=entry.race_id).first()
    found = entry.results.filter(timing_import=listing.current_id).first() if listing else None
    if found is not None:
        found.race = entry.race
    return entry, found
