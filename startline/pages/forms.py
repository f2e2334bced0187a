"""Turn input into clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4_000


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

    address = forms.URLField(
        label=_("Address of the race’s page"),
        max_length=600,
        assume_scheme="https",
        help_text=_("We read it once and show you what we understood. Nothing is sent yet."),
    )


class MissingRaceForm(HoneypotForm):
    """A race that is missing here, as read or typed."""

    name = forms.CharField(label=_("Name of the event"), max_length=250)
    starts_on = forms.CharField(
        label=_("Date"), max_length=60, required=False, help_text=_("As the organizer writes it.")
    )
    place = forms.CharField(label=_("Place and country"), max_length=200, required=False)
    races = forms.CharField(
        label=_("Races"), max_length=1000, required=False,
        help_text=_("Names and distances, as “Half marathon, 21.1 km”."),
    )  # fmt: skip
    website = forms.URLField(
        label=_("Own page"), max_length=600, required=False, assume_scheme="https"
    )
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

    price = forms.DecimalField(
        label=_("Price of an entry, US dollars"), min_value=0, max_value=10_000, decimal_places=2,
        initial=50, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    entries = forms.IntegerField(
        label=_("Entries a year"), min_value=1, max_value=1_000_000, initial=400
    )

    def cents(self) -> int:
        """The price in cents."""
        return int(self.cleaned_data["price"] * 100)
