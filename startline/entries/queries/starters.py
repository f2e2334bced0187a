"""Questions about entries."""

from dataclasses import dataclass

from startline.entries.models.orders import Entry
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
        .filter(race=race, athlete__isnull=False)
        .select_related("athlete")
        .order_by("athlete__family_name", "athlete__given_name", "pk")
    )
    runners = [entry.athlete for entry in rows if entry.athlete]
    return [
        Starter(
            number=number,
            name=f"{runner.given_name} {runner.family_name}",
            club=runner.club,
            country=runner.country,
        )
        for number, runner in enumerate(runners, 1)
    ]
