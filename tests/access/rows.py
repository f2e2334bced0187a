"""The matrix: what a page is for, by the name of its address.

A new page under one of CLOSED fails the tests until it has a row here. `needs` is an action of the
roles' table, or who else may come in. The words of the address are filled in by `world.py`.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from startline.accounts.rules import Action

CLOSED = ("organize/", "operate/")
"""Everything under these is for somebody in particular."""

OPEN = (
    "", "about/", "accounts/", "alerts/", "athletes/", "components/", "desk/", "enter/", "entries/",
    "for-race-directors/", "knowledge/",
    "new.atom", "news/", "orders/", "payments/", "preferences/", "races/", "recovery/",
    "robots.txt", "saved/", "sitemap", "timing/", "you/",
)  # fmt: skip
"""For everybody, for the person signed in, or for whoever holds the reference in the address."""

OPEN_API = {
    "v1:openapi-json", "v1:races", "v1:event", "v1:results", "v1:places", "v1:terms", "v1:term",
    "v1:api-root", "api", "v1:recovery_state", "v1:recovery_activities",
}  # fmt: skip
"""Endpoints that only read what everybody may see, or answer what they are sent."""


class Who(Enum):
    """Doors without a role."""

    SIGNED_IN = auto()
    OPERATOR = auto()
    CLAIMING = auto()
    """The one person who asked for the listing: the entrant of the world."""


@dataclass(frozen=True)
class Row:
    """One page: what it needs, how it is asked, and words of its address beside the world's."""

    needs: Action | Who
    method: str = "GET"
    words: dict[str, object] = field(default_factory=dict)


EDIT = Row(Action.EDIT)
CHANGES = Row(Action.EDIT, "POST")
RESULTS = Row(Action.RESULTS)
OPERATES = Row(Who.OPERATOR)
DECIDES = Row(Who.OPERATOR, "POST")
ASKS = Row(Who.CLAIMING, "POST", {"event": "nobodys-race"})
MONEY = Row(Action.MONEY)
MOVES = Row(Action.MONEY, "POST")

ROWS: dict[str, Row] = {
    "organize": Row(Who.SIGNED_IN),
    "list_race": Row(Who.SIGNED_IN),
    "bring_race": Row(Who.SIGNED_IN),
    "brought_over": EDIT,
    "desk": Row(Action.VIEW),
    "preview": Row(Action.VIEW),
    "event_details": EDIT,
    "publish_event": Row(Action.PUBLISH, "POST"),
    "edit_edition": EDIT,
    "edit_policies": EDIT,
    "copy_edition": CHANGES,
    "entries:put_on_sale": Row(Action.PUBLISH),
    "entries:offer": EDIT,
    "entries:sale_terms": EDIT,
    "entries:waiver": EDIT,
    "entries:new_piece": Row(Action.EDIT, words={"kind": "pool"}),
    "entries:piece": Row(Action.EDIT, words={"kind": "coupon"}),
    "entries:remove_piece": Row(Action.EDIT, "POST", {"kind": "coupon"}),
    "entries:entrants": Row(Action.ENTRANTS),
    "entries:act_on": Row(Action.ENTRANTS, "POST"),
    "staff": Row(Action.STAFF),
    "staff_record": Row(Action.STAFF),
    "change_member": Row(Action.STAFF, "POST"),
    "uninvite": Row(Action.STAFF, "POST"),
    "entries:look_at_proof": Row(Action.PROOFS, "POST"),
    "entries:document": Row(Action.PROOFS),
    "entries:figures": Row(Action.ENTRANTS),
    "entries:bring_over": EDIT,
    "entries:entrant_list": EDIT,
    "entries:take_list": CHANGES,
    "entries:entrant": Row(Action.ENTRANTS),
    "entries:note": Row(Action.ENTRANTS, "POST"),
    "entries:take_off": Row(Action.MONEY, "POST"),
    "entries:messages": EDIT,
    "entries:write": EDIT,
    "create_race": EDIT,
    "edit_race": EDIT,
    "upload_course": CHANGES,
    "remove_race": CHANGES,
    "claim_event": Row(Who.SIGNED_IN, words={"event": "nobodys-race"}),
    "claim_code": ASKS,
    "claim_look": ASKS,
    "claims": OPERATES,
    "decide_claim": DECIDES,
    "operate": OPERATES,
    "decide_correction": DECIDES,
    "work": OPERATES,
    "send_again": DECIDES,
    "operate_sources": OPERATES,
    "switch_source": DECIDES,
    "read_source": DECIDES,
    "review_queue": OPERATES,
    "answer_doubt": DECIDES,
    "undo_match": DECIDES,
    "imports": OPERATES,
    "start_import": DECIDES,
    "import_run": OPERATES,
    "upload": OPERATES,
    "read_upload_again": DECIDES,
    "results:desk": RESULTS,
    "results:claims": RESULTS,
    "results:decide": Row(Action.RESULTS, "POST"),
    "results:file": RESULTS,
    "results:publish": Row(Action.RESULTS, "POST"),
    "results:official": Row(Action.RESULTS, "POST"),
    "results:export": Row(Action.RESULTS, words={"form": "csv"}),
    "results:answer": RESULTS,
    "results:correct": RESULTS,
    "reviews:desk": EDIT,
    "reviews:reply": EDIT,
    "results:waiting": OPERATES,
    "reviews:queue": OPERATES,
    "reviews:case": OPERATES,
    "entries:changes": MONEY,
    "entries:call_off": Row(Action.PUBLISH),
    "entries:calling": Row(Action.PUBLISH),
    "entries:money": MONEY,
    "entries:add_account": Row(Action.MONEY, words={"kind": "on_site"}),
    "entries:account": MONEY,
    "entries:change_account": MONEY,
    "entries:act_on_account": MOVES,
    "entries:statements": MONEY,
    "entries:act_on_line": MOVES,
    "entries:note_payment": MOVES,
    "entries:act_on_refund": MOVES,
    "entries:receipts_csv": MONEY,
    "entries:ledger_csv": MONEY,
    "raceday:week": Row(Action.VIEW),
    "raceday:numbers": EDIT,
    "raceday:add_range": CHANGES,
    "raceday:remove_range": CHANGES,
    "raceday:plan": CHANGES,
    "raceday:plan_list": CHANGES,
    "raceday:give": CHANGES,
    "raceday:one_number": CHANGES,
    "raceday:desks": Row(Action.CHECK_IN),
    "raceday:desk_link": Row(Action.CHECK_IN),
    "raceday:close_desk": Row(Action.CHECK_IN, "POST"),
    "raceday:start_list": Row(Action.ENTRANTS),
    "raceday:start_list_as": Row(Action.ENTRANTS, words={"kind": "csv"}),
    "raceday:close_link": Row(Action.ENTRANTS, "POST"),
    "raceday:sheets": Row(Action.ENTRANTS),
    "raceday:sheet": Row(Action.ENTRANTS, words={"kind": "lacking"}),
    "raceday:print_emergency": Row(Action.ENTRANTS, "POST"),
    "raceday:emergency": Row(Action.ENTRANTS),
    "raceday:shredded": Row(Action.ENTRANTS, "POST"),
}
