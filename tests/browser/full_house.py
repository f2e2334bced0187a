"""A race weekend in the middle of its season: one of everything a page can show.

The addresses of `Pages` are by who may open them: the director, the operator, anybody.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django_tasks_db.models import DBTaskResult

from startline.accounts.models import Invitation, Organizer, User
from startline.accounts.rules import Role
from startline.core.clock import now
from startline.core.money import Money
from startline.entries.models.afterwards import EntryChange, WaitlistPlace
from startline.entries.models.asking import Question, Requirement, Waiver
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order, Proof
from startline.entries.rules.segments import Segment
from startline.entries.services.calling import CallingTerms, call_off, carry_on
from startline.entries.services.changing import change_race
from startline.entries.services.deferring import defer_entry
from startline.entries.services.importing import keep_list
from startline.entries.services.leaving import refund_entry
from startline.entries.services.messaging import Draft, carry_out_message, send_message
from startline.entries.services.placing import place_order
from startline.entries.services.resale import release_for_resale
from startline.entries.services.staff import write_note
from startline.entries.services.transferring import offer_transfer
from startline.entries.services.waitlist import join_waitlist
from startline.entries.tests.make import LATER, buy, hold, make_cart, sheet
from startline.entries.tests.make_in import DAY, make_in, make_other_race, make_ruled_race
from startline.events.models.catalogue import CapacityPool, Event, Race
from startline.events.models.offer import Extra, ExtraSize, Policy, PriceStep, SaleTerms
from startline.events.models.provenance import Correction
from startline.events.tests.make import NOW, make_edition, make_event, make_race
from startline.feeds.models import Claim, ImportRun, Match, Record, Rejection, Source
from startline.feeds.tests.make import import_listings, make_listing
from startline.notices.models import Notice
from startline.notices.services import send_waiting_notices
from startline.payments.models import PayoutAccount
from startline.payments.rules.provider import Ask
from startline.payments.services.paying import start_payment
from startline.payments.services.statements import read_statement
from startline.raceday.tests.make import make_bib, make_week

COLUMNS = {"booked_on": "Date", "amount": "Amount", "words": "Words", "payer": "Payer"}
STATEMENT = b"Date,Amount,Words,Payer\n2026-05-02,49.00,Ridge 50K Bob,Bob Walker\n"
LIST = (
    b"First Name,Last Name,Email,DOB,Event\n"
    b"Ann,Lee,ann@example.org,1988-05-17,Ridge 50K\n"
    b"Ben,Oh,ben@example.org,1888-05-17,Ridge 50K\n"
)


@dataclass(frozen=True)
class House:
    """The event that sells, who owns it, and addresses by who opens them."""

    race: Race
    director: tuple[str, ...]
    operator: tuple[str, ...]
    entrant: tuple[str, ...]
    newcomer: tuple[str, ...]


def make_house(organizer: Organizer, *, director: User, operator: User) -> House:
    """Sell a weekend, call another one off, begin a third; give the operator something to do."""
    race = make_weekend(organizer)
    entrant = sell(race, director=director)
    need = Requirement.objects.create(race=race, kind="certificate", way="code", label="PPS number")
    alice = Entry.objects.get(order__email="alice@example.org", race=race)
    Proof.objects.create(entry=alice, requirement=need, words="P1234567", given_at=LATER)
    off = make_called_off(organizer)
    draft = make_event("Ridge Backyard", organizer)
    Event.objects.filter(pk=draft.pk).update(published_at=None)
    bare = make_race(make_edition(draft), name="Backyard")
    desks = director_pages(race) + off[0] + (
        f"/organize/{draft.slug}/",
        *(f"/organize/{draft.slug}/{bare.edition.slug}/{word}/" for word in (
            "offer", "entrants", "entrants/figures", "messages", "on-sale", "entrants/lists",
        )),
    )  # fmt: skip
    inside, outside = race_week(race)
    mine = f"/entries/{alice.order.reference}/{alice.pk}"
    entrant += off[1] + outside + (
        f"{mine}/proofs/", f"{mine}/timeline/", "/recovery/leaflets/runners-knee/",
        "/recovery/leaflets/bone-stress-injury/", "/races/thanks/",
        f"/races/{race.edition.event.slug}/{race.edition.slug}/",
        f"/races/{race.edition.event.slug}/correct/",
    )  # fmt: skip
    inside += staff(race, director)
    return House(
        race,
        desks + inside,
        make_operator_work(),
        entrant,
        (
            "/organize/",
            "/you/",
            "/you/races/",
            "/recovery/kept/",
            f"/you/invitations/{'i' * 43}/",
            *make_claimed(),
        ),
    )


def staff(race: Race, director: User) -> tuple[str, ...]:
    """Who works here, what they did, and a piece of what is sold."""
    event, edition = race.edition.event, race.edition
    assert event.organizer is not None
    Invitation.objects.create(
        organizer=event.organizer, email="new@example.org", role=Role.DESK, token="i" * 43,
        by=director, made_at=NOW, until_at=NOW + 7 * DAY,
    )  # fmt: skip
    coupon = Coupon.objects.get(edition=edition)
    return (
        f"/organize/{event.slug}/staff/", f"/organize/{event.slug}/staff/record/",
        f"/organize/{event.slug}/{edition.slug}/offer/coupon/{coupon.pk}/",
    )  # fmt: skip


def race_week(race: Race) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Pages of race week: on the director's desk, and for whoever holds a link."""
    week = make_week(race.edition)
    make_bib(Entry.objects.get(order__email="alice@example.org", race=race), 7)
    at = f"/organize/{race.edition.event.slug}/{race.edition.slug}/race-week"
    words = (
        "", "numbers/", "desks/", f"desks/{week['desk']}/", "start-list/", "sheets/",
        "sheets/name/", "sheets/shirts/", "sheets/lacking/", f"sheets/emergency/{week['printed']}/",
    )  # fmt: skip
    desk, link = race.edition.desks.get(), race.edition.list_links.get()
    return tuple(f"{at}/{word}" for word in words), (
        f"/desk/{desk.token}/", f"/timing/{link.token}/",
    )  # fmt: skip


