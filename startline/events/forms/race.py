"""One start: what it is, how many places, what it costs, when it costs more."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from startline.core.units import HOUR_MS
from startline.events.forms.fields import (
    AmountField,
    CivilTimeField,
    CutoffField,
    KilometresField,
)
from startline.events.forms.listing import SPORTS, SURFACES
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.course import AidStation
from startline.events.rules.details import PlacesWish, RaceDetails, StepDetails
from startline.events.rules.words import Format

FORMATS = [
    (Format.SINGLE, _("Everyone for themselves")), (Format.RELAY, _("Relay")),
    (Format.STAGE, _("Stages")), (Format.TIMED, _("Fixed time, as 24 hours")),
    (Format.BACKYARD, _("Backyard")), (Format.VIRTUAL, _("Virtual")),
]  # fmt: skip


class RaceForm(forms.Form):
    """One start."""

    name = forms.CharField(label=_("Name"), max_length=200)
    sport = forms.ChoiceField(label=_("Sport"), choices=SPORTS)
    surface = forms.ChoiceField(label=_("Ground"), choices=SURFACES, required=False)
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    distance_km = KilometresField(label=_("Distance in km"), required=False)
    hours = forms.IntegerField(
        label=_("Hours, for a fixed time"), required=False, min_value=1, max_value=1000
    )
    climb_m = forms.IntegerField(label=_("Climb in m"), required=False, min_value=0)
    descent_m = forms.IntegerField(label=_("Descent in m"), required=False, min_value=0)
    starts_at = CivilTimeField(label=_("Start"), required=False)
    cutoff = CutoffField(label=_("Cut-off"), required=False, help_text=_("Hours and minutes: 2:45"))
    min_age = forms.IntegerField(label=_("Youngest"), required=False, min_value=0, max_value=120)
    max_age = forms.IntegerField(label=_("Oldest"), required=False, min_value=0, max_value=120)
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    shares_with = forms.ModelChoiceField(
        label=_("Shares places with"), required=False, queryset=CapacityPool.objects.none(),
        empty_label=_("Places of its own"),
    )  # fmt: skip

    def __init__(
        self, *args: object, zone: str, pools: "list[CapacityPool]", **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        start, shares = self.fields["starts_at"], self.fields["shares_with"]
        assert isinstance(start, CivilTimeField)  # noqa: S101  -- our own fields
        assert isinstance(shares, forms.ModelChoiceField)  # noqa: S101
        start.in_zone(zone)
        shares.queryset = CapacityPool.objects.filter(pk__in=[pool.pk for pool in pools])
        shares.label_from_instance = lambda pool: f"{pool.name} ({pool.places})"  # type: ignore[assignment]  # Django's own hook

    def clean(self) -> dict[str, object]:
        """A race has a length or a time; ages in order."""
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("min_age"), cleaned.get("max_age")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("max_age", _("This is younger than the youngest."))
        if cleaned.get("format") == Format.TIMED and not cleaned.get("hours"):
            self.add_error("hours", _("Say how many hours the race lasts."))
        return cleaned

    def wish(self) -> PlacesWish:
        """How many places."""
        shared: CapacityPool | None = self.cleaned_data["shares_with"]
        return PlacesWish(
            places=self.cleaned_data["places"], shared_pool_id=shared.pk if shared else None
        )

    def details(self) -> RaceDetails:
        """The race as values."""
        data = self.cleaned_data
        km, hours = data["distance_km"], data["hours"]
        return RaceDetails(
            name=data["name"], sport=data["sport"], surface=data["surface"],
            format=data["format"], distance_m=None if km is None else round(km * 1000),
            duration_ms=hours * HOUR_MS if hours else None, climb_m=data["climb_m"],
            descent_m=data["descent_m"], starts_at=data["starts_at"], cutoff_ms=data["cutoff"],
            min_age=data["min_age"], max_age=data["max_age"],
        )  # fmt: skip


def initial_of(race: Race) -> dict[str, object]:
    """What the form shows before anything is typed."""
    names = ("name", "sport", "surface", "format", "climb_m", "descent_m", "starts_at",
             "min_age", "max_age")  # fmt: skip
    shown: dict[str, object] = {name: getattr(race, name) for name in names}
    if race.distance_m:
        shown["distance_km"] = f"{race.distance_m / 1000:g}"
    if race.duration_ms:
        shown["hours"] = race.duration_ms // HOUR_MS
    if race.cutoff_ms:
        shown["cutoff"] = f"{race.cutoff_ms // HOUR_MS}:{race.cutoff_ms // 60_000 % 60:02d}"
    if race.pool:
        shown["places"] = race.pool.places
        if race.pool.races.count() > 1:
            shown["shares_with"] = race.pool
    return shown


class StepForm(forms.Form):
    """One price step; an empty row says nothing."""

    price = AmountField(label=_("Price"), required=False)
    until_at = CivilTimeField(label=_("Until"), required=False)
    until_sold = forms.IntegerField(
        label=_("Or until so many are sold"), required=False, min_value=1
    )

    def __init__(self, *args: object, zone: str, currency: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.currency = currency
        field = self.fields["until_at"]
        assert isinstance(field, CivilTimeField)  # noqa: S101  -- our own field
        field.in_zone(zone)

    def clean(self) -> dict[str, object]:
        """The price as money; a date without a price is an error."""
        cleaned = super().clean() or {}
        field = self.fields["price"]
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        text = cleaned.get("price")
        if text:
            try:
                cleaned["money"] = field.money(text, self.currency)
            except ValidationError as error:
                self.add_error("price", error)
        elif cleaned.get("until_at") or cleaned.get("until_sold"):
            self.add_error("price", _("Say what it costs until then."))
        return cleaned

    def step(self) -> StepDetails | None:
        """The step, or None for an empty row."""
        data = self.cleaned_data
        if "money" not in data:
            return None
        return StepDetails(
            price=data["money"], until_at=data["until_at"], until_sold=data["until_sold"]
        )


class StationForm(forms.Form):
    """One aid station; an empty row says nothing."""

    at_km = KilometresField(label=_("At km"), required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    cutoff = CutoffField(label=_("Closes after"), required=False)

    def clean(self) -> dict[str, object]:
        """A name needs a kilometre."""
        cleaned = super().clean() or {}
        if cleaned.get("name") and cleaned.get("at_km") is None:
            self.add_error("at_km", _("Say at which kilometre."))
        return cleaned

    def station(self) -> AidStation | None:
        """The unsaved row, or None for an empty one."""
        km = self.cleaned_data.get("at_km")
        if km is None:
            return None
        return AidStation(
            at_m=round(km * 1000), name=self.cleaned_data["name"],
            cutoff_ms=self.cleaned_data["cutoff"],
        )  # fmt: skip


class CourseForm(forms.Form):
    """A GPX file."""

    gpx = forms.FileField(label=_("Course as a GPX file"))
