"""An event's reviews as everybody reads them, and what they come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from startline.accounts.models import User
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Edition, Event
from startline.raceday.models.desks import CheckIn
from startline.results.models import ResultList
from startline.reviews.models import (
    ASPECTS,
    EventScore,
    HelpfulVote,
    Photo,
    Reply,
    Review,
    ReviewQuerySet,
    ReviewVersion,
    answers_of,
    aspects_of,
)
from startline.reviews.rules.asked import Asked
from startline.reviews.rules.privacy import LEAST_IN_GROUP, basis_shown, groups_shown
from startline.reviews.rules.scores import hundredths, means
from startline.reviews.rules.words import Basis

PER_PAGE = 20
ORDERS = {
    "helpful": ("-helpful", "-made_at", "-pk"), "new": ("-made_at", "-pk"),
    "high": ("-overall", "-made_at", "-pk"), "low": ("overall", "-made_at", "-pk"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One review: `basis` and `race` as far as a small field allows them."""

    review: Review
    basis: str
    race: str
    helpful: int
    aspects: dict[str, int]
    answers: dict[str, str]
    photos: Sequence[Photo]
    reply: Reply | None
    is_edited: bool
    is_edited_after_reply: bool
    found_helpful: bool = False


@dataclass(frozen=True)
class Bar:
    """How many gave so many stars, and their share in percent."""

    stars: int
    n: int
    percent: int


@dataclass(frozen=True)
class Summary:
    """What all counted reviews of an event come to; means in hundredths."""

    score: EventScore | None
    bars: Sequence[Bar]
    aspects: dict[str, int]
    groups: dict[str, tuple[int, int]]
    """Mean and number of each group that is large enough to be shown."""


def summary_of(event: Event) -> Summary:
    """The figures of an event. Two queries."""
    score = EventScore.objects.filter(event=event).first()
    if score is None:
        return Summary(None, (), {}, {})
    counted = Review.objects.counted().of_event(event.pk)
    rows = list(counted.values("overall", "gender", "is_back", *ASPECTS))
    bars = [Bar(n, many, 100 * many // score.n) for n, many in enumerate(score.stars, 1)]
    aspects = means(rows, ASPECTS) if len(rows) >= LEAST_IN_GROUP else {}
    return Summary(score, bars[::-1], aspects, _groups(rows))


def _groups(rows: Sequence[dict[str, object]]) -> dict[str, tuple[int, int]]:
    """Overall by gender, and of those at the back; nothing that points at single people."""
    found = {}
    sizes = Counter(str(row["gender"]) for row in rows)
    for name in groups_shown(sizes):
        if name:
            found[name] = [row for row in rows if row["gender"] == name]
    back = [row for row in rows if row["is_back"]]
    if "back" in groups_shown({"back": len(back), "rest": len(rows) - len(back)}):
        found["back"] = back
    return {
        name: (hundredths(sum(int(str(row["overall"])) for row in those), len(those)), len(those))
        for name, those in found.items()
    }


def page_of_reviews(
    event: Event, asked: Asked, number: str, user: User | None
) -> tuple["Page[Review]", list[Line]]:
    """A page of an event's reviews. Eight queries at most, however many reviews."""
    rows = with_counts(Review.objects.shown().of_event(event.pk)).order_by(*ORDERS[asked.sort])
    if asked.edition:
        rows = rows.filter(edition__slug=asked.edition)
    if asked.basis:
        rows = rows.filter(basis=asked.basis)
    if asked.stars:
        rows = rows.filter(overall=asked.stars)
    page = Paginator(rows, PER_PAGE).get_page(number)
    return page, lines_of(list(page), user)


def with_counts(rows: ReviewQuerySet) -> ReviewQuerySet:
    """Reviews with what a line needs; counted beside, so that rows do not multiply."""
    return (
        rows.select_related("edition__event", "race", "reply")
        .prefetch_related("photos")
        .annotate(
            helpful=_many(HelpfulVote.objects.filter(review=OuterRef("pk"))),
            edits=_many(ReviewVersion.objects.filter(review=OuterRef("pk"))) - 1,
        )
    )


def _many(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows of another table belong to this one."""
    counted = rows.order_by().values("review").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def lines_of(reviews: Sequence[Review], user: User | None = None) -> list[Line]:
    """Reviews (with their counts) as they are shown."""
    sizes = _sizes({review.edition_id for review in reviews})
    votes = HelpfulVote.objects.filter(review__in=reviews, user=user) if user else None
    mine = set(votes.values_list("review", flat=True)) if votes is not None else set()
    return [_line(review, sizes, found_helpful=review.pk in mine) for review in reviews]


def _line(
    review: Review, sizes: "Counter[tuple[int | None, int, str]]", *, found_helpful: bool
) -> Line:
    basis, has_race = basis_shown(
        Basis(review.basis),
        sizes[review.race_id, review.edition_id, review.basis],
        sizes[None, review.edition_id, review.basis],
    )
    reply: Reply | None = getattr(review, "reply", None)
    edits: int = getattr(review, "edits", 0)
    return Line(
        review=review, basis=basis, race=review.race.name if has_race and review.race else "",
        helpful=getattr(review, "helpful", 0),
        aspects={name: value for name, value in aspects_of(review).items() if value},
        answers={name: word for name, word in answers_of(review).items() if word},
        photos=list(review.photos.all()), reply=reply, is_edited=edits > 0,
        is_edited_after_reply=reply is not None and edits + 1 > reply.version,
        found_helpful=found_helpful,
    )  # fmt: skip


def _sizes(edition_ids: set[int]) -> "Counter[tuple[int | None, int, str]]":
    """How many people have which basis: by race and edition, and of the whole edition (None).

    Four queries. Without results, check-ins stand for starts and places for entries.
    """
    sizes: Counter[tuple[int | None, int, str]] = Counter()
    lists = ResultList.objects.filter(race__edition__in=edition_ids)
    with_list = set()
    for race, edition, told in lists.values_list("race", "race__edition", "figures"):
        with_list.add(race)
        for basis, words in (
            (Basis.FINISHED, ("finished",)), (Basis.STARTED, ("dnf", "dsq")),
            (Basis.ENTERED, ("dns",)),
        ):  # fmt: skip
            sizes[race, edition, basis] += sum(told.get(word, 0) for word in words)
    entered = Entry.objects.confirmed().filter(race__edition__in=edition_ids)
    started = CheckIn.objects.filter(entry__race__edition__in=edition_ids, is_standing=True)
    groups = (
        (Basis.ENTERED, entered.values_list("race", "race__edition")),
        (Basis.STARTED, started.values_list("entry__race", "entry__race__edition")),
    )
    for basis, rows in groups:
        for race, edition, n in rows.annotate(n=Count("pk")).order_by():
            if race not in with_list:
                sizes[race, edition, basis] += n
    for (_race, of_edition, word), n in list(sizes.items()):
        sizes[None, of_edition, word] += n
    return sizes


def reviewed_editions(event: Event) -> list[Edition]:
    """Editions that have reviews to read, the latest first."""
    rows = Edition.objects.filter(event=event, reviews__state="shown").distinct()
    return list(rows.order_by(F("starts_on").desc(nulls_last=True)))


def latest_begun(event: Event, today: object) -> Edition | None:
    """The edition that was held last: the one that can be reviewed now."""
    rows = event.editions.filter(Q(starts_on__lte=today)).exclude(status="cancelled")
    return rows.order_by("-starts_on").first()
