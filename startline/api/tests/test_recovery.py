"""The contract of recovery: an answer in memory, faults by place, no bigger than it may be."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from startline.recovery.rules.entries import Entry
from startline.recovery.rules.saved import dumped
from startline.recovery.tests.make import make_screen, make_start, session

pytestmark = [pytest.mark.django_db, pytest.mark.urls("startline.api.tests.urls")]
STATE = "/api/v1/recovery/state"


@pytest.fixture(autouse=True)
def third_of_may(settings: Any) -> None:
    settings.TODAY = dt.date(2026, 5, 3)


def ask(client: Client, log: list[Entry], **more: Any) -> Any:
    body = {"log": json.loads(dumped(log)), **more}
    return client.post(STATE, json.dumps(body), content_type="application/json")


def test_a_log_is_answered_with_light_stage_caps_offer_gates_and_weeks(client: Client) -> None:
    answer = ask(client, [*make_start(tolerance_min=8), *session(1, 8)], zone="Asia/Tokyo").json()

    assert answer["at"].endswith("+09:00")
    assert (answer["mode"], answer["path"], answer["stage"]) == ("marked", "B", 0)
    assert (answer["last"]["marked"], answer["last"]["light"]) == ("green", "pending")
    assert answer["offer"]["kind"] == "nothing"
    assert answer["offer"]["why"] == answer["offer"]["change"] == ["confirm"]
    assert answer["gates"].keys() == {"continuous", "rebuild"}
    assert [week["minutes"] for week in answer["weeks"]] == [8]


def test_a_danger_sign_comes_with_its_action_and_its_sentence(client: Client) -> None:
    danger = ask(client, [*make_start(), make_screen(1, "RF10", unsure=("RF30",))]).json()["danger"]

    assert (danger["tier"], danger["sign"]) == ("today", "RF10")
    assert danger["raised"] == ["RF10", "RF30"]
    assert danger["action"]
    assert danger["saying"]


def test_faults_are_named_by_their_places(client: Client) -> None:
    line = {"type": "run", "id": "a", "at": "2026-05-01T08:00:00+01:00", "peak": 11, "run_min": -1}
    log = {"format": "startline-recovery", "version": 1, "entries": [line]}

    answer = client.post(STATE, json.dumps({"log": log}), content_type="application/json")

    assert answer.status_code == 422
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["fields"] == {
        "entries[0].peak": "out_of_range", "entries[0].run_min": "out_of_range",
    }  # fmt: skip


@pytest.mark.parametrize("size", [2_000_001, 6 * 2**20])
def test_a_body_beyond_the_limit_is_refused(client: Client, size: int) -> None:
    answer = client.post(STATE, " " * size, content_type="application/json")

    assert (answer.status_code, answer.json()["fields"]) == (422, {"file": "too_long"})
