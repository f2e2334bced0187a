"""Fields of the trade: distances, cut-offs, civil times in a zone, prices."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money, from_amount
from startline.core.units import HOUR_MS, MINUTE_MS, SECOND_MS

_HOURS_MINUTES = re.compile(r"(\d{1,4})[:h.](\d{2})(?::(\d{2}))?")
_HOURS = re.compile(r"\d{1,4}")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode's embeddings, overrides, isolates


class KilometresField(forms.DecimalField):
    """Kilometres as people write them, to metres; a comma is fine."""

    def __init__(self, **kwargs: object) -> None:
        limits: dict[str, object] = {"min_value": Decimal("0.05"), "max_value": 10_000} | kwargs
        super().__init__(**limits)  # type: ignore[arg-type]  # Django's own arguments
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """A comma is a point here."""
        return super().to_python(str(value).replace(",", ".") if value else value)

    def metres(self, value: Decimal | None) -> int | None:
        """The clean value in metres."""
        return None if value is None else round(value * 1000)


class CutoffField(forms.CharField):
    """A duration in hours and minutes, "2:45" or "2:45:30", to milliseconds."""

    def clean(self, value: object) -> int | None:
        """Milliseconds, or None when nothing was typed."""
        text = str(super().clean(value)).strip()
        return self.milliseconds(text) if text else None

    def milliseconds(self, text: str) -> int:
        """What was typed, in milliseconds."""
        found = _HOURS_MINUTES.fullmatch(text)
        hours, minutes, seconds = (int(n or 0) for n in found.groups()) if found else (0, 99, 99)
        if minutes > 59 or seconds > 59:
            raise ValidationError(_("Write hours and minutes, as 2:45."))
        return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS


class HoursField(CutoffField):
    """A fixed time, "24" hours or "1:30", to milliseconds."""

    def milliseconds(self, text: str) -> int:
        """A number alone is hours."""
        found = int(text) * HOUR_MS if _HOURS.fullmatch(text) else super().milliseconds(text)
        if not found:
            raise ValidationError(_("Say how long the race lasts."))
        return found


def hours_and_minutes(duration_ms: int | None) -> str:
    """A duration as the two fields above read it; seconds only where there are some."""
    if duration_ms is None:
        return ""
    hours, rest = divmod(duration_ms, HOUR_MS)
    minutes, rest = divmod(rest, MINUTE_MS)
    seconds = f":{rest // SECOND_MS:02d}" if rest >= SECOND_MS else ""
    return f"{hours}:{minutes:02d}{seconds}"


def kilometres(metres: int) -> str:
    """Metres as the kilometres field reads them, to the metre."""
    return f"{Decimal(metres) / 1000:f}"


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
            local = value.astimezone(zoneinfo.ZoneInfo(self.zone)).replace(tzinfo=None)
            return local.isoformat(timespec="seconds") if local.second else local
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


class LineField(forms.CharField):
    """One line of text, such as a name: breaks and tabs are blanks, marks that turn the direction
    of what follows are left out. In mails and lists such a name could write lines of its own.
    """

    def to_python(self, value: object) -> str:
        """The words, one blank between two."""
        return " ".join(_TURNS.sub("", str(super().to_python(value) or "")).split())


class WebAddressField(forms.URLField):
    """An address of the web, which a page may link to: http or https, never ftp or javascript."""

    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_("Write the address of a web page; it begins with https:// or http://."),
        )
    ]
    default_error_messages = {
        "invalid": _("Write the address of a web page; it begins with https:// or http://.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https"} | kwargs)


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


@dataclass(frozen=True)
class Group:
    """Fields that belong together: a heading, a hint, rows of one to three fields."""

    title: str
    hint: str
    rows: Sequence[Sequence[forms.BoundField]]


def groups_of(form: forms.Form, *layout: tuple[str, ...]) -> list[Group]:
    """Groups from lines of names: heading, hint, then one text of names for each row.

    Names that a form has dropped are left out; rows and groups without a field too.
    """
    groups = []
    for title, hint, *lines in layout:
        rows = [[form[name] for name in line.split() if name in form.fields] for line in lines]
        if filled := [row for row in rows if row]:
            groups.append(Group(title, hint, filled))
    return groups
