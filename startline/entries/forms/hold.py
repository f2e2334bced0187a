"""How many places, and a code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money
from startline.entries.rules.cart import MOST_HEADS
from startline.events.models.catalogue import Race


class HoldForm(forms.Form):
    """A number for each race; a key makes a double click harmless."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("If you were given one.")
    )

    def __init__(
        self, data: Any = None, *, races: Sequence[Race], chosen: Race, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.races, self.chosen = races, chosen
        for race in races:
            self.fields[f"n_{race.pk}"] = forms.IntegerField(
                label=race.name, required=False, min_value=0, max_value=MOST_HEADS,
                initial=1 if race == chosen else 0,
            )  # fmt: skip

    def wanted(self) -> list[tuple[Race, int]]:
        """Races with heads; a form that says nothing of numbers wants one of the chosen race."""
        numbers = [(race, self.cleaned_data.get(f"n_{race.pk}")) for race in self.races]
        if all(number is None for _race, number in numbers):
            return [(self.chosen, self.chosen.party_size)]
        return [(race, number * race.party_size) for race, number in numbers if number]

    def rows(self, prices: Mapping[int, Money]) -> list[tuple[forms.BoundField, Money | None, int]]:
        """Each number with what one costs now, and how many run together for it."""
        return [(self[f"n_{race.pk}"], prices.get(race.pk), race.party_size) for race in self.races]
