"""A page of one's own: its name, its address, and what stands on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.accounts.models import Profile
from startline.core.text import slug

TICKS = ("shows_results", "shows_bests", "shows_races", "shows_reviews", "is_listed")


class ProfileForm(forms.Form):
    """Nothing is ticked at first. `is_adult` has to be said each time the page is made."""

    name = forms.CharField(label=_("Name on the page"), max_length=80)
    slug = forms.CharField(
        label=_("Last part of its address"), max_length=60, required=False,
        help_text=_("Empty: made of the name."),
    )  # fmt: skip
    shows_results = forms.BooleanField(
        label=_("My results"), required=False,
        help_text=_("Never those whose name you have hidden."),
    )  # fmt: skip
    shows_bests = forms.BooleanField(label=_("My personal bests"), required=False)
    shows_races = forms.BooleanField(
        label=_("The races I have entered"), required=False,
        help_text=_("Everybody then knows where you are on these days."),
    )  # fmt: skip
    shows_reviews = forms.BooleanField(label=_("My signed reviews"), required=False)
    is_listed = forms.BooleanField(label=_("Search engines may show the page"), required=False)
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("Nobody under 18 has a public page.")},
    )

    @classmethod
    def of(cls, profile: Profile | None, name: str) -> "ProfileForm":
        """The form as it was sent last."""
        if profile is None:
            return cls(initial={"name": name})
        words = {word: getattr(profile, word) for word in ("name", "slug", *TICKS)}
        return cls(initial={**words, "is_adult": True})

    def clean_name(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def said(self) -> dict[str, object]:
        """The words of the model."""
        data = {word: self.cleaned_data[word] for word in ("name", *TICKS)}
        return {**data, "slug": slug(self.cleaned_data["slug"] or data["name"], 60)}

    def clean(self) -> dict[str, object]:
        """An address needs a letter or a number."""
        data = self.cleaned_data
        if "name" in data and not slug(data.get("slug") or data["name"], 60):
            self.add_error("slug", _("An address needs letters or numbers."))
        return data
