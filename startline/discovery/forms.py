"""The search's address as it came with a request."""

from functools import lru_cache
from urllib.parse import urlencode, urlsplit
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from startline.discovery.rules.addresses import asked_from
from startline.discovery.rules.asked import Asked, Problem

MOST_SAVED = 100


def asked_by(request: HttpRequest) -> tuple[Asked, list[Problem]]:
    """The search a request asks for, and the values that had to be left aside."""
    return asked_from(dict(request.GET.lists()))


def edition_ids_of(request: HttpRequest) -> list[int]:
    """Up to a hundred numbers of editions, as "ids=12,7"; anything else is passed over."""
    words = request.GET.get("ids", "")[:2000].split(",")
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    return list(dict.fromkeys(numbers))[:MOST_SAVED]


def new_address(request: HttpRequest, address: str) -> str:
    """The address for htmx to note, "false" if the page is there already: Enter in a field both
    changes and sends the form, and Back must not lead to the same list twice.
    """
    present = urlsplit(request.headers.get("HX-Current-URL", ""))
    return "false" if f"{present.path}?{present.query}" == address else address


def address_of(asked: Asked) -> str:
    """A search's address in one spelling, without page, view and order."""
    given = {name: value for name, value in asked.given.items() if name not in _NOT_SAVED}
    return urlencode(sorted(given.items()), doseq=True)


_NOT_SAVED = frozenset({"page", "view", "sort", "fit_km", "fit_time"})


class SearchForm(forms.Form):
    """The name of a saved search."""

    name = forms.CharField(max_length=120, label=_("Name"))


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, str], ...]:
    return tuple((zone, zone.replace("_", " ")) for zone in sorted(available_timezones()))


class WishForm(forms.Form):
    """How often alerts come by mail."""

    every = forms.ChoiceField(
        label=_("Mail"),
        choices=[
            ("day", _("At most one a day")), ("week", _("At most one a week")),
            ("never", _("Never; I look here or in the feeds")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    timezone = forms.ChoiceField(
        label=_("Your time zone"), help_text=_("Mail comes between 7 and 21 o’clock."),
        choices=_zones, widget=forms.Select(attrs={"translate": "no"}),
    )  # fmt: skip
