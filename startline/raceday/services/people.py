"""A person leaves, or asks what is kept: the deeds they did at race weeks."""

from django.db import transaction

from startline.accounts.models import User
from startline.entries.queries.belonging import entries_of
from startline.raceday.models.desks import CheckIn, Desk
from startline.raceday.models.numbers import Bib
from startline.raceday.models.papers import ListLink, Printed


@transaction.atomic
def forget(user: User) -> None:
    """Desks, links, numbers and sheets stay with the organizer, without the person's name.

    Numbers and check-ins of a runner belong to their entries, and go or stay with these.
    """
    for model in (Desk, Bib, ListLink, Printed):
        model.objects.filter(by=user).update(by=None)
    Printed.objects.filter(shredded_by=user).update(shredded_by=None)


def export(user: User) -> dict[str, object]:
    """What this room knows: numbers and check-ins as a runner, desks and links as staff."""
    mine = Bib.objects.filter(entry__in=entries_of(user)).select_related("race__edition__event")
    return {
        "numbers": [
            {
                "race": f"{bib.race.edition.event.name}, {bib.race.name}",
                "number": bib.number,
                "checked_in_at": [
                    at.isoformat()
                    for at in CheckIn.objects.filter(entry=bib.entry).values_list("at", flat=True)
                ],
            }
            for bib in mine.order_by("pk")
        ],
        "desks": list(Desk.objects.filter(by=user).order_by("pk").values_list("name", flat=True)),
        "links": list(
            ListLink.objects.filter(by=user).order_by("pk").values_list("name", flat=True)
        ),
    }
