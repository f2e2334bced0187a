"""What a page of the glossary is made of. Pure values, never changed once read."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CATEGORIES = (
    "recovery-injury", "training", "physiology", "nutrition-hydration", "gear", "race-day",
    "race-types-distances", "trail-ultra", "triathlon", "cycling", "swimming",
)  # fmt: skip
"""Folders of the categories, in the order shown; pages name them in the reader's language."""


class Kind(StrEnum):
    """A page about a condition has danger signs; any other page is a term."""

    TERM = "term"
    CONDITION = "condition"


class Grade(StrEnum):
    """How sure a claim is: the words of GRADE, and three of our own."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    EXPERTS = "experts agree"
    RULE = "rule"
    COMMON = "common practice"


UNCITED_GRADES = frozenset({Grade.COMMON, Grade.RULE})
"""Grades with which a claim may stand without a reference."""


class Mark(StrEnum):
    """What a piece of a text is."""

    PLAIN = "plain"
    STRONG = "strong"
    EM = "em"
    TERM = "term"
    LINK = "link"
    CITE = "cite"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind: words; `target` is a slug, an address or a reference's id."""

    mark: Mark
    words: str
    target: str = ""
    number: int = 0  # of a citation: its place in the page's list of references


Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with one text an item. `line` is that of the file."""

    kind: str  # p, ul, ol
    texts: tuple[Text, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A key fact, a tip, a question with its answer, or a founding claim with our verdict."""

    title: str
    blocks: tuple[Block, ...]
    line: int
    grade: Grade | None = None
    verdict: str = ""

    @property
    def cited(self) -> tuple[Piece, ...]:
        """The citations of the claim, each reference once."""
        return tuple({p.target: p for p in _pieces(self.blocks) if p.mark == Mark.CITE}.values())

    @property
    def grades(self) -> frozenset[str]:
        """All grades that stand in it, at its end or inside."""
        inside = {p.words for p in _pieces(self.blocks) if p.mark == Mark.GRADE}
        return frozenset(inside | ({self.grade.value} if self.grade else set()))


@dataclass(frozen=True, slots=True)
class Danger:
    """Signs that come first on a condition's page, by how soon care is needed."""

    now: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    first: str = ""

    def texts(self) -> tuple[str, ...]:
        """Every sentence of it."""
        return (*self.now, *self.today, *self.week, self.first)


@dataclass(frozen=True, slots=True)
class Signature:
    """A clinician stands for one version of a page, and for these very words (`seal`)."""

    name: str
    registration: str
    version: int
    signed_on: dt.date
    seal: str


@dataclass(frozen=True, slots=True)
class RaceLink:
    """Words that lead to races: `find` holds parameters of the search page."""

    words: str
    find: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One source, in the fields of CSL. `seen` is where it was read, or "recall"."""

    id: str
    title: str
    authors: str
    year: str
    container: str
    where: str  # volume(issue):pages
    doi: str
    url: str
    seen: str

    @property
    def is_recall(self) -> bool:
        """Known from memory, not read again: it never carries a figure."""
        return self.seen == "recall"


@dataclass(frozen=True, slots=True)
class Term:
    """One page. `references` are in the order of first citation.

    `names` are its common names in other languages: ("de", ("Läuferknie", …)).
    """

    slug: str
    category: str
    name: str
    kind: Kind
    definition: str
    version: int
    reviewed: dt.date
    path: str
    seal: str
    aliases: tuple[str, ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    races: tuple[RaceLink, ...] = ()
    references: tuple[str, ...] = ()
    in_short: tuple[tuple[str, str], ...] = ()
    danger: Danger | None = None
    is_care_only: bool = False
    signature: Signature | None = None
    understanding: tuple[Block, ...] = ()
    facts: tuple[Claim, ...] = ()
    tips: tuple[Claim, ...] = ()
    questions: tuple[Claim, ...] = ()
    claims: tuple[Claim, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_condition(self) -> bool:
        """Whether danger signs stand on it."""
        return self.kind == Kind.CONDITION

    @property
    def valid_signature(self) -> Signature | None:
        """The signature, unless the page has been edited since."""
        signed = self.signature
        fits = signed and signed.version == self.version and signed.seal == self.seal
        return signed if fits else None

    @property
    def units(self) -> tuple[Claim, ...]:
        """Facts, tips, questions and founding claims, in reading order."""
        return (*self.facts, *self.tips, *self.questions, *self.claims)

    def blocks(self) -> Iterator[Block]:
        """Every block of text, in reading order."""
        yield from self.understanding
        for unit in self.units:
            yield from unit.blocks

    def links(self) -> Iterator[tuple[str, int]]:
        """Slugs linked to in the text, with their lines."""
        for block in self.blocks():
            for piece in _pieces([block]):
                if piece.mark == Mark.TERM:
                    yield piece.target, block.line


def _pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    for block in blocks:
        for text in block.texts:
            yield from text


def plain(text: Text) -> str:
    """The words of a text, without citations and grades."""
    words = "".join(p.words for p in text if p.mark not in {Mark.CITE, Mark.GRADE})
    return " ".join(words.split()).replace(" .", ".").replace(" ,", ",")
