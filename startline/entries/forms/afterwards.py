"""Input of the pages after entering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.entries.rules.afterwards import REASONS, Act
from startline.events.forms.fields import LineField
from startline.events.models.catalogue import Edition, Race

REASON_WORDS = {
    "injury": _("Injury"),
    "illness": _("Illness"),
    "pregnancy": _("Pregnancy"),
    "bereavement": _("A death in the family"),
    "service": _("Called to service"),
    "visa": _("No visa"),
    "other": _("Another reason"),
}


class ActForm(forms.Form):
    """Nothing but a key, which makes a double click harmless."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TransferForm(ActForm):
    """To whom."""

    to_email = forms.EmailField(
        label=_("Their e-mail"),
        help_text=_("They get a link and fill in their own part. You keep the place until then."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        max_length=254,
    )


class DeferralForm(ActForm):
    """Why, as a word."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect,
        help_text=_("Nobody asks for a proof, and none is kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        words = [(reason, REASON_WORDS[reason]) for reason in reasons if reason in REASON_WORDS]
        if words:
            self.fields["reason"].choices = words  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["reason"]


class ChangeForm(ActForm):
    """Which race instead."""

    race = forms.ModelChoiceField(Race.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, races: Sequence[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["race"].queryset = Race.objects.filter(pk__in=races)  # type: ignore[attr-defined]  # a ModelChoiceField


class NameForm(ActForm):
    """Both names as they should be."""

    given_name = LineField(label=_("First name"), max_length=100)
    family_name = LineField(label=_("Last name"), max_length=100)


class WishForm(forms.Form):
    """What one wants after a calling."""

    WORDS = {
        "refund": _("My money back"),
        "defer": _("A place in the next edition"),
        "keep": _("Keep my place for the new date"),
        "donate": _("Leave the money with the organizer"),
    }

    wish = forms.ChoiceField(label=_("What do you want?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, wishes: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["wish"].choices = [(w, self.WORDS[w]) for w in wishes]  # type: ignore[attr-defined]  # a ChoiceField


class WaitForm(forms.Form):
    """Who waits, for how many."""

    name = LineField(label=_("Your name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The offer of a place goes here, and nothing else."),
        max_length=254,
    )
    heads = forms.IntegerField(label=_("Places"), min_value=1, max_value=40, initial=1)

    def __init__(self, *args: Any, race: Race, **more: Any) -> None:
        super().__init__(*args, **more)
        most = race.pool.places if race.pool else 1
        self.fields["heads"] = forms.IntegerField(
            label=_("Runners") if race.party_size > 1 else _("Places"),
            min_value=race.party_size, max_value=min(40, most), step_size=race.party_size,
            initial=race.party_size,
            help_text=_("They are offered together: a larger number may wait longer."),
        )  # fmt: skip


class AfterTermsForm(forms.Form):
    """Resale, the processor's kept fee, the difference, and the reasons of a deferral."""

    refund_on_resale = forms.BooleanField(
        label=_("Refund when the place is sold again"), required=False,
        help_text=_("Entrants release a place; the waitlist or the next buyer gets it."),
    )  # fmt: skip
    kept_fee_bearer = forms.ChoiceField(
        label=_("Who bears what the card processor keeps of the first payment?"),
        choices=[("entrant", _("The entrant")), ("organizer", _("You"))],
        widget=forms.RadioSelect,
    )
    difference_to = forms.ChoiceField(
        label=_("Who gets the difference when the price has changed?"),
        choices=[("organizer", _("You")), ("entrant", _("The entrant"))],
        widget=forms.RadioSelect,
        help_text=_("An entrant never gets back more than they paid."),
    )
    reasons = forms.MultipleChoiceField(
        label=_("A place may be moved to the next edition for"), required=False,
        choices=[(r, REASON_WORDS[r]) for r in REASONS], widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for any reason."),
    )  # fmt: skip
    free_reasons = forms.MultipleChoiceField(
        label=_("Without a fee for"), required=False,
        choices=[(r, REASON_WORDS[r]) for r in REASONS], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class CallingForm(forms.Form):
    """What happened, what comes back, until when to choose."""

    race = forms.ModelChoiceField(
        Race.objects.none(), label=_("What is it about?"), required=False,
        empty_label=_("The whole event"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What happens?"), widget=forms.RadioSelect,
        choices=[("cancelled", _("It is cancelled")), ("postponed", _("It moves to another date"))],
    )  # fmt: skip
    refund_percent = forms.IntegerField(
        label=_("Share of what was paid that goes back, %"), min_value=0, max_value=100,
        initial=100, help_text=_("You bear what the card processor keeps."),
    )  # fmt: skip
    offers_deferral = forms.BooleanField(
        label=_("Entrants may take a place in the next edition instead"), required=False
    )
    days = forms.IntegerField(
        label=_("Days to choose"), min_value=1, max_value=90, initial=14,
        help_text=_("Who says nothing gets the money back, or keeps the place if it only moves."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Your words to the entrants"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("I want every entrant to be written to now"))

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        """The races of the edition that stand."""
        super().__init__(*args, **options)
        race = self.fields["race"]
        assert isinstance(race, forms.ModelChoiceField)  # noqa: S101  -- ours
        race.queryset = edition.races.filter(is_cancelled=False).order_by("position", "pk")

    def clean(self) -> dict[str, object]:
        """One race alone is cancelled, never moved."""
        cleaned = super().clean() or {}
        if cleaned.get("race") and cleaned.get("kind") == "postponed":
            self.add_error("kind", _("Only the whole event can move. Change the race’s start, and "
                                     "tell its entrants by a message."))  # fmt: skip
        return cleaned


ACT_FORMS: dict[Act, type[ActForm]] = {
    Act.TRANSFER: TransferForm,
    Act.DISTANCE_CHANGE: ChangeForm,
    Act.DEFERRAL: DeferralForm,
    Act.NAME_CHANGE: NameForm,
}
