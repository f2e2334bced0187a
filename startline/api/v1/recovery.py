"""What the printed rules say of a log: computed in memory, kept nowhere, logged nowhere."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Router

from startline.api.errors import UnreadableError
from startline.api.limits import count_request
from startline.api.v1.recovery_schemas import RecoveryState, state_of
from startline.api.v1.schemas import Problem
from startline.core.clock import now
from startline.recovery.rules.saved import UnreadableLogError
from startline.recovery.services.answering import answer_to

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
