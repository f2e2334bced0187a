"""Reviews of listings by people whose result is known, and what a lost claim does."""

import pytest

from startline.accounts.models import User
from startline.events.models.catalogue import Race
from startline.results.models import ResultClaim
from startline.results.tests.make import AFTER
from startline.reviews.models import EventScore, ModerationCase, Review
from startline.reviews.queries.presence import being_at
from startline.reviews.services.scoring import follow_edition
from startline.reviews.services.writing import write_review
from startline.reviews.tests.make import LATER, make_outcome, make_race, make_words

pytestmark = pytest.mark.django_db


def held(race: Race, user: User, bib: str) -> ResultClaim:
    """A claim that was granted."""
    return ResultClaim.objects.create(
        race=race, bib=bib, user=user, way="organizer", state="held", asked_at=AFTER,
        decided_at=AFTER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "basis", "counts"),
    [("finished", "finished", 1), ("dnf", "started", 1), ("dns", "entered", 0)],
)
def test_a_claimed_result_of_a_listing_lets_its_runner_write(
    alice: User, eve: User, status: str, basis: str, counts: int
) -> None:
    race = make_race()
    make_outcome(race, (None, status))
    assert being_at(alice, race.edition) is None
    held(race, alice, "1")

    found = being_at(alice, race.edition)
    assert found is not None
    review = write_review(found, make_words(), now=LATER)

    assert (review.basis, review.entry, review.bib) == (basis, None, "1")
    assert review.signed == "Runner 1."
    assert Review.objects.counted().count() == counts
    assert being_at(eve, race.edition) is None


def test_a_claim_that_is_lost_takes_the_review_along_and_the_runner_may_write(
    alice: User, eve: User
) -> None:
    race = make_race()
    make_outcome(race, (None, "finished"))
    claim = held(race, alice, "1")
    found = being_at(alice, race.edition)
    assert found is not None
    review = write_review(found, make_words(5), now=LATER)
    assert follow_edition(race.edition_id, race.edition.event_id, now=LATER) == 0

    ResultClaim.objects.filter(pk=claim.pk).update(state="taken")
    held(race, eve, "1")
    changed = [follow_edition(race.edition_id, race.edition.event_id, now=LATER) for _ in range(2)]
    theirs = being_at(eve, race.edition)
    assert theirs is not None
    write_review(theirs, make_words(2), now=LATER)

    review.refresh_from_db()
    assert changed == [1, 0]
    assert (review.state, review.basis) == ("held", "entered")
    assert ModerationCase.objects.get().cause == "claim"
    assert EventScore.objects.get().average == 200
