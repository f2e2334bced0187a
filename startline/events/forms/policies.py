"""What happens when plans change: refund, transfer, deferral, distance change."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money
from startline.events.forms.fields import AmountField, CivilTimeField
from startline.events.models.catalogue import Edition
from startline.events.models.offer import Policy


class PolicyForm(forms.Form):
    """One rule for when plans change; several of a kind follow each other in time."""

    is_allowed = forms.ChoiceField(
        label=_("Possible?"),
        choices=[("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
    )
    until_on = forms.DateField(
        label=_("Until the end of"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    fee = AmountField(label=_("Fee"), required=False)
    refund_percent = forms.IntegerField(
        label=_("Share paid back, %"), min_value=0, max_value=100, required=False
    )
    note = forms.CharField(label=_("In words"), max_length=500, required=False)

    def __init__(
        self, *args: object, edition: Edition, kind: str, stored: Policy | None = None,
        **kwargs: object,
    ) -> None:  # fmt: skip
        shown = {} if stored is None else shown_policy(stored, edition)
        super().__init__(*args, **{"prefix": kind, "initial": shown, **kwargs})  # type: ignore[arg-type]  # Django's own signature
        self.edition, self.kind, self.stored = edition, kind, stored
        if kind != "refund":
            del self.fields["refund_percent"]

    def clean(self) -> dict[str, object]:
        """The fee as minor units of the edition's currency."""
        cleaned = super().clean() or {}
        field = self.fields["fee"]
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        try:
            currency = self.edition.currency or "EUR"
            cleaned["fee_minor"] = field.money(cleaned.get("fee") or "0", currency).minor
        except ValidationError as error:
            self.add_error("fee", error)
        return cleaned

    def policy(self) -> Policy | None:
        """The unsaved row, or None where nothing is said."""
        data = self.cleaned_data
        if not data["is_allowed"]:
            return None
        old = self.stored or Policy()
        return Policy(
            kind=self.kind, is_allowed=data["is_allowed"] == "yes", until_at=self.until_at(),
            reasons=old.reasons, free_reasons=old.free_reasons,
            fee_minor=data["fee_minor"], note=data["note"],
            refund_percent=100 if data.get("refund_percent") is None else data["refund_percent"],
        )  # fmt: skip

    def until_at(self) -> dt.datetime | None:
        """The end of the chosen day; a stored instant stays to the second if its day stays."""
        day: dt.date | None = self.cleaned_data["until_on"]
        if self.stored is not None and day == self.initial.get("until_on"):
            return self.stored.until_at
        return end_of(day, self.edition.timezone) if day else None


def shown_policy(row: Policy, edition: Edition) -> dict[str, object]:
    """A stored policy as its form shows it. The last day is the one that midnight ends."""
    last = None
    if row.until_at:
        zone = zoneinfo.ZoneInfo(edition.timezone)
        last = (row.until_at - dt.timedelta(microseconds=1)).astimezone(zone).date()
    return {
        "is_allowed": "yes" if row.is_allowed else "no",
        "until_on": last,
        "fee": Money(row.fee_minor, edition.currency or "EUR").amount if row.fee_minor else "",
        "refund_percent": row.refund_percent,
        "note": row.note,
    }


def policy_forms(edition: Edition, posted: Mapping[str, str] | None) -> list[PolicyForm]:
    """A form for each stored rule, and an empty one for each kind that has none.

    Rules of one kind are in the order of their end; the second refund of a kind that has one
    is offered empty, because shares often shrink in steps.
    """
    found = []
    for kind, _word in Policy.KINDS:
        stored: list[Policy | None] = list(
            edition.policies.filter(kind=kind).order_by(F("until_at").asc(nulls_last=True), "pk")
        )
        if not stored or kind == "refund":
            stored.append(None)
        for number, row in enumerate(stored):
            prefix = kind if number == 0 else f"{kind}-{number}"
            found.append(PolicyForm(posted, edition=edition, kind=kind, stored=row, prefix=prefix))
    return found


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Midnight after a day, on the clock of the zone, as an instant."""
    field = CivilTimeField()
    field.in_zone(zone)
    instant = field.to_python(f"{day + dt.timedelta(days=1)}T00:00")
    assert instant is not None  # noqa: S101  -- the text was not empty
    return instant
