"""Listing a race in one page, and editing the event behind it."""

import datetime as dt
import zoneinfo
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.core.money import Money
from startline.events.forms.fields import (
    AmountField,
    CivilTimeField,
    Group,
    KilometresField,
    LineField,
    WebAddressField,
    groups_of,
)
from startline.events.rules.details import EventDetails, FirstListing, RaceDetails
from startline.events.rules.words import Sport, Surface
from startline.places.queries import country_name, locate
from startline.places.rules.currencies import currency_of
from startline.places.rules.values import Found

SPORTS = [
    (Sport.RUNNING, _("Running")), (Sport.WALKING, _("Walking")),
    (Sport.TRIATHLON, _("Triathlon")), (Sport.DUATHLON, _("Duathlon")),
    (Sport.AQUATHLON, _("Aquathlon")), (Sport.AQUABIKE, _("Aquabike")),
    (Sport.SWIMRUN, _("Swimrun")), (Sport.SWIMMING, _("Swimming")),
    (Sport.CYCLING, _("Cycling")), (Sport.OBSTACLE, _("Obstacle race")),
    (Sport.SKIING, _("Skiing")), (Sport.OTHER, _("Other")),
]  # fmt: skip
SURFACES = [
    ("", _("Not said")), (Surface.ROAD, _("Road")), (Surface.TRAIL, _("Trail")),
    (Surface.TRACK, _("Track")), (Surface.CROSS, _("Cross-country")),
    (Surface.GRAVEL, _("Gravel")), (Surface.MIXED, _("Mixed ground")),
    (Surface.WATER, _("Water")), (Surface.SNOW, _("Snow")),
]  # fmt: skip
CURRENCIES = [
    (code, code)
    for code in "EUR GBP USD CHF SEK NOK DKK PLN CZK HUF RON ISK RSD TRY UAH CAD AUD NZD ZAR KES MAD JPY KRW CNY HKD TWD SGD MYR THB IDR PHP INR AED ILS BRL ARS CLP COP MXN PEN".split()  # noqa: E501, SIM905  -- one readable line of codes
]


