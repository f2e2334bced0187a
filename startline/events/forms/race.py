"""One start: what it is, how many places, what it costs, when it costs more."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money
from startline.events.forms.fields import (
    AmountField,
    CivilTimeField,
    CutoffField,
    Group,
    HoursField,
    KilometresField,
    LineField,
    groups_of,
    hours_and_minutes,
    kilometres,
)
from startline.events.forms.listing import SPORTS, SURFACES
from startline.events.models.catalogue import CapacityPool, Race
from startline.events.models.course import AidStation
from startline.events.models.offer import PriceStep
from startline.events.rules.details import PlacesWish, RaceDetails, StepDetails
from startline.events.rules.words import Format

FORMATS = [
    (Format.SINGLE, _("Everyone for themselves")), (Format.RELAY, _("Relay")),
    (Format.STAGE, _("Stages")), (Format.TIMED, _("Fixed time, as 24 hours")),
    (Format.BACKYARD, _("Backyard")), (Format.VIRTUAL, _("Virtual")),
]  # fmt: skip
MOST_RUNNERS = 40  # as many as one order may hold


class RaceForm(forms.Form):
    """One start."""

    name = LineField(label=_("Name"), max_length=200)
    sport = forms.ChoiceField(label=_("Sport"), choices=SPORTS)
    surface = forms.ChoiceField(label=_("Ground"), choices=SURFACES, required=False)
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    party_size = forms.IntegerField(
        label=_("Runners in a team"), required=False, min_value=2,
        max_value=MOST_RUNNERS, help_text=_("For a relay."),
    )  # fmt: skip
    distance_km = KilometresField(label=_("Distance in km"), required=False)
    hours = HoursField(
        label=_("Hours, for a fixed time"), required=False, help_text=_("24, or 1:30")
    )
    climb_m = forms.IntegerField(
        label=_("Climb in m"), required=False, min_value=0, max_value=100_000
    )
    descent_m = forms.IntegerField(
        label=_("Descent in m"), required=False, min_value=0, max_value=100_000
    )
    starts_at = CivilTimeField(label=_("Start"), required=False)
    cutoff = CutoffField(label=_("Cut-off"), required=False, help_text=_("Hours and minutes: 2:45"))
    min_age = forms.IntegerField(label=_("Youngest"), required=False, min_value=0, max_value=120)
    max_age = forms.IntegerField(label=_("Oldest"), required=False, min_value=0, max_value=120)
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Counted in runners: a team of three takes three. Empty: no limit."),
    )  # fmt: skip
    is_hidden = forms.BooleanField(
        label=_("In no list, for those with a code"), required=False,
        help_text=_("Only its own address leads to it, and a coupon that opens it lets people in."),
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
        if not pools:
            del self.fields["shares_with"]
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
        if cleaned.get("party_size") and cleaned.get("format") != Format.RELAY:
            self.add_error("party_size", _("Only a relay is entered as a team."))
        return cleaned

    def groups(self) -> list[Group]:
        """The fields as a person thinks of them."""
        return groups_of(
            self,
            (gettext("What it is"), "", "name", "sport surface", "format party_size hours"),
            (gettext("How far and how high"),
             gettext("Climb and descent are taken from the course file, if you upload one."),
             "distance_km climb_m descent_m"),
            (gettext("Start and cut-off"), "", "starts_at cutoff"),
            (gettext("Who and how many"), "", "places shares_with", "min_age max_age",
             "is_hidden"),
        )  # fmt: skip

    def wish(self) -> PlacesWish:
        """How many places."""
        shared: CapacityPool | None = self.cleaned_data.get("shares_with")
        return PlacesWish(
            places=self.cleaned_data["places"], shared_pool_id=shared.pk if shared else None
        )

    def details(self) -> RaceDetails:
        """The race as values."""
        data = self.cleaned_data
        km = data["distance_km"]
        return RaceDetails(
            name=data["name"], sport=data["sport"], surface=data["surface"],
            format=data["format"], distance_m=None if km is None else round(km * 1000),
            duration_ms=data["hours"], climb_m=data["climb_m"],
            descent_m=data["descent_m"], starts_at=data["starts_at"], cutoff_ms=data["cutoff"],
            min_age=data["min_age"], max_age=data["max_age"],
            party_size=data["party_size"] or 1, is_hidden=data["is_hidden"],
        )  # fmt: skip


def initial_of(race: Race) -> dict[str, object]:
    """What the form shows before anything is typed."""
    names = ("name", "sport", "surface", "format", "climb_m", "descent_m", "starts_at",
             "min_age", "max_age", "is_hidden")  # fmt: skip
    shown: dict[str, object] = {name: getattr(race, name) for name in names}
    if race.distance_m:
        shown["distance_km"] = kilometres(race.distance_m)
    shown["hours"] = hours_and_minutes(race.duration_ms)
    shown["party_size"] = race.party_size if race.party_size > 1 else None
    shown["cutoff"] = hours_and_minutes(race.cutoff_ms)
    if race.pool:
        shown["places"] = race.pool.places
        if race.pool.races.count() > 1:
            shown["shares_with"] = race.pool
    return shown


class StepForm(forms.Form):
    """One price step; an empty row says nothing.

    Its currency and the answer it depends on are carried along unseen: a save loses neither.
    """

    price = AmountField(label=_("Price"), required=False)
    until_at = CivilTimeField(label=_("Until"), required=False)
    until_sold = forms.IntegerField(
        label=_("Or until so many are sold"), required=False, min_value=1, max_value=1_000_000
    )
    from_at = CivilTimeField(label=_("From"), required=False)
    label = LineField(
        label=_("Called"), required=False, max_length=100, help_text=_("Early bird, members, …")
    )
    lowest_age = forms.IntegerField(label=_("From age"), required=False, min_value=0, max_value=120)
    highest_age = forms.IntegerField(
        label=_("Up to age"), required=False, min_value=0, max_value=120
    )
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    answer_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    answer_value = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    FIRST = ("price", "until_at", "until_sold")
    MORE = ("from_at", "label", "lowest_age", "highest_age")

    def __init__(self, *args: object, zone: str, currency: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.code = str(self["currency"].value() or currency)
        for name in ("until_at", "from_at"):
            field = self.fields[name]
            assert isinstance(field, CivilTimeField)  # noqa: S101  -- our own field
            field.in_zone(zone)

    def first(self) -> list[forms.BoundField]:
        """What every price has."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[forms.BoundField]:
        """What some prices have."""
        return [self[name] for name in self.MORE]

    def has_more(self) -> bool:
        """Whether some of that is filled in, so that it stands open."""
        return any(self[name].value() not in (None, "") or self[name].errors for name in self.MORE)

    def clean(self) -> dict[str, object]:
        """The price as money; a date without a price is an error."""
        cleaned = super().clean() or {}
        field = self.fields["price"]
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        text = cleaned.get("price")
        if text:
            try:
                cleaned["money"] = field.money(text, self.code)
            except ValidationError as error:
                self.add_error("price", error)
        elif any(cleaned.get(name) for name in (*self.FIRST[1:], *self.MORE)):
            self.add_error("price", _("Say what it costs, or take this price off."))
        self.check_order(cleaned)
        return cleaned

    def check_order(self, cleaned: dict[str, object]) -> None:
        """A price begins before it ends; ages in order."""
        begins, ends = cleaned.get("from_at"), cleaned.get("until_at")
        if isinstance(begins, dt.datetime) and isinstance(ends, dt.datetime) and begins >= ends:
            self.add_error("until_at", _("This lies before its beginning."))
        lowest, highest = cleaned.get("lowest_age"), cleaned.get("highest_age")
        if isinstance(lowest, int) and isinstance(highest, int) and lowest > highest:
            self.add_error("highest_age", _("This is younger than the youngest."))

    def step(self) -> StepDetails | None:
        """The step, or None for an empty row."""
        data = self.cleaned_data
        if "money" not in data:
            return None
        return StepDetails(
            price=data["money"], from_at=data["from_at"], until_at=data["until_at"],
            until_sold=data["until_sold"], label=data["label"], lowest_age=data["lowest_age"],
            highest_age=data["highest_age"], answer_key=data["answer_key"],
            answer_value=data["answer_value"],
        )  # fmt: skip


