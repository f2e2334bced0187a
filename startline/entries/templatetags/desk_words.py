"""The desk's stable words as people read them."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from startline.core.money import Money
from startline.core.templatetags.show import moment, money
from startline.entries.models.asking import Question
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry
from startline.entries.queries.entrants import Happening
from startline.events.models.offer import Extra, PriceStep

register = template.Library()

STATES: Mapping[str, tuple[str, object]] = {
    "held": ("wait", gettext_lazy("Held")), "pending": ("wait", gettext_lazy("Not paid yet")),
    "confirmed": ("go", gettext_lazy("Confirmed")),
    "offered": ("wait", gettext_lazy("For resale")),
    "transferred": ("none", gettext_lazy("Handed on")),
    "deferred": ("none", gettext_lazy("Deferred")),
    "withdrawn": ("none", gettext_lazy("Withdrawn")),
    "cancelled": ("stop", gettext_lazy("Cancelled")),
    "expired": ("none", gettext_lazy("Expired")),
}  # fmt: skip
PROOFS: Mapping[str, tuple[str, object]] = {
    "missing": ("wait", gettext_lazy("Missing")), "given": ("wait", gettext_lazy("To check")),
    "accepted": ("go", gettext_lazy("Accepted")), "refused": ("stop", gettext_lazy("Refused")),
    "replaced": ("none", gettext_lazy("Replaced")), "removed": ("none", gettext_lazy("Removed")),
}  # fmt: skip
FAULTS = {
    "no_name": gettext_lazy("First or last name is missing"),
    "no_email": gettext_lazy("The e-mail address is missing"),
    "bad_email": gettext_lazy("This is no e-mail address"),
    "no_birth_date": gettext_lazy("The date of birth is missing"),
    "bad_birth_date": gettext_lazy("This date does not exist or can’t be read"),
    "impossible_birth_date": gettext_lazy("Nobody who runs was born then"),
    "unknown_gender": gettext_lazy("This category is not known"),
    "unknown_country": gettext_lazy("This country is not known"),
    "unknown_race": gettext_lazy("This edition has no such race"),
    "no_race": gettext_lazy("The race is missing"),
    "unknown_state": gettext_lazy("This state of an entry is not known"),
    "too_long": gettext_lazy("This is too long"),
    "bad_price": gettext_lazy("This is no amount"),
    "other_currency": gettext_lazy("This edition has another currency"),
    "bad_party": gettext_lazy("A party is written as “relay 1: its name”"),
    "bad_leg": gettext_lazy("The leg of a relay is a number"),
    "bad_extras": gettext_lazy("Extras are written as “2 Shirt, M; 1 Bus”"),
    "bad_moment": gettext_lazy("This is no moment with its time zone"),
    "twice": gettext_lazy("The same person stands in an earlier row"),
    "entered_already": gettext_lazy("This person is entered already"),
}  # fmt: skip
DEEDS = {
    "enter_race": gettext_lazy("Entered"), "withdraw_entry": gettext_lazy("Withdrawn"),
    "confirm_on_site": gettext_lazy("Payment on site confirmed"),
    "proof_accepted": gettext_lazy("Proof accepted"),
    "proof_refused": gettext_lazy("Proof refused"),
    "open_document": gettext_lazy("Document opened"),
    "send_proof": gettext_lazy("Proof sent"),
    "remove_document": gettext_lazy("Document removed by the entrant"),
    "place_order": gettext_lazy("Form filled in, order placed"),
    "settle_order": gettext_lazy("Paid in full, on the start list"),
    "revive_order": gettext_lazy("Paid late, place given all the same"),
    "refund_late_money": gettext_lazy("Paid late, money sent back"),
    "fill_part": gettext_lazy("The runner filled in their part"),
    "change_race": gettext_lazy("Moved to another race"),
    "correct_name": gettext_lazy("Name corrected"), "defer_entry": gettext_lazy("Deferred"),
    "take_over": gettext_lazy("Taken over from another person"),
    "take_back": gettext_lazy("Taken back from resale"),
    "sell_again": gettext_lazy("Place sold to somebody else"),
    "undo_change": gettext_lazy("Change taken back"),
    "use_credit": gettext_lazy("Came with a credit"),
    "carry_out_choice": gettext_lazy("Choice after the call-off carried out"),
    "import_entrants": gettext_lazy("Brought over from a list"),
}  # fmt: skip
CHANGE_STATES = {
    "open": gettext_lazy("under way"), "undone": gettext_lazy("taken back, or not carried out"),
}  # fmt: skip
CHANGES = {
    "transfer": gettext_lazy("Handed on"), "distance_change": gettext_lazy("Changed the race"),
    "deferral": gettext_lazy("Deferred"), "refund": gettext_lazy("Refund"),
    "resale": gettext_lazy("Offered for resale"),
    "cancellation": gettext_lazy("Called off by the organizer"),
    "name_change": gettext_lazy("Name corrected"), "withdrawal": gettext_lazy("Withdrawn"),
}  # fmt: skip


@register.filter
def who(entry: Entry) -> str:
    """The person, or that nobody has been named yet."""
    person = entry.athlete
    return f"{person.given_name} {person.family_name}" if person else _("Not named yet")


@register.filter
def state_kind(state: str) -> str:
    """The look of a state."""
    return STATES.get(state, ("none", ""))[0]


@register.filter
def state_word(state: str) -> str:
    """The word of a state."""
    return str(STATES.get(state, ("none", state))[1])


@register.filter
def proof_word(state: str) -> str:
    """What staff said of a proof."""
    return str(PROOFS.get(state, ("none", state))[1])


@register.filter
def proof_kind(state: str) -> str:
    """The look of it."""
    return PROOFS.get(state, ("none", ""))[0]


@register.filter
def fault_words(code: str) -> str:
    """Why a row stays out."""
    return str(FAULTS.get(code, code))


@register.filter
def paid(entry: Entry) -> Money:
    """What the place cost."""
    return Money(entry.price_minor, entry.order.currency)


@register.filter
def answer(value: object) -> str:
    """An answer as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def happened(one: Happening) -> str:
    """A line of an entry's history."""
    if one.kind == "note":
        return _("Note: %(text)s") % {"text": one.words}
    if one.kind == "message":
        return _("Message: %(subject)s") % {"subject": one.words}
    if one.kind == "line" and one.details.get("kind") == "give_back":
        return _("Given back")
    words = {"deed": DEEDS, "change": CHANGES}.get(one.kind, {})
    said = str(words.get(one.words, one.words.replace("_", " ")))
    ending = CHANGE_STATES.get(str(one.details.get("state", ""))) if one.kind == "change" else None
    return f"{said}: {ending}" if ending else said


