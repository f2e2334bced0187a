"""Fields of the trade: distances, cut-offs, civil times in a zone, prices."""

import datetime as dt
import re
import zoneinfo
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money, from_amount
from startline.core.units import HOUR_MS, MINUTE_MS

_CUTOFF = re.compile(r"(\d{1,3})[:h.](\d{2})")


class KilometresField(forms.DecimalField):
    """Kilometres as people write them, to metres; a comma is fine."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(min_value=Decimal("0.05"), max_value=10_000, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """A comma is a point here."""
        return super().to_python(str(value).replace(",", ".") if value else value)

    def metres(self, value: Decimal | None) -> int | None:
        """The clean value in metres."""
        return None if value is None else round(value * 1000)


class CutoffField(forms.CharField):
    """A duration in hours and minutes, "2:45", to milliseconds."""

    def clean(self, value: object) -> int | None:
        """Milliseconds, or None when nothing was typed."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = _CUTOFF.fullmatch(text)
        if not found or int(found[2]) > 59:
            raise ValidationError(_("Write hours and minutes, as 2:45."))
        return int(found[1]) * HOUR_MS + int(found[2]) * MINUTE_MS


class CivilTimeField(forms.DateTimeField):
    """A date and time as the clock on the wall will show it."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        self.zone = "UTC"

    def in_zone(self, zone: str) -> None:
        """Say whose clock it is."""
        self.zone = zone

    def prepare_value(self, value: object) -> object:
        """Shown in the zone."""
        if isinstance(value, dt.datetime) and value.tzinfo:
            return value.astimezone(zoneinfo.ZoneInfo(self.zone)).replace(tzinfo=None)
        return value

    def to_python(self, value: object) -> dt.datetime | None:
        """An instant in UTC; a time that the clock change skips is refused."""
        if value in self.empty_values:
            return None
        try:
            naive = dt.datetime.fromisoformat(str(value)).replace(tzinfo=None)
        except ValueError as error:
            raise ValidationError(_("Give a date and a time, as 2026-05-17 09:00.")) from error
        local = naive.replace(tzinfo=zoneinfo.ZoneInfo(self.zone))
        instant = local.astimezone(dt.UTC)
        if instant.astimezone(local.tzinfo).replace(tzinfo=None) != naive:
            raise ValidationError(_("The clocks change: this time does not exist on that day."))
        return instant


class AmountField(forms.CharField):
    """An amount in whole units with decimals, "22.50" or "22,50"."""

    def money(self, text: str, currency: str) -> Money:
        """The amount as money of a currency."""
        try:
            amount = from_amount(Decimal(text.strip().replace(",", ".")), currency)
        except (ValueError, ArithmeticError) as error:
            raise ValidationError(
                _("Write an amount like 22.50, with no more decimals than the currency has.")
            ) from error
        if not 0 <= amount.minor < 100_000_000:
            raise ValidationError(_("Write an amount of zero or more."))
        return amount
