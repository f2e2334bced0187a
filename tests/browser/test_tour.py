"""The whole product in one journey: listings come in, a race is listed, found, entered and paid;
the runner is checked in, finishes, reviews it, has a sore knee, and finds the next race that fits.

It writes docs/tour.md and its pictures itself where WRITE_TOUR is set (`make tour`); else the page
and its pictures have to be there.
"""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from startline.accounts.models import Athlete, User
from startline.discovery.services.indexing import rebuild_index
from startline.entries.models.orders import Entry, Order
from startline.events.models.catalogue import Race
from startline.events.tests.make import NOW
from startline.payments.models import Payment, PayoutAccount
from startline.payments.tests.test_bank import camt, entry
from startline.raceday.models.desks import CheckIn, Desk
from startline.raceday.tests.make import make_runner
from startline.results.models import Result
from tests.browser.telling import DOCS, PICTURES, Tour, keep
from tests.browser.test_card import PERSON
from tests.browser.test_recovery_log import answer, keep_screens

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
]
MOST_BYTES = 60_000
RACE_DAY, WEEK_AFTER = dt.date(2026, 6, 14), dt.date(2026, 6, 21)
LISTINGS = """name,date,place,country,distance
Semi de la Cluse,2026-09-20,La Clusaz,FR,21.1 km
Parmelan Climb,2026-09-06,Dingy-Saint-Clair,FR,9 km
Lac Half,2026-10-04,Annecy,FR,21.1 km
Jura Trail,2026-08-30,Les Rousses,FR,34 km
Léman Marathon,2026-10-25,Thonon-les-Bains,FR,42.2 km
Bourget Half,2027-03-14,Aix-les-Bains,FR,21.1 km
Salève Climb,2026-07-12,Collonges-sous-Salève,FR,12 km
"""
FIELD = (
    ("Inès", "Moreau"), ("Luca", "Bianchi"), ("Sofia", "Keller"), ("Noah", "Dubois"),
    ("Marta", "Nowak"), ("Jonas", "Berg"), ("Chloé", "Girard"), ("Pedro", "Santos"),
    ("Anna", "Lindqvist"), ("Tom", "Okafor"), ("Julie", "Roux"), ("Max", "Huber"),
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """A window for each."""

    operator: Page
    director: Page
    volunteer: Page
    runner: Page


@pytest.fixture
def people(chromium: Browser, live_server: Any, settings: Any) -> Iterator[People]:
    """The operator and the director are signed in; the volunteer and the runner are nobody."""
    settings.TODAY = NOW.date()
    settings.SITE_URL = live_server.url
    operator = User.objects.create(email="olga@example.org", name="Olga", is_operator=True)
    bruno = User.objects.create_user("bruno@example.org", "a-long-enough-word", name="Bruno")
    faults: list[str] = []
    desk = ViewportSize(width=1200, height=800)
    phone = ViewportSize(width=390, height=780)
    windows = []
    for user, size in ((operator, desk), (bruno, desk), (None, phone), (None, phone)):
        context = chromium.new_context(base_url=live_server.url, viewport=size)
        context.set_default_timeout(20_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        window = context.new_page()
        window.on("pageerror", lambda error: faults.append(str(error)))
        windows.append(window)
    yield People(*windows)
    for window in windows:
        window.context.close()
    assert faults == []


def press(page: Page, name: str) -> None:
    """One button, and the page behind it."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()


def fill(page: Page, **values: str) -> None:
    """Fields by their names."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def listings_come_in(tour: Tour, page: Page, folder: Path) -> None:
    """A calendar is imported."""
    path = folder / "calendar-alps.csv"
    path.write_text(LISTINGS, encoding="utf-8")
    call_command("import", str(path), stdout=io.StringIO())
    rebuild_index(NOW)
    page.goto("/operate/imports/")
    page.locator("main table a, main li a").first.click()
    tour.see(
        page,
        "Listings come in",
        "The operator imports a calendar with one command, and sees "
        "what became of every row: new, changed, the same, or refused and why.",
    )


def a_race_is_listed(tour: Tour, page: Page) -> Race:
    """A director puts a race on sale, paid by transfer."""
    page.goto("/organize/new/")
    fill(page, organizer_name="Hill Club", name="Hill Race", place="Annecy, France",
         starts_on=f"{RACE_DAY}", distance_km="21.1", places="300", price="45")  # fmt: skip
    press(page, "Go on")
    fill(page, iban="FR76 3000 6000 0112 3456 7890 189")
    tour.see(
        page,
        "A race goes on sale",
        "A director says what, when and where, and which account "
        "the money goes to. It goes there directly, not through the platform.",
    )
    press(page, "Put it on sale")
    return Race.objects.select_related("edition__event").get(edition__event__slug="hill-race")


def it_is_found(tour: Tour, page: Page, race: Race) -> None:
    """A runner searches in her own words."""
    page.goto("/races/?q=half+marathon+near+annecy+in+june")
    expect(page.locator("main")).to_contain_text("Hill Race")
    tour.see(
        page,
        "It is found",
        "A runner types what she wants in her own words. The page says "
        "how it understood them; what was guessed is called expected.",
    )
    page.locator('main a[href*="/races/hill-race/"]').first.click()
    page.wait_for_url("**/races/hill-race/**")
    tour.see(page, "The race", "Date, price, places, rules, and where each of these facts is from.")


def it_is_entered(tour: Tour, page: Page, race: Race) -> Order:
    """Place kept, form filled in, transfer chosen."""
    page.goto(f"/races/hill-race/{race.edition.slug}/{race.slug}/enter/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/enter/*/")
    for label, value in PERSON:
        page.get_by_label(label).locator("visible=true").first.fill(value)
    tour.see(page, "She enters", "The place is kept while she types. No account is needed.")
    page.get_by_role("button", name="Enter and pay").click()
    page.wait_for_url("**/orders/*/pay/")
    return Order.objects.get(email="alice@example.org")


def it_is_paid(tour: Tour, director: Page, runner: Page, order: Order) -> None:
    """The bank's own file settles the order; the ticket is there."""
    account = PayoutAccount.objects.get(kind="bank")
    paid = Payment.objects.get(reference=order.reference)
    line = entry(f"{paid.minor / 100:.2f}", paid.provider_id, bank_id="line-1")
    director.goto(f"/organize/hill-race/money/accounts/{account.pk}/statements/")
    director.locator("input[type=file]").set_input_files(
        {"name": "may.xml", "mimeType": "application/xml",
         "buffer": camt(line, iban=account.iban)}
    )  # fmt: skip
    press(director, "Read it")
    tour.see(
        director,
        "The transfer arrives",
        "The director drops the bank’s file on a page; amounts and references find their orders.",
    )
    runner.goto(f"/orders/{order.reference}/")
    expect(runner.get_by_role("heading", level=1)).to_have_text("You are in")
    tour.see(runner, "She is in", "Her ticket is a code that any phone at the start can read.")


def race_week(tour: Tour, page: Page, race: Race) -> Desk:
    """Others have entered too; numbers are given and a desk is opened."""
    for number, (given, family) in enumerate(FIELD):
        make_runner(race, f"F{number}")
        Athlete.objects.filter(family_name=f"F{number}").update(
            given_name=given, family_name=family
        )
    week = f"/organize/hill-race/{race.edition.slug}/race-week"
    page.goto(f"{week}/numbers/")
    fill(page, first="1", last="300")
    press(page, "Add the range")
    press(page, "Show the plan")
    tour.see(
        page,
        "Numbers are given",
        "By range, by list or by hand. Every number and every "
        "conflict is shown before anything is written.",
    )
    press(page, "Give 13 numbers")
    page.goto(f"{week}/desks/")
    fill(page, name="Desk 1", until_on=f"{RACE_DAY}")
    press(page, "Open the desk")
    return Desk.objects.get()


def she_is_checked_in(tour: Tour, page: Page, desk: Desk) -> None:
    """A volunteer's phone; a handheld scanner types the ticket's code."""
    mine = Entry.objects.get(order__email="alice@example.org")
    page.goto(f"/desk/{desk.token}/")
    page.keyboard.type(mine.ticket or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Go", exact=True)).to_be_visible()
    expect(page.locator("[data-crowd]")).to_contain_text("1/13")
    tour.see(
        page,
        "At the desk",
        "Any phone is a desk: by camera, by a scanner that types, or by "
        "name. One big answer, by word, shape and colour; each person is in once.",
    )
    assert CheckIn.objects.get().entry == mine


def results_come_in(tour: Tour, director: Page, runner: Page, race: Race) -> None:
    """The timing company's file, shown as provisional; the runner finds hers."""
    rows = ["Bib,Name,Gender,Age,Gun time,10 km"]
    people = Entry.objects.filter(race=race).select_related("athlete", "bib").order_by("pk")
    for number, one in enumerate(people):
        assert one.athlete is not None
        name = f"{one.athlete.given_name} {one.athlete.family_name}"
        minutes = 84 + (41 * number + 20) % 47
        rows.append(
            f"{one.bib.number},{name},{'FM'[number % 2]},{36 - number},"
            f"{minutes // 60}:{minutes % 60:02d}:{(7 * number + 13) % 60:02d},{minutes // 2}:10"
        )
    director.goto(f"/organize/hill-race/{race.edition.slug}/results/")
    director.locator("input[type=file]").set_input_files(
        {"name": "hill.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    press(director, "Read the file")
    tour.see(
        director,
        "The times come in",
        "The timing company’s file as it is. Columns are "
        "proposed; every row that can not be read is named before anything is shown.",
    )
    press(director, "Show 13 provisional results")
    runner.goto(f"/races/hill-race/{race.edition.slug}/results/?q=runner")
    runner.get_by_role("link", name="Alice Runner").click()
    expect(runner.locator("main")).to_contain_text("Alice Runner")
    tour.see(
        runner,
        "Her result",
        "Places overall, by gender and by age group, splits and a "
        "certificate. If something is wrong she says so, and sees what became of it.",
    )
    assert Result.objects.get(name="Alice Runner").entry is not None


def she_says_how_it_was(tour: Tour, page: Page, order: Order) -> None:
    """From her entry to her result to a review."""
    page.goto(f"/entries/{order.reference}/")
    page.get_by_role("link", name="Your result").click()
    page.get_by_role("link", name="Write a review of the race").click()
    page.locator("input[name=overall][value='5']").check()
    page.locator("main textarea[name=text]").fill(
        "The climb out of Annecy is steeper than the profile says. Soup at every aid station."
    )
    page.locator("input[name=course][value='4']").check()
    press(page, "Publish the review")
    expect(page.locator("main")).to_contain_text("Your review")
    page.goto("/races/hill-race/reviews/")
    expect(page.locator("main")).to_contain_text("Soup at every aid station")
    tour.see(
        page,
        "What she says of it",
        "Only who entered, started or finished can review a race. A score is shown with its count, "
        "the director may answer, and a small field gives nobody away.",
    )


def a_knee_hurts(tour: Tour, page: Page) -> None:
    """Danger signs first, then a start; all of it on her own device."""
    page.clock.set_fixed_time(dt.datetime.combine(WEEK_AFTER, dt.time(20), tzinfo=dt.UTC))
    page.goto("/recovery/")
    tour.see(
        page,
        "A week later, a sore knee",
        "Rules to read, each with its source. Nothing is "
        "kept on the server unless she asks for it.",
    )
    page.goto("/recovery/danger/")
    for _ in range(5):
        page.get_by_role("button", name="None of these").click()
    keep_screens(page)
    page.wait_for_url("**/recovery/log/")
    page.locator('[data-into] [data-open="intake"]').click()
    form = page.locator('form[data-line="intake"]')
    answer(form, born_on="1990-02-01", worst_daily=2, walk_pain=0, is_limping="no",
           has_rest_pain="no", step_down=1, run_pain=2, settle_min=60, tolerance_min=30,
           days_without_running=2, longest_run_min=90, week_min=180, week_runs=3)  # fmt: skip
    with page.expect_response("**/recovery/log/answer/"):
        form.locator('button[type="submit"]').last.click()
    expect(page.locator(".session__big")).to_be_visible()
    tour.see(
        page,
        "What today allows",
        "A line a day, and the rule that follows from it: how long "
        "a run may be, and what would stop it.",
    )


def the_next_race_fits(tour: Tour, page: Page) -> None:
    """Her log and a race in autumn, on one line: too soon. One in spring is not."""
    page.goto("/recovery/timeline/?q=lac+half")
    page.locator('main a[href*="/recovery/timeline/races/"]').first.click()
    expect(page.locator("[data-into]")).to_contain_text("The earliest day is past the race")
    tour.see(
        page,
        "Her next race comes too soon",
        "Any listed race, entered here or elsewhere, on one line with her log: what has to be true "
        "before the start, and when it can be true at the earliest. A date speeds nothing up.",
    )
    expect(page.locator("section:has(> div > #fit-h)")).to_contain_text("Bourget Half")
    tour.see(
        page,
        "One that fits",
        "Races after that day: near, no longer, no steeper, with time enough.",
        at="#fit-h",
    )


def test_from_a_listing_to_the_next_race_that_fits(
    people: People, settings: Any, tmp_path: Path
) -> None:
    tour = Tour()
    listings_come_in(tour, people.operator, tmp_path)
    race = a_race_is_listed(tour, people.director)
    it_is_found(tour, people.runner, race)
    order = it_is_entered(tour, people.runner, race)
    it_is_paid(tour, people.director, people.runner, order)

    settings.TODAY = RACE_DAY
    desk = race_week(tour, people.director, race)
    she_is_checked_in(tour, people.volunteer, desk)
    results_come_in(tour, people.director, people.runner, race)

    settings.TODAY = WEEK_AFTER
    she_says_how_it_was(tour, people.runner, order)
    a_knee_hurts(tour, people.runner)
    the_next_race_fits(tour, people.runner)

    keep(tour)
    assert Order.objects.get(pk=order.pk).state == "settled"
    assert (DOCS / "tour.md").read_text(encoding="utf-8") == tour.text()
    assert max((PICTURES / step[0]).stat().st_size for step in tour.steps) < MOST_BYTES
