"""One holding: its date, links, features, when entries open, and what happens when plans change."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from startline.events.forms.fields import AmountField, CivilTimeField
from startline.events.forms.listing import CURRENCIES
from startline.events.models.catalogue import Edition
from startline.events.models.offer import EntryWindow, Policy
from startline.events.rules.details import EditionDetails
from startline.events.rules.words import Feature, Status

STATUSES = [
    (Status.EXPECTED, _("Expected: not confirmed yet")), (Status.CONFIRMED, _("Confirmed")),
    (Status.ENTRIES_OPEN, _("Entries open")), (Status.SOLD_OUT, _("Sold out")),
    (Status.ENTRIES_CLOSED, _("Entries closed")), (Status.POSTPONED, _("Postponed")),
    (Status.CANCELLED, _("Cancelled")),
]  # fmt: skip
FEATURES = [
    (Feature.AID_STATIONS, _("Aid stations")), (Feature.CAMPING, _("Camping")),
    (Feature.CATERING, _("Catering")), (Feature.CHIP_TIMING, _("Chip timing")),
    (Feature.DISTANCE_MARKERS, _("Distance markers")),
    (Feature.FINISHER_MEDAL, _("Finisher medal")), (Feature.T_SHIRT, _("T-shirt")),
    (Feature.PRIZES, _("Prizes")), (Feature.SHOWERS, _("Showers")),
    (Feature.TOILETS, _("Toilets")), (Feature.PACERS, _("Pacers")),
    (Feature.TRAFFIC_FREE, _("Traffic free")), (Feature.PARA, _("Para athletes")),
    (Feature.WHEELCHAIR, _("Wheelchair race")), (Feature.BUGGIES, _("Buggies")),
    (Feature.CHILDCARE, _("Childcare")), (Feature.CREW_ALLOWED, _("Crew allowed")),
    (Feature.POLES_ALLOWED, _("Poles allowed")), (Feature.DOGS_ALLOWED, _("Dogs allowed")),
    (Feature.DROP_BAGS, _("Drop bags")), (Feature.SHUTTLE, _("Shuttle")),
    (Feature.MANDATORY_KIT, _("Mandatory kit")),
    (Feature.SECURE_TRANSITION, _("Secure transition")),
    (Feature.NUMBERED_RACKING, _("Numbered racking")),
    (Feature.RESULTS_ONLINE, _("Results online")),
]  # fmt: skip


class EditionForm(forms.Form):
    """One holding, with its entry window and mandatory kit."""

    starts_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: to be confirmed."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=60, initial=1)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    is_enterable_here = forms.BooleanField(
        label=_("People enter free races on this site"), required=False
    )
    entry_url = forms.URLField(
        label=_("Where people enter, if not here"), required=False, assume_scheme="https"
    )
    opens_at = CivilTimeField(label=_("Entries open"), required=False)
    closes_at = CivilTimeField(label=_("Entries close"), required=False)
    ballot_opens_at = CivilTimeField(label=_("Ballot opens"), required=False)
    ballot_closes_at = CivilTimeField(label=_("Ballot closes"), required=False)
    ballot_drawn_at = CivilTimeField(label=_("Ballot is drawn"), required=False)
    features = forms.MultipleChoiceField(
        label=_("What there is"), choices=FEATURES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    qualifiers = forms.CharField(
        label=_("Qualifies for"), required=False, max_length=300, help_text=_("Separate by commas.")
    )
    mandatory_kit = forms.CharField(
        label=_("Mandatory kit"), required=False, max_length=2000, widget=forms.Textarea
    )

    TIMES = ("opens_at", "closes_at", "ballot_opens_at", "ballot_closes_at", "ballot_drawn_at")

    def __init__(self, *args: object, zone: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.zone = zone
        for name in self.TIMES:
            field = self.fields[name]
            assert isinstance(field, CivilTimeField)  # noqa: S101  -- our own field
            field.in_zone(zone)

    def clean(self) -> dict[str, object]:
        """Windows open before they close; a status that needs a date has one."""
        cleaned = super().clean() or {}
        for start, end in (("opens_at", "closes_at"), ("ballot_opens_at", "ballot_closes_at")):
            opens, closes = cleaned.get(start), cleaned.get(end)
            if opens and closes and opens >= closes:
                self.add_error(end, _("This lies before the opening."))
        return cleaned

    def details(self) -> EditionDetails:
        """The edition as values."""
        data = self.cleaned_data
        kit = data["mandatory_kit"].strip()
        return EditionDetails(
            starts_on=data["starts_on"], days=data["days"], status=data["status"],
            timezone=self.zone, currency=data["currency"], website=data["website"],
            entry_url=data["entry_url"], is_enterable_here=data["is_enterable_here"],
            features=data["features"],
            qualifiers=[w.strip() for w in data["qualifiers"].split(",") if w.strip()],
            trail_facts={"mandatory_kit": kit} if kit else {},
        )  # fmt: skip

    def windows(self) -> list[EntryWindow]:
        """Entry and ballot windows, unsaved."""
        data = self.cleaned_data
        rows = []
        if data["opens_at"] or data["closes_at"]:
            rows.append(EntryWindow(opens_at=data["opens_at"], closes_at=data["closes_at"]))
        if data["ballot_opens_at"] or data["ballot_closes_at"] or data["ballot_drawn_at"]:
            rows.append(
                EntryWindow(
                    kind="ballot",
                    opens_at=data["ballot_opens_at"],
                    closes_at=data["ballot_closes_at"],
                    drawn_at=data["ballot_drawn_at"],
                )
            )
        return rows


def initial_of(edition: Edition) -> dict[str, object]:
    """What the form shows before anything is typed."""
    names = ("starts_on", "days", "status", "currency", "website", "entry_url",
             "is_enterable_here", "features")  # fmt: skip
    shown: dict[str, object] = {name: getattr(edition, name) for name in names}
    shown["qualifiers"] = ", ".join(edition.qualifiers)
    shown["mandatory_kit"] = edition.trail_facts.get("mandatory_kit", "")
    for window in edition.windows.filter(race__isnull=True):
        prefix = "ballot_" if window.kind == "ballot" else ""
        shown[f"{prefix}opens_at"] = window.opens_at
        shown[f"{prefix}closes_at"] = window.closes_at
        if window.kind == "ballot":
            shown["ballot_drawn_at"] = window.drawn_at
    return shown


class PolicyForm(forms.Form):
    """One rule for when plans change."""

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

    def __init__(self, *args: object, edition: Edition, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "prefix": kind})  # type: ignore[arg-type]  # Django's own signature
        self.edition, self.kind = edition, kind
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
        day: dt.date | None = data["until_on"]
        return Policy(
            kind=self.kind, is_allowed=data["is_allowed"] == "yes",
            until_at=end_of(day, self.edition.timezone) if day else None,
            fee_minor=data["fee_minor"], note=data["note"],
            refund_percent=100 if data.get("refund_percent") is None else data["refund_percent"],
        )  # fmt: skip


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Midnight after a day, on the clock of the zone, as an instant."""
    field = CivilTimeField()
    field.in_zone(zone)
    instant = field.to_python(f"{day + dt.timedelta(days=1)}T00:00")
    assert instant is not None  # noqa: S101  -- the text was not empty
    return instant
