"""One person of an order: who they are, and what the race asks of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.utils import ErrorDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from startline.entries.rules.asking import (
    ADULT,
    LONGEST,
    PHONE,
    Asked,
    Asking,
    Flaw,
    Needed,
    Person,
    ProofGiven,
    flaws,
)
from startline.entries.rules.cart import Place
from startline.events.forms.fields import LineField
from startline.places.queries import countries, country_name

FIRST_YEAR = 1900
PHONE_WORDS = _("Give a phone number with digits, such as +33 6 12 34 56 78.")
GUARDIAN = ("guardian_name", "guardian_email", "guardian_agrees")
SENTENCES = {
    "not_answered": _("Answer this question."),
    "not_offered": _("Choose one of the answers offered."),
    "not_a_number": _("Give a number."),
    "not_a_date": _("Give a date."),
    "not_a_country": _("Choose a country."),
    "not_a_phone": PHONE_WORDS,
    "too_long": _("This is too long."),
    "guardian": _("Under 18 on race day: a parent or guardian has to agree."),
    "not_shown": _("This is needed to start."),
    "no_expiry": _("Say until when it is valid."),
    "expires": _("It has to be valid on race day, %(day)s."),
    "not_signed": _("Sign with your full name to agree."),
    "age_low": _("The minimum age is %(lowest)s on race day, %(day)s. Check the year."),
    "age_high": _("The maximum age is %(highest)s on race day, %(day)s. Check the year."),
}


def sentence(flaw: Flaw) -> str:
    """What to do about a flaw, in the reader's language."""
    numbers = {
        key: f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value
        for key, value in flaw.numbers.items()
    }
    code = flaw.code
    if code == "age":
        lowest = numbers["lowest"]
        code = (
            "age_low"
            if isinstance(lowest, int) and int(str(numbers["age"])) < lowest
            else ("age_high")
        )
    return str(SENTENCES[code]) % numbers


