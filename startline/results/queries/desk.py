"""What a director sees of an edition's results."""

from dataclasses import dataclass

from startline.events.models.catalogue import Edition
from startline.results.models import CorrectionRequest, Result, ResultList, ResultWord, TimingImport
from startline.results.rules.search import search_words

MOST = 20


@dataclass(frozen=True)
class DeskPage:
    """Lists that are shown, files so far, open requests, and results found by words."""

    lists: list[ResultList]
    files: list[TimingImport]
    requests: list[CorrectionRequest]
    found: list[Result]


def desk_page(edition: Edition, words: str) -> DeskPage:
    """All of it; requests the oldest first."""
    lists = ResultList.objects.filter(race__edition=edition).select_related("race", "current")
    files = TimingImport.objects.filter(race__edition=edition).select_related("race")
    requests = CorrectionRequest.objects.filter(result__race__edition=edition, state="open")
    return DeskPage(
        list(lists.defer("current__body").order_by("race__position", "pk")),
        list(files.defer("body").order_by("-pk")[:MOST]),
        list(requests.select_related("result__race").order_by("pk")[:100]),
        results_named(edition, words) if words.strip() else [],
    )


def results_named(edition: Edition, words: str) -> list[Result]:
    """Results that are shown in which every word begins a word."""
    current = ResultList.objects.filter(race__edition=edition).values("current")
    rows = Result.objects.filter(timing_import__in=current).select_related("race")
    for word in search_words(words)[:6]:
        named = ResultWord.objects.filter(
            timing_import__in=current, word__gte=word, word__lt=word + "\U0010ffff"
        )
        rows = rows.filter(pk__in=named.values("result"))
    return list(rows.order_by("race__position", "position")[:MOST])
