"""One door to every act of an entrant, so that all pages ask in the same way."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from startline.accounts.models import User
from startline.entries.models.afterwards import EntryChange
from startline.entries.models.orders import Entry
from startline.entries.rules.afterwards import Act
from startline.entries.services.changing import change_race
from startline.entries.services.deferring import defer_entry
from startline.entries.services.leaving import correct_name, refund_entry, withdraw_entry
from startline.entries.services.resale import release_for_resale
from startline.entries.services.transferring import offer_transfer

WITHOUT_WORDS: dict[Act, Callable[..., EntryChange]] = {
    Act.REFUND: refund_entry,
    Act.RESALE: release_for_resale,
    Act.WITHDRAWAL: withdraw_entry,
}


def do_act(
    entry: Entry, act: Act, values: Mapping[str, Any], *, by: User | None, now: dt.datetime
) -> EntryChange:
    """Do what a form with clean values says. Raises what the act's own service raises."""
    key: str = values["key"]
    if act is Act.TRANSFER:
        return offer_transfer(entry, to_email=values["to_email"], key=key, by=by, now=now)
    if act is Act.DISTANCE_CHANGE:
        return change_race(entry, values["race"], key=key, by=by, now=now)
    if act is Act.DEFERRAL:
        return defer_entry(entry, reason=values.get("reason", ""), key=key, by=by, now=now)
    if act is Act.NAME_CHANGE:
        names = (values["given_name"], values["family_name"])
        return correct_name(entry, names, key=key, by=by, now=now)
    return WITHOUT_WORDS[act](entry, key=key, by=by, now=now)
