"""Turn input into clean values."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.entries.rules.life import Entrant

FIRST_YEAR = 1900


class EntrantForm(forms.Form):
    """One person entering a free race. `key` makes a double click harmless."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The confirmation goes here. It subscribes you to nothing.")
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Your age group is your age on race day."),
    )
    gender = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("Not said")), ("f", _("Women")), ("m", _("Men")), ("x", _("Non-binary"))],
    )
    club = forms.CharField(label=_("Club or team"), max_length=200, required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.today = today

    def clean_born_on(self) -> dt.date:
        """A date of birth lies in the past and within a lifetime."""
        born: dt.date = self.cleaned_data["born_on"]
        if not born.year >= FIRST_YEAR or born > self.today:
            raise forms.ValidationError(_("Give a date of birth in the past, with four digits."))
        return born

    def entrant(self) -> Entrant:
        """The clean values."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "key"}
        return Entrant(**values)
