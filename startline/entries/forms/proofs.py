"""One thing the race asks to be shown, sent after entering."""

import datetime as dt

from django import forms

from startline.entries.forms.person import need_fields, sentence
from startline.entries.rules.asking import Asked, Needed, ProofGiven, proof_flaws


class ProofForm(forms.Form):
    """The fields of one requirement. A document is checked by its first bytes when it is kept."""

    def __init__(self, *args: object, need: Needed, day: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.need = need
        self.day = day
        self.fields.update(need_fields(need))

    def clean(self) -> dict[str, object]:
        """Something is shown, and a certificate lasts until race day."""
        cleaned = super().clean() or {}
        asked = Asked(self.day, needs=(self.need,))
        sent = "sent" if cleaned.get(f"need_{self.need.number}") else ""
        for flaw in proof_flaws((self.given(sent),), asked):
            if flaw.field in self.fields and flaw.field not in self.errors:
                self.add_error(flaw.field, sentence(flaw))
        return cleaned

    def given(self, document: str = "") -> ProofGiven:
        """What was shown; `document` is its name in the store."""
        said = self.cleaned_data.get(f"need_{self.need.number}")
        words = "yes" if said is True else said if isinstance(said, str) else ""
        until = self.cleaned_data.get(f"until_{self.need.number}")
        return ProofGiven(self.need.number, words, until, document)
