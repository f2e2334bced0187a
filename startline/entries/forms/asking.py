"""Forms for what entering asks: coupons, questions, requirements, the waiver."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from startline.core.units import HOUR_MS, MINUTE_MS
from startline.entries.forms.offer import (
    EVERY_RACE,
    PieceForm,
    amount,
    currency_of,
    offer_questions,
)
from startline.entries.models.asking import Question, Requirement
from startline.entries.models.coupons import Coupon
from startline.events.forms.fields import (
    AmountField,
    CivilTimeField,
    CutoffField,
    KilometresField,
    LineField,
)
from startline.events.models.catalogue import Edition, Race

COUPONS = [
    ("amount", _("An amount off each entry")), ("percent", _("A share off each entry")),
    ("opens", _("Opens a hidden race")),
]  # fmt: skip
KINDS = [
    ("text", _("A line of text")), ("long_text", _("Several lines")), ("number", _("A number")),
    ("choice", _("One of several")), ("choices", _("Some of several")), ("yes_no", _("Yes or no")),
    ("date", _("A date")), ("country", _("A country")), ("phone", _("A phone number")),
]  # fmt: skip
REQUIREMENTS = [
    ("qualifying_time", _("Qualifying time")), ("licence", _("Licence")),
    ("certificate", _("Certificate with an expiry date")), ("other", _("Something else")),
]  # fmt: skip
WAYS = [
    ("declaration", _("They say so")), ("code", _("They give a number or code")),
    ("document", _("They hand over a document")),
]  # fmt: skip


class CouponForm(PieceForm):
    """A code that changes a price or opens a hidden race."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("CLUB2026"))
    kind = forms.ChoiceField(label=_("What it does"), choices=COUPONS)
    amount_off = AmountField(label=_("Amount off"), required=False)
    percent = forms.IntegerField(label=_("Percent off"), required=False, min_value=0, max_value=100)
    race = forms.ModelChoiceField(
        Race.objects.none(), label=_("For"), required=False, empty_label=EVERY_RACE
    )
    email = forms.EmailField(label=_("Only for this person"), required=False, max_length=254)
    from_at = CivilTimeField(label=_("From"), required=False)
    until_at = CivilTimeField(label=_("Until"), required=False)
    most_uses = forms.IntegerField(
        label=_("Entries at most"), required=False, min_value=1, max_value=1_000_000
    )
    budget = AmountField(
        label=_("Budget"), required=False, help_text=_("It ends when so much was given.")
    )

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """Amounts as typed."""
        assert isinstance(row, Coupon)  # noqa: S101  -- the registry's pair
        currency = currency_of(row.edition)
        return super().shown(row) | {
            "amount_off": amount(row.minor or None, currency),
            "budget": amount(row.budget_minor, currency),
        }

    def clean(self) -> dict[str, object]:
        """The kind has what it needs."""
        cleaned = super().clean() or {}
        self.off, self.most = self.minor("amount_off"), self.minor("budget")
        if cleaned.get("kind") == "amount" and not self.off:
            self.add_error("amount_off", _("Say how much is taken off."))
        if cleaned.get("kind") == "percent" and not cleaned.get("percent"):
            self.add_error("percent", _("Say how many percent are taken off."))
        if cleaned.get("kind") == "opens" and not cleaned.get("race"):
            self.add_error("race", _("Say which hidden race it opens."))
        first, last = cleaned.get("from_at"), cleaned.get("until_at")
        if isinstance(first, dt.datetime) and isinstance(last, dt.datetime) and first >= last:
            self.add_error("until_at", _("The end lies before the beginning."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Only what the kind needs."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        names = ("code", "kind", "race", "email", "from_at", "until_at", "most_uses")
        return {name: data[name] for name in names} | {
            "minor": (self.off or 0) if kind == "amount" else 0,
            "percent": (data["percent"] or 0) if kind == "percent" else 0,
            "budget_minor": self.most,
            "edition": self.edition,
        }


class QuestionForm(PieceForm):
    """One question of the entry form."""

    label = LineField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(label=_("Answered with"), choices=KINDS)
    options = forms.CharField(
        label=_("Answers to choose from"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line."),
    )  # fmt: skip
    hint = forms.CharField(label=_("Hint"), max_length=300, required=False)
    is_required = forms.BooleanField(label=_("Has to be answered"), required=False)
    race = forms.ModelChoiceField(
        Race.objects.none(), label=_("Asked for"), required=False, empty_label=EVERY_RACE
    )
    shown_if_key = forms.ChoiceField(label=_("Only if they answered"), required=False)
    shown_if_value = forms.CharField(label=_("with"), required=False, max_length=120)
    position = forms.IntegerField(
        label=_("Place in the form"), initial=0, min_value=0, max_value=999
    )

    def __init__(self, *args: object, edition: Edition, **kwargs: object) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        offer_questions(self.fields["shown_if_key"], edition)

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """Options as lines."""
        assert isinstance(row, Question)  # noqa: S101  -- the registry's pair
        return super().shown(row) | {"options": "\n".join(map(str, row.options))}

    def clean(self) -> dict[str, object]:
        """Choices have at least two answers; a condition is whole."""
        cleaned = super().clean() or {}
        lines = [line.strip() for line in str(cleaned.get("options", "")).splitlines()]
        self.lines = list(dict.fromkeys(line for line in lines if line))
        if cleaned.get("kind") in ("choice", "choices") and len(self.lines) < 2:
            self.add_error("options", _("Give at least two answers, one a line."))
        if bool(cleaned.get("shown_if_key")) != bool(cleaned.get("shown_if_value")):
            self.add_error(
                "shown_if_value", _("Give both the question and the answer, or neither.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Options as a list."""
        return {**self.cleaned_data, "options": self.lines, "edition": self.edition}


class RequirementForm(PieceForm):
    """What a person has to show to start."""

    race = forms.ModelChoiceField(Race.objects.none(), label=_("Race"))
    kind = forms.ChoiceField(label=_("What"), choices=REQUIREMENTS)
    label = LineField(label=_("In your words"), max_length=200)
    way = forms.ChoiceField(label=_("How it is shown"), choices=WAYS)
    distance_km = KilometresField(label=_("Qualifying time: over how many km"), required=False)
    most_time = CutoffField(
        label=_("Qualifying time: at most"), required=False, help_text=_("Hours and minutes: 3:30")
    )
    since_on = forms.DateField(
        label=_("Qualifying time: run since"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    months = forms.IntegerField(
        label=_("Certificate: not older than months"), required=False, min_value=1, max_value=60
    )

    @classmethod
    def shown(cls, row: models.Model) -> dict[str, object]:
        """Details as typed."""
        assert isinstance(row, Requirement)  # noqa: S101  -- the registry's pair
        known = row.details
        most = known.get("most_ms") or 0
        return super().shown(row) | {
            "distance_km": known["distance_m"] / 1000 if known.get("distance_m") else None,
            "most_time": f"{most // HOUR_MS}:{most % HOUR_MS // MINUTE_MS:02}" if most else "",
            "since_on": known.get("since_on"),
            "months": known.get("months"),
        }

    def clean(self) -> dict[str, object]:
        """A qualifying time has a distance and a time."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "qualifying_time":
            for name in ("distance_km", "most_time"):
                if not cleaned.get(name):
                    self.add_error(name, _("A qualifying time needs a distance and a time."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Details by kind."""
        data = self.cleaned_data
        details: dict[str, object] = {}
        if data["kind"] == "qualifying_time":
            since: dt.date | None = data["since_on"]
            details = {
                "distance_m": round(data["distance_km"] * 1000), "most_ms": data["most_time"],
                "since_on": since.isoformat() if since else None,
            }  # fmt: skip
        elif data["kind"] == "certificate" and data["months"]:
            details = {"months": data["months"]}
        return {name: data[name] for name in ("race", "kind", "label", "way")} | {
            "details": details
        }


class WaiverForm(forms.Form):
    """The text an entrant signs."""

    text = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown works here. A changed text is a new version; who signed an older one "
                    "has signed that."),
    )  # fmt: skip

    def clean_text(self) -> str:
        """One kind of line end."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if not text:
            raise ValidationError(_("Write the text first."))
        return text
