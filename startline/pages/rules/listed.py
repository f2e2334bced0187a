"""The races of a listing as a director's draft. Pure."""

from startline.core.money import Money
from startline.entries.rules.columns import plain
from startline.feeds.rules.listing import Listing, RaceListing
from startline.pages.rules.bringing import MOST_RACES, BadRow, Brought, BroughtRace, BroughtStep


def races_of(listing: Listing) -> Brought:
    """Its races; what can't be taken over is named with the number of the race."""
    brought = Brought()
    names: set[str] = set()
    for number, race in enumerate(listing.races, 1):
        name = (race.name or _length(race) or listing.name)[:200]
        if plain(name) in names or len(names) >= MOST_RACES:
            code = "twice" if plain(name) in names else "too_many"
            brought.bad.append(BadRow(listing.name, number, code, name[:120]))
            continue
        names.add(plain(name))
        steps = tuple(
            BroughtStep(Money(minor, currency), since=since, until=until, label=label[:100])
            for (minor, currency, label), (since, until) in zip(
                race.prices, race.periods or [(None, None)] * len(race.prices), strict=True
            )
            if minor and currency == (brought.currency or race.prices[0][1])
        )
        brought.races.append(_race(race, name, steps, listing))
    return brought


def _race(
    race: RaceListing, name: str, steps: tuple[BroughtStep, ...], listing: Listing
) -> BroughtRace:
    return BroughtRace(
        name=name, distance_m=race.distance_m, climb_m=race.climb_m, starts=race.starts_at,
        on=listing.starts_on, places=race.places, steps=steps, sport=race.sport or listing.sport,
        surface=race.surface or listing.surface, format=race.format,
        duration_ms=race.duration_ms, cutoff_ms=race.cutoff_ms,
    )  # fmt: skip


def _length(race: RaceListing) -> str:
    return f"{race.distance_m / 1000:g} km" if race.distance_m else race.distance_note
