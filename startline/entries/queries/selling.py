"""How an edition sells: its terms, who takes the money, and which ways to pay follow from both."""

from collections.abc import Iterable

from django.db.models import Q

from startline.core.money import FeeRule
from startline.entries.rules.cart import Selling
from startline.events.models.catalogue import Edition
from startline.events.models.offer import SaleTerms
from startline.events.rules.pricing import Terms
from startline.payments.models import PayoutAccount

NOT_CARDS = ("bank", "on_site")


def terms_of(edition: Edition) -> SaleTerms:
    """The edition's terms, or those that hold where a director has set none."""
    found: SaleTerms | None = getattr(edition, "terms", None)
    return found or SaleTerms(edition=edition)


def accounts_of(organizer_id: int | None) -> dict[str, PayoutAccount]:
    """The account in use for each way to pay: card, bank, on_site."""
    if organizer_id is None:
        return {}
    usable = PayoutAccount.objects.filter(is_active=True, problem="")
    rows = usable.filter(organizer_id=organizer_id).order_by("-pk")
    return accounts_by_method(rows)


def accounts_by_method(rows: Iterable[PayoutAccount]) -> dict[str, PayoutAccount]:
    """The newest account for each way to pay wins; rows come newest first."""
    found: dict[str, PayoutAccount] = {}
    for row in rows:
        found.setdefault(row.kind if row.kind in NOT_CARDS else "card", row)
    return found


def methods_of(terms: SaleTerms, accounts: dict[str, PayoutAccount]) -> tuple[str, ...]:
    """The ways a buyer can pay, the quickest first."""
    ways = (
        ("card", terms.takes_card and "card" in accounts),
        ("bank", terms.takes_bank and "bank" in accounts),
        ("on_site", terms.takes_on_site),
    )
    return tuple(way for way, is_open in ways if is_open)


def fee_of(account: PayoutAccount | None) -> FeeRule:
    """What the processor usually keeps of a payment; nothing where there is none."""
    if account is None:
        return FeeRule()
    return FeeRule(account.fee_basis_points, account.fee_fixed_minor)


def selling_of(currency: str, terms: SaleTerms, accounts: dict[str, PayoutAccount]) -> Selling:
    """What a price needs. The fee is the card's whatever the buyer chooses: one price for all."""
    fee = fee_of(accounts.get("card")) if terms.takes_card else FeeRule()
    return Selling(
        terms=Terms(
            currency=currency,
            tax_basis_points=terms.tax_basis_points,
            tax_is_included=terms.tax_is_included,
            fee_is_added=terms.fee_is_added,
            family_from=terms.family_from,
            family_percent=terms.family_percent,
        ),
        fee=fee,
        cause=terms.donation_cause,
    )


def sellings(condition: Q) -> dict[int, Selling]:
    """For lists: how editions sell whose terms change the shown price. All others have none.

    `condition` is on SaleTerms. Most catalogues have no such rows: then it costs one query.
    """
    changing = Q(fee_is_added=True) | Q(tax_is_included=False, tax_basis_points__gt=0)
    rows = list(SaleTerms.objects.filter(condition, changing).select_related("edition__event"))
    if not rows:
        return {}
    owners = {row.edition.event.organizer_id for row in rows}
    usable = PayoutAccount.objects.filter(is_active=True, problem="")
    accounts = usable.filter(organizer__in=owners).order_by("-pk")
    by_owner: dict[int | None, list[PayoutAccount]] = {}
    for account in accounts:
        by_owner.setdefault(account.organizer_id, []).append(account)
    return {
        row.edition_id: selling_of(
            row.edition.currency, row,
            accounts_by_method(by_owner.get(row.edition.event.organizer_id, [])),
        )
        for row in rows
    }  # fmt: skip
