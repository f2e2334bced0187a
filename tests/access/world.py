"""Everybody who may stand before a door, and one thing of each kind behind it."""

import datetime as dt
import gzip
from dataclasses import dataclass

from startline.accounts.models import Invitation, Membership, Organizer, User
from startline.accounts.rules import Role
from startline.core.money import Money
from startline.entries.models.afterwards import Calling
from startline.entries.models.desk import EntrantList
from startline.entries.tests.make_proof import make_proof
from startline.entries.tests.sold import make_sold
from startline.events.models.catalogue import Event, Race
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.feeds.models import Claim
from startline.payments.models import BankLine
from startline.payments.services.refunding import ask_refund
from startline.raceday.tests.make import make_week
from startline.results.models import Result, ResultClaim
from startline.results.services.changing import ask_correction
from startline.results.tests.make import AFTER, make_file, make_results
from startline.reviews.tests.make import make_reported

STRANGERS = ("other owner", "entrant", "other entrant", "nobody")


@dataclass(frozen=True)
class World:
    """Callers by what they are (nobody: None), and the words of addresses."""

    callers: dict[str, User | None]
    words: dict[str, object]
    event: Event
    theirs: Event


def make_world() -> World:
    """A published event that has sold, its staff, its entrants, and another organizer's event."""
    sold = make_sold()
    event = sold.race.edition.event
    assert event.organizer is not None
    callers: dict[str, User | None] = {
        role.value: member(f"{role.value}@example.org", event.organizer, role) for role in Role
    }
    callers["operator"] = User.objects.create(email="operator@example.org", is_operator=True)
    other = Organizer.objects.create(slug="eve-events", name="Eve Events", created_at=NOW)
    callers["other owner"] = member("eve@example.org", other, Role.OWNER)
    callers["entrant"] = asks = User.objects.create(email=sold.order.email)
    sold.order.user = callers["entrant"]
    sold.order.save(update_fields=["user"])
    callers["other entrant"] = User.objects.create(email="else@example.org")
    callers["nobody"] = None
    nobodys = Event.objects.create(
        slug="nobodys-race", name="Nobody’s Race", website="https://nobodys.example.net/",
        published_at=NOW, created_at=NOW,
    )  # fmt: skip
    Claim.objects.create(event=nobodys, user=asks, method="email", name="Nobody", at=NOW)
    theirs = make_event("Eve Race", other)
    make_race(make_edition(theirs, dt.date(2026, 9, 12)))
    line = BankLine.objects.create(
        account=sold.payment.account, fingerprint="a", booked_on=NOW.date(), minor=1,
        currency="EUR", read_at=NOW,
    )  # fmt: skip
    calling = Calling.objects.create(
        edition=sold.race.edition, kind="postponed", choose_until_at=NOW, made_at=NOW
    )
    refund = ask_refund(sold.payment, Money(1, "EUR"), key="a", reason="resale", now=NOW)
    brought = EntrantList.objects.create(
        edition=sold.race.edition, file_name="list.csv", made_at=NOW,
        body=gzip.compress(b"First name,Last name\nAnn,Lee\n"),
    )  # fmt: skip
    week = make_week(sold.race.edition)
    proof = make_proof(sold.entry)
    words: dict[str, object] = {
        "member": other_owner(event.organizer).pk,
        "invitation": Invitation.objects.create(
            organizer=event.organizer, email="new@example.org", role=Role.DESK, token="i" * 43,
            made_at=NOW, until_at=NOW,
        ).pk,
        "proof": proof.pk, "need": proof.requirement_id,
        **week,
        **outcome(sold.race),
        **make_reported(sold.entry),
        "number": calling.pk, "line": line.pk, "refund": refund.pk, "brought": brought.pk,
        "piece": sold.coupon.pk,
        "event": event.slug, "edition": sold.race.edition.slug, "race": sold.race.slug,
        "entry": sold.entry.pk, "account": sold.payment.account_id, "payment": sold.payment.pk,
        "order": sold.order.pk, "coupon": sold.coupon.pk,
        "reference": sold.order.reference, "slug": "some-source", "pk": 1, "token": "t" * 22,
    }  # fmt: skip
    return World(callers, words, event, theirs)


def other_owner(organizer: Organizer) -> Membership:
    """A second owner, who may be changed."""
    user = User.objects.create(email="second@example.org")
    return Membership.objects.create(user=user, organizer=organizer, role=Role.OWNER)


def member(email: str, organizer: Organizer, role: Role) -> User:
    """One of an organizer's people."""
    user = User.objects.create(email=email)
    Membership.objects.create(user=user, organizer=organizer, role=role)
    return user


def outcome(race: Race) -> dict[str, object]:
    """Results that are shown, another file that was only looked at, and a question about one."""
    by = User.objects.create(email="timing-company@example.org")
    make_results(race, by)
    result = Result.objects.get(bib="1")
    asked = ask_correction(result, email="ana@example.org", text="I was faster", now=AFTER)
    claimed = ResultClaim.objects.create(
        race=race, bib="1", user=by, way="organizer", asked_at=AFTER
    )
    return {"timing": make_file(race, by).pk, "result": result.pk, "asked": asked.pk,
            "claimed": claimed.pk}  # fmt: skip
