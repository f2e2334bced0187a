"""The record of what staff did, as people read it."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startline.accounts.models import AuditEntry

register = template.Library()

DEEDS: Mapping[str, object] = {
    "create_organizer": gettext_lazy("Made the organizer"),
    "invite": gettext_lazy("Invited somebody"),
    "take_invitation": gettext_lazy("Took a role"),
    "take_invitation_back": gettext_lazy("Took an invitation back"),
    "give_role": gettext_lazy("Gave a role"), "remove_member": gettext_lazy("Removed a member"),
    "make_operator": gettext_lazy("Made operator"),
    "forget_password": gettext_lazy("Password taken off"),
    "erase_account": gettext_lazy("Account erased by its person"),
    "forget_account": gettext_lazy("Account deleted"),
    "export_account": gettext_lazy("Own data taken along"),
    "claim_result": gettext_lazy("Said that a result is theirs"),
    "make_profile": gettext_lazy("Public page made"),
    "change_profile": gettext_lazy("Public page changed"),
    "end_profile": gettext_lazy("Public page taken away"),
    "grant_result_claim": gettext_lazy("Result given to its runner"),
    "refuse_result_claim": gettext_lazy("Claim of a result refused"),
    "create_event": gettext_lazy("Listed"), "edit_event": gettext_lazy("Changed the page"),
    "publish_event": gettext_lazy("Published"),
    "unpublish_event": gettext_lazy("Taken off the site"),
    "claim_event": gettext_lazy("Claimed"), "ask_for_event": gettext_lazy("Asked for it"),
    "refuse_claim": gettext_lazy("Claim refused"),
    "bring_race": gettext_lazy("Brought over from another site"),
    "create_edition": gettext_lazy("New edition"),
    "copy_edition": gettext_lazy("Copied to next year"),
    "edit_edition": gettext_lazy("Changed date, links, features"),
    "create_race": gettext_lazy("New race"), "edit_race": gettext_lazy("Changed a race"),
    "remove_race": gettext_lazy("Removed a race"),
    "store_course": gettext_lazy("Uploaded a course"),
    "set_aid_stations": gettext_lazy("Changed aid stations"),
    "set_price_steps": gettext_lazy("Changed prices"),
    "set_places": gettext_lazy("Changed the places"),
    "set_policies": gettext_lazy("Changed the policies"),
    "set_after_terms": gettext_lazy("Changed who bears what"),
    "set_windows": gettext_lazy("Changed when entries are open"),
    "decide_correction": gettext_lazy("Decided on a correction"),
    "save": gettext_lazy("Saved"), "remove": gettext_lazy("Removed"),
    "write_waiver": gettext_lazy("Wrote the waiver"),
    "add_payout_account": gettext_lazy("Added an account for money"),
    "change_payout_account": gettext_lazy("Changed an account for money"),
    "activate_payout_account": gettext_lazy("Switched an account for money on"),
    "deactivate_payout_account": gettext_lazy("Switched an account for money off"),
    "confirm_on_site": gettext_lazy("Confirmed payment on site"),
    "send_message": gettext_lazy("Sent a message"),
    "export_entrants": gettext_lazy("Exported entrants"),
    "start_import": gettext_lazy("Started an import"),
    "import_entrants": gettext_lazy("Brought entrants over"),
    "open_document": gettext_lazy("Opened a document"),
    "proof_accepted": gettext_lazy("Accepted a proof"),
    "proof_refused": gettext_lazy("Refused a proof"),
    "send_proof": gettext_lazy("Sent a proof"),
    "remove_document": gettext_lazy("Deleted a document"),
    "call_off": gettext_lazy("Called off or postponed"),
    "carry_out_choice": gettext_lazy("Carried out a choice"),
    "place_order": gettext_lazy("Placed an order"), "settle_order": gettext_lazy("Order paid"),
    "revive_order": gettext_lazy("Order paid late, place given"),
    "refund_late_money": gettext_lazy("Sent late money back"),
    "fill_part": gettext_lazy("Filled in a part"),
    "change_race": gettext_lazy("Moved an entry to another race"),
    "correct_name": gettext_lazy("Corrected a name"),
    "take_back": gettext_lazy("Took a place back from resale"),
    "sell_again": gettext_lazy("Sold a place again"),
    "take_over": gettext_lazy("Took a place over"),
    "undo_change": gettext_lazy("Took a change back"),
    "defer_entry": gettext_lazy("Deferred an entry"),
    "use_credit": gettext_lazy("Used a credit"),
    "open_desk": gettext_lazy("Opened a desk"), "close_desk": gettext_lazy("Closed a desk"),
    "open_list_link": gettext_lazy("Opened a link to a list"),
    "close_list_link": gettext_lazy("Closed a link to a list"),
    "keep_range": gettext_lazy("Kept a range of numbers"),
    "drop_range": gettext_lazy("Dropped a range of numbers"),
    "give_numbers": gettext_lazy("Gave numbers"), "take_number": gettext_lazy("Gave a number"),
    "print_contacts": gettext_lazy("Printed emergency contacts"),
    "shred_contacts": gettext_lazy("Shredded emergency contacts"),
    "publish_results": gettext_lazy("Published provisional results"),
    "make_results_official": gettext_lazy("Made results official"),
    "correct_result": gettext_lazy("Corrected a result"),
    "answer_correction": gettext_lazy("Answered a correction of a result"),
    "write_review": gettext_lazy("Wrote a review"),
    "edit_review": gettext_lazy("Changed a review"),
    "erase_review": gettext_lazy("Erased a review"),
    "reply_to_review": gettext_lazy("Replied to a review"),
    "decide_review": gettext_lazy("Decided about a review"),
    "appeal_review": gettext_lazy("Appealed about a review"),
    "answer_appeal": gettext_lazy("Answered an appeal"),
    "export_results": gettext_lazy("Took results out as a file"),
    "switch_source": gettext_lazy("Switched a source"),
    "answer_doubt": gettext_lazy("Answered a doubt"),
    "undo_match": gettext_lazy("Took a match back"),
}  # fmt: skip
SUBJECTS: Mapping[str, object] = {
    "accounts.organizer": gettext_lazy("organizer"), "accounts.membership": gettext_lazy("member"),
    "accounts.invitation": gettext_lazy("invitation"), "accounts.user": gettext_lazy("person"),
    "events.event": gettext_lazy("event"), "events.edition": gettext_lazy("edition"),
    "events.race": gettext_lazy("race"), "entries.entry": gettext_lazy("entry"),
    "entries.order": gettext_lazy("order"), "entries.coupon": gettext_lazy("coupon"),
    "entries.question": gettext_lazy("question"),
    "entries.requirement": gettext_lazy("requirement"),
    "entries.entrantlist": gettext_lazy("list of entrants"),
    "entries.message": gettext_lazy("message"), "events.extra": gettext_lazy("extra"),
    "events.capacitypool": gettext_lazy("places"), "events.pricestep": gettext_lazy("price step"),
    "payments.payoutaccount": gettext_lazy("account for money"),
}  # fmt: skip
BEGAN = "begin_"


@register.filter
def deed_word(verb: str) -> str:
    """What was done; a word that is not listed is shown as it is kept."""
    if verb.startswith(BEGAN):
        return _("Began a change: %(kind)s") % {"kind": verb.removeprefix(BEGAN).replace("_", " ")}
    return str(DEEDS.get(verb, verb.replace("_", " ")))


@register.filter
def subject_word(deed: AuditEntry) -> str:
    """What it was done to."""
    return str(SUBJECTS.get(deed.subject_kind, deed.subject_kind.rsplit(".", 1)[-1]))


@register.filter
def doer(deed: AuditEntry) -> str:
    """Who did it; an account that is gone has no name any more."""
    return deed.by.get_short_name() if deed.by else _("somebody whose account is deleted")
