"""One form for each piece of an offer. `values` gives the row's fields; nothing typed is lost."""

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money
from startline.events.forms.fields import AmountField, CivilTimeField, LineField
from startline.events.models.catalogue import CapacityPool, Edition, Race
from startline.events.models.offer import Extra, PriceStep, SaleTerms

EVERY_RACE = _("Every race")
LONGEST_KEY = 18
"""Digits that every database's key can hold."""


class PieceForm(forms.Form):
    """What all pieces share: the edition, its races, its zone and currency."""

    def __init__(self, *args: object, edition: Edition, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.edition = edition
        self.currency = edition.currency or "EUR"
        for field in self.fields.values():
            if isinstance(field, CivilTimeField):
                field.in_zone(edition.event.timezone)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = edition.races.order_by("position", "pk")
                field.label_from_instance = attrgetter("name")  # type: ignore[assignment]  # Django's own hook

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """A row as the form shows it."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}

    def values(self) -> dict[str, Any]:
        """The row's fields."""
        return dict(self.cleaned_data)

    def minor(self, name: str) -> int | None:
        """An amount typed, in minor units; None where nothing was typed or it was wrong."""
        field, text = self.fields[name], self.cleaned_data.get(name)
        if not text:
            return None
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        try:
            return field.money(text, self.currency).minor
        except ValidationError as error:
            self.add_error(name, error)
            return None


def amount(minor: int | None, currency: str) -> str:
    """Minor units as they are typed."""
    return "" if minor is None else str(Money(minor, currency or "EUR").amount)


def currency_of(edition: Edition) -> str:
    """The edition's currency."""
    return edition.currency or "EUR"


class RacesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Races picked from those shown; a number no database holds is refused like any other."""

    def clean(self, value: Any) -> Any:
        """The races; ValidationError for a number that isn't among them."""
        for word in value or ():
            if len(str(word)) > LONGEST_KEY:
                params = {"value": str(word)[:LONGEST_KEY]}
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params=params
                )
        return super().clean(value)