def shown_step(step: PriceStep) -> dict[str, object]:
    """A stored price step as its row shows it."""
    names = ("from_at", "until_at", "until_sold", "label", "lowest_age", "highest_age",
             "currency", "answer_key", "answer_value")  # fmt: skip
    shown: dict[str, object] = {name: getattr(step, name) for name in names}
    return shown | {"price": Money(step.minor, step.currency).amount}


class StationForm(forms.Form):
    """One aid station; an empty row says nothing."""

    at_km = KilometresField(label=_("At km"), required=False, min_value=0)
    name = LineField(label=_("Name"), required=False, max_length=120)
    cutoff = CutoffField(label=_("Closes after"), required=False)
    has_drop_bags = forms.BooleanField(label=_("Drop bags"), required=False)
    has_crew_access = forms.BooleanField(label=_("Crew may come"), required=False)

    def clean(self) -> dict[str, object]:
        """A name needs a kilometre."""
        cleaned = super().clean() or {}
        said = [name for name in self.fields if name != "at_km" and cleaned.get(name)]
        if said and cleaned.get("at_km") is None and "at_km" not in self.errors:
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
            has_drop_bags=self.cleaned_data["has_drop_bags"],
            has_crew_access=self.cleaned_data["has_crew_access"],
        )  # fmt: skip


def shown_station(station: AidStation) -> dict[str, object]:
    """A stored aid station as its row shows it."""
    return {
        "at_km": kilometres(station.at_m), "name": station.name,
        "cutoff": hours_and_minutes(station.cutoff_ms),
        "has_drop_bags": station.has_drop_bags, "has_crew_access": station.has_crew_access,
    }  # fmt: skip


class StationRows(BaseFormSet[StationForm]):
    """All aid stations of a race."""

    def clean(self) -> None:
        """Each metre has one station."""
        seen = set()
        for form in self.forms:
            km = form.cleaned_data.get("at_km") if form.is_valid() else None
            if km is None or form in self.deleted_forms:
                continue
            if (metre := round(km * 1000)) in seen:
                form.add_error("at_km", _("There is a station at this kilometre already."))
            seen.add(metre)


Steps = formset_factory(StepForm, extra=2, max_num=24, can_delete=True, can_delete_extra=False)
Stations = formset_factory(
    StationForm, formset=StationRows, extra=2, max_num=60, can_delete=True, can_delete_extra=False
)


class CourseForm(forms.Form):
    """A GPX file."""

    gpx = forms.FileField(label=_("Course as a GPX file"))
