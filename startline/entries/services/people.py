"""A person leaves, or asks what is kept.

What stays, without an address: orders with money in them (bookkeeping), the signature under a
waiver (the organizer's evidence), places and states of entries (the organizer's counts).
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q

from startline.accounts.models import Athlete, User
from startline.accounts.queries import confirmed_addresses
from startline.accounts.rules import ERASED
from startline.core.clock import now as clock_now
from startline.entries.models.afterwards import EntryChange, EntryNote, WaitlistPlace
from startline.entries.models.coupons import Coupon
from startline.entries.models.orders import Entry, Order, Proof, Signature
from startline.entries.queries.belonging import entries_of, orders_of
from startline.entries.services.documents import DocumentGoneError, forget_documents, read_document
from startline.payments.models import Payment

OF_ENTRY = (
    "pk", "order__reference", "race__edition__event__name", "race__edition__slug", "race__name",
    "state", "price_minor", "athlete__given_name", "athlete__family_name", "athlete__born_on",
    "athlete__gender", "athlete__country", "athlete__club", "answers", "emergency_name",
    "emergency_phone", "guardian_name", "guardian_email", "guardian_at", "created_at", "state_at",
)  # fmt: skip


@transaction.atomic
def forget(user: User) -> None:
    """Empty what was typed with the orders of a person, companions included; free orders unnamed.

    An athlete who is also in somebody else's order keeps a name there.
    """
    addresses = confirmed_addresses(user.pk)
    orders = list(orders_of(user).values_list("pk", flat=True))
    theirs = Entry.objects.filter(order__in=orders)
    forget_documents(Proof.objects.filter(entry__in=theirs), now=clock_now())
    Proof.objects.filter(entry__in=theirs).update(words="", expires_on=None)
    shared = Entry.objects.filter(athlete__isnull=False).exclude(order__in=orders)
    people = list(theirs.filter(athlete__isnull=False).values_list("athlete_id", flat=True))
    Athlete.objects.filter(user=user).update(user=None)
    Athlete.objects.filter(pk__in=people, user__isnull=True).exclude(
        pk__in=shared.filter(athlete__in=people).values("athlete_id")
    ).update(given_name="", family_name="", born_on=None, gender="", country="", club="")
    EntryNote.objects.filter(entry__in=theirs).delete()
    EntryChange.objects.filter(entry__in=theirs).update(reason="")
    EntryChange.objects.filter(to_email__in=addresses).update(to_email="")
    WaitlistPlace.objects.filter(Q(email__in=addresses) | Q(order__in=orders)).delete()
    Coupon.objects.filter(email__in=addresses).update(email=ERASED)
    theirs.update(
        answers={}, emergency_name="", emergency_phone="", guardian_name="", guardian_email=""
    )
    Order.objects.filter(pk__in=orders, total_minor=0).update(name="")
    Order.objects.filter(pk__in=orders).update(user=None)
    Order.objects.filter(pk__in=orders).exclude(email="").update(email=ERASED)


def export(user: User) -> dict[str, object]:
    """Orders with their lines, entries with their answers, what was shown, signed and changed."""
    entries = entries_of(user)
    return {
        "orders": [_order(order) for order in orders_of(user).order_by("pk")],
        "entries": list(entries.order_by("pk").values(*OF_ENTRY)),
        "signatures": list(
            Signature.objects.filter(entry__in=entries).order_by("pk")
            .values("entry_id", "name", "is_guardian", "signed_at", "waiver__text")
        ),
        "shown": list(
            Proof.objects.filter(entry__in=entries).order_by("pk")
            .values("entry_id", "requirement__label", "words", "document", "expires_on", "state",
                    "reason", "given_at")
        ),
        "changes": list(
            EntryChange.objects.filter(
                Q(entry__in=entries) | Q(to_email__in=confirmed_addresses(user.pk))
            ).order_by("pk")
            .values("entry_id", "kind", "state", "reason", "to_email", "cost_minor", "made_at",
                    "done_at")
        ),
        "notes_of_staff": list(
            EntryNote.objects.filter(entry__in=entries).order_by("pk")
            .values("entry_id", "text", "made_at")
        ),
        "payments": list(
            Payment.objects.filter(reference__in=orders_of(user).values("reference"))
            .order_by("pk")
            .values("reference", "payer", "state", "minor", "currency", "received_minor",
                    "refunded_minor", "made_at", "received_at")
        ),
        "waiting_lists": list(
            WaitlistPlace.objects.filter(email__in=confirmed_addresses(user.pk)).order_by("pk")
            .values("race__edition__event__name", "race__name", "name", "email", "heads", "state",
                    "joined_at")
        ),
    }  # fmt: skip


def documents(user: User) -> Iterator[tuple[str, bytes]]:
    """Documents that were shown, opened: their names in the export and their bytes."""
    proofs = Proof.objects.filter(entry__in=entries_of(user)).exclude(document="").order_by("pk")
    for proof in proofs:
        try:
            yield proof.document, read_document(proof)
        except DocumentGoneError:
            continue


def _order(order: Order) -> dict[str, Any]:
    return {
        "reference": order.reference, "event": order.edition.event.name,
        "edition": order.edition.slug, "state": order.state, "method": order.method,
        "name": order.name, "email": order.email, "currency": order.currency,
        "total_minor": order.total_minor, "created_at": order.created_at,
        "lines": list(order.lines.order_by("pk").values("kind", "label", "quantity", "minor")),
    }  # fmt: skip
