"""Every page of the site is on a list of those that are opened in a browser and checked.

A new address fails here until it is on a list, or is named below as no page of its own.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from startline.accounts.models import Organizer, User
from startline.events.tests.make import NOW
from tests.browser import test_knowledge, test_pages
from tests.browser.full_house import make_house
from tests.browser.house_after import make_after
from tests.browser.test_behind_sign_in import ACCOUNT

FILES = {
    "alert_feed", "course_line", "edition_calendar", "entries:calendar", "entries:document",
    "entries:ledger_csv", "entries:receipts_csv", "entries:ticket", "event_calendar",
    "export_everything", "my_calendar", "my_races_map", "new_races", "race_map",
    "raceday:counts", "raceday:start_list_as", "raceday:timing_as", "recovery:kept_file",
    "recovery:log_calendar", "recovery:log_code", "recovery:log_paper", "recovery:manifest",
    "recovery:worker", "results:all", "results:certificate", "results:export", "reviews:photo",
    "robots", "sitemap", "sitemap_part",
}  # fmt: skip
"""Answered with a file or with data."""
PARTS = {
    "around", "entries:people", "entries:price", "race_cards", "recovery:log_activities",
    "recovery:log_answer",
}  # fmt: skip
"""A piece of a page that is on a list."""
DEEDS = {
    "alert_wish", "answer_doubt", "change_member", "claim_code", "claim_look", "copy_edition",
    "end_profile",
    "count_visit", "decide_claim", "decide_correction", "entries:act_on",
    "entries:act_on_account", "entries:act_on_line", "entries:act_on_refund", "entries:give_up",
    "entries:keep", "entries:leave_line", "entries:look_at_proof", "entries:note",
    "entries:note_payment", "entries:notice", "entries:paid", "entries:remove_piece",
    "entries:remove_proof", "entries:send_proof", "entries:take_list", "entries:take_off",
    "entries:undo_change",
    "erase_code", "erase_everything", "follow", "forget_search", "keep_races", "preferences",
    "publish_event", "raceday:add_range", "raceday:close_desk", "raceday:close_link",
    "raceday:give", "raceday:one_number", "raceday:plan", "raceday:plan_list",
    "raceday:print_emergency", "raceday:remove_range", "raceday:scan", "raceday:shredded",
    "read_source", "read_upload_again", "recovery:erase_kept", "recovery:keep", "remove_race",
    "results:decide", "results:give_up", "results:official", "results:publish",
    "reviews:add_photos", "reviews:appeal", "reviews:erase", "reviews:helpful",
    "reviews:remove_photo", "start_import", "send_again", "switch_source", "undo_match", "uninvite",
    "upload_course",
}  # fmt: skip
"""Only takes what is sent, and leads to a page."""
OUTSIDE = {
    "account_confirm_email", "account_confirm_login_code", "account_inactive",
    "account_reauthenticate", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_set_password", "alerts_off",
    "brought_over", "components", "entries:play_money", "news", "upload",
}  # fmt: skip
"""Needs a mail’s link or a step before it; opened by a journey or in the frame of another page."""


def patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its name."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from patterns(one, prefix + space)
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", one


@pytest.mark.django_db
def test_every_page_is_on_a_list(ridge: Organizer, bruno: User, settings: Any) -> None:
    settings.TODAY = NOW.date()
    operator = User.objects.create(email="olga@example.org", name="Olga", is_operator=True)
    User.objects.create(email="new@example.org")
    with transaction.atomic():
        after = make_after(ridge, director=bruno, operator=operator)
        transaction.set_rollback(True)
    house = make_house(ridge, director=bruno, operator=operator)
    listed = (
        *test_pages.PATHS, *test_knowledge.PATHS, *ACCOUNT, *house.director, *house.operator,
        *house.entrant, *house.newcomer, *after.director, *after.operator, *after.entrant,
    )  # fmt: skip

    opened = {resolve(at.split("?")[0]).view_name for at in listed if at != "/no-such-page/"}
    other = FILES | PARTS | DEEDS | OUTSIDE
    every = {name for name, _ in patterns(get_resolver()) if not name.startswith("v1:")}

    assert every - opened - other == set()
    assert other & opened == set()
    assert other - every == set()
