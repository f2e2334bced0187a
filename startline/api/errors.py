"""One shape for every error: a stable code, a sentence for developers, the fields concerned."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError


class BadParametersError(Exception):
    """Values of the address that cannot be used, by field."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("bad_parameters")
        self.fields = fields


class UnreadableError(Exception):
    """A body that cannot be read, the fault of each place; none of its words is repeated."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("unreadable")
        self.fields = fields


class TooManyError(Exception):
    """More requests from one address than the site answers in a minute."""


def install(api: NinjaAPI) -> None:
    """Answer every exception of a router in the one shape."""

    def answer(
        request: HttpRequest, status: int, code: str, detail: str, **fields: str
    ) -> HttpResponse:
        body: dict[str, Any] = {"code": code, "detail": detail, "fields": fields}
        return api.create_response(request, body, status=status)

    @api.exception_handler(BadParametersError)
    def bad_parameters(request: HttpRequest, error: BadParametersError) -> HttpResponse:
        detail = "Some parameters could not be used; see fields."
        return answer(request, 400, "bad_parameters", detail, **error.fields)

    @api.exception_handler(UnreadableError)
    def unreadable(request: HttpRequest, error: UnreadableError) -> HttpResponse:
        body = {"code": "unreadable", "detail": "See fields.", "fields": error.fields}
        response = api.create_response(request, body, status=422)
        response["Cache-Control"] = "no-store"
        return response

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {str(one["loc"][-1]): str(one["type"]) for one in error.errors}
        return answer(
            request, 400, "bad_parameters", "Some parameters could not be used.", **fields
        )

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, "not_found", "There is nothing at this address.")

    @api.exception_handler(TooManyError)
    def too_many(request: HttpRequest, error: TooManyError) -> HttpResponse:
        response = answer(request, 429, "too_many_requests", "Wait a minute, then ask again.")
        response["Retry-After"] = "60"
        return response

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, "refused", str(error))
