"""Input of the room, turned into clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.reviews.models import ASPECTS, QUESTIONS, Review
from startline.reviews.queries.names import ASPECT_NAMES, QUESTION_NAMES, REASON_NAMES
from startline.reviews.rules.words import HIGHEST, LOWEST, Reason, Words

SCALE = [(str(value), str(value)) for value in range(LOWEST, HIGHEST + 1)]
ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("", _("Don’t know"))]
REASONS = [(one.value, REASON_NAMES[one.value]) for one in Reason]


class ReviewForm(forms.Form):
    """What a reviewer says."""

    overall = forms.ChoiceField(
        label=_("All in all"), choices=SCALE, widget=forms.RadioSelect,
        help_text=_("1 is poor, 5 is excellent."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("In your words"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What would you have liked to know before? Links and formatting are shown as plain "
            "text. Please name no other runners."
        ),
    )  # fmt: skip
    is_free_entry = forms.BooleanField(
        label=_("My place was a gift of the race (free entry, ambassador, press)"), required=False
    )
    is_named = forms.BooleanField(
        label=_("Sign with my first name and initial"), required=False, initial=True,
        help_text=_("Otherwise it says “A runner”. Reviews by minors are never signed."),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        for name in ASPECTS:
            self.fields[name] = forms.ChoiceField(
                label=ASPECT_NAMES[name], choices=[*SCALE, ("", _("n/a"))], required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        for name in QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=QUESTION_NAMES[name], choices=ANSWERS, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @classmethod
    def of(cls, review: Review) -> "ReviewForm":
        """The form as the review stands."""
        names = ("overall", "text", "is_free_entry", *ASPECTS, *QUESTIONS)
        values = {name: getattr(review, name) for name in names}
        values |= {name: "" for name in ASPECTS if values[name] is None}
        return cls(initial={**values, "is_named": bool(review.signed)})

    @property
    def aspects(self) -> list[forms.BoundField]:
        """The eight ratings."""
        return [self[name] for name in ASPECTS]

    @property
    def questions(self) -> list[forms.BoundField]:
        """What is asked about the last quarter."""
        return [self[name] for name in QUESTIONS]

    def words(self) -> Words:
        """The clean values as the services take them."""
        told = self.cleaned_data
        return Words(
            overall=int(told["overall"]),
            aspects={name: int(told[name]) if told[name] else None for name in ASPECTS},
            answers={name: told[name] for name in QUESTIONS},
            text=told["text"].strip(), is_free_entry=told["is_free_entry"],
            is_named=told["is_named"],
        )  # fmt: skip


class ManyFiles(forms.ClearableFileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, as a list."""

    widget = ManyFiles

    def clean(self, data: object, initial: object = None) -> list[object]:
        """Each file by itself. Raises ValidationError."""
        files = data if isinstance(data, list) and data else [None]
        return [super(FilesField, self).clean(file, initial) for file in files]


class PhotosForm(forms.Form):
    """Photos for a review. The files themselves are judged when they are kept."""

    photos = FilesField(
        label=_("Photos"),
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        help_text=_(
            "JPEG, PNG or WebP, up to four, 15 MB each. Where and with what they were taken is "
            "removed from them."
        ),
    )
    words = forms.CharField(
        label=_("What they show"), max_length=200, required=False,
        help_text=_("For readers who cannot see them."),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """The organizer's answer."""

    text = forms.CharField(
        label=_("Your reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it below the review, signed with the name of the event."),
    )  # fmt: skip


class ReportForm(forms.Form):
    """Why a review should not stand."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything we should know"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DecideForm(forms.Form):
    """What an operator decides. A removal needs its reason."""

    verdict = forms.ChoiceField(
        label=_("What happens"), widget=forms.RadioSelect,
        choices=[("keep", _("It is shown")), ("remove", _("It is removed"))],
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason for a removal"), choices=[("", _("none")), *REASONS], required=False
    )
    words = forms.CharField(
        label=_("To the writer"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Who removes says why."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "remove" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose a reason: the writer reads it."))
        return cleaned


class AppealForm(forms.Form):
    """Why a removed review should be shown after all."""

    text = forms.CharField(
        label=_("Why it should be shown"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class AppealAnswerForm(forms.Form):
    """The answer to an appeal."""

    verdict = forms.ChoiceField(
        label=_("What happens"), widget=forms.RadioSelect,
        choices=[("restore", _("It is shown again")), ("uphold", _("It stays removed"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
