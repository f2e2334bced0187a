"""Small things that templates of an event's pages show beside the page itself."""

from urllib.parse import urlsplit

from startline.pages.queries.event_page import EventPage, web_address
from startline.pages.rules.deadlines import zone_of


def values_of(page: EventPage) -> dict[str, object]:
    """Zone, own site and what the sources say of the organizer."""
    zone = zone_of(page.edition.timezone if page.edition else page.event.timezone).key
    website = web_address((page.edition.website if page.edition else "") or page.event.website)
    fact = page.sources.get("organizer")
    return {
        "zone": zone,
        "zone_city": zone.rsplit("/", 1)[-1].replace("_", " "),
        "website": website,
        "website_name": (urlsplit(website).hostname or "").removeprefix("www."),
        "organizer_said": fact.fields.get("organizer", "") if fact else "",
        "show": {
            "starts": any(line.race.starts_at for line in page.races),
            "cutoffs": any(line.race.cutoff_ms for line in page.races),
            "climbs": any(line.race.climb_m is not None or line.course for line in page.races),
            "places": any(line.race.pool for line in page.races),
            "prices": any(line.price or line.is_free for line in page.races),
            "entries": any(line.can_enter or line.is_full for line in page.races),
        },
    }
