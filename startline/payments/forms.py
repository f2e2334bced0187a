"""Turn input about money into clean values."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.core.money import exponent
from startline.payments.rules.accounts import AccountDetails
from startline.payments.rules.bank import iban_is_valid, squeezed

SECRETS = ("secret", "webhook_secret")
BIGGEST_STATEMENT = 5 * 1024 * 1024


class AccountForm(forms.Form):
    """A payout account of one kind: only the fields its provider asks for are shown."""

    name = forms.CharField(
        label=_("Name, for yourself"), max_length=120, required=False,
        help_text=_("For example “Club account”."),
    )  # fmt: skip
    public_key = forms.CharField(
        label=_("Publishable key"), max_length=200, help_text=_("It begins with pk_.")
    )
    secret = forms.CharField(
        label=_("Restricted key"), max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "It begins with rk_. Make one in Stripe under Developers, API keys, that may write "
            "payment intents, refunds and webhook endpoints, and read charges, disputes and "
            "balance. It is kept encrypted and never shown again."
        ),
    )  # fmt: skip
    webhook_secret = forms.CharField(
        label=_("Signing secret of the webhook"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Leave empty if the key may write webhook endpoints: then we register the address."
        ),
    )  # fmt: skip
    holder = forms.CharField(label=_("Account holder"), max_length=70)
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(
        label=_("BIC"), max_length=11, required=False, help_text=_("Not needed within SEPA.")
    )
    fee_percent = forms.DecimalField(
        label=_("Processor’s fee, percent"), min_value=0, max_value=30, decimal_places=2,
        required=False, help_text=_("What your contract says; shown to entrants to the cent."),
    )  # fmt: skip
    fee_fixed = forms.DecimalField(
        label=_("and for each payment"), min_value=0, max_value=100, decimal_places=2,
        required=False,
    )  # fmt: skip

    def __init__(
        self, *args: object, kind: str, wanted: tuple[str, ...], is_new: bool = True,
        has_fee: bool = False, **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.kind = kind
        shown = {"name", *wanted, *(("fee_percent", "fee_fixed") if has_fee else ())}
        for name in list(self.fields):
            if name not in shown:
                del self.fields[name]
            elif name in SECRETS and not is_new:
                self.fields[name].required = False
                self.fields[name].help_text = _("Leave empty to keep the one we have.")

    def clean_iban(self) -> str:
        """An account number whose check digits are right."""
        iban = squeezed(self.cleaned_data["iban"])
        if not iban_is_valid(iban):
            raise forms.ValidationError(
                _("This is not an IBAN: a letter or digit is wrong or missing.")
            )
        return iban

    def details(self) -> AccountDetails:
        """The clean values."""
        given = {k: v.strip() for k, v in self.cleaned_data.items() if isinstance(v, str)}
        percent: Decimal | None = self.cleaned_data.get("fee_percent")
        fixed: Decimal | None = self.cleaned_data.get("fee_fixed")
        return AccountDetails(
            kind=self.kind,
            fee_basis_points=None if percent is None else int(percent * 100),
            fee_fixed_minor=None if fixed is None else int(fixed * 10 ** exponent("EUR")),
            **given,
        )


class StatementForm(forms.Form):
    """A bank's file, and for tables whose columns we can't guess, their names."""

    file = forms.FileField(
        label=_("Statement"), help_text=_("CAMT.053 (XML) or CSV, as your bank offers it.")
    )
    booked_on = forms.CharField(label=_("Column with the date"), required=False)
    amount = forms.CharField(label=_("Column with the amount"), required=False)
    words = forms.CharField(label=_("Column with the reference"), required=False)
    payer = forms.CharField(label=_("Column with the payer’s name"), required=False)

    def clean_file(self) -> bytes:
        """The file's content, up to five megabytes."""
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_STATEMENT:
            raise forms.ValidationError(_("The file is larger than five megabytes."))
        raw: bytes = file.read()
        return raw

    def mapping(self) -> dict[str, str]:
        """Field to column, where a column was named."""
        names = ("booked_on", "amount", "words", "payer")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
