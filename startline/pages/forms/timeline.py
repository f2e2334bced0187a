"""What a reader types about a race and an entry bought elsewhere, and about today's running."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money, from_amount
from startline.discovery.rules.rates import UNITS_PER_EURO
from startline.entries.rules.afterwards import Act, Rule
from startline.events.forms.fields import CutoffField, KilometresField, WebAddressField
from startline.pages.rules.deadlines import zone_of
from startline.pages.rules.knee import MINUTE_MS
from startline.pages.rules.said import Said
from startline.recovery.rules.running import LADDER

ACTS = (Act.DEFERRAL, Act.TRANSFER, Act.DISTANCE_CHANGE, Act.REFUND, Act.RESALE)
_LAST = {
    Act.DEFERRAL: _("Last day to defer"),
    Act.TRANSFER: _("Last day to hand on"),
    Act.DISTANCE_CHANGE: _("Last day to change distance"),
    Act.REFUND: _("Last day for a refund"),
    Act.RESALE: _("Last day to release for resale"),
}
_COSTS = {
    Act.DEFERRAL: _("What deferring costs"),
    Act.TRANSFER: _("What handing on costs"),
    Act.DISTANCE_CHANGE: _("What the change costs"),
    Act.REFUND: _("What is kept of the refund"),
    Act.RESALE: _("What the resale costs"),
}
REBUILD = "10"
MOST_LOG = 2_000_000
MOST_MINUTES = 24 * 60


def stages() -> list[tuple[str, Any]]:
    """The stages of the ladder as a reader finds their own."""
    found: list[tuple[str, Any]] = [
        ("", _("I would rather not say")),
        ("0", _("No running yet, or not started")),
    ]
    for number, one in enumerate(LADDER[1:-1], 1):
        words = _("%(n)s × (%(run)s min run, %(walk)s min walk)")
        values = {"n": one.repeats, "run": f"{one.run_min:g}", "walk": f"{one.walk_min:g}"}
        found.append((str(number), words % values))
    found.append((str(len(LADDER) - 1), _("Nearly 30 minutes without a walk break")))
    found.append((REBUILD, _("30 minutes or more without a break, four times green")))
    return found


class KneeForm(forms.Form):
    """Today's running, the time for the race, and the log that the device sends along."""

    time = CutoffField(
        label=_("Time you expect for the race, h:mm"), required=False, max_length=12,
        help_text=_("It decides how long the longest green run before it must be."),
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("What can you run now without trouble?"), required=False)
    longest = forms.IntegerField(
        label=_("Longest such run of the last 30 days, minutes"), required=False, min_value=0,
        max_value=MOST_MINUTES,
    )  # fmt: skip
    log = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_LOG)
    zone = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101  -- declared above
        stage.choices = stages()

    @property
    def race_min(self) -> int | None:
        """The minutes expected, rounded up."""
        time = self.cleaned_data.get("time")
        return -(-time // MINUTE_MS) if time else None

    @property
    def said(self) -> Said:
        """What was said, once it is valid."""
        values = self.cleaned_data
        return Said(
            race_min=self.race_min, stage=int(values["stage"]) if values["stage"] else None,
            longest_min=values["longest"] or 0, log=values["log"], zone=values["zone"],
        )  # fmt: skip


class OutsideForm(KneeForm):
    """The same for an entry bought elsewhere: what was paid, last days and their costs."""

    paid = forms.DecimalField(
        label=_("What you paid"), required=False, min_value=0, max_value=1_000_000,
    )  # fmt: skip
    currency = forms.CharField(
        label=_("Currency, as EUR"), required=False, max_length=3,
        help_text=_("Three letters. It holds for every amount here."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: dt.date | None = None, zone: str = "UTC", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.race_on, self.race_zone = on, zone
        for act in ACTS:
            self.fields[f"{act}_on"] = forms.DateField(label=_LAST[act], required=False)
            self.fields[f"{act}_cost"] = forms.DecimalField(
                label=_COSTS[act], required=False, min_value=0, max_value=1_000_000
            )

    def clean_currency(self) -> str:
        """A currency the site knows."""
        said = str(self.cleaned_data["currency"]).strip().upper()
        if said and said != "EUR" and said.lower() not in {c.lower() for c in UNITS_PER_EURO}:
            raise forms.ValidationError(_("This currency is not known here. Write it as EUR."))
        return said

    def clean(self) -> dict[str, Any]:
        """Days after the race and costs without their day are said where they stand."""
        values = super().clean() or {}
        on, paid = self.day_of_race(values), values.get("paid")
        for act in ACTS:
            last, cost = values.get(f"{act}_on"), values.get(f"{act}_cost")
            if last and on and last > on:
                self.add_error(f"{act}_on", _("This day is after the race."))
            if cost is not None and last is None:
                self.add_error(f"{act}_on", _("A cost needs its last day."))
            if act is Act.REFUND and paid is not None and cost is not None and cost > paid:
                self.add_error(
                    f"{act}_cost", _("More is kept than was paid: one of them is wrong.")
                )
        self._check_decimals(values)
        amounts = [paid, *(values.get(f"{act}_cost") for act in ACTS)]
        if any(amounts) and not values.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency the amounts are."))
        return values

    def _check_decimals(self, values: dict[str, Any]) -> None:
        for name in ("paid", *(f"{act}_cost" for act in ACTS)):
            try:
                from_amount(values.get(name) or 0, values.get("currency") or "EUR")
            except ValueError:
                self.add_error(name, _("This currency has no so small parts."))

    def day_of_race(self, values: dict[str, Any]) -> dt.date | None:
        """The day the last days are held against."""
        return self.race_on

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each way: its last day and its cost."""
        return [(self[f"{act}_on"], self[f"{act}_cost"]) for act in ACTS]

    @property
    def paid_money(self) -> Money | None:
        """What was paid, where it was said."""
        paid, currency = self.cleaned_data["paid"], self.cleaned_data["currency"]
        return None if paid is None else from_amount(paid, currency or "EUR")

    @property
    def said(self) -> Said:
        """The same with what was paid and the last days."""
        currency = self.cleaned_data["currency"]
        return replace(super().said, paid=self.paid_money, currency=currency, rules=self.rules)

    @property
    def rules(self) -> dict[Act, Rule]:
        """The reader's own last days: the first moment too late is the end of the day there."""
        place, currency = zone_of(self.race_zone), self.cleaned_data["currency"] or "EUR"
        found = {}
        for act in ACTS:
            last = self.cleaned_data[f"{act}_on"]
            if last is None:
                continue
            after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=place)
            fee = from_amount(self.cleaned_data[f"{act}_cost"] or 0, currency).minor
            found[act] = Rule(
                act, is_allowed=True, until_at=after.astimezone(dt.UTC), fee_minor=fee
            )
        return found


class TypedForm(OutsideForm):
    """A race that the catalogue does not have."""

    name = forms.CharField(label=_("Race"), max_length=120)
    on = forms.DateField(label=_("Race day"))
    distance = KilometresField(label=_("Distance, km"))
    cutoff = CutoffField(label=_("Cut-off, h:mm"), required=False, max_length=12)
    descent = forms.IntegerField(
        label=_("Descent, m"), required=False, min_value=0, max_value=50_000
    )
    website = WebAddressField(label=_("The organizer’s page"), required=False, max_length=300)
    where = forms.CharField(label=_("Place"), required=False, max_length=120)

    field_order = ("name", "on", "distance", "where", "website", "cutoff", "descent")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> dt.date:
        """A day still to come, within two years."""
        on: dt.date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("This day is over. Write the day of the coming race."))
        if on > self.today + dt.timedelta(days=800):
            raise forms.ValidationError(_("This is more than two years ahead."))
        return on

    def day_of_race(self, values: dict[str, Any]) -> dt.date | None:
        """The day typed."""
        on = values.get("on")
        return on if isinstance(on, dt.date) else None

    @property
    def said(self) -> Said:
        """The same with the race itself."""
        values = self.cleaned_data
        return replace(
            super().said, name=values["name"], on=values["on"], descent_m=values["descent"],
            distance_m=round(values["distance"] * 1000), cutoff_ms=values["cutoff"],
            website=values["website"], where=values["where"],
        )  # fmt: skip
