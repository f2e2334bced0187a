"""The form on the page of components: one field of each kind, so that each kind is tested once."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    mail = forms.EmailField(
        label=_("Mail"),
        help_text=_("For the receipt. Nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Emergency phone"),
        error_messages={"required": _("Add a number we can call on race day.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    born_on = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput(attrs={"autocomplete": "bday"})
    )
    starts_at = forms.DateTimeField(label=_("Start"), required=False, widget=forms.DateTimeInput())
    country = forms.ChoiceField(
        label=_("Country"), choices=[("PT", _("Portugal")), ("ES", _("Spain"))]
    )
    race = forms.ChoiceField(
        label=_("Race"),
        widget=forms.RadioSelect,
        choices=[("half", _("Half marathon")), ("10k", _("10 km"))],
    )
    extras = forms.MultipleChoiceField(
        label=_("Also"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("bus", _("Bus to the start")), ("shirt", _("Shirt"))],
    )
    words = forms.CharField(
        label=_("Words to the organizer"), required=False, widget=forms.Textarea
    )
    agreed = forms.BooleanField(
        label=_("I have read the organizer’s rules"),
        error_messages={"required": _("Read the rules and tick the box to go on.")},
    )
