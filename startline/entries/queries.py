"""Questions about entries."""

from dataclasses import dataclass

from startline.entries.models import Entry
from startline.events.models.catalogue import Race


@dataclass(frozen=True)
class Starter:
    """One line of a start list; names only as far as a start list shows them."""

    number: int
    name: str
    club: str
    country: str


def start_list(race: Race) -> list[Starter]:
    """Confirmed entries in the order of the alphabet."""
    rows = (
        Entry.objects.confirmed()
        .filter(race=race)
        .select_related("athlete")
        .order_by("athlete__family_name", "athlete__given_name", "pk")
    )
    return [
        Starter(
            number=n,
            name=f"{e.athlete.given_name} {e.athlete.family_name}",
            club=e.athlete.club,
            country=e.athlete.country,
        )
        for n, e in enumerate(rows, 1)
    ]
