"""Files for calendars, feed readers and crawlers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from startline.core.clock import now
from startline.pages.queries.calendar import edition_calendar, event_calendar
from startline.pages.queries.event_page import event_page
from startline.pages.queries.feeds_out import KINDS, newest_events, sitemap_pages, sitemap_rows

ICS = "text/calendar; charset=utf-8"


@require_GET
def calendar(request: HttpRequest, event: str, edition: str = "") -> HttpResponse:
    """All dates of an event, or of one edition."""
    at = now()
    page = event_page(event, edition, now=at)
    make = edition_calendar if edition else event_calendar
    host = urlsplit(settings.SITE_URL).hostname or "startline"
    answer = HttpResponse(make(page, site_url=settings.SITE_URL, host=host, now=at), ICS)
    name = "-".join(part for part in (event, edition) if part)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.ics")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


@require_GET
def new_races(request: HttpRequest) -> HttpResponse:
    """The newest events as an Atom feed."""
    site = settings.SITE_URL
    feed = Atom1Feed(
        title=gettext("New races on %(site)s") % {"site": settings.SITE_NAME},
        link=site + reverse("search"),
        feed_url=site + reverse("new_races"),
        description="",
    )
    for found in newest_events():
        feed.add_item(
            title=found.name,
            link=site + reverse("event", args=[found.slug]),
            description=", ".join(part for part in (found.place_name, found.country) if part),
            pubdate=found.published_at,
            updateddate=found.published_at,
            unique_id=f"{site}/#event-{found.pk}",
        )
    return HttpResponse(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the sitemap."""
    page = {"pages": sitemap_pages()}
    return render(request, "pages/sitemap_index.xml", page, content_type="application/xml")


@require_GET
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One page of the sitemap."""
    if kind not in KINDS or not 0 < number < 10_000:
        raise Http404
    page = {"rows": sitemap_rows(kind, number)}
    return render(request, "pages/sitemap.xml", page, content_type="application/xml")


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone."""
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")
