"""What an operator hands over, and which column is which."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.accounts.models import Organizer
from startline.events.forms.fields import LineField, WebAddressField
from startline.feeds.models import Source
from startline.feeds.rules.claims import Site
from startline.feeds.rules.mapping import FIELDS, Mapping

FORMATS = [
    ("auto", _("Found out from the content")),
    ("ical", _("Calendar (iCalendar)")),
    ("jsonld", _("Pages with event data (JSON-LD)")),
    ("csv", _("Table (CSV or TSV)")),
    ("json", _("List (JSON)")),
    ("jsonl", _("List (JSON lines)")),
    ("yaml", _("List (YAML)")),
    ("html_table", _("Table in a page")),
    ("runsignup", "RunSignup"),
    ("parkrun", "parkrun"),
]
FIELD_NAMES = {
    "name": _("Name of the event"), "race": _("Name of the race"), "key": _("Identifier"),
    "date": _("Date"), "end_date": _("Last day"), "time": _("Start time"),
    "modified": _("Last changed"), "latitude": _("Latitude"), "longitude": _("Longitude"),
    "position": _("Coordinates"), "city": _("Town"), "place": _("Place"), "venue": _("Venue"),
    "province": _("Province"), "region": _("Region"), "country": _("Country"),
    "distance": _("Distances"), "climb": _("Climb"), "descent": _("Descent"),
    "website": _("Website"), "entry_url": _("Address for entries"),
    "listing_url": _("Address of the listing"), "entry_window": _("Entries from and until"),
    "entry_opens": _("Entries open on"), "entry_closes": _("Entries close on"),
    "status": _("Status"), "price": _("Price"), "places": _("Number of places"),
    "organizer": _("Organizer"), "kind": _("Kind of race"), "timezone": _("Time zone"),
    "picture": _("Picture"), "description": _("Description"), "races": _("List of races"),
}  # fmt: skip
ORDERS = [("dmy", _("Day before month: 31/12")), ("mdy", _("Month before day: 12/31"))]


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when run
    """A source, by the name its publisher goes by."""

    def label_from_instance(self, obj: Source) -> str:
        """Never the word in its address."""
        return obj.name


class ImportForm(forms.Form):
    """A file or an address, whose it is, and whether it is only tried."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A calendar, a table, a list or a page, also packed. At most 200 MB."),
    )
    address = WebAddressField(label=_("Or an address to fetch"), required=False, max_length=600)
    source = SourceField(
        Source.objects.exclude(permission="no").order_by("name"),
        to_field_name="slug",
        label=_("Source"),
        required=False,
        empty_label=_("A new source, named below"),
    )
    new_name = LineField(label=_("Name of the new source"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="auto")
    is_dry = forms.BooleanField(
        label=_("Try it first: count, but write nothing"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one thing to read, and one source, whose publisher has not said no."""
        values = super().clean() or {}
        if self.errors:
            return values
        if bool(values.get("file")) == bool(values.get("address")):
            self.add_error("file", _("Give a file or an address."))
        name = values.get("new_name", "")
        if not values.get("source") and not name:
            self.add_error("new_name", _("Choose a source or name a new one."))
        values["slug"] = values["source"].slug if values.get("source") else slugify(name)[:60]
        if name and not values["slug"]:
            self.add_error("new_name", _("Use some letters from a to z or digits in the name."))
        if Source.objects.filter(slug=values["slug"], permission="no").exists():
            self.add_error("new_name", _("The publisher of this source said no to being read."))
        return values


class MappingForm(forms.Form):
    """One choice for each column of a list, and what no column says."""

    date_order = forms.ChoiceField(label=_("Dates in digits"), choices=ORDERS)
    country = forms.CharField(
        label=_("Country, where no column says it"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as PT."),
    )
    currency = forms.CharField(
        label=_("Currency of prices without one"),
        max_length=3,
        required=False,
        help_text=_("Three letters, such as EUR."),
    )

    def __init__(
        self, data: Any = None, *, headers: Sequence[str], mapping: Mapping | None = None
    ) -> None:
        self.headers = list(headers)
        self.known = mapping or Mapping()
        super().__init__(data, initial=self._known_values())
        choices = [("", _("not used")), *((name, FIELD_NAMES[name]) for name in FIELDS)]
        for number, header in enumerate(self.headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header, choices=choices, required=False
            )

    def _known_values(self) -> dict[str, str]:
        meanings = {path: name for name, path in self.known.columns.items()}
        values = {f"column_{n}": meanings.get(h, "") for n, h in enumerate(self.headers)}
        kept = {name: self.known.defaults.get(name, "") for name in ("country", "currency")}
        return {**values, **kept, "date_order": self.known.date_order}

    def clean_country(self) -> str:
        """Two capital letters or nothing."""
        return self._letters("country", 2)

    def clean_currency(self) -> str:
        """Three capital letters or nothing."""
        return self._letters("currency", 3)

    def _letters(self, name: str, count: int) -> str:
        word = str(self.cleaned_data[name]).upper()
        if word and not re.fullmatch(f"[A-Z]{{{count}}}", word):
            raise forms.ValidationError(_("Use letters from A to Z."))
        return word

    def clean(self) -> dict[str, Any]:
        """No field comes from two columns, and the columns make races."""
        values = super().clean() or {}
        columns: dict[str, str] = {}
        for number, header in enumerate(self.headers):
            name = values.get(f"column_{number}", "")
            if name and name in columns:
                self.add_error(f"column_{number}", _("Another column is read as this already."))
            elif name:
                columns[name] = header
        defaults = {
            **self.known.defaults,
            **{k: values.get(k, "") for k in ("country", "currency")},
        }
        order = values.get("date_order", "dmy")
        found = Mapping(columns, {k: v for k, v in defaults.items() if v}, order)
        if not self.errors and not found.makes_listings:
            self.add_error(None, _("A list needs a name, and a date, a distance or a place."))
        values["mapping"] = found
        return values


class ClaimForm(forms.Form):
    """Who wants to hold a listing, and by what it is proved."""

    organizer = forms.ModelChoiceField(
        Organizer.objects.none(), label=_("Organizer"), required=False,
        empty_label=_("A new organizer, named below"),
    )  # fmt: skip
    name = LineField(label=_("Name of the organizer"), max_length=200, required=False)
    method = forms.ChoiceField(label=_("How do you prove it?"), widget=forms.RadioSelect)
    email = forms.EmailField(label=_("Your address there"), required=False, max_length=254)
    note = forms.CharField(
        label=_("Who you are"), max_length=500, required=False, widget=forms.Textarea,
        help_text=_("For the operator: how you belong to this event, and how to check it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, organizers: QuerySet[Organizer], site: Site | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        host = site.host if site else ""
        mail = gettext("A code by mail to an address at %(host)s") % {"host": host}
        page = gettext("A code in the head of the page at %(host)s") % {"host": host}
        ways = [("operator", gettext("The operator of this site looks at it"))]
        if site and site.is_own:
            ways = [("email", mail), ("website", page), *ways]
        field = self.fields["method"]
        choice = self.fields["organizer"]
        if isinstance(field, forms.ChoiceField) and isinstance(choice, forms.ModelChoiceField):
            field.choices, field.initial = ways, ways[0][0]
            choice.queryset = organizers
        if not (site and site.is_own):
            del self.fields["email"]
        if not organizers:
            del self.fields["organizer"]

    def clean(self) -> dict[str, Any]:
        """An organizer or a name for one; what the chosen way needs."""
        values = super().clean() or {}
        if not values.get("organizer") and not values.get("name"):
            self.add_error("name", _("Choose an organizer or name a new one."))
        if values.get("method") == "email" and not values.get("email") and not self.errors:
            self.add_error("email", _("Give the address that the code shall go to."))
        if values.get("method") == "operator" and not values.get("note"):
            self.add_error("note", _("Tell the operator who you are."))
        return values
