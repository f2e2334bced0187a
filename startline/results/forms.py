"""Input of the room, turned into clean values."""

from collections.abc import Sequence
from operator import attrgetter

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from startline.events.models.catalogue import Edition, Race
from startline.results.models import Result, TimingImport
from startline.results.rules.columns import FIELDS, SPLIT
from startline.results.rules.ranking import Basis, Status
from startline.results.rules.times import TimeWordsError, clock_words, duration_ms

MOST_BYTES = 20_000_000
FIELD_NAMES = {
    "bib": _("Bib"), "given_name": _("First name"), "family_name": _("Last name"),
    "name": _("Whole name"), "gender": _("Women, men, non-binary"), "age": _("Age"),
    "born_on": _("Date of birth"), "category": _("Category"), "country": _("Country"),
    "club": _("Club or team"), "status": _("Finished, DNF, DNS, DSQ"), "gun": _("Gun time"),
    "net": _("Net time"), "place": _("Place"), "gender_place": _("Place by gender"),
    "category_place": _("Place in category"),
}  # fmt: skip
STATUS_NAMES = [
    (Status.FINISHED.value, _("Finished")), (Status.DNF.value, _("Did not finish (DNF)")),
    (Status.DNS.value, _("Did not start (DNS)")), (Status.DSQ.value, _("Disqualified (DSQ)")),
]  # fmt: skip
GENDERS = [("", _("not said")), ("f", _("Women")), ("m", _("Men")), ("x", _("Non-binary"))]


class FileForm(forms.Form):
    """A file from the timing company, and the race it is of."""

    race = forms.ModelChoiceField(Race.objects.none(), to_field_name="slug", label=_("Race"))
    file = forms.FileField(
        label=_("File of results"),
        help_text=_(
            "CSV, XLSX or JSON, one row a runner. The names of columns may stand below a title."
        ),
    )  # fmt: skip

    def __init__(self, *args: object, edition: Edition, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        races = self.fields["race"]
        assert isinstance(races, forms.ModelChoiceField)  # noqa: S101  -- our own field
        races.queryset = edition.races.order_by("position", "pk")
        races.empty_label = None
        races.label_from_instance = attrgetter("name")  # type: ignore[assignment]  # Django's own hook

    def clean_file(self) -> "UploadedFile[bytes]":
        """At most 20 MB."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


class ColumnsForm(forms.Form):
    """Which column is what, and how places are made."""

    basis = forms.ChoiceField(
        label=_("Places by"),
        choices=[(Basis.GUN.value, _("Gun time")), (Basis.NET.value, _("Net time"))],
    )
    band_years = forms.TypedChoiceField(
        label=_("Age groups"), coerce=int,
        choices=[(5, _("of five years, from 40 on")), (10, _("of ten years, from 40 on"))],
        help_text=_("Where the file names no category: by age on race day."),
    )  # fmt: skip
    is_month_first = forms.ChoiceField(
        label=_("Dates in digits"), required=False,
        choices=[("", _("Day before month")), ("yes", _("Month before day"))],
    )  # fmt: skip
    takes_places = forms.BooleanField(
        label=_("Show the places that the file gives"), required=False
    )
    has_chairs_apart = forms.BooleanField(
        label=_("Bibs like W1 are wheelchairs, ranked apart"), required=False
    )

    def __init__(
        self, *args: object, kept: TimingImport, headers: Sequence[str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        offered = [("", _("Left out")), *((f, FIELD_NAMES[f]) for f in FIELDS), (SPLIT, _("Split"))]
        self.headers = list(headers)
        for number, header in enumerate(self.headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header, choices=offered, required=False, initial=kept.mapping.get(header, "")
            )
        for name in ("basis", "band_years", "takes_places", "has_chairs_apart"):
            self.fields[name].initial = getattr(kept, name)
        self.fields["is_month_first"].initial = "yes" if kept.is_month_first else ""

    def clean(self) -> dict[str, object]:
        """A field but a split is read from one column only."""
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for number, header in enumerate(self.headers):
            name = str(cleaned.get(f"column_{number}", ""))
            if name and name != SPLIT and name in seen:
                said = _("“%(other)s” is read as this already.") % {"other": seen[name]}
                self.add_error(f"column_{number}", said)
            seen.setdefault(name, header)
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Header to field."""
        return {h: self.cleaned_data[f"column_{n}"] for n, h in enumerate(self.headers)}


class TimeField(forms.CharField):
    """A time as H:MM:SS or MM:SS, in milliseconds; None for none."""

    def clean(self, value: object) -> int | None:
        """The time. Raises ValidationError."""
        try:
            return duration_ms(str(super().clean(value) or ""))
        except TimeWordsError as error:
            raise forms.ValidationError(_("Write a time as 3:05:09.")) from error


class CorrectForm(forms.Form):
    """A result as it should be, and why."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    status = forms.ChoiceField(label=_("How it ended"), choices=STATUS_NAMES)
    gun_ms = TimeField(label=_("Gun time"), required=False)
    net_ms = TimeField(label=_("Net time"), required=False)
    gender = forms.ChoiceField(label=_("Ranked with"), choices=GENDERS, required=False)
    category = forms.CharField(label=_("Category"), max_length=40, required=False)
    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Kept with your name and what it said before.")
    )

    @classmethod
    def of(cls, result: Result) -> "CorrectForm":
        """The form as the result stands."""
        values = {name: getattr(result, name) for name in ("name", "status", "gender", "category")}
        times = {
            name: "" if (ms := getattr(result, name)) is None else clock_words(ms)
            for name in ("gun_ms", "net_ms")
        }
        return cls(initial=values | times)

    def clean(self) -> dict[str, object]:
        """A finisher has a time."""
        cleaned = super().clean() or {}
        has_time = cleaned.get("gun_ms") is not None or cleaned.get("net_ms") is not None
        if cleaned.get("status") == Status.FINISHED and not has_time and not self.errors:
            self.add_error("gun_ms", _("Who finished has a time."))
        return cleaned


class AskForm(forms.Form):
    """What a runner says is wrong."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("Where the answer goes. It is not shown."),
    )
    text = forms.CharField(
        label=_("What is wrong, and how should it read?"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What became of it."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_done = forms.TypedChoiceField(
        label=_("What became of it"), coerce=lambda word: word == "done",
        choices=[("done", _("It is corrected")), ("refused", _("It stays as it is"))],
    )  # fmt: skip


class ClaimForm(forms.Form):
    """Who says that a result is theirs."""

    name = forms.CharField(label=_("Your name, as in the results"), max_length=200)
    born_on = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Compared with the entry or the age in the list; not kept."),
    )  # fmt: skip

    def refuse(self, why: str) -> None:
        """The sentence to a refusal, with what was typed kept."""
        sentences = {
            "minor": _("Results of people under 18 are not tied to accounts."),
            "no_bib": _(
                "This result has no number, so it cannot be told apart. Ask the organizer."
            ),
            "fit": _("Name and date of birth do not fit this result. Look at both."),
        }
        self.add_error(None, sentences[why])
