"""One holding: its date, links, features, when entries open."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.events.forms.fields import CivilTimeField, Group, WebAddressField, groups_of
from startline.events.forms.listing import CURRENCIES
from startline.events.models.catalogue import Edition
from startline.events.models.offer import EntryWindow
from startline.events.rules.details import EditionDetails
from startline.events.rules.words import Feature, Status

STATUSES = [
    (Status.EXPECTED, _("Expected: not confirmed yet")),
    (Status.ANNOUNCED, _("Announced")), (Status.CONFIRMED, _("Confirmed")),
    (Status.ENTRIES_OPEN, _("Entries open")), (Status.SOLD_OUT, _("Sold out")),
    (Status.ENTRIES_CLOSED, _("Entries closed")), (Status.POSTPONED, _("Postponed")),
    (Status.MOVED, _("Moved to another date")), (Status.CANCELLED, _("Cancelled")),
    (Status.PAST, _("Has taken place")), (Status.DISCONTINUED, _("Will not be held again")),
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
    website = WebAddressField(label=_("Website"), required=False, max_length=500)
    is_enterable_here = forms.BooleanField(
        label=_("People enter free races on this site"), required=False
    )
    entry_url = WebAddressField(
        label=_("Where people enter, if not here"),
        required=False,
        max_length=500,
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
        code = self.initial.get("currency") or CURRENCIES[0][0]
        if code not in dict(CURRENCIES):
            currency = self.fields["currency"]
            assert isinstance(currency, forms.ChoiceField)  # noqa: S101  -- our own field
            currency.choices = [(code, code), *CURRENCIES]

    def groups(self) -> list[Group]:
        """The fields as a person thinks of them."""
        return groups_of(
            self,
            (gettext("When"), "", "starts_on days", "status"),
            (gettext("Where people enter"), "", "is_enterable_here", "entry_url", "currency"),
            (gettext("When entries are open"),
             gettext("Times are those of the clock at the race: %(zone)s.") % {"zone": self.zone},
             "opens_at closes_at"),
            (gettext("Ballot"), gettext("Only if places are drawn by lot."),
             "ballot_opens_at ballot_closes_at", "ballot_drawn_at"),
            (gettext("What there is"), "", "features"),
            (gettext("More to know"), "", "website", "qualifiers", "mandatory_kit"),
        )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Windows open before they close; a status that needs a date has one."""
        cleaned = super().clean() or {}
        for start, end in (("opens_at", "closes_at"), ("ballot_opens_at", "ballot_closes_at")):
            opens, closes = cleaned.get(start), cleaned.get(end)
            if opens and closes and opens >= closes:
                self.add_error(end, _("This lies before the opening."))
        return cleaned

    def details(self, known: Mapping[str, str]) -> EditionDetails:
        """The edition as values; of the known trail facts only the kit is said here."""
        data = self.cleaned_data
        kit = data["mandatory_kit"].strip()
        others = {name: fact for name, fact in known.items() if name != "mandatory_kit"}
        return EditionDetails(
            starts_on=data["starts_on"], days=data["days"], status=data["status"],
            timezone=self.zone, currency=data["currency"], website=data["website"],
            entry_url=data["entry_url"], is_enterable_here=data["is_enterable_here"],
            features=data["features"],
            qualifiers=[w.strip() for w in data["qualifiers"].split(",") if w.strip()],
            trail_facts=others | ({"mandatory_kit": kit} if kit else {}),
        )  # fmt: skip

    def windows(self, kept: list[EntryWindow]) -> list[EntryWindow]:
        """Entry and ballot windows, unsaved, and those that the form did not show."""
        data = self.cleaned_data
        rows = list(kept)
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
    for window in first_windows(edition).values():
        prefix = "ballot_" if window.kind == "ballot" else ""
        shown[f"{prefix}opens_at"] = window.opens_at
        shown[f"{prefix}closes_at"] = window.closes_at
        if window.kind == "ballot":
            shown["ballot_drawn_at"] = window.drawn_at
    return shown


def first_windows(edition: Edition) -> dict[str, EntryWindow]:
    """The edition's first window of each kind: what the form shows."""
    rows = edition.windows.filter(race__isnull=True).order_by("-pk")
    return {row.kind: row for row in rows}


def later_windows(edition: Edition) -> list[EntryWindow]:
    """Copies of the edition's other windows, unsaved: a save keeps them."""
    shown = [row.pk for row in first_windows(edition).values()]
    return [
        EntryWindow(
            kind=row.kind, opens_at=row.opens_at, closes_at=row.closes_at, drawn_at=row.drawn_at
        )
        for row in edition.windows.filter(race__isnull=True).exclude(pk__in=shown).order_by("pk")
    ]
