"""From a place in a race to a review, and what others do with it."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from startline.accounts.models import Athlete, Membership, Organizer, User
from startline.accounts.rules import Role
from startline.accounts.services.audit import record_deed
from startline.events.models.provenance import Change
from startline.notices.models import Notice
from startline.reviews.models import (
    EventScore,
    Mark,
    ModerationCase,
    Reply,
    Report,
    Review,
    ReviewVersion,
)
from startline.reviews.queries.shown import (
    lines_of,
    page_of_reviews,
    summary_of,
    with_counts,
)
from startline.reviews.rules.asked import Asked
from startline.reviews.services.answering import (
    OwnReviewError,
    find_helpful,
    reply_to_review,
    report_review,
)
from startline.reviews.services.moderating import (
    DecidedError,
    NoAppealError,
    OwnCaseError,
    answer_appeal,
    appeal,
    decide_case,
)
from startline.reviews.services.people import export, forget
from startline.reviews.services.photos import (
    keep_photo,
    path_of,
)
from startline.reviews.services.scoring import follow_edition
from startline.reviews.services.writing import (
    AlreadyReviewedError,
    OwnRaceError,
    RemovedError,
    TooEarlyError,
    edit_review,
    erase_review,
    write_review,
)
from startline.reviews.tests.make import (
    LATER,
    being,
    make_check_in,
    make_outcome,
    make_race,
    make_review,
    make_runner,
    make_words,
    own,
    photo,
)

pytestmark = pytest.mark.django_db


def line_of(review: Review) -> object:
    """The review as everybody reads it."""
    return lines_of([with_counts(Review.objects.filter(pk=review.pk)).get()])[0]


def test_what_a_reviewer_has_of_the_race_is_read_from_entries_desks_and_results() -> None:
    race = make_race()
    placed, in_, dns, dnf, done = (make_runner(race, name) for name in "ABCDE")
    make_check_in(in_)
    make_check_in(dns)
    make_outcome(race, (done, "finished"), (dnf, "dnf"), (dns, "dns"))

    told = {e.pk: make_review(e) for e in (placed, in_, dns, dnf, done)}

    assert [told[e.pk].basis for e in (placed, in_, dns, dnf, done)] == [
        "entered", "started", "entered", "started", "finished",
    ]  # fmt: skip
    assert told[dnf.pk].is_back
    assert EventScore.objects.get().n == 3  # neither the mere entry nor the DNS


def test_results_that_come_later_change_who_counts() -> None:
    race = make_race()
    runner = make_runner(race)
    review = make_review(runner)
    assert not EventScore.objects.exists()

    make_outcome(race, (runner, "finished"), field=1)
    changed = follow_edition(race.edition_id, race.edition.event_id, now=LATER)

    review.refresh_from_db()
    assert (changed, review.basis, review.is_back) == (1, "finished", True)
    score = EventScore.objects.get()
    assert (score.n, score.average, score.score, score.stars) == (1, 400, 317, [0, 0, 0, 1, 0])
    assert Change.objects.filter(event_id=race.edition.event_id).exists()
    assert follow_edition(race.edition_id, race.edition.event_id, now=LATER) == 0


def test_nobody_reviews_before_the_start() -> None:
    with pytest.raises(TooEarlyError):
        make_review(make_runner(make_race()), now=dt.datetime(2026, 9, 11, tzinfo=dt.UTC))


def test_who_works_or_worked_for_the_organizer_does_not_review(
    ridge: Organizer, bruno: User, dora: User, alice: User
) -> None:
    race = make_race(ridge)
    by_account, by_address, earlier = (make_runner(race, name) for name in "ABC")
    own(by_account, dora)
    by_address.order.email = "Bruno+race@example.org"
    by_address.order.save(update_fields=["email"])
    own(earlier, alice)
    Membership.objects.create(user=alice, organizer=ridge, role=Role.DESK)
    record_deed("desk", race, by=alice, now=LATER)
    Membership.objects.filter(user=alice).delete()

    for entry in (by_account, by_address, earlier):
        with pytest.raises(OwnRaceError):
            make_review(entry)


def test_one_person_with_three_accounts_writes_once(alice: User, eve: User) -> None:
    race = make_race()
    first, same_person, same_address, another = (make_runner(race, name) for name in "ABCD")
    own(first, alice)
    own(same_person, eve)
    Athlete.objects.filter(pk__in=[first.athlete_id, same_person.athlete_id]).update(
        given_name="Ána", family_name="Lee"
    )
    same_address.order.email = "alice+again@example.org"
    same_address.order.save(update_fields=["email"])
    make_review(first)

    for entry in (first, same_person, same_address):
        with pytest.raises(AlreadyReviewedError):
            make_review(entry)
    make_review(another)
    assert Review.objects.count() == 2


def test_the_tables_hold_what_must_never_be_false() -> None:
    review = make_review(make_runner(make_race()))
    rows: QuerySet[Review] = Review.objects.filter(pk=review.pk)

    for wrong in ({"overall": 6}, {"overall": 0}, {"swag": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationCase.objects.create(
            review=review, cause="reported", state="removed", opened_at=LATER
        )
    taken = Mark.objects.filter(review=review).first()
    assert taken is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(edition=review.edition, mark=taken.mark)


def test_edits_are_kept_and_one_after_the_reply_says_so(bruno: User) -> None:
    entry = make_runner(make_race())
    review = make_review(entry, 2, text="Mud")
    reply_to_review(review, text="Sorry", by=bruno, now=LATER)
    assert not line_of(review).is_edited_after_reply  # type: ignore[attr-defined]  # a Line

    edit_review(review, being(entry), make_words(2, "Mud"), now=LATER)
    assert ReviewVersion.objects.count() == 1  # the same again is no edit
    edit_review(review, being(entry), make_words(1, "They lie"), now=LATER)

    assert line_of(review).is_edited_after_reply  # type: ignore[attr-defined]  # a Line
    assert list(ReviewVersion.objects.order_by("number").values_list("number", "text")) == [
        (1, "Mud"), (2, "They lie"),
    ]  # fmt: skip
    reply_to_review(review, text="Look at the photos", by=bruno, now=LATER)
    assert not line_of(review).is_edited_after_reply  # type: ignore[attr-defined]  # a Line
    assert Reply.objects.count() == 1
    assert Notice.objects.filter(key__startswith="review-replied").count() == 1


def test_a_vote_counts_once_is_taken_back_and_is_never_ones_own(alice: User, eve: User) -> None:
    entry = make_runner(make_race())
    own(entry, alice)
    review = make_review(entry)

    assert find_helpful(review, by=eve, now=LATER)
    assert line_of(review).helpful == 1  # type: ignore[attr-defined]  # a Line
    assert not find_helpful(review, by=eve, now=LATER)
    assert line_of(review).helpful == 0  # type: ignore[attr-defined]  # a Line
    with pytest.raises(OwnReviewError):
        find_helpful(review, by=alice, now=LATER)


def test_a_removal_says_why_and_is_appealed_once(alice: User, eve: User, bruno: User) -> None:
    race = make_race()
    entry = make_runner(race)
    own(entry, alice)
    make_outcome(race, (entry, "finished"))
    review = make_review(entry)
    with pytest.raises(OwnReviewError):
        report_review(review, reason="abuse", words="", by=alice, now=LATER)
    case = report_review(review, reason="abuse", words="", by=eve, now=LATER)
    assert report_review(review, reason="abuse", words="", by=eve, now=LATER) == case
    assert report_review(review, reason="other", words="", by=None, now=LATER) == case
    assert Report.objects.count() == 2
    with pytest.raises(OwnCaseError):
        decide_case(case, remove=False, reason="", words="", by=alice, now=LATER)

    decide_case(case, remove=True, reason="abuse", words="Line 2", by=bruno, now=LATER)
    with pytest.raises(DecidedError):
        decide_case(case, remove=False, reason="", words="", by=bruno, now=LATER)
    review.refresh_from_db()
    assert review.state == "removed"
    assert not EventScore.objects.exists()
    with pytest.raises(RemovedError):
        edit_review(review, being(entry), make_words(5), now=LATER)
    mail = Notice.objects.get(key__startswith="review-removed")
    assert "insults" in mail.text
    assert review.token in mail.text

    asked = appeal(review, text="It quotes the announcer", now=LATER)
    with pytest.raises(NoAppealError):
        appeal(review, text="Again", now=LATER)
    answer_appeal(asked, restore=True, answer="You are right", by=bruno, now=LATER)
    with pytest.raises(DecidedError):
        answer_appeal(asked, restore=False, answer="No", by=bruno, now=LATER)
    review.refresh_from_db()
    assert review.state == "shown"
    assert EventScore.objects.get().n == 1


def test_in_a_wave_reviews_wait_and_do_not_count(bruno: User) -> None:
    race = make_race()
    runners = [make_runner(race, f"R{n}") for n in range(12)]
    make_outcome(race, *((runner, "finished") for runner in runners))
    reviews = [make_review(runner, 1) for runner in runners]

    assert [review.state for review in reviews] == ["shown"] * 10 + ["held"] * 2
    assert EventScore.objects.get().n == 10
    decide_case(
        ModerationCase.objects.get(review=reviews[10]), remove=False, reason="", words="",
        by=bruno, now=LATER,
    )  # fmt: skip
    assert EventScore.objects.get().n == 11
    later = make_runner(race, "later")
    assert make_review(later, now=LATER + dt.timedelta(hours=1)).state == "shown"


def test_an_erased_review_leaves_nothing_but_the_marks_of_a_removed_one(bruno: User) -> None:
    race = make_race()
    entry, other = make_runner(race, "A"), make_runner(race, "B")
    make_outcome(race, (entry, "finished"), (other, "finished"))
    review, removed = make_review(entry), make_review(other)
    case = report_review(removed, reason="abuse", words="", by=None, now=LATER)
    decide_case(case, remove=True, reason="abuse", words="", by=bruno, now=LATER)
    removed.refresh_from_db()

    erase_review(review, now=LATER)
    erase_review(removed, now=LATER)

    assert not Review.objects.exists()
    assert not ReviewVersion.objects.exists()
    assert not EventScore.objects.exists()
    make_review(entry)
    with pytest.raises(AlreadyReviewedError):
        make_review(other)


def test_a_person_who_leaves_takes_everything_along(
    alice: User, bruno: User, django_capture_on_commit_callbacks: object
) -> None:
    race = make_race()
    entry, other = make_runner(race, "A"), make_runner(race, "B")
    own(entry, alice)
    make_outcome(race, (entry, "finished"))
    review, kept = make_review(entry), make_review(other)
    find_helpful(kept, by=alice, now=LATER)
    report_review(kept, reason="other", words="Hm", by=alice, now=LATER)
    reply_to_review(kept, text="Thanks", by=bruno, now=LATER)
    taken = keep_photo(review, SimpleUploadedFile("a.jpg", photo()), words="Top", now=LATER)

    told = export(alice)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's own fixture
        forget(alice)
        forget(bruno)

    assert [(r["text"], r["basis"], r["photos"]) for r in told["reviews"]] == [  # type: ignore[attr-defined]  # a list
        ("Steep.", "finished", ["Top"])
    ]
    assert len(told["reported"]) == len(told["found_helpful"]) == 1  # type: ignore[arg-type]  # lists
    assert list(Review.objects.all()) == [kept]
    assert not path_of(taken.name, "large").exists()
    assert not Report.objects.exists()
    assert not EventScore.objects.exists()
    assert Reply.objects.get().by is None
    assert not Mark.objects.filter(review=None).exists()


def test_small_fields_show_neither_basis_nor_groups() -> None:
    race = make_race()
    alone, *others = [make_runner(race, f"R{n}") for n in range(6)]
    listing = make_outcome(race, (alone, "dnf"), *((one, "finished") for one in others))
    listing.figures = {"finished": 5, "dnf": 1, "dns": 0, "dsq": 0}
    listing.save(update_fields=["figures"])
    Athlete.objects.filter(entries=alone).update(gender="f")
    Athlete.objects.exclude(entries=alone).update(gender="m")
    reviews = [make_review(one) for one in (alone, *others)]
    event = race.edition.event

    _page, lines = page_of_reviews(event, Asked(sort="new"), "", None)

    shown = {line.review.pk: (line.basis, line.race) for line in lines}
    assert shown[reviews[0].pk] == ("", "")
    assert shown[reviews[1].pk] == ("finished", "Ridge 50K")
    assert summary_of(event).groups == {}


def test_a_hidden_result_and_a_minor_are_not_named() -> None:
    race = make_race()
    plain, hidden, minor = (make_runner(race, name) for name in "ABC")
    Athlete.objects.filter(entries=minor).update(born_on=dt.date(2010, 1, 1))
    make_outcome(race, (hidden, "finished"))
    hidden.results.update(is_hidden=True)

    assert [make_review(one).signed for one in (plain, hidden, minor)] == ["Alice A.", "", ""]


def test_an_entry_that_ended_reviews_only_if_a_result_says_they_ran() -> None:
    race = make_race()
    entry = make_runner(race)
    was = being(entry)
    type(entry).objects.filter(pk=entry.pk).update(state="withdrawn")

    with pytest.raises(AssertionError):
        being(entry)
    make_outcome(race, (entry, "finished"))
    assert being(entry).evidence == replace(was.evidence, status="finished", place=1, finishers=20)
    assert write_review(being(entry), make_words(), now=LATER).basis == "finished"