def make_weekend(organizer: Organizer) -> Race:
    """Two paid races and a relay, with extras, a code, questions, a proof and words to sign."""
    race = make_ruled_race(places=12, organizer=organizer, name="Ridge Weekend", fee_minor=300)
    edition = race.edition
    make_other_race(race, minor=8000)
    team = make_race(edition, places=9, name="Ridge Relay")
    PriceStep.objects.create(race=team, minor=0, currency="EUR")
    Race.objects.filter(edition=edition, slug="ridge-relay").update(party_size=3, format="relay")
    PriceStep.objects.filter(race=race).update(label="Early", until_at=NOW + 40 * DAY)
    PriceStep.objects.create(race=race, minor=6500, currency="EUR", from_at=NOW + 40 * DAY)
    SaleTerms.objects.filter(edition=edition).update(
        takes_on_site=True, donation_cause="Mountain rescue", family_from=3, family_percent=10
    )
    shirt = Extra.objects.create(edition=edition, name="Finisher shirt", minor=2000)
    for size in ("S", "M", "L"):
        ExtraSize.objects.create(extra=shirt, name=size, stock=20)
    Coupon.objects.create(edition=edition, code="CLUB10", kind="percent", percent=10, most_uses=50)
    Question.objects.create(
        edition=edition, key="bus", kind="choice", label="Do you need the bus from the valley?",
        options=["Yes, at 4:30", "Yes, at 5:00", "No"],
    )  # fmt: skip
    Waiver.objects.create(edition=edition, version=1, made_at=NOW,
                          text="I am **fit** to run 50 km in the mountains.")  # fmt: skip
    PayoutAccount.objects.create(
        organizer=organizer, kind="on_site", name="On site", made_at=NOW, webhook_token="on-site"
    )
    make_edition(edition.event, dt.date(2027, 9, 11))
    return race


def sell(race: Race, *, director: User) -> tuple[str, ...]:
    """Every kind of entrant; the pages they open."""
    going = make_in(race, "alice")
    write_note(going, "Asked for a quiet start.", by=director, now=LATER)
    held, owing = hold(race, heads=2, key="held"), buy(race, key="bob", email="bob@example.org")
    account = PayoutAccount.objects.get(kind="bank", organizer=race.edition.event.organizer)
    start_payment(
        account, Ask(owing.reference, Money(owing.total_minor, "EUR"), "bob", payer="Bob"),
        now=LATER,
    )  # fmt: skip
    read_statement(account, STATEMENT, mapping=COLUMNS, currency="EUR", now=LATER)
    told = Draft("m", "final", "See you on Saturday", "The bus leaves at five.", Segment())
    carry_out_message.call(send_message(race.edition, told, by=director, now=LATER).pk)
    keep_list(race.edition, name="last-year.csv", body=LIST, by=director, now=LATER)
    first = f"/races/{race.edition.event.slug}/{race.edition.slug}/{race.slug}"
    acts = ("transfer", "deferral", "distance_change", "refund", "resale", "name_change")
    mine = f"/entries/{going.order.reference}/"
    return (
        f"/races/{race.edition.event.slug}/", f"{first}/", f"{first}/enter/", f"{first}/starters/",
        f"/enter/{held.reference}/", f"/orders/{owing.reference}/",
        f"/orders/{owing.reference}/pay/",
        f"/orders/{going.order.reference}/", mine, f"{mine}{going.pk}/",
        *(f"{mine}{going.pk}/do/{word}/" for word in acts),
        *changed_plans(race), *waiting(race), *relay(race),
    )  # fmt: skip


