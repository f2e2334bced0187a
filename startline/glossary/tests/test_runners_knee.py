"""Runner's knee holds what the page that gave birth to this site says, and our verdict on it."""

import pytest

from startline.glossary.queries import library
from startline.glossary.rules.terms import Block, Claim, Term, plain

PAGE = "runners-knee"


@pytest.fixture(scope="module")
def knee() -> Term:
    """The shipped page."""
    return library().by_slug[PAGE]


def said(blocks: tuple[Block, ...]) -> str:
    return " ".join(plain(text) for block in blocks for text in block.texts)


def all_of(claims: tuple[Claim, ...]) -> str:
    return " ".join(f"{claim.title} {said(claim.blocks)}" for claim in claims)


def section(term: Term, name: str) -> str:
    """The words of one part of the page, in lower case."""
    parts = {
        "definition": term.definition,
        "tags": " ".join((*term.tags, *term.aliases)),
        "understanding": said(term.understanding),
        "facts": all_of(term.facts),
        "tips": all_of(term.tips),
        "questions": all_of(term.questions),
        "claims": all_of(term.claims),
    }
    return parts[name].lower()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("definition", ("around or behind the kneecap", "stairs", "squat", "running", "sitting")),
        ("tags", ("knee", "kneecap", "pain", "patellofemoral", "runners knee")),
        ("understanding", ("around or behind the kneecap", "stairs", "squat", "sit", "downhill")),
        ("understanding", ("dull", "hard to point to")),
        ("understanding", ("one of the most common", "6%", "17%")),
        ("understanding", ("hips", "thigh", "not been shown to cause")),
        ("facts", ("vastus medialis", "vmo", "no special training")),
        ("facts", ("tight it band", "not a known cause")),
        ("facts", ("tracking", "friction")),
        ("facts", ("outer-knee", "iliotibial band syndrome", "around the kneecap")),
        ("facts", ("stairs", "squats", "sitting", "downhill")),
        ("facts", ("not a quarter of all injuries",)),
        ("facts", ("weak hips were not found to come first", "thigh")),
        (
            "tips",
            ("wall sits", "step-ups", "single-leg squats", "clamshells", "lateral band walks"),
        ),
        ("tips", ("terminal knee extension", "band, standing")),
        ("tips", ("cut volume", "not to zero pain")),
        ("tips", ("shorter, quicker steps", "step rate")),
        ("tips", ("squat shallow in a flare", "skip stairs and downhill")),
        ("tips", ("four weeks", "physiotherapist")),
        ("questions", ("4–6 weeks", "12")),
        ("questions", ("flare-up", "deep squats", "stairs")),
        ("questions", ("when should i see a physiotherapist?", "imbalances")),
        ("questions", ("should i wear a knee brace or strap?", "do not build on it", "tape")),
        ("questions", ("can i run with runner’s knee?", "from 0, none, to 10", "2 out of 10")),
        ("questions", ("60 minutes", "next morning", "limp", "stop and walk")),
        ("questions", ("does running through pain delay healing?", "no one has shown")),
    ],
)
def test_a_statement_of_the_founding_page_stands_where_it_belongs(
    knee: Term, part: str, words: tuple[str, ...]
) -> None:
    found = section(knee, part)

    assert [word for word in words if word not in found] == []


CLAIMS = [
    ("C1", "aggravated by running, squatting, stairs, and prolonged sitting", "Agreed"),
    ("C1", "dull, aching pain around or behind the kneecap", "Agreed"),
    ("C2", "most common knee complaint among runners", "Contradicted"),
    ("C2", "about 25% of all running injuries", "Contradicted"),
    ("C3", "different from ITBS (outer knee)", "Agreed"),
    ("C4", "weak quads and hip stabilizers, not the knee itself", "Contradicted"),
    ("C4", "VMO muscle on the inner thigh", "Contradicted"),
    ("C4", "tight IT bands", "Contradicted"),
    ("C4", "track improperly in its groove, creating friction", "Contradicted"),
    ("C5", "wall sits, step-ups, terminal knee extensions", "Agreed"),
    ("C5", "clamshells, lateral band walks", "Agreed"),
    ("C5", "single-leg squats (VMO focus)", "Agreed"),
    ("C6", "Reducing training volume until pain subsides", "Nuanced"),
    ("C7", "4–8 weeks of targeted strengthening", "Nuanced"),
    ("C8", "overstriding increases patellofemoral stress", "Agreed"),
    ("C9", "deep squats and excessive stair climbing during acute flare-ups", "Agreed"),
    ("C10", "physical therapist if pain persists beyond 4 weeks", "Agreed"),
    ("C10", "specific imbalances", "Agreed"),
    ("C11", "patellar tracking strap or knee sleeve", "Nuanced"),
    ("C11", "Use a brace to get through runs", "Nuanced"),
    ("C12", "pain is mild (1–3/10) and doesn’t worsen during or after running", "Agreed"),
    ("C13", "above 3/10, gets worse during runs, or causes limping", "Agreed"),
    ("delay", "Running through significant pain delays healing", "Not shown"),
]
"""Each founding claim as quoted, with the first word of our verdict (evidence file, table 1.0)."""


@pytest.mark.parametrize(("number", "quoted", "verdict"), CLAIMS)
def test_each_founding_claim_is_quoted_with_a_verdict(
    knee: Term, number: str, quoted: str, verdict: str
) -> None:
    found = [claim for claim in knee.claims if quoted in claim.title]

    assert len(found) == 1, number
    assert found[0].verdict.startswith(verdict)
    assert said(found[0].blocks)


def test_no_founding_claim_stands_in_the_page_as_our_own_word(knee: Term) -> None:
    ours = " ".join(
        section(knee, part)
        for part in ("definition", "understanding", "facts", "tips", "questions")
    )

    for claim in ("25%", "4–8 weeks", "real fix", "track improperly", "root cause"):
        assert claim not in ours


def test_all_thirteen_claims_are_asked_about(knee: Term) -> None:
    assert {number for number, _, _ in CLAIMS} == {*(f"C{n}" for n in range(1, 14)), "delay"}
    assert len(knee.claims) == len({title for claim in knee.claims if (title := claim.title)})
