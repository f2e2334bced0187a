"""Terms as schema.org data: what a search engine may read of a page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from startline.glossary.rules.terms import Claim, Reference, Term, plain
from startline.pages.queries.knowledge import TermPage
from startline.pages.queries.structured_data import ESCAPES


def term_data(page: TermPage, *, address: str, glossary: str, site: str) -> SafeString:
    """DefinedTerm, FAQPage, and MedicalCondition for a condition, as one graph of JSON-LD."""
    term = page.term
    graph = [_defined(term, address, glossary, site), _questions(term, address)]
    if term.is_condition:
        graph.append(_condition(term, address))
    graph.append(_page(page, address))
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  -- < > & are escaped as \u003c …


def _defined(term: Term, address: str, glossary: str, site: str) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm",
        "@id": f"{address}#term",
        "name": term.name,
        "alternateName": list(term.aliases),
        "description": term.definition,
        "url": address,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": site, "url": glossary},
    }


def _questions(term: Term, address: str) -> dict[str, Any]:
    return {
        "@type": "FAQPage",
        "@id": f"{address}#questions",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.title,
                "acceptedAnswer": {"@type": "Answer", "text": _words(question)},
            }
            for question in term.questions
        ],
    }


def _words(claim: Claim) -> str:
    return " ".join(plain(text) for block in claim.blocks for text in block.texts)


def _condition(term: Term, address: str) -> dict[str, Any]:
    return {
        "@type": "MedicalCondition",
        "@id": f"{address}#condition",
        "name": term.name,
        "alternateName": list(term.aliases),
        "description": term.definition,
    }


def _page(page: TermPage, address: str) -> dict[str, Any]:
    term = page.term
    kind = "MedicalWebPage" if term.is_condition else "WebPage"
    return {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": term.name,
        "lastReviewed": term.reviewed.isoformat(),
        "about": {"@id": f"{address}#{'condition' if term.is_condition else 'term'}"},
        "keywords": list(term.tags),
        "citation": [_citation(reference) for reference in page.references],
    }


def _citation(reference: Reference) -> dict[str, Any]:
    link = f"https://doi.org/{reference.doi}" if reference.doi else reference.url
    found = {"@type": "CreativeWork", "name": reference.title}
    return found | ({"url": link} if link else {})