class PoolForm(PieceForm):
    """A number of places, for one race or shared."""

    name = LineField(label=_("Name"), max_length=100, initial=_("All places"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1_000_000)
    races = RacesField(
        Race.objects.none(), label=_("Races that share them"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """With its races."""
        assert isinstance(row, CapacityPool)  # noqa: S101  -- the registry's pair
        return {"name": row.name, "places": row.places, "races": list(row.races.all())}


class StepForm(PieceForm):
    """A price of a race, for a time, for a number, or for some people."""

    race = forms.ModelChoiceField(Race.objects.none(), label=_("Race"))
    price = AmountField(label=_("Price"))
    label = LineField(
        label=_("Name of the step"), max_length=100, required=False, help_text=_("Early bird")
    )
    from_at = CivilTimeField(label=_("From"), required=False)
    until_at = CivilTimeField(label=_("Until"), required=False)
    until_sold = forms.IntegerField(
        label=_("Until so many are sold"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Counted in this race, all steps together."),
    )  # fmt: skip
    lowest_age = forms.IntegerField(
        label=_("Only from this age on race day"), required=False, min_value=0, max_value=120
    )
    highest_age = forms.IntegerField(
        label=_("Only up to this age"), required=False, min_value=0, max_value=120
    )
    answer_key = forms.ChoiceField(label=_("Only for those who answered"), required=False)
    answer_value = forms.CharField(label=_("with"), required=False, max_length=120)

    def __init__(self, *args: object, edition: Edition, **kwargs: object) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        offer_questions(self.fields["answer_key"], edition)

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """With the price as typed."""
        assert isinstance(row, PriceStep)  # noqa: S101  -- the registry's pair
        return super().shown(row) | {"price": amount(row.minor, row.currency)}

    def clean(self) -> dict[str, object]:
        """Ends follow beginnings; an answer names its question."""
        cleaned = super().clean() or {}
        self.price_minor = self.minor("price")
        first, last = cleaned.get("from_at"), cleaned.get("until_at")
        if isinstance(first, dt.datetime) and isinstance(last, dt.datetime) and first >= last:
            self.add_error("until_at", _("The end lies before the beginning."))
        low, high = cleaned.get("lowest_age"), cleaned.get("highest_age")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            self.add_error("highest_age", _("The highest age lies below the lowest."))
        if bool(cleaned.get("answer_key")) != bool(cleaned.get("answer_value")):
            self.add_error("answer_value", _("Give both the question and the answer, or neither."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The price in minor units of the edition's currency."""
        rest = {k: v for k, v in self.cleaned_data.items() if k != "price"}
        return rest | {"minor": self.price_minor or 0, "currency": self.currency}


class ExtraForm(PieceForm):
    """Something sold beside the place."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("Shirt, bus, pasta party"))
    price = AmountField(label=_("Price"))
    race = forms.ModelChoiceField(
        Race.objects.none(), label=_("For"), required=False, empty_label=EVERY_RACE
    )
    sizes = forms.CharField(
        label=_("Sizes and stock"), required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One size a line, with its stock: M 40. Without a number: no limit. "
                    "Only a number: one size with that stock."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("On sale"), required=False, initial=True)

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """Sizes as lines."""
        assert isinstance(row, Extra)  # noqa: S101  -- the registry's pair
        sizes = row.sizes.order_by("position", "pk")
        lines = (" ".join(p for p in (s.name, amount_of(s.stock)) if p) for s in sizes)
        price = amount(row.minor, currency_of(row.edition))
        return super().shown(row) | {"price": price, "sizes": "\n".join(lines)}

    def clean(self) -> dict[str, object]:
        """The price as minor units."""
        cleaned = super().clean() or {}
        self.price_minor = self.minor("price")
        return cleaned

    def clean_sizes(self) -> list[tuple[str, int | None]]:
        """Name and stock of each size; without any line one size without a name."""
        found: list[tuple[str, int | None]] = []
        for line in self.cleaned_data["sizes"].splitlines():
            name, _space, last = line.strip().rpartition(" ")
            if not line.strip():
                continue
            size = (name, int(last)) if last.isdecimal() and len(last) < 7 else (line.strip(), None)
            if len(size[0]) > 40 or size[0] in [n for n, _stock in found]:
                raise ValidationError(_("Give each size once, in at most 40 letters."))
            found.append(size)
        return found or [("", None)]

    def values(self) -> dict[str, Any]:
        """Without the sizes."""
        rest = {k: self.cleaned_data[k] for k in ("name", "race", "is_active")}
        return rest | {"minor": self.price_minor or 0}


def amount_of(stock: int | None) -> str:
    """A stock as typed."""
    return "" if stock is None else str(stock)


def offer_questions(field: forms.Field, edition: Edition, *, but: str = "") -> None:
    """The edition's questions as choices."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  -- our own field
    rows: Sequence[tuple[str, str]] = list(
        edition.questions.exclude(key=but).order_by("position", "pk").values_list("key", "label")
    )
    field.choices = [("", _("No condition")), *rows]


class TermsForm(PieceForm):
    """How the edition sells."""

    fee_is_added = forms.TypedChoiceField(
        label=_("Who bears the card processor’s fee"), coerce=lambda v: v == "yes",
        choices=[("no", _("We do: the price is what people pay")),
                 ("yes", _("The entrant: it is added, and shown from the first second"))],
        widget=forms.RadioSelect, initial="no",
    )  # fmt: skip
    tax_percent = forms.DecimalField(
        label=_("Tax on the price, in percent"), min_value=0, max_value=100, decimal_places=2,
        initial=0, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    tax_is_included = forms.BooleanField(
        label=_("The prices include it"), required=False, initial=True
    )
    takes_bank = forms.BooleanField(label=_("Bank transfer"), required=False, initial=True)
    takes_card = forms.BooleanField(label=_("Card"), required=False, initial=True)
    takes_on_site = forms.BooleanField(label=_("Paying on site"), required=False)
    hold_minutes = forms.IntegerField(
        label=_("Minutes a place is kept while the form is filled"), min_value=1, max_value=120,
        initial=15,
    )  # fmt: skip
    pay_days = forms.IntegerField(
        label=_("Days for a bank transfer to arrive"), min_value=1, max_value=60, initial=5
    )
    family_from = forms.IntegerField(
        label=_("Family rule: from which person on"), min_value=0, max_value=20, initial=0,
        help_text=_("0: no family rule."),
    )  # fmt: skip
    family_percent = forms.IntegerField(
        label=_("Family rule: percent off"), min_value=0, max_value=100, initial=0
    )
    donation_cause = forms.CharField(
        label=_("Ask for a donation to"), max_length=200, required=False,
        help_text=_("Empty: nobody is asked."),
    )  # fmt: skip

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """Tax in percent."""
        assert isinstance(row, SaleTerms)  # noqa: S101  -- the registry's pair
        return super().shown(row) | {
            "fee_is_added": "yes" if row.fee_is_added else "no",
            "tax_percent": f"{row.tax_basis_points / 100:g}",
        }

    def values(self) -> dict[str, Any]:
        """Tax in basis points."""
        rest = {k: v for k, v in self.cleaned_data.items() if k != "tax_percent"}
        return rest | {"tax_basis_points": round(self.cleaned_data["tax_percent"] * 100)}
