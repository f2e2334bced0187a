"""Who asks to have everything erased shows once more that it is they."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.accounts.models import User
from startline.core.proving import is_code


class EraseForm(forms.Form):
    """The password, or a code from a mail where there is none; `sent` is what was mailed."""

    secret = forms.CharField(max_length=200)
    hides_results = forms.BooleanField(
        label=_("Take my name off my results"), required=False, initial=True,
        help_text=_("Time and place stay in the list of the race, under “a runner”."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, sent: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.sent = user, sent
        field = self.fields["secret"]
        if user.has_usable_password():
            field.label = gettext("Your password")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            field.label = gettext("The code from the mail")
            field.widget = forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
            )

    def clean_secret(self) -> str:
        """Right, or a sentence."""
        secret = str(self.cleaned_data["secret"])
        if self.user.has_usable_password():
            if not self.user.check_password(secret):
                raise forms.ValidationError(gettext("This is not your password."))
        elif not is_code(secret, self.sent):
            raise forms.ValidationError(gettext("This is not the code we sent last."))
        return secret
