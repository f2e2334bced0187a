"""The list of a race's results: searched, filtered, fifty a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet

from startline.events.models.catalogue import Event
from startline.results.models import Result, ResultList, ResultWord, SplitTime
from startline.results.rules.figures import Bin, Drawing, drawing
from startline.results.rules.ranking import Basis, Status, initials, time_for
from startline.results.rules.search import search_words

PAGE = 50
ADULT = 18


@dataclass(frozen=True)
class Asked:
    """What somebody looks for among results."""

    words: str = ""
    gender: str = ""
    category: str = ""
    status: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked."""
        return bool(self.words or self.gender or self.category or self.status)


@dataclass(frozen=True)
class Line:
    """One result as everybody may see it: a minor by initials, a hidden one without a name."""

    pk: int
    bib: str
    name: str
    gender: str
    category: str
    country: str
    club: str
    group: str
    status: str
    time_ms: int | None
    gun_ms: int | None
    net_ms: int | None
    place: int | None
    gender_place: int | None
    category_place: int | None
    is_hidden: bool


@dataclass(frozen=True)
class ListPage:
    """A page of the list: its lines, and the page as pagination knows it."""

    lines: list[Line]
    page: Page[int]


@dataclass(frozen=True)
class Split:
    """A point on the way: when it was passed, and the time since the point before."""

    name: str
    elapsed_ms: int
    since_ms: int


def line_of(result: Result, basis: Basis) -> Line:
    """A result without what is not shown."""
    is_minor = result.age is not None and result.age < ADULT
    name = initials(result.name) if is_minor else result.name
    gone = result.is_hidden
    return Line(
        pk=result.pk, bib="" if gone else result.bib, name="" if gone else name,
        gender=result.gender, category=result.category, country="" if gone else result.country,
        club="" if gone or is_minor else result.club, group=result.group, status=result.status,
        time_ms=time_for(basis, gun_ms=result.gun_ms, net_ms=result.net_ms)
        if result.status == Status.FINISHED else None,
        gun_ms=result.gun_ms, net_ms=result.net_ms, place=result.place,
        gender_place=result.gender_place, category_place=result.category_place, is_hidden=gone,
    )  # fmt: skip


def list_page(listing: ResultList, asked: Asked, number: str) -> ListPage:
    """One page; a number past the end is the last."""
    keys: QuerySet[Result, int] | list[int] = (
        matching(listing, asked).order_by("position").values_list("pk", flat=True)
    )
    if search_words(asked.words):
        keys = list(keys)  # the words are looked up once, not for the count and for the page
    paginator = Paginator(keys, PAGE)
    if not asked.is_narrow:
        paginator.count = sum(listing.figures["statuses"].values())
    page = paginator.get_page(number)
    basis = Basis(listing.current.basis)
    rows = Result.objects.filter(pk__in=list(page)).order_by("position")
    return ListPage([line_of(row, basis) for row in rows], page)


def matching(listing: ResultList, asked: Asked) -> QuerySet[Result]:
    """The results that fit.

    Words name the generation themselves; asking the results for it too would make the database
    walk the whole list in its order.
    """
    words = search_words(asked.words)[:6]
    rows = (
        Result.objects.all() if words else Result.objects.filter(timing_import=listing.current_id)
    )
    for field in ("gender", "category", "status"):
        if value := getattr(asked, field):
            rows = rows.filter(**{field: value})
    for word in words:
        rows = rows.filter(pk__in=found_by(listing, word).values("result"))
    return rows


def found_by(listing: ResultList, word: str) -> QuerySet[ResultWord]:
    """Results with a word that begins so."""
    return ResultWord.objects.filter(
        timing_import=listing.current_id, word__gte=word, word__lt=word + "\U0010ffff"
    )


def splits_of(result: Result, points: Sequence[str]) -> list[Split]:
    """The points a runner passed."""
    found, before = [], 0
    rows = SplitTime.objects.filter(result=result).order_by("point")
    for point, elapsed in rows.values_list("point", "elapsed_ms"):
        found.append(Split(points[point], elapsed, elapsed - before))
        before = elapsed
    return found


def distribution(listing: ResultList) -> tuple[Drawing, list[Bin]]:
    """Finish times as a drawing, and as the table behind it."""
    columns = [Bin(*pair) for pair in listing.figures["times"]]
    return drawing(columns), columns


def result_years(event: Event) -> list[tuple[str, int]]:
    """Editions of an event with results and the year they were held, the latest first."""
    rows = (
        ResultList.objects.filter(
            race__edition__event=event, race__edition__starts_on__isnull=False
        )
        .values("race__edition__slug")
        .annotate(on=Max("race__edition__starts_on"))
        .order_by("-on")
    )
    return [(row["race__edition__slug"], row["on"].year) for row in rows]