def changed_plans(race: Race) -> tuple[str, ...]:
    """One entry for each thing a person can do with it."""
    giving, moving, selling, later, leaving = (
        make_in(race, name) for name in ("carla", "dan", "emil", "fay", "gus")
    )
    other = Race.objects.get(edition=race.edition, slug="other")
    offer = offer_transfer(giving, to_email="hugo@example.org", key="t", by=None, now=LATER)
    change = change_race(moving, other, key="c", by=None, now=LATER)
    release_for_resale(selling, key="r", by=None, now=LATER)
    defer_entry(later, reason="injury", key="d", by=None, now=LATER)
    refund_entry(leaving, key="l", by=None, now=LATER)
    return (
        *(f"/entries/{e.order.reference}/" for e in (giving, moving, selling, later, leaving)),
        *([f"/entries/transfer/{offer.token}/"] if offer.token else []),
        f"/entries/{moving.order.reference}/{moving.pk}/pay/{change.pk}/",
    )


def waiting(race: Race) -> tuple[str, ...]:
    """The short race is full: one waits, one has been asked, and there is the page to join."""
    other = Race.objects.select_related("edition__event", "pool").get(
        edition=race.edition, slug="other"
    )
    pool = CapacityPool.objects.get(races=other)
    CapacityPool.objects.filter(pk=pool.pk).update(
        places=max(pool.taken, 1), taken=max(pool.taken, 1)
    )
    place = join_waitlist(other, email="ida@example.org", name="Ida", heads=1, now=LATER)
    asked = WaitlistPlace.objects.create(
        pool=pool, race=other, email="jon@example.org", name="Jon", token="asked" * 5,
        joined_at=NOW, state="offered", offered_until=LATER + DAY,
        order=Order.objects.get(key="held"),
    )  # fmt: skip
    path = f"/races/{race.edition.event.slug}/{race.edition.slug}/{other.slug}/waitlist/"
    return path, f"/entries/waitlist/{place.token}/", f"/entries/waitlist/{asked.token}/"


def relay(race: Race) -> tuple[str, ...]:
    """A team whose captain is filled in and whose members are not."""
    team = Race.objects.get(edition=race.edition, slug="ridge-relay")
    team.edition = race.edition
    form = hold(team, heads=3, key="form")
    order = hold(team, heads=3, key="team")
    cart = make_cart(order, email="kim@example.org")
    captain, *rest = cart.persons
    persons = {captain: cart.persons[captain], **dict.fromkeys(rest)}
    place_order(sheet(order), replace(cart, persons=persons), by=None, now=LATER)
    token = order.parties.get().token
    return (
        f"/enter/{form.reference}/", f"/orders/{order.reference}/", f"/entries/party/{token}/",
        f"/entries/party/{token}/2/",
    )  # fmt: skip


def director_pages(race: Race) -> tuple[str, ...]:
    """Every page of the desk that has something to show."""
    event, edition = race.edition.event, race.edition
    desk, at = f"/organize/{event.slug}", f"/organize/{event.slug}/{edition.slug}"
    account = PayoutAccount.objects.get(kind="bank", organizer=event.organizer)
    entry = Entry.objects.get(order__email="alice@example.org", race=race)
    brought = edition.entrant_lists.get()
    return (
        "/for-race-directors/", "/organize/", "/organize/new/", "/organize/new/bring/",
        f"{desk}/", f"{desk}/details/",
        f"{desk}/preview/", f"{at}/edition/", f"{at}/policies/", f"{at}/races/new/",
        f"{at}/races/{race.slug}/", f"{at}/on-sale/", f"{at}/offer/", f"{at}/offer/terms/",
        f"{at}/offer/waiver/",
        *(f"{at}/offer/{kind}/new/" for kind in (
            "pool", "step", "extra", "coupon", "question", "requirement",
        )),
        f"{at}/entrants/", f"{at}/entrants/?words=nobody", f"{at}/entrants/{entry.pk}/",
        f"{at}/entrants/figures/", f"{at}/entrants/lists/", f"{at}/entrants/lists/{brought.pk}/",
        f"{at}/messages/", f"{at}/messages/write/?occasion=final", f"{at}/changes/",
        f"{at}/call-off/", f"{desk}/money/",
        *(f"{desk}/money/new/{kind}/" for kind in ("bank", "stripe", "on_site")),
        f"{desk}/money/accounts/{account.pk}/", f"{desk}/money/accounts/{account.pk}/change/",
        f"{desk}/money/accounts/{account.pk}/statements/",
    )  # fmt: skip


