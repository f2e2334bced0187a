"""The weekend after the race: results, claims of results, reviews, cases; a page of each kind."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from startline.accounts.models import Athlete, Organizer, User
from startline.accounts.services.profiles import keep_profile
from startline.entries.models.orders import Entry
from startline.entries.tests.make_in import make_in, make_ruled_race
from startline.events.models.catalogue import Race
from startline.results.models import Result, ResultClaim, ResultList
from startline.results.services.changing import ask_correction
from startline.results.services.claiming import token_of
from startline.results.services.publishing import make_official
from startline.results.tests.make import AFTER, CSV, make_file, make_results
from startline.reviews.models import Review
from startline.reviews.services.answering import find_helpful, reply_to_review, report_review
from startline.reviews.services.moderating import appeal, decide_case
from startline.reviews.services.photos import keep_photo
from startline.reviews.services.writing import write_review
from startline.reviews.tests.make import LATER, being, make_words, photo

MINE = "8,Alice Runner,F,36,FR,5:20:00,5:19:00,,57:00,2:58:00\n"


@dataclass(frozen=True)
class After:
    """Addresses by who opens them."""

    director: tuple[str, ...]
    operator: tuple[str, ...]
    entrant: tuple[str, ...]


def make_after(organizer: Organizer, *, director: User, operator: User) -> After:
    """Run the race, publish, claim, review, report, remove and appeal."""
    race = make_ruled_race(places=9, organizer=organizer, name="Ridge Weekend")
    entries = {name: make_in(race, name) for name in ("alice", "bob", "cleo", "dan", "eve")}
    for name, entry in entries.items():  # each a person with an account of the same address
        Athlete.objects.filter(entries=entry).update(given_name=name.title())
        user, _ = User.objects.get_or_create(email=entry.order.email)
        entry.order.user = user
        entry.order.save(update_fields=["user"])
    desk, shown = outcome(race, director, entries["alice"])
    told, read, judged = opinions(race, entries, director=director, operator=operator)
    claims = claimed(race, User.objects.get(email="alice@example.org"), director)
    event = race.edition.event.slug
    return After(
        desk + told + (f"/organize/{event}/{race.edition.slug}/results/claims/", "/organize/"),
        (*judged, "/operate/reviews/"),
        shown + read + claims + own_page(),
    )


def own_page() -> tuple[str, ...]:
    """What a runner shows of herself, and where she chooses it."""
    said = {"name": "Alice Runner", "slug": "alice", "shows_results": True, "shows_bests": True,
            "shows_races": True, "shows_reviews": True, "is_listed": True}  # fmt: skip
    keep_profile(User.objects.get(email="alice@example.org"), said, now=AFTER)
    return "/athletes/alice/", "/you/profile/"


def outcome(race: Race, director: User, alice: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Official results with a question about one, and a second file that is only looked at."""
    event = race.edition.event
    made = make_results(race, director, f"{CSV}{MINE}")
    Result.objects.filter(timing_import=made, bib="8").update(entry=alice)
    best = Result.objects.shown(ResultList.objects.get(race=race))[0]
    asked = ask_correction(best, email="ana@example.org", text="I came in at 4:58.", now=AFTER)
    looked = make_file(race, director)
    make_official(race, by=director, now=AFTER)
    desk, at = (
        f"/{word}/{event.slug}/{race.edition.slug}/results" for word in ("organize", "races")
    )
    return (
        f"{desk}/", f"{desk}/?q=ana", f"{desk}/files/{looked.pk}/", f"{desk}/files/{made.pk}/",
        f"{desk}/{best.pk}/", f"{desk}/requests/{asked.pk}/",
    ), (
        f"{at}/", f"{at}/?q=nobody", f"{at}/{best.pk}/", f"/entries/result-requests/{asked.token}/",
        f"/entries/{alice.order.reference}/{alice.pk}/result/",
        f"/entries/{alice.order.reference}/{alice.pk}/",
    )  # fmt: skip


def claimed(race: Race, alice: User, director: User) -> tuple[str, ...]:
    """A claim that waits, one that was granted, and the form of a third."""
    best = Result.objects.shown(ResultList.objects.get(race=race))
    ResultClaim.objects.create(race=race, bib="8", user=alice, way="organizer", asked_at=AFTER,
                               state="held", decided_at=AFTER, by=director)  # fmt: skip
    waits, _ = (
        ResultClaim.objects.create(race=race, bib=bib, user=alice, way=way, asked_at=AFTER)
        for bib, way in (("2", "mail"), ("4", "organizer"))
    )
    at = f"/races/{race.edition.event.slug}/{race.edition.slug}/results"
    return f"{at}/{best[0].pk}/mine/", "/you/results/", f"/you/results/claims/{token_of(waits)}/"


def opinions(
    race: Race, entries: dict[str, Entry], *, director: User, operator: User
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Reviews with a photo, a vote and a reply; one reported, one removed and appealed."""
    event, edition = race.edition.event.slug, race.edition.slug
    written = {
        name: write_review(being(entries[name]), make_words(stars, text), now=LATER)
        for name, stars, text in (
            ("alice", 5, "Steep, and every marshal still there at the end."),
            ("bob", 2, "No water at the last aid station."),
            ("cleo", 1, "Do not go."),
        )
    }
    picture = SimpleUploadedFile("top.jpg", photo(800, 600))
    keep_photo(written["alice"], picture, words="The last climb", now=LATER)
    find_helpful(written["alice"], by=User.objects.get(email="bob@example.org"), now=LATER)
    reply_to_review(written["alice"], text="Thank you!", by=director, now=LATER)
    reported = report_review(written["bob"], reason="other", words="Not so", by=None, now=LATER)
    removed = report_review(written["cleo"], reason="other", words="Hm", by=None, now=LATER)
    decide_case(removed, remove=True, reason="other", words="No word of it.", by=operator,
                now=LATER)  # fmt: skip
    appealed = appeal(Review.objects.get(pk=written["cleo"].pk), text="It is true.", now=LATER)
    late = entries["dan"]
    return (
        (f"/organize/{event}/reviews/", f"/organize/{event}/reviews/{written['bob'].pk}/"),
        (
            f"/races/{event}/reviews/", f"/races/{event}/{edition}/", f"/races/{event}/",
            f"/races/{event}/reviews/{written['alice'].pk}/report/",
            *(f"/entries/reviews/{one.token}/" for one in written.values()),
            f"/entries/{late.order.reference}/{late.pk}/review/",
            f"/races/{event}/{edition}/reviews/write/",
        ),
        (f"/operate/reviews/{reported.pk}/", f"/operate/reviews/{appealed.pk}/"),
    )  # fmt: skip
