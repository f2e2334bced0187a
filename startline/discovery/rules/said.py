"""One thing a query says. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A kind (place, time, distance …) and the fields of the answer that it sets."""

    kind: str
    fields: Mapping[str, Any]
