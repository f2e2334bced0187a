"""People who were there, and what they say."""

import datetime as dt
import io

from PIL import Image

from startline.accounts.models import Organizer, User
from startline.entries.models.orders import Entry
from startline.entries.tests.sold import make_entry, make_order
from startline.events.models.catalogue import Race
from startline.raceday.models.desks import CheckIn
from startline.raceday.tests.make import make_desk, sent
from startline.results.models import Result, ResultList, TimingImport
from startline.results.tests.make import AFTER, make_ridge
from startline.reviews.models import ASPECTS, QUESTIONS, Review
from startline.reviews.queries.presence import Being, being_of
from startline.reviews.rules.words import Words
from startline.reviews.services.answering import report_review
from startline.reviews.services.writing import write_review

LATER = AFTER + dt.timedelta(days=1)


def make_words(overall: int = 4, text: str = "Steep.", **more: object) -> Words:
    """A review of a few words."""
    answers = {name: str(more.get(name, "")) for name in QUESTIONS}
    return Words(
        overall=overall, aspects=dict.fromkeys(ASPECTS, None), answers=answers, text=text,
        is_free_entry=False, is_named=bool(more.get("is_named", True)),
    )  # fmt: skip


def make_race(organizer: Organizer | None = None) -> Race:
    """The Ridge 50K, over."""
    return make_ridge(organizer)


def make_runner(race: Race, name: str = "ANN") -> Entry:
    """A paid entry."""
    return make_entry(make_order(race, name), race)


def make_outcome(race: Race, *told: tuple[Entry | None, str], field: int = 20) -> ResultList:
    """Published results: each entry with its status, places in their order, in a larger field."""
    kept = TimingImport.objects.create(
        race=race, file_name="f.csv", body=b"", digest="d", basis="gun", state="done",
        made_at=AFTER,
    )  # fmt: skip
    Result.objects.bulk_create(
        Result(
            timing_import=kept, race=race, entry=entry, row=n, bib=str(n), name=f"Runner {n}",
            status=status, place=n if status == "finished" else None, position=n,
        )
        for n, (entry, status) in enumerate(told, 1)
    )  # fmt: skip
    figures = {"finished": field, "dnf": 5, "dns": 5, "dsq": 0}
    return ResultList.objects.update_or_create(
        race=race,
        defaults={"current": kept, "figures": figures, "published_at": AFTER, "changed_at": AFTER},
    )[0]


def make_check_in(entry: Entry) -> CheckIn:
    """The bib was handed out."""
    desk = make_desk(entry.race.edition, f"Desk {entry.pk}")
    sent(desk, entry.ticket)
    return CheckIn.objects.get(entry=entry)


def being(entry: Entry) -> Being:
    """The person of an entry, as read anew."""
    row = Entry.objects.select_related("order__user", "athlete__user", "race__edition__event")
    found = being_of(row.get(pk=entry.pk))
    assert found is not None
    return found


def make_review(
    entry: Entry, overall: int = 4, now: dt.datetime = LATER, **more: object
) -> Review:  # fmt: skip
    """A review by the person of an entry."""
    return write_review(being(entry), make_words(overall, **more), now=now)  # type: ignore[arg-type]  # words by name


def own(entry: Entry, user: User) -> None:
    """The order is this account's."""
    entry.order.user = user
    entry.order.email = user.email
    entry.order.save(update_fields=["user", "email"])


def photo(width: int = 60, height: int = 40, kind: str = "JPEG", *, exif: bool = False) -> bytes:
    """A picture, with a place and a turn in its metadata where asked."""
    out = io.BytesIO()
    told = Image.Exif()
    if exif:
        told[0x0112] = 6  # turned by 90 degrees
        told[0x0110] = "SecretCamera"
        told.get_ifd(0x8825)[1] = "N"  # GPS
    Image.new("RGB", (width, height), "teal").save(out, kind, exif=told)
    return out.getvalue()


def make_reported(entry: Entry) -> dict[str, object]:
    """A review and the case about it, by the words of addresses."""
    review = make_review(entry)
    case = report_review(review, reason="other", words="Hm", by=None, now=LATER)
    return {"review": review.pk, "case": case.pk}