@register.filter
def race_word(slug: str, names: dict[str, str]) -> str:
    """The name of a race by the word of its address."""
    return names.get(slug, slug)


@register.filter
def step_price(step: PriceStep) -> Money:
    """What a step costs."""
    return Money(step.minor, step.currency)


@register.filter
def step_words(step: PriceStep, zone: str) -> str:
    """For when and for whom a step is."""
    said: list[str] = []
    if step.from_at:
        said.append(_("from %(at)s") % {"at": moment(step.from_at, zone)})
    if step.until_at:
        said.append(_("until %(at)s") % {"at": moment(step.until_at, zone)})
    if step.until_sold:
        said.append(_("the first %(n)d") % {"n": step.until_sold})
    if step.lowest_age is not None:
        said.append(_("from age %(n)d") % {"n": step.lowest_age})
    if step.highest_age is not None:
        said.append(_("up to age %(n)d") % {"n": step.highest_age})
    if step.answer_key:
        said.append(f"{step.answer_key}: {step.answer_value}")
    return ", ".join(said)


@register.filter
def extra_price(extra: Extra, currency: str) -> Money:
    """What an extra costs."""
    return Money(extra.minor, currency or "EUR")


@register.filter
def coupon_words(coupon: Coupon, currency: str) -> str:
    """What a coupon does, and for whom."""
    said = {
        "amount": _("%(amount)s off") % {"amount": money(Money(coupon.minor, currency or "EUR"))},
        "percent": _("%(n)d%% off") % {"n": coupon.percent},
        "opens": _("opens a hidden race"),
    }[coupon.kind]
    return ", ".join(w for w in (said, coupon.race.name if coupon.race else "", coupon.email) if w)


@register.filter
def question_words(question: Question) -> str:
    """Whether it must be answered, for which race, and after which answer."""
    said = [_("has to be answered")] if question.is_required else []
    if question.race:
        said.append(question.race.name)
    if question.shown_if_key:
        said.append(
            _("only after %(key)s: %(value)s")
            % {"key": question.shown_if_key, "value": question.shown_if_value}
        )
    if question.options:
        n = len(question.options)
        said.append(ngettext("%(n)d answer", "%(n)d answers", n) % {"n": n})
    return ", ".join(said)


@register.filter
def gender_word(letter: str) -> str:
    """A category as people read it."""
    words = {"f": _("Women"), "m": _("Men"), "x": _("Non-binary")}
    return words.get(letter, _("not said"))
