"""What visitors report, bring over and send us."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from startline.accounts.rules import Role
from startline.discovery.rules.rates import UNITS_PER_EURO
from startline.events.forms.fields import AmountField, LineField, WebAddressField
from startline.places.queries import locate
from startline.places.rules.values import Found

LONGEST = 4_000


ROLES = [
    (Role.OWNER.value, _("Owner: everything, also staff")),
    (Role.DIRECTOR.value, _("Race director: everything but staff")),
    (Role.TIMING.value, _("Timing: entrants and results")),
    (Role.DESK.value, _("Check-in desk: who may start")),
    (Role.VIEWER.value, _("May look")),
]


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.DIRECTOR.value)


class InviteForm(RoleForm):
    """Who is asked to work here."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        help_text=_("They get a link; it can be taken for 14 days, with this address."),
    )  # fmt: skip
    field_order = ("email", "role")


class HoneypotForm(forms.Form):
    """A field that people do not see; a program that fills it is thanked and not heard."""

    nickname = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_from_a_program(self) -> bool:
        """Whether the hidden field was filled."""
        return bool(self.cleaned_data.get("nickname"))


class CorrectionForm(HoneypotForm):
    """What is wrong, and how to ask back."""

    text = forms.CharField(
        label=_("What is wrong or missing?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Best with the address of a page that says it. At most 4,000 characters."),
    )
    email = forms.EmailField(
        label=_("Your e-mail, if we may ask back"),
        required=False,
        help_text=_("Used for this question only."),
        max_length=254,
    )

    def report(self) -> str:
        """What is wrong."""
        return str(self.cleaned_data["text"])

    def draft(self) -> dict[str, object]:
        """Nothing is proposed."""
        return {}


class TermCorrectionForm(CorrectionForm):
    """What a page of the glossary gets wrong."""

    field_order = ("text", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "Best with the study or rule that says it. At most 4,000 characters, plain text."
        )


class AddressForm(forms.Form):
    """The page of a race."""

    address = WebAddressField(
        label=_("Address of the race’s page"),
        max_length=600,
        help_text=_("We read it once and show you what we understood. Nothing is sent yet."),
    )


class MissingRaceForm(HoneypotForm):
    """A race that is missing here, as read or typed."""

    name = LineField(label=_("Name of the event"), max_length=250)
    starts_on = forms.CharField(
        label=_("Date"), max_length=60, required=False, help_text=_("As the organizer writes it.")
    )
    place = forms.CharField(label=_("Place and country"), max_length=200, required=False)
    races = forms.CharField(
        label=_("Races"), max_length=1000, required=False,
        help_text=_("Names and distances, as “Half marathon, 21.1 km”."),
    )  # fmt: skip
    website = WebAddressField(label=_("Own page"), max_length=600, required=False)
    note = forms.CharField(
        label=_("Anything else"), max_length=LONGEST - 2_500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    where = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)

    def origins(self, where: dict[str, str]) -> list[dict[str, object]]:
        """Each field that was read, with where it stood."""
        stood = {**where, "note": where.get("description", "")}
        return [
            {"label": field.label, "where": stood[name]}
            for name, field in self.fields.items()
            if stood.get(name)
        ]

    def draft(self) -> dict[str, object]:
        """The fields as they were sent, and where each was read."""
        return {k: v for k, v in self.cleaned_data.items() if v and k != "nickname"}

    def report(self) -> str:
        """The whole as lines."""
        shown = ("name", "starts_on", "place", "races", "website", "note")
        lines = [(self.fields[name].label, self.cleaned_data.get(name, "")) for name in shown]
        return "\n".join(f"{label}: {value}" for label, value in lines if value)


class FeeForm(forms.Form):
    """A price and a number of entries, to see what others take of them."""

    price = AmountField(label=_("Price of an entry"), max_length=12)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in UNITS_PER_EURO])
    entries = forms.IntegerField(label=_("Entries a year"), min_value=1, max_value=1_000_000)

    def clean(self) -> dict[str, Any]:
        """The price as money."""
        cleaned = super().clean() or {}
        field = self.fields["price"]
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        if "price" in cleaned and "currency" in cleaned:
            try:
                cleaned["money"] = field.money(cleaned["price"], cleaned["currency"])
            except forms.ValidationError as error:
                self.add_error("price", error)
        return cleaned


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A few files; clean values are those that hold something. `most_bytes` counts all."""

    most_files = 8
    most_bytes = 20_000_000

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        """Each as one file is cleaned, and all within the limits."""
        several = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile[bytes]] = [
            super(FilesField, self).clean(one, initial) for one in several
        ]
        too_large = sum(file.size or 0 for file in files) > self.most_bytes
        if len(files) > self.most_files or too_large:
            raise forms.ValidationError(_("At most eight files, 20 MB together."))
        return files


class OrganizerForm(forms.Form):
    """Who organizes it, asked of those who have listed nothing yet."""

    organizer_name = LineField(
        label=_("Who organizes it"), max_length=200,
        help_text=_("Club, company or your own name. Shown on the race page."),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_organizer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_organizer:
            del self.fields["organizer_name"]


class BringAddressForm(OrganizerForm):
    """The page where the race is listed today."""

    address = WebAddressField(
        label=_("Address of the present listing"), max_length=600,
        help_text=_("The race’s page on your site or on the platform you use today."),
    )  # fmt: skip

    field_order = ("address", "organizer_name")


class BringFilesForm(OrganizerForm):
    """The export of what is there today, and what it does not say."""

    exports = FilesField(
        label=_("Files"), widget=FilesInput,
        help_text=_("CSV or XLSX: races with places and prices, questions, past entrants; all in "
                    "one workbook or one file each."),
    )  # fmt: skip
    name = LineField(label=_("Name of the event"), max_length=250)
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("Town and country: Annecy, France")
    )
    starts_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: as the files say."),
    )  # fmt: skip

    field_order = ("exports", "name", "organizer_name", "place", "starts_on")

    def clean_place(self) -> Found:
        """The town, as the gazetteer knows it."""
        found = locate(self.cleaned_data["place"])
        if found.place is None:
            raise forms.ValidationError(
                _("We do not know this place. Try the next larger town and the country.")
            )
        return found
