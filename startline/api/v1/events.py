"""One event with everything that is known of it."""

import datetime as dt

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router

from startline.api.limits import count_request
from startline.api.v1 import schemas
from startline.core.clock import now
from startline.entries.queries.selling import sellings
from startline.entries.rules.cart import Selling
from startline.events.models.catalogue import Edition, Event, Race
from startline.events.queries import steps_of
from startline.events.rules.pricing import all_in_steps, price_at
from startline.places.queries import region_name
from startline.reviews.models import EventScore

router = Router(tags=["events"])


@router.get(
    "/events/{slug}",
    response={200: schemas.Event, 404: schemas.Problem, 429: schemas.Problem},
    operation_id="event",
    summary="One event with its editions, races and sources",
)
def event(request: HttpRequest, slug: str) -> schemas.Event:
    """All editions, the latest first; each with its races and where its facts came from."""
    count_request(request)
    return _event(_load(slug), now())


def _load(slug: str) -> Event:
    editions = Edition.objects.order_by("-starts_on", "-pk").prefetch_related(
        Prefetch("races", Race.objects.order_by("position", "pk").select_related("pool")),
        "races__price_steps",
        "facts",
    )
    found = (
        Event.objects.published()
        .select_related("organizer", "review_score")
        .prefetch_related(Prefetch("editions", editions))
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _event(event: Event, at: dt.datetime) -> schemas.Event:
    selling = sellings(Q(edition__event=event))
    region = event.region.partition(".")[2]
    return schemas.Event(
        slug=event.slug,
        name=event.name,
        url=settings.SITE_URL + reverse("event", args=[event.slug]),
        sport=event.sport,
        place=schemas.Place(
            name=event.place_name,
            region=region_name(event.country, region) if region else "",
            country=event.country,
            latitude=event.latitude,
            longitude=event.longitude,
        ),
        website=event.website,
        organizer=event.organizer.name if event.organizer else "",
        is_demonstration=event.is_demo,
        reviews=_reviews(event),
        editions=[
            _edition(event, edition, selling.get(edition.pk), at)
            for edition in event.editions.all()
        ],
    )


def _reviews(event: Event) -> schemas.Reviews | None:
    score: EventScore | None = getattr(event, "review_score", None)
    if score is None:
        return None
    return schemas.Reviews(
        count=score.n, score=score.score / 100, average=score.average / 100,
        spread=score.spread / 100, stars=score.stars, back_percent=score.back,
        url=settings.SITE_URL + reverse("reviews:reviews", args=[event.slug]),
    )  # fmt: skip


def _edition(
    event: Event, edition: Edition, selling: Selling | None, at: dt.datetime
) -> schemas.Edition:
    races = [race for race in edition.races.all() if not race.is_cancelled and not race.is_hidden]
    return schemas.Edition(
        slug=edition.slug,
        url=settings.SITE_URL + reverse("edition", args=[event.slug, edition.slug]),
        starts_on=edition.starts_on,
        days=edition.days,
        status=edition.status,
        certainty=edition.certainty,
        timezone=edition.timezone,
        website=edition.website,
        entry_url=edition.entry_url,
        features=list(edition.features),
        races=[_race(race, selling, at) for race in races],
        sources=[
            schemas.Source(
                label=fact.label or fact.source,
                address=fact.address,
                seen_at=fact.seen_at,
                confirmed_at=fact.confirmed_at,
            )
            for fact in edition.facts.all()
        ],
    )


def _race(race: Race, selling: Selling | None, at: dt.datetime) -> schemas.Race:
    steps = steps_of(race)
    if selling:
        steps = all_in_steps(steps, terms=selling.terms, fee=selling.fee)
    price = price_at(steps, at=at, sold=race.pool.taken if race.pool else 0)
    return schemas.Race(
        slug=race.slug,
        name=race.name,
        sport=race.sport,
        surface=race.surface,
        format=race.format,
        distance_m=race.distance_m,
        climb_m=race.climb_m,
        cutoff_ms=race.cutoff_ms,
        starts_at=race.starts_at,
        price=schemas.Price(minor=price.minor, currency=price.currency) if price else None,
    )
