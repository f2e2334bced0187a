"""The answers to the danger signs, as a plain form sends them. Nothing of them is kept."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from startline.recovery.content.danger import QUESTIONS
from startline.recovery.rules.danger import ALL, SIGNS, screens

NONE, BACK = "none", "back"


class DangerForm(forms.Form):
    """All signs marked so far, on which screen the reader stands, which button was pressed."""

    screen = forms.IntegerField(min_value=1, max_value=len(screens()))
    yes = forms.MultipleChoiceField(choices=[*QUESTIONS.items()], required=False)
    unsure = forms.MultipleChoiceField(choices=[*QUESTIONS.items()], required=False)
    go = forms.CharField(required=False, max_length=10)
    country = forms.CharField(required=False, max_length=2)

    @property
    def marks(self) -> tuple[list[str], list[str]]:
        """The signs marked yes and not sure; what is no sign is left out."""
        sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        yes, unsure = sent.getlist("yes"), sent.getlist("unsure")
        return [name for name in yes if name in ALL], [name for name in unsure if name in ALL]

    def clean(self) -> dict[str, Any]:
        """A screen is answered by a mark or by "none of these", never by silence."""
        cleaned = super().clean() or {}
        if self.errors or cleaned["go"] in {NONE, BACK}:
            return cleaned
        here = {sign.id for sign in SIGNS if sign.screen == cleaned["screen"]}
        if not here & {*cleaned["yes"], *cleaned["unsure"]}:
            self.add_error(None, _("Mark what is true or may be, or press “None of these”."))
        return cleaned
