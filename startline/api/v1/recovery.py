"""What the printed rules say of a log: computed in memory, kept nowhere, logged nowhere."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.errors import HttpError

from startline.api.errors import TooManyError, UnreadableError
from startline.api.limits import count_request
from startline.api.v1.recovery_schemas import (
    Activities,
    RecoveryState,
    activities_of,
    state_of,
)
from startline.api.v1.schemas import Problem
from startline.core.caller import address_of
from startline.core.clock import now
from startline.core.frequency import may_ask
from startline.core.memory_upload import TooLargeError, files_in_memory
from startline.recovery.rules.saved import UnreadableLogError
from startline.recovery.services.activities import MOST_BYTES, read_activities
from startline.recovery.services.answering import answer_to

MOST_AN_HOUR = 60
router = Router(tags=["recovery"])
QUESTION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["log"],
                    "additionalProperties": False,
                    "properties": {
                        "log": {
                            "type": "object",
                            "description": "A saved log: format, version, entries.",
                        },
                        "zone": {
                            "type": "string",
                            "description": "IANA zone of the reader; UTC without it.",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "/recovery/state",
    response={200: RecoveryState, 422: Problem, 429: Problem},
    operation_id="recovery_state",
    summary="What the printed rules say of a log; nothing of it is kept",
    openapi_extra=QUESTION,
)
def recovery_state(request: HttpRequest, response: HttpResponse) -> RecoveryState:
    """Light of the last run, stage, caps, today's offer with its reasons, danger, gates, weeks.

    The site's own clock counts, in the zone that is sent. 422 names each fault by its place.
    """
    count_request(request)
    response["Cache-Control"] = "no-store"
    try:
        return state_of(answer_to(request.body, now()))
    except RequestDataTooBig:
        raise UnreadableError({"file": "too_long"}) from None
    except UnreadableLogError as error:
        places = {fault.place: fault.code for fault in error.faults}
        raise UnreadableError(places) from None


FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "FIT, GPX, TCX, each also packed, or a zip of them.",
                        }
                    },
                }
            }
        },
    }
}


@router.post(
    "/recovery/activities",
    response={200: Activities, 413: Problem, 429: Problem},
    operation_id="recovery_activities",
    summary="What the files of a watch hold, to be confirmed; nothing of them is kept",
    openapi_extra=FILES,
)
def recovery_activities(request: HttpRequest, response: HttpResponse) -> Activities:
    """Each run once, in whatever number of formats it came; at most 32 MiB at once."""
    if not may_ask("recovery-files", address_of(request), most=MOST_AN_HOUR):
        raise TooManyError
    response["Cache-Control"] = "no-store"
    try:
        found = read_activities(files_in_memory(request, MOST_BYTES))
    except TooLargeError:
        raise HttpError(413, "Send less at once: 32 MiB, 100 files.") from None
    return activities_of(found.activities, [(one.name, one.code) for one in found.refused])
