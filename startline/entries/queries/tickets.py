"""Tickets: a code to be scanned at packet pickup, on the page and on paper."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import segno
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from startline.core.later import loaded_when_used
from startline.entries.queries.shown_order import OrderPage

if TYPE_CHECKING:
    import typst
else:
    typst = loaded_when_used("typst")

LAYOUT = Path(__file__).resolve().parent.parent / "content" / "ticket.typ"


def qr_of(words: str) -> segno.QRCode:
    """A QR code; one mask for all, since trying the eight costs more than the rest of the page."""
    return segno.make(words, error="m", micro=False, mask=3, boost_error=False)


def qr_svg(words: str) -> SafeString:
    """A QR code as SVG for the page; it takes the colour of the text around it."""
    code = qr_of(words)
    drawn = code.svg_inline(
        scale=4, border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308  -- our own drawing, from a token


def ticket_pdf(page: OrderPage) -> bytes:
    """One page for each entry that is on the start list."""
    event = page.edition.event
    day = page.edition.starts_on
    tickets = [
        {
            "event": event.name,
            "race": entry.race.name,
            "name": f"{entry.athlete.given_name} {entry.athlete.family_name}"
            if entry.athlete
            else gettext("To be filled in"),
            "day": date_format(day, "D j M Y") if day else "",
            "place": event.place_name,
            "reference": page.order.reference,
            "leg": gettext("Leg %(n)s") % {"n": entry.leg} if entry.leg else "",
            "code": qr_document(entry.ticket),
        }
        for entry in page.entries
        if entry.state == "confirmed"
    ]
    words = {"title": gettext("Ticket"), "note": gettext("Show this code at packet pickup.")}
    return typst.compile(
        layout(), sys_inputs={"tickets": json.dumps(tickets), "words": json.dumps(words)}
    )


@lru_cache(maxsize=1)
def layout() -> bytes:
    """The page's layout, in typst's language."""
    return LAYOUT.read_bytes()


def qr_document(words: str) -> str:
    """A QR code as an SVG document."""
    code = qr_of(words)
    return unquote(code.svg_data_uri(scale=4, border=4, light="#fff").partition(",")[2])