def make_called_off(organizer: Organizer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An edition that was cancelled; its director's page and its entrant's."""
    event = make_event("Ridge Winter", organizer)
    race = make_race(make_edition(event), places=5, name="Winter 10K")
    PriceStep.objects.create(race=race, minor=1500, currency="EUR")
    SaleTerms.objects.create(edition=race.edition)
    entry = make_in(race, "lou")
    Policy.objects.create(
        edition=race.edition, kind="deferral", is_allowed=True, until_at=LATER + 100 * DAY
    )
    later = make_in(race, "mia")  # no other edition is on sale: a credit
    defer_entry(later, reason="injury", key="d2", by=None, now=LATER)
    credit = EntryChange.objects.get(entry=later).token
    terms = CallingTerms("cancelled", LATER + 14 * DAY, offers_deferral=True, note="Too much snow.")
    calling = call_off(race.edition, terms, by=None, now=LATER)
    carry_on(calling, LATER)
    mine = f"/entries/{entry.order.reference}/"
    return (
        (f"/organize/{event.slug}/{race.edition.slug}/call-off/{calling.pk}/",),
        (
            mine,
            f"{mine}{entry.pk}/choice/",
            f"/races/{event.slug}/",
            f"/entries/credit/{credit}/",
        ),
    )


def make_claimed() -> tuple[str, ...]:
    """A listing nobody has claimed, and one that the newcomer has."""
    asks = User.objects.get(email="new@example.org")
    for name in ("Nobodys Race", "Claimed Race"):
        make_race(make_edition(make_event(name)))
    Event.objects.update_or_create(slug="nobodys-race", defaults={"organizer": None})
    claimed = Event.objects.get(slug="claimed-race")
    Event.objects.filter(pk=claimed.pk).update(
        organizer=None, website="https://claimed.example.net/"
    )
    Claim.objects.create(event=claimed, user=asks, method="page", name="New Club", at=NOW)
    return "/organize/claims/nobodys-race/", "/organize/claims/claimed-race/"


def failed_behind_the_pages() -> None:
    """Mail that did not leave, mail that is tried again, and a job that ended in an error."""
    for to, more in (
        ("gone@example.org", {"state": "failed", "error": "550 5.1.1 no such user"}),
        ("claudia.fernandez-lopez@a-long-name-of-a-company.example.org",
         {"state": "sending", "claimed_at": NOW}),
        ("full@example.org", {"state": "waiting", "error": "452 4.2.2 the mailbox is full",
                              "due_at": LATER}),
    ):  # fmt: skip
        Notice.objects.create(
            key=f"behind-{to}", to=to, subject="Ridge Weekend: your entry", text="t", tries=1,
            created_at=NOW, **more,
        )  # fmt: skip
    job = send_waiting_notices.enqueue()
    DBTaskResult.objects.filter(pk=job.id).update(
        status="FAILED", finished_at=now(), traceback="KeyError: 'distance'"
    )


def make_operator_work() -> tuple[str, ...]:
    """A doubtful pair, a run with rejected rows, a visitor's correction, sources."""
    import_listings(make_listing("a", "Serpa Trail"))
    import_listings(make_listing("b", "Serpa Run"), source="other")
    left, right = Record.objects.filter(source__slug__in=["calendar", "other"]).order_by("pk")[:2]
    Match.objects.get_or_create(
        kind=Match.DOUBTFUL, left=left, right=right,
        defaults={"points": 5.2, "reasons": {"name": 2.0}, "decided_at": NOW},
    )  # fmt: skip
    run = ImportRun.objects.create(
        source=Source.objects.get(slug="other"), file_name="races-2026.csv", format="csv",
        started_at=NOW, finished_at=LATER, read=40, created=37, rejected=3,
    )  # fmt: skip
    Rejection.objects.create(run=run, row=7, key="7", reason="no_name")
    Correction.objects.create(
        event=Event.objects.get(slug="ridge-weekend"), at=NOW, email="v@example.org",
        text="The half marathon starts at nine, not at eight: the website says so.",
    )  # fmt: skip
    failed_behind_the_pages()
    return (
        "/operate/", "/operate/work/", "/operate/imports/", f"/operate/imports/{run.pk}/",
        "/operate/sources/",
        "/operate/matches/", "/operate/claims/", "/operate/results/", "/you/",
        "/you/everything/", "/you/results/",
        "/you/alerts/",
        "/you/searches/new/?min_km=20",
        "/accounts/email/", "/accounts/password/change/", "/accounts/sessions/",
        "/accounts/logout/", "/recovery/kept/",
    )  # fmt: skip
