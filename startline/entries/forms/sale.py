"""Where the money goes, asked once, when a race with a price is put on sale."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from startline.payments.rules.bank import iban_is_valid, squeezed


class BankForm(forms.Form):
    """The organizer's own bank account. Entrants pay into it; we never touch the money."""

    iban = forms.CharField(
        label=_("Your bank account (IBAN)"), max_length=60,
        help_text=_("Entrants pay by transfer straight into it. You can connect cards later."),
    )  # fmt: skip

    def clean_iban(self) -> str:
        """A number whose check digits are right."""
        iban = squeezed(self.cleaned_data["iban"])
        if not iban_is_valid(iban):
            raise ValidationError(_("This is no IBAN. Look at its letters and digits again."))
        return iban
