"""Filters over entrants, notes, and lists brought over."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from startline.entries.models.desk import EntrantList
from startline.entries.queries.entrants import Choices
from startline.entries.rules.columns import ANSWER, FIELDS
from startline.events.models.catalogue import Race
from startline.places.queries import country_name

MOST_BYTES = 20_000_000
STATES = [
    ("alive", _("May start")), ("confirmed", _("Confirmed")), ("pending", _("Not paid yet")),
    ("offered", _("Offered for resale")), ("transferred", _("Handed on")),
    ("deferred", _("Deferred")), ("withdrawn", _("Withdrawn")), ("cancelled", _("Cancelled")),
    ("expired", _("Expired")), ("all", _("Everybody")),
]  # fmt: skip
GENDERS = [("", _("All")), ("f", _("Women")), ("m", _("Men")), ("x", _("Non-binary"))]
PAID = [("", _("All")), ("yes", _("Paid or free")), ("no", _("Owing"))]
PROOF = [
    ("", _("All")), ("missing", _("Missing")), ("given", _("To check")),
    ("accepted", _("Accepted")), ("refused", _("Refused")),
]  # fmt: skip
FIELD_NAMES = {
    "given_name": _("First name"), "family_name": _("Last name"), "name": _("Whole name"),
    "email": _("E-mail"), "born_on": _("Date of birth"), "gender": _("Category"),
    "country": _("Country"), "club": _("Club or team"), "race": _("Race"),
    "state": _("State of the entry"), "emergency_name": _("Emergency contact"),
    "emergency_phone": _("Emergency phone"), "guardian_name": _("Guardian"),
    "guardian_email": _("Guardian’s e-mail"), "price": _("Price paid there"),
    "reference": _("Reference there"), "currency": _("Currency"), "paid": _("Paid, yes or no"),
    "party": _("Party"), "leg": _("Leg of the relay"), "extras": _("Extras"),
    "waiver": _("Mark of the waiver’s text"), "signed_by": _("Signed by"),
    "signed_at": _("Signed at"), "entered_at": _("Entered at"),
}  # fmt: skip
ACTS = [
    ("message", _("Write to them")), ("csv", _("Export as CSV")), ("xlsx", _("Export as XLSX")),
    ("json", _("Export as JSON")), ("paid", _("Confirm payment on site")),
    ("accept", _("Accept their proofs")),
]  # fmt: skip
ORDERS = [("", _("Day before month: 31/12/1990")), ("yes", _("Month before day: 12/31/1990"))]


class SegmentForm(forms.Form):
    """Search and filters; each state is an address."""

    words = forms.CharField(label=_("Name, e-mail, club, reference"), required=False)
    race = forms.ChoiceField(label=_("Race"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    price = forms.ChoiceField(label=_("Price step"), required=False)
    paid = forms.ChoiceField(label=_("Paid"), choices=PAID, required=False)
    gender = forms.ChoiceField(label=_("Category"), choices=GENDERS, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    age_from = forms.IntegerField(label=_("Age from"), required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("Age to"), required=False, min_value=0, max_value=120)
    proof = forms.ChoiceField(label=_("Proof"), choices=PROOF, required=False)

    def __init__(self, *args: object, choices: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self._offer("race", choices.races)
        self._offer("price", choices.prices)
        self._offer(
            "country", [(code, f"{country_name(code)} ({n})") for code, n in choices.countries]
        )

    def _offer(self, name: str, found: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  -- our own field
        field.choices = [("", _("All")), *found]


class ActForm(forms.Form):
    """What to do with the entrants picked."""

    act = forms.ChoiceField(label=_("With those picked, or all shown"), choices=ACTS)


class NoteForm(forms.Form):
    """A note of the staff."""

    text = forms.CharField(
        label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by your staff only. No health details, please."),
    )  # fmt: skip


class TakeOffForm(forms.Form):
    """How much goes back to an entrant who is taken off the list; a key makes it happen once."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    percent = forms.IntegerField(
        label=_("Share paid back, %"), min_value=0, max_value=100, initial=100,
        help_text=_("Of what was paid for this place and has not gone back yet."),
    )  # fmt: skip


class LookForm(forms.Form):
    """What staff say of one proof; a refusal has a reason."""

    verdict = forms.ChoiceField(choices=[("accepted", ""), ("refused", "")])
    reason = forms.CharField(
        label=_("Why not, if you refuse"), max_length=300, required=False,
        help_text=_("The entrant reads it in a mail and can send another."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Nobody is refused without a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "refused" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: the entrant has to know what to send instead."))
        return cleaned


class ListFileForm(forms.Form):
    """A list from elsewhere."""

    file = forms.FileField(
        label=_("List of entrants"),
        help_text=_("CSV, XLSX or JSON, with one row a person and the column names on top."),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """At most 20 MB."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


class ColumnsForm(forms.Form):
    """Which column is what; one choice a column."""

    only_race = forms.ModelChoiceField(
        Race.objects.none(), to_field_name="slug", required=False, label=_("All in one race"),
        empty_label=_("No: a column names the race"),
    )  # fmt: skip
    month_first = forms.ChoiceField(label=_("Dates in digits"), choices=ORDERS, required=False)

    def __init__(
        self, *args: object, kept: EntrantList, headers: Sequence[str],
        questions: Mapping[str, str], **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        races = self.fields["only_race"]
        assert isinstance(races, forms.ModelChoiceField)  # noqa: S101  -- our own field
        races.queryset = kept.edition.races.order_by("position")
        races.label_from_instance = attrgetter("name")  # type: ignore[assignment]  # Django's own hook
        asked = [(f"{ANSWER}{key}", label) for key, label in questions.items()]
        offered = [("", _("Left out")), *((f, FIELD_NAMES[f]) for f in FIELDS), *asked]
        self.headers = list(headers)
        for number, header in enumerate(self.headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header, choices=offered, required=False, initial=kept.mapping.get(header, "")
            )
        self.fields["month_first"].initial = "yes" if kept.month_first else ""
        races.initial = kept.only_race.slug if kept.only_race else None

    def clean(self) -> dict[str, object]:
        """A field is read from one column only."""
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for number, header in enumerate(self.headers):
            name = str(cleaned.get(f"column_{number}", ""))
            if name and name in seen:
                said = _("“%(other)s” is read as this already.") % {"other": seen[name]}
                self.add_error(f"column_{number}", said)
            seen.setdefault(name, header)
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Header to field."""
        return {h: self.cleaned_data[f"column_{n}"] for n, h in enumerate(self.headers)}