class ListRaceForm(forms.Form):
    """Everything the first version of a listing needs, on one page."""

    organizer_name = LineField(
        label=_("Who organizes it"), max_length=200, required=False,
        help_text=_("Club, company or your own name. Shown on the race page."),
    )  # fmt: skip
    name = LineField(label=_("Name of the event"), max_length=250)
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("Town and country: Annecy, France")
    )
    starts_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    distance_km = KilometresField(label=_("Distance of the first race in km"))
    race_name = LineField(
        label=_("Name of the first race"), max_length=200, required=False,
        help_text=_("Empty: its distance is its name. More races can follow."),
    )  # fmt: skip
    sport = forms.ChoiceField(label=_("Sport"), choices=SPORTS)
    surface = forms.ChoiceField(label=_("Ground"), choices=SURFACES, required=False)
    start_time = forms.TimeField(
        label=_("Start"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    price = AmountField(
        label=_("Price"), required=False, help_text=_("Empty or 0: free, people enter here.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False,
        choices=[("", _("That of the country")), *CURRENCIES],
    )  # fmt: skip

    def __init__(self, *args: object, needs_organizer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["organizer_name"].required = needs_organizer
        if not needs_organizer:
            del self.fields["organizer_name"]

    def clean_place(self) -> Found:
        """The town, as the gazetteer knows it."""
        found = locate(self.cleaned_data["place"])
        if found.place is None:
            raise ValidationError(
                _("We do not know this place. Try the next larger town and the country.")
            )
        return found

    def clean(self) -> dict[str, object]:
        """The price as money; None is free."""
        cleaned = super().clean() or {}
        field = self.fields["price"]
        assert isinstance(field, AmountField)  # noqa: S101  -- our own field
        try:
            cleaned["currency"] = cleaned.get("currency") or self.currency_there()
            text = cleaned.get("price") or "0"
            cleaned["price_money"] = field.money(text, cleaned["currency"])
        except ValidationError as error:
            self.add_error("price", error)
        return cleaned

    def currency_there(self) -> str:
        """What people pay with where the race is; euros where we do not know it."""
        found: Found | None = self.cleaned_data.get("place")
        country = found.place.country if found and found.place else ""
        return currency_of(country) or "EUR"

    def first_listing(self) -> FirstListing:
        """All of it, as values."""
        data = self.cleaned_data
        details = self.details()
        money: Money = data["price_money"]
        return FirstListing(
            organizer_name=data.get("organizer_name", ""),
            event=details,
            starts_on=data["starts_on"],
            places=data["places"],
            currency=data["currency"],
            price=money if money.minor else None,
            race=RaceDetails(
                name=data["race_name"] or named_by(data["distance_km"]),
                sport=data["sport"],
                surface=data["surface"],
                distance_m=round(data["distance_km"] * 1000),
                starts_at=self.starts_at(details.timezone),
            ),
        )

    def starts_at(self, zone: str) -> dt.datetime | None:
        """The start as an instant."""
        clock: dt.time | None = self.cleaned_data["start_time"]
        if clock is None:
            return None
        field = CivilTimeField()
        field.in_zone(zone)
        return field.to_python(f"{self.cleaned_data['starts_on']}T{clock:%H:%M}")

    def details(self) -> EventDetails:
        """The event."""
        found: Found = self.cleaned_data["place"]
        place = found.place
        assert place is not None  # noqa: S101  -- clean_place refused it
        return EventDetails(
            name=self.cleaned_data["name"], sport=self.cleaned_data["sport"],
            country=place.country, region=f"{place.country}.{place.region}" if place.region else "",
            place_name=place.name, latitude=place.latitude, longitude=place.longitude,
            place_certainty="town", timezone=place.timezone,
        )  # fmt: skip


def named_by(kilometres: Decimal) -> str:
    """What a race of this length is called when nobody named it."""
    known = {Decimal("21.1"): gettext("Half marathon"), Decimal("42.2"): gettext("Marathon")}
    tenth = kilometres.quantize(Decimal("0.1"))
    return known.get(tenth) or f"{kilometres.normalize():f} km"


class EventForm(forms.Form):
    """The lasting thing."""

    name = LineField(label=_("Name"), max_length=250)
    sport = forms.ChoiceField(label=_("Sport"), choices=SPORTS)
    place_name = LineField(label=_("Place"), max_length=200)
    country = forms.CharField(label=_("Country, two letters"), min_length=2, max_length=2)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )
    timezone = forms.CharField(label=_("Time zone"), max_length=50)
    website = WebAddressField(label=_("Website"), required=False, max_length=500)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=20_000, widget=forms.Textarea,
        help_text=_("Markdown works here."),
    )  # fmt: skip

    def groups(self) -> list[Group]:
        """The fields as a person thinks of them."""
        return groups_of(
            self,
            (gettext("What it is called"), "", "name", "sport website"),
            (gettext("Where it is"),
             gettext("Latitude and longitude put the race on the map."),
             "place_name country", "latitude longitude", "timezone"),
            (gettext("About it"), gettext("The course, the day, what makes it yours."),
             "description"),
        )  # fmt: skip

    def clean_timezone(self) -> str:
        """A zone that exists."""
        zone: str = self.cleaned_data["timezone"]
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("Write a time zone as Europe/Paris."))
        return zone

    def clean_country(self) -> str:
        """In capitals, and one that exists."""
        code: str = self.cleaned_data["country"].upper()
        if not country_name(code):
            raise ValidationError(_("Write the two letters of a country, as FR."))
        return code

    def clean(self) -> dict[str, object]:
        """Latitude and longitude come together."""
        cleaned = super().clean() or {}
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return cleaned
