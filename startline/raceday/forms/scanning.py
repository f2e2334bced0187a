"""What a device sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.raceday.rules.scans import LONGEST_KEY, LONGEST_TEXT, How

HOWS = [(how.value, how.value) for how in How]


class ScanForm(forms.Form):
    """One scan. Without a script the page brings the key, and there is no device time."""

    key = forms.CharField(max_length=LONGEST_KEY, widget=forms.HiddenInput)
    how = forms.ChoiceField(choices=HOWS, widget=forms.HiddenInput, initial=How.TYPED)
    device_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Scan a code, or type a number or a name"), max_length=LONGEST_TEXT,
        widget=forms.TextInput(
            attrs={
                "autofocus": True, "autocomplete": "off", "autocapitalize": "off",
                "spellcheck": "false", "enterkeyhint": "go",
            }
        ),
    )  # fmt: skip
