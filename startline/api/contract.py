"""The API as one object: routers, errors, and its description."""

from typing import Any

from ninja import NinjaAPI

from startline.api import errors
from startline.api.v1 import events, places, races, recovery, results, terms

v1 = NinjaAPI(
    title="Startline",
    version="1",
    description="Races, events, places, words. No key needed; 300 requests a minute and address.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="v1",
)
errors.install(v1)
v1.add_router("", races.router)
v1.add_router("", events.router)
v1.add_router("", places.router)
v1.add_router("", terms.router)
v1.add_router("", results.router)
v1.add_router("", recovery.router)


def description() -> dict[str, Any]:
    """The OpenAPI document; the committed snapshot is compared with it."""
    return dict(v1.get_openapi_schema(path_prefix="/api/v1/"))
