"""What an edition promises its entrants when plans change, beside the four policies."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from startline.accounts.models import User
from startline.events.models.catalogue import Edition
from startline.events.models.offer import Policy, SaleTerms
from startline.events.services.directing import tell


@dataclass(frozen=True)
class AfterSale:
    """Resale, who bears the kept fee, who gets the difference, reasons of a deferral."""

    refund_on_resale: bool
    kept_fee_bearer: str
    difference_to: str
    reasons: tuple[str, ...] = ()
    free_reasons: tuple[str, ...] = ()


@transaction.atomic
def set_after_terms(edition: Edition, wish: AfterSale, *, by: User, now: dt.datetime) -> None:
    """Replace these terms; other selling terms stay as they are.

    Reasons stand on the deferral policy: without one there is nothing to limit.
    """
    SaleTerms.objects.update_or_create(
        edition=edition,
        defaults={
            "refund_on_resale": wish.refund_on_resale, "kept_fee_bearer": wish.kept_fee_bearer,
            "difference_to": wish.difference_to,
        },
    )  # fmt: skip
    Policy.objects.filter(edition=edition, kind="deferral").update(
        reasons=list(wish.reasons), free_reasons=list(wish.free_reasons)
    )
    tell(edition.event, "set_after_terms", by=by, now=now, edition=edition.pk)
