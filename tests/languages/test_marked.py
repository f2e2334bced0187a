"""Every text of the interface is marked: in the language of accents no plain word is left."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.core.clock import now
from startline.entries.services.placing import place_order
from startline.entries.tests.make import hold, make_account, make_cart, sheet
from startline.events.models.offer import PriceStep, SaleTerms
from startline.events.tests.make import NOW
from startline.recovery.rules.entries import Entry, Run, Screen
from startline.recovery.rules.saved import dumped
from startline.recovery.tests.make import make_start
from tests.languages.reading import plain_words
from tests.languages.world import greek_site

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

FOR_ALL = [
    "/", "/races/", "/races/?q=50+km", "/races/?q=τίποτα", "/races/oreinos/",
    "/races/limni/", "/races/koilada/", "/races/oreinos/2026/fifty/",
    "/races/limni/2026/fifty/", "/races/oreinos/2026/fifty/enter/",
    "/races/oreinos/2026/fifty/starters/", "/races/oreinos/2026/results/",
    "/races/oreinos/2026/results/?q=nobody", "/races/oreinos/reviews/",
    "/knowledge/", "/knowledge/a-to-z/",
    "/knowledge/in/recovery-injury/", "/knowledge/runners-knee/", "/knowledge/help/",
    "/recovery/", "/recovery/danger/", "/recovery/compare/", "/recovery/today/", "/recovery/race/",
    "/recovery/programme/", "/recovery/sheet/",
    "/recovery/log/", "/recovery/physio/", "/recovery/from-my-physio/",
    "/accounts/login/", "/accounts/signup/", "/for-race-directors/", "/races/add/", "/saved/",
    "/about/", "/about/figures/", "/about/sources/", "/about/status/", "/no-such-page/",
]  # fmt: skip
FOR_DIRECTORS = [
    "/organize/", "/organize/new/", "/organize/oreinos/", "/organize/oreinos/details/", "/you/",
    "/recovery/kept/",
    "/you/alerts/", "/you/searches/new/?min_km=20", "/you/follow/oreinos/", "/saved/",
    "/you/races/",
    "/organize/oreinos/2026/edition/", "/organize/oreinos/2026/policies/",
    "/organize/oreinos/2026/races/new/", "/organize/oreinos/2026/offer/",
    "/organize/oreinos/2026/entrants/", "/organize/oreinos/2026/messages/",
    "/organize/oreinos/2026/results/", "/organize/oreinos/2026/race-week/",
    "/organize/oreinos/2026/race-week/numbers/", "/organize/oreinos/2026/race-week/desks/",
    "/organize/oreinos/2026/race-week/start-list/", "/organize/oreinos/2026/race-week/sheets/",
]  # fmt: skip
FORMS_FOR_ALL = [
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/races/add/",
    "/races/limni/correct/", "/races/oreinos/2026/fifty/enter/",
]  # fmt: skip
FORMS_FOR_DIRECTORS = [
    "/organize/new/", "/organize/oreinos/details/", "/organize/oreinos/2026/edition/",
    "/organize/oreinos/2026/races/new/", "/organize/oreinos/2026/offer/terms/",
    "/organize/oreinos/2026/offer/step/new/", "/organize/oreinos/2026/messages/write/",
]  # fmt: skip
CONTENT = "/knowledge/runners-knee/: Pain around or behind the kneecap"
"""The description of a term's page is its definition; a `meta` can not name its language."""


def faults(client: Client, paths: list[str], **sent: str) -> list[str]:
    """Page and text, of every text that nobody marked; with values sent, of the answer to them."""
    found = []
    ask: Any = client.post if sent else client.get
    for path in paths:
        answer = ask(path, sent or None, headers={"Accept-Language": "en-xa"}, follow=True)
        found += [f"{path}: {text}" for text in plain_words(answer.content.decode())]
    return [line for line in found if not line.startswith(CONTENT)]


def test_the_public_pages_hold_no_text_that_was_never_marked(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    greek_site(bruno, ridge)

    found = faults(client, FOR_ALL)
    assert found == [], "\n".join(found)


def test_the_pages_of_a_director_hold_no_text_that_was_never_marked(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    greek_site(bruno, ridge)
    client.force_login(bruno)

    found = faults(client, FOR_DIRECTORS)
    assert found == [], "\n".join(found)


def test_the_answer_to_a_log_holds_no_text_that_was_never_marked(
    client: Client, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    start = NOW - dt.timedelta(days=9)
    red = Run(id="r", at=start + dt.timedelta(days=1), run_min=8, walk_min=0, peak=5,
              is_rising=True, is_limping=False, settle_min=60, new=frozenset())  # fmt: skip
    clear = Screen(id="w", at=NOW - dt.timedelta(days=1))
    logs: list[list[Entry]] = [
        [],
        [Screen(id="s", at=start, yes=frozenset({"RF10"}))],
        [replace(line, at=start) for line in make_start()],
        [*(replace(line, at=start) for line in make_start()), red, clear],
        [*(replace(line, at=start) for line in make_start()), clear],
    ]
    found = []
    for log in logs:
        body = '{"log": ' + dumped(log) + "}"
        for address in ("/recovery/log/answer/", "/recovery/log/calendar/"):
            answer = client.post(address, body, content_type="application/json",
                                 headers={"Accept-Language": "en-xa"})  # fmt: skip
            assert answer.status_code == 200
            if "html" in answer["Content-Type"]:
                found += plain_words(answer.content.decode())

    assert found == [], "\n".join(found)


def test_refused_forms_say_why_in_marked_texts_only(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    greek_site(bruno, ridge)

    found = faults(client, FORMS_FOR_ALL, name="", email="α", password="α", heads="x")
    client.force_login(bruno)
    found += faults(client, FORMS_FOR_DIRECTORS, name="", starts_on="α", distance="α",
                    minor="α", occasion="own", key="k")  # fmt: skip

    assert found == [], "\n".join(found)


def test_from_places_held_to_the_receipt_every_text_is_marked(
    client: Client, bruno: User, ridge: Organizer, settings: Any, test_languages: None
) -> None:
    settings.TODAY = NOW.date()
    race = greek_site(bruno, ridge)
    PriceStep.objects.create(race=race, minor=4200, currency="EUR")
    SaleTerms.objects.create(edition=race.edition)
    make_account(ridge)
    held = hold(race, now=now())
    pages = [f"/enter/{held.reference}/"]

    found = faults(client, pages)
    found += faults(client, pages, email="α")
    placed = place_order(sheet(held), make_cart(held, email="α@β.gr"), by=None, now=now())
    found += faults(client, [f"/orders/{placed.reference}/"])

    assert found == [], "\n".join(found)