class PersonForm(forms.Form):
    """Made for one place: the fields depend on what its race asks."""

    whose = ""
    """Which of several runners, for the summary of errors."""

    later = forms.BooleanField(
        label=_("They fill in their part themselves"), required=False,
        help_text=_("You get a link to send to them when you have paid."),
    )  # fmt: skip
    given_name = LineField(
        label=_("First name"), max_length=100, error_messages={"required": _("Give a first name.")}
    )
    family_name = LineField(
        label=_("Last name"), max_length=100, error_messages={"required": _("Give a last name.")}
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
        error_messages={"required": _("Give the date of birth.")},
    )
    gender = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("Not said")), ("f", _("Women")), ("m", _("Men")), ("x", _("Non-binary"))],
    )
    club = LineField(label=_("Club or team"), max_length=200, required=False)
    emergency_name = LineField(
        label=_("Who we call in an emergency"), max_length=120,
        help_text=_("Someone who is not running."),
        error_messages={"required": _("Name somebody we can call on race day.")},
    )  # fmt: skip
    emergency_phone = forms.CharField(
        error_messages={"required": _("Add a number we can call on race day.")},
        label=_("Their phone"), max_length=40, validators=[RegexValidator(PHONE, PHONE_WORDS)],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    guardian_name = LineField(label=_("Parent or guardian"), max_length=200, required=False)
    guardian_email = forms.EmailField(label=_("Their e-mail"), required=False, max_length=254)
    guardian_agrees = forms.BooleanField(
        label=_("I am the parent or guardian and I agree to this entry"), required=False
    )

    def __init__(
        self, data: Any = None, *, place: Place, today: dt.date, is_first: bool,
        kept: Mapping[str, str] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, prefix=f"p{place.entry}", **more)
        self.place, self.today, self.kept = place, today, kept or {}
        self.is_first = is_first
        if is_first:
            del self.fields["later"]
            self.fields["given_name"].widget.attrs["autocomplete"] = "given-name"
            self.fields["family_name"].widget.attrs["autocomplete"] = "family-name"
        else:
            del self.fields["born_on"].widget.attrs["autocomplete"]
        if (self.asked.lowest_age or 0) >= ADULT:
            for name in GUARDIAN:
                del self.fields[name]
        for question in self.asked.questions:
            self.fields[f"q_{question.key}"] = question_field(question)
        for need in self.asked.needs:
            self.fields.update(need_fields(need))
        if self.asked.waiver:
            self.fields["signed"] = forms.CharField(
                label=_("Sign with your full name"), max_length=200, required=False
            )
        self.mark_prices()

    def mark_prices(self) -> None:
        """A change of what a price depends on shows the new bill at once, where scripts run."""
        names = {f"q_{step.answer_key}" for step in self.place.steps if step.answer_key}
        if any((s.lowest_age, s.highest_age) != (None, None) for s in self.place.steps):
            names.add("born_on")
        for name in names & set(self.fields):
            self.fields[name].widget.attrs["data-prices"] = ""

    @property
    def asked(self) -> Asked:
        """What the race asks."""
        return self.place.asked

    @property
    def is_later(self) -> bool:
        """Whether this member fills in their own part."""
        if "later" not in self.fields:
            return False
        if not self.is_bound:
            return bool(self.get_initial_for_field(self.fields["later"], "later"))
        return f"{self.prefix}-later" in self.data

    def full_clean(self) -> None:
        """A part that its member fills in has no errors here."""
        super().full_clean()
        if self.is_bound and self.is_later:
            self._errors = ErrorDict()

    def be_quiet(self) -> None:
        """Keep what was typed and show no errors: the person has not finished yet."""
        if self.is_bound:
            self.full_clean()
            self._errors = ErrorDict()

    def clean_born_on(self) -> dt.date:
        """A date of birth lies in the past and within a lifetime."""
        born: dt.date = self.cleaned_data["born_on"]
        if not born.year >= FIRST_YEAR or born > self.today:
            raise forms.ValidationError(_("Give a date of birth in the past, with four digits."))
        return born

    def clean(self) -> None:
        """What the race asks beyond single fields."""
        clean = self.cleaned_data
        somebody = self.written(clean.get("born_on") or self.today.replace(year=FIRST_YEAR, day=1))
        for flaw in flaws(somebody, self.asked):
            if flaw.field in self.fields and flaw.field not in self.errors:
                self.add_error(flaw.field, sentence(flaw))

    def person(self) -> Person | None:
        """The person as far as known; None before there is a date of birth, or for a later one."""
        born = getattr(self, "cleaned_data", {}).get("born_on")
        return None if self.is_later or not born else self.written(born)

    def written(self, born_on: dt.date) -> Person:
        """The person as the form says."""
        clean = self.cleaned_data
        names = (
            "gender", "club", "emergency_name", "emergency_phone", "guardian_name",
            "guardian_email", "guardian_agrees", "signed",
        )  # fmt: skip
        return Person(
            born_on=born_on,
            given_name=clean.get("given_name", ""),
            family_name=clean.get("family_name", ""),
            answers={q.key: as_answer(clean.get(f"q_{q.key}")) for q in self.asked.questions},
            proofs=tuple(proof for need in self.asked.needs if (proof := self.proof(need, clean))),
            **{name: clean[name] for name in names if clean.get(name)},
        )

    def proof(self, need: Needed, clean: Mapping[str, Any]) -> ProofGiven | None:
        """What was shown for a requirement."""
        said = clean.get(f"need_{need.number}")
        document = self.kept.get(f"{self.prefix}-need_{need.number}", "")
        words = "yes" if said is True else said if isinstance(said, str) else ""
        if not words and not document:
            return None
        return ProofGiven(need.number, words, clean.get(f"until_{need.number}"), document)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The organizer's questions, in their order."""
        return [self[f"q_{question.key}"] for question in self.asked.questions]

    @property
    def need_fields(self) -> list[forms.BoundField]:
        """What has to be shown."""
        names = [f for n in self.asked.needs for f in (f"need_{n.number}", f"until_{n.number}")]
        return [self[name] for name in names if name in self.fields]

    @property
    def guardian_is_open(self) -> bool:
        """Whether the guardian's part is in use."""
        shown = [self[name] for name in GUARDIAN if name in self.fields]
        return any(field.errors or field.value() for field in shown)


def as_answer(value: object) -> str | list[str]:
    """An answer as it is kept."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


@lru_cache(maxsize=32)
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """All countries by name."""
    named = ((code, country_name(code, language)) for code in countries())
    return tuple(sorted(named, key=lambda pair: pair[1]))


def question_field(question: Asking) -> forms.Field:
    """The field for one question; whether it must be answered depends on the others."""
    shown: dict[str, Any] = {
        "label": question.label, "help_text": question.hint, "required": False,
    }  # fmt: skip
    watch = (
        {"data-shown-if": question.shown_if_key, "data-shown-value": question.shown_if_value}
        if question.shown_if_key
        else {}
    )
    if question.kind == "choices":
        offered = [(word, word) for word in question.options]
        boxes = forms.CheckboxSelectMultiple(attrs=watch)
        return forms.MultipleChoiceField(choices=offered, widget=boxes, **shown)
    if question.kind in {"choice", "yes_no", "country"}:
        choices = [("", "–"), *options_of(question)]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=watch), **shown)
    if question.kind == "date":
        date = forms.DateInput(attrs={"type": "date", **watch})
        return forms.DateField(widget=date, **shown)
    line: forms.Widget = forms.TextInput(attrs={**LINES.get(question.kind, {}), **watch})
    if question.kind == "long_text":
        line = forms.Textarea(attrs={"rows": 3, **watch})
    return forms.CharField(max_length=LONGEST.get(question.kind, 200), widget=line, **shown)


LINES = {"phone": {"type": "tel"}, "number": {"inputmode": "decimal"}}


def options_of(question: Asking) -> Iterable[tuple[str, Any]]:
    """The answers of a question with one answer."""
    if question.kind == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    if question.kind == "country":
        return country_choices(get_language() or "en")
    return [(word, word) for word in question.options]


def need_fields(need: Needed) -> dict[str, forms.Field]:
    """The fields for one requirement: a tick, a code or number, or a document; and its end."""
    name = f"need_{need.number}"
    if need.way == "declaration":
        return {name: forms.BooleanField(label=need.label, required=False)}
    if need.way == "code":
        hint = _("The code or number on it.")
        found: dict[str, forms.Field] = {
            name: forms.CharField(label=need.label, max_length=200, required=False, help_text=hint)
        }
    else:
        hint = _("PDF, JPEG or PNG, at most 5 MB.")
        found = {name: forms.FileField(label=need.label, required=False, help_text=hint)}
    if need.kind == "certificate":
        found[f"until_{need.number}"] = forms.DateField(
            label=_("Valid until"), required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
        )  # fmt: skip
    return found
