"""The one page on which an order is filled in."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money, exponent
from startline.entries.forms.drawn import fresh_part
from startline.entries.forms.person import PersonForm
from startline.entries.queries.sheet import Sheet
from startline.entries.rules.cart import Cart, Size

MOST_OF_ONE = 20
LARGEST_GIFT = Decimal(10_000)
PRICES = {"data-prices": ""}
"""Marks a field whose change shows a new bill at once, where scripts run."""
METHODS = {
    "card": _("Card or wallet"),
    "bank": _("Bank transfer"),
    "on_site": _("On site, on race day"),
}


class OrderForm(forms.Form):
    """What belongs to the whole order: address, extras, gift, code, way to pay."""

    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={"required": _("Give an address to which we can send the ticket.")},
        help_text=_("For tickets, receipt, and changes by the organizer. Nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
    )
    coupon = forms.CharField(label=_("Code"), max_length=40, required=False)
    shown = forms.IntegerField(
        min_value=0, max_value=10**12, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, *, sheet: Sheet, **more: Any) -> None:
        super().__init__(data, **more)
        self.sheet = sheet
        heads = len(sheet.places)
        for extra, sizes in groupby(sheet.sizes, key=lambda size: size.extra):
            offered = [size for size in sizes if size.left is None or size.left > 0]
            self.fields.update(extra_fields(extra, offered, heads=heads))
        if sheet.terms.donation_cause:
            places = exponent(sheet.currency)
            self.fields["donation"] = forms.DecimalField(
                label=gettext("A gift for %(cause)s") % {"cause": sheet.terms.donation_cause},
                required=False, min_value=0,
                max_value=LARGEST_GIFT, decimal_places=places,
                help_text=_("As much as you like, or nothing."),
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": "0"}),
            )  # fmt: skip
        for field in (*self.extra_fields, self["coupon"]):
            field.field.widget.attrs.update(PRICES)
        if "donation" in self.fields:
            self.fields["donation"].widget.attrs.update(PRICES)
        if len(sheet.methods) > 1:
            self.fields["method"] = forms.ChoiceField(
                label=_("How you pay"), initial=sheet.methods[0], required=False,
                choices=[(word, METHODS[word]) for word in sheet.methods],
                widget=forms.RadioSelect,
            )  # fmt: skip

    def be_quiet(self) -> None:
        """Keep what was typed and show no errors."""
        if self.is_bound:
            self.full_clean()
            self._errors = ErrorDict()

    def clean_email(self) -> str:
        """In lower case: the same address is the same person."""
        return str(self.cleaned_data["email"]).lower()

    def extras(self) -> dict[int, int]:
        """How many of each size."""
        clean = getattr(self, "cleaned_data", {})
        found: dict[int, int] = {}
        for name, value in clean.items():
            if name.startswith("size_") and value:
                found[int(name.removeprefix("size_"))] = int(value)
            elif name.startswith("extra_") and value:
                found[int(value)] = 1
        return found

    def donation_minor(self) -> int:
        """The gift in minor units."""
        amount = getattr(self, "cleaned_data", {}).get("donation") or Decimal(0)
        return int(Decimal(amount).scaleb(exponent(self.sheet.currency)))

    def way(self) -> str:
        """The way to pay; where there is only one, that."""
        chosen = str(getattr(self, "cleaned_data", {}).get("method") or "")
        return chosen or next(iter(self.sheet.methods), "free")

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """The fields of extras."""
        return [self[name] for name in self.fields if name.startswith(("size_", "extra_"))]


def extra_fields(extra: str, sizes: list[Size], *, heads: int) -> dict[str, forms.Field]:
    """One person picks a size or ticks a box; several say how many of each."""
    if not sizes:
        return {}
    if heads > 1:
        return {
            f"size_{size.number}": forms.IntegerField(
                label=f"{size.label} · {size.price}", required=False, min_value=0,
                max_value=most_of(size),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
            )
            for size in sizes
        }  # fmt: skip
    first = sizes[0]
    if len(sizes) == 1 and not first.name:
        return {f"size_{first.number}": TickField(label=f"{extra} · {first.price}")}
    choices = [("", _("None")), *((str(s.number), f"{s.name} · {s.price}") for s in sizes)]
    return {f"extra_{first.number}": forms.ChoiceField(
        label=extra, choices=choices, required=False
    )}  # fmt: skip


class TickField(forms.BooleanField):
    """A box that may stay empty."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False)


def most_of(size: Size) -> int:
    """As many as are left, within reason."""
    return MOST_OF_ONE if size.left is None else min(MOST_OF_ONE, size.left)


class Checkout:
    """The order's form and one form for each person, as one."""

    def __init__(
        self, sheet: Sheet, data: Any = None, *, today: dt.date, files: Any = None,
        kept: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.kept = dict(kept or {})
        initial = {"coupon": sheet.order.coupon_code}
        self.order = OrderForm(data, sheet=sheet, initial=initial)
        self.persons = [
            PersonForm(
                data, place=place, today=today, is_first=number == 0, kept=kept, files=files,
                initial={"later": place.leg is not None},
            )
            for number, place in enumerate(sheet.places)
        ]  # fmt: skip
        for number, one in enumerate(self.persons, 1):
            one.whose = gettext("Runner %(n)s") % {"n": number} if len(self.persons) > 1 else ""

    @property
    def parts(self) -> list[tuple[PersonForm, str]]:
        """Each person's form, and how it is drawn where nobody has typed into it yet."""
        waiver = self.sheet.waiver
        return [(one, "" if one.is_bound else fresh_part(one, waiver)) for one in self.persons]

    @property
    def forms(self) -> list[forms.Form]:
        """In the order of the page: for the summary of errors."""
        return [*self.persons, self.order]

    @property
    def takes_files(self) -> bool:
        """Whether a document may be sent with it: a form without one is read more cheaply."""
        return any(form.is_multipart() for form in self.persons)

    def is_valid(self) -> bool:
        """Whether all is right; every form is asked, so that every error shows."""
        verdicts = [form.is_valid() for form in self.forms]
        return all(verdicts)

    def be_quiet(self) -> None:
        """Keep what was typed, show no errors."""
        for person in self.persons:
            person.be_quiet()
        self.order.be_quiet()

    def cart(self) -> Cart:
        """What is wanted, as far as it is known by now."""
        clean = getattr(self.order, "cleaned_data", {})
        coupon = clean.get("coupon", "") if self.order.is_bound else self.sheet.order.coupon_code
        return Cart(
            email=clean.get("email", ""),
            persons={form.place.entry: form.person() for form in self.persons},
            method=self.order.way(),
            extras=self.order.extras(),
            donation_minor=self.order.donation_minor(),
            coupon=coupon,
            most_minor=clean.get("shown"),
        )

    def gift(self) -> Money:
        """The donation."""
        return Money(self.order.donation_minor(), self.sheet.currency)
