"""One holding, as matching sees it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from startline.events.services.facts import EditionTarget
from startline.feeds.rules.marks import own_marks
from startline.feeds.rules.matching import Signature
from startline.feeds.rules.statements import Traces, signature, traces

type Ident = tuple[str, str]  # source, record key


@dataclass(eq=False)
class Entry:
    """One holding, as matching sees it."""

    ident: Ident
    told: Signature | Mapping[str, Any]  # a stored listing is only read closely when it is near
    name_key: str
    edition: EditionTarget
    record_id: int | None = None
    once_key: str = ""  # of the name it had first, if that was another
    stored_dates: frozenset[dt.date] = frozenset()  # of a stored listing

    @property
    def dates(self) -> frozenset[dt.date]:
        """The date and those before it."""
        return self.told.dates if isinstance(self.told, Signature) else self.stored_dates

    @property
    def signature(self) -> Signature:
        """What of it is compared."""
        if not isinstance(self.told, Signature):
            self.told = signature(self.ident[0], self.told, self.stored_dates)
        return self.told

    @property
    def traces(self) -> Signature | Traces:
        """By what it is found."""
        return self.told if isinstance(self.told, Signature) else traces(self.told)

    @property
    def marks(self) -> set[int]:
        """Under what it is kept for its neighbours."""
        return own_marks(self.traces, self.dates)

    @property
    def keys(self) -> set[str]:
        """Every name key it is found by."""
        return {self.name_key, self.once_key} - {""}
