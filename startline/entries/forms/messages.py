"""A message to entrants, with texts to start from."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from startline.entries.rules.letters import PLACES, unknown_places

OCCASIONS: Mapping[str, tuple[object, object, object]] = {
    "opens": (
        _("Entries are open"),
        _("Entries for {event} are open"),
        _("Hello {first_name},\n\nentries for {event} on {date} are open. You have run with us "
          "before, and we would be glad to see you again.\n\nEnter here: {page}\n"),
    ),
    "price": (
        _("The price rises soon"),
        _("{event}: the price rises soon"),
        _("Hello {first_name},\n\nthe price of {event} rises in a few days. Who enters before that "
          "pays the lower one.\n\n{page}\n"),
    ),
    "final": (
        _("Final information"),
        _("{event}: what you need to know"),
        _("Hello {first_name},\n\n{event} is close: {date}. You are entered in {race}; your "
          "reference is {reference}.\n\nPacket pickup: \nStart: \nGetting there: \n\nAll of it: "
          "{page}\n"),
    ),
    "thanks": (
        _("Thank you"),
        _("{event}: thank you"),
        _("Hello {first_name},\n\nthank you for running {race} at {event}.\n\nWe hope to see you "
          "again: {page}\n"),
    ),
    "own": (_("Something else"), "", _("Hello {first_name},\n\n")),
}  # fmt: skip


class MessageForm(forms.Form):
    """Subject and text; places in braces are filled in for each person."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    occasion = forms.ChoiceField(
        choices=[(word, word) for word in OCCASIONS], widget=forms.HiddenInput
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        names = ", ".join(f"{{{name}}}" for name in PLACES)
        self.fields["text"].help_text = _now("Filled in for each person: %(names)s") % {
            "names": names
        }

    def clean(self) -> dict[str, object]:
        """Names in braces are ones we can fill."""
        cleaned = super().clean() or {}
        for name in ("subject", "text"):
            strange = unknown_places(str(cleaned.get(name, "")))
            if strange:
                said = _("Nothing fills {%(name)s}.") % {"name": strange[0]}
                self.add_error(name, said)
        return cleaned
