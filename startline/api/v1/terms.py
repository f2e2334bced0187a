"""Words of the glossary: found by a query, and one in full."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router

from startline.api.limits import count_request
from startline.api.v1.schemas import (
    Problem,
    TermClaim,
    TermDetail,
    TermLine,
    TermReference,
    Terms,
)
from startline.discovery.queries.knowing import terms_found
from startline.glossary.queries import library
from startline.glossary.rules.terms import Block, Claim, Danger, Reference, Term, plain

router = Router(tags=["terms"])
LONGEST = 200
MOST = 20


@router.get(
    "/terms",
    response={200: Terms, 429: Problem},
    operation_id="terms",
    summary="Words of the glossary that a query names",
)
def terms(request: HttpRequest, q: str = "") -> Terms:
    """Up to twenty, by name, alias, beginning, or one slip in a word of five letters or more."""
    count_request(request)
    return Terms(results=[TermLine(**_line(term)) for term in terms_found(q[:LONGEST], MOST)])


@router.get(
    "/terms/{slug}",
    response={200: TermDetail, 404: Problem, 429: Problem},
    operation_id="term",
    summary="One word of the glossary in full",
)
def term(request: HttpRequest, slug: str) -> TermDetail:
    """Its text, claims with their grades, and references."""
    count_request(request)
    found = library().by_slug.get(slug)
    if found is None:
        raise Http404
    danger = found.danger or Danger()
    signed = found.valid_signature
    return TermDetail(
        **_line(found),
        kind=found.kind.value,
        aliases=list(found.aliases),
        names={code: list(names) for code, names in found.names},
        tags=list(found.tags),
        related=list(found.related),
        understanding=_texts(found.understanding),
        key_facts=_claims(found.facts),
        tips=_claims(found.tips),
        questions=_claims(found.questions),
        call_now=list(danger.now),
        care_today=list(danger.today),
        care_this_week=list(danger.week),
        references=[_reference(library().references[r]) for r in found.references],
        version=found.version,
        reviewed_on=found.reviewed,
        reviewed_by=f"{signed.name}, {signed.registration}" if signed else "",
    )


def _line(term: Term) -> dict[str, str]:
    return {
        "slug": term.slug,
        "name": term.name,
        "category": term.category,
        "definition": term.definition,
        "url": settings.SITE_URL + reverse("term", args=[term.slug]),
    }


def _claims(claims: Iterable[Claim]) -> list[TermClaim]:
    return [
        TermClaim(
            title=claim.title,
            text="\n".join(_texts(claim.blocks)),
            grade=claim.grade.value if claim.grade else "",
            references=[piece.target for piece in claim.cited],
        )
        for claim in claims
    ]


def _texts(blocks: Iterable[Block]) -> list[str]:
    return [plain(text) for block in blocks for text in block.texts]


def _reference(found: Reference) -> TermReference:
    return TermReference(
        id=found.id, title=found.title, authors=found.authors, year=found.year, doi=found.doi,
        seen="recall" if found.is_recall else found.seen,
    )  # fmt: skip
