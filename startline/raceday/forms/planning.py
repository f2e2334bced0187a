"""Ranges, orders of numbers, desks and links."""

import datetime as dt
import zoneinfo
from operator import attrgetter
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from startline.events.models.catalogue import Edition, Race
from startline.raceday.queries.runners import Wish
from startline.raceday.rules.layouts import LAYOUTS
from startline.raceday.rules.numbers import HIGHEST, Order, Range, Scope

MOST_BYTES = 20_000_000
SCOPES = [
    (Scope.EDITION.value, _("Once in the whole edition")),
    (Scope.RACE.value, _("Once in this race only")),
]
ORDERS = [
    (Order.ENTERED.value, _("Order of entering")), (Order.NAME.value, _("Family name")),
    (Order.SPEED.value, _("Expected time, the fastest first")),
]  # fmt: skip
LAYOUT_NAMES = [
    ("plain", _("Plain")), ("race_result", "RACE RESULT"), ("runsignup", "RunSignup"),
    ("ultrasignup", "UltraSignup"), ("racedb", "RaceDB"),
]  # fmt: skip
FILES = [("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON")]
DAYS = 60


class RangeForm(forms.Form):
    """A range of numbers."""

    race = forms.ModelChoiceField(
        Race.objects.none(), required=False, label=_("Race"),
        empty_label=_("All races without a range of their own"),
    )  # fmt: skip
    first = forms.IntegerField(label=_("From"), min_value=1, max_value=HIGHEST)
    last = forms.IntegerField(label=_("To"), min_value=1, max_value=HIGHEST)
    scope = forms.ChoiceField(label=_("A number is worn"), choices=SCOPES)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_races(self.fields["race"], edition)

    def clean(self) -> dict[str, Any]:
        """From the lower to the higher; only a race has a count of its own."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last number comes before the first."))
        if cleaned.get("scope") == Scope.RACE and not cleaned.get("race"):
            self.add_error("race", _("Say which race counts on its own."))
        return cleaned

    def value(self) -> Range:
        """The range."""
        race = self.cleaned_data["race"]
        return Range(
            0, self.cleaned_data["first"], self.cleaned_data["last"], race.pk if race else None,
            Scope(self.cleaned_data["scope"]),
        )  # fmt: skip


def offer_races(field: forms.Field, edition: Edition) -> None:
    """Let a field choose among an edition's races."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  -- our own field
    field.queryset = edition.races.order_by("position", "pk")
    field.label_from_instance = attrgetter("name")  # type: ignore[assignment]  # Django's own hook


class WishForm(forms.Form):
    """How numbers are given to all who have none."""

    order = forms.ChoiceField(label=_("In which order"), choices=ORDERS)
    speed_key = forms.ChoiceField(label=_("Expected time is the answer to"), required=False)
    keeps_last = forms.BooleanField(
        label=_("Whoever ran the last edition keeps that number, where it is free"), required=False
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["speed_key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  -- our own field
        rows = edition.questions.order_by("position", "pk").values_list("key", "label")
        field.choices = [("", _("No question")), *rows]

    def clean(self) -> dict[str, Any]:
        """By expected time needs the question."""
        cleaned = super().clean() or {}
        if cleaned.get("order") == Order.SPEED and not cleaned.get("speed_key"):
            self.add_error("speed_key", _("Choose the question that asks for the expected time."))
        return cleaned

    def value(self) -> Wish:
        """The wish."""
        data = self.cleaned_data
        return Wish(Order(data["order"]), data["speed_key"], data["keeps_last"])


class NumbersFileForm(forms.Form):
    """A list of numbers."""

    file = forms.FileField(
        label=_("List of numbers"),
        help_text=_(
            "CSV, XLSX or JSON with a column “bib” and one of reference, name or e-mail; "
            "a date of birth tells namesakes apart."
        ),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """At most 20 MB."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


class GiveForm(forms.Form):
    """The pairs of a plan that was looked at: "entry:number", divided by commas."""

    pairs = forms.RegexField(r"^\d{1,18}:\d{1,9}(,\d{1,18}:\d{1,9})*$", widget=forms.HiddenInput)

    def value(self) -> list[tuple[int, int]]:
        """Entry and number."""
        found = (pair.split(":") for pair in self.cleaned_data["pairs"].split(","))
        return [(int(entry), int(number)) for entry, number in found]


class OneNumberForm(forms.Form):
    """A number by hand; none takes it away."""

    entry = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=HIGHEST, required=False)


class EndingForm(forms.Form):
    """Something that is open until a day, to its end in the edition's zone."""

    until_on = forms.DateField(label=_("Open until the end of"))

    def __init__(self, *args: Any, edition: Edition, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.today = edition, today
        day = edition.starts_on or today
        self.fields["until_on"].initial = max(day + dt.timedelta(days=edition.days - 1), today)

    def clean_until_on(self) -> dt.date:
        """Not in the past; nothing stays open for ever."""
        day: dt.date = self.cleaned_data["until_on"]
        latest = max(self.edition.starts_on or self.today, self.today) + dt.timedelta(days=DAYS)
        if day < self.today:
            raise forms.ValidationError(_("This day is over."))
        if day > latest:
            raise forms.ValidationError(_("Choose a day at most sixty days after the race."))
        return day

    def expires_at(self) -> dt.datetime:
        """Midnight after the day, in the edition's zone."""
        after = self.cleaned_data["until_on"] + dt.timedelta(days=1)
        zone = zoneinfo.ZoneInfo(self.edition.timezone)
        return dt.datetime.combine(after, dt.time(), tzinfo=zone).astimezone(dt.UTC)


class DeskForm(EndingForm):
    """A desk."""

    name = forms.CharField(label=_("Name of the desk"), max_length=60)
    is_help = forms.BooleanField(
        label=_("Help table: may let in who shows a signed paper, and undo for other desks"),
        required=False,
    )
    field_order = ("name", "until_on", "is_help")


class LinkForm(EndingForm):
    """A read-only link."""

    name = forms.CharField(label=_("For whom"), max_length=100)
    layout = forms.ChoiceField(label=_("Column names of"), choices=LAYOUT_NAMES)
    field_order = ("name", "layout", "until_on")


class ListForm(forms.Form):
    """Which start list, sorted how, in which layout and file."""

    race = forms.ModelChoiceField(
        Race.objects.none(), to_field_name="slug", required=False, label=_("Race"),
        empty_label=_("All races"),
    )  # fmt: skip
    layout = forms.ChoiceField(label=_("Column names of"), choices=LAYOUT_NAMES, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_races(self.fields["race"], edition)

    def clean_layout(self) -> str:
        """Plain, where none is named."""
        word: str = self.cleaned_data["layout"]
        return word if word in LAYOUTS else "plain"
