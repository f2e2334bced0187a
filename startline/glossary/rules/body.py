"""The body of a term file: sections, claims, citations, grades and links. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from startline.glossary.rules.problems import UnreadableError
from startline.glossary.rules.terms import Block, Claim, Grade, Mark, Piece, Text

UNDERSTANDING = "Understanding"
FACTS = "Key facts"
TIPS = "Pro tips"
QUESTIONS = "Questions"
CLAIMS = "What other pages say, and where we differ"
SECTIONS = (UNDERSTANDING, FACTS, TIPS, QUESTIONS, CLAIMS)

_MARKDOWN = MarkdownIt("commonmark", {"typographer": True, "html": False}).enable(["smartquotes"])
_SPECIAL = re.compile(r"\s*\[@([A-Za-z0-9_-]+)\]|\s*\{([a-z ]+)\}")
_VERDICT = re.compile(r"\A(?:Verdict:\s*)([^.]+)\.\s*")
_MARKS = {"strong_open": Mark.STRONG, "em_open": Mark.EM, "link_open": Mark.LINK}
_CLOSE = frozenset({"strong_close", "em_close", "link_close"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


@dataclass
class Body:
    """What the body holds; `cited` are the references in order of first citation."""

    understanding: tuple[Block, ...] = ()
    facts: tuple[Claim, ...] = ()
    tips: tuple[Claim, ...] = ()
    questions: tuple[Claim, ...] = ()
    claims: tuple[Claim, ...] = ()
    cited: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """A heading with the tokens under it."""

    title: str
    line: int
    tokens: list[Token]


def body_of(text: str, offset: int) -> Body:
    """Read the body; `offset` lines of the file come before it. UnreadableError names the line."""
    reader = _Reader(offset)
    tokens = _MARKDOWN.parse(text)
    parts = list(_parts(tokens, "h2", offset))
    titles = [part.title for part in parts]
    for part in parts:
        if part.title not in SECTIONS:
            raise UnreadableError(part.line, f"unknown section {part.title!r}")
        if titles.count(part.title) > 1:
            raise UnreadableError(part.line, f"section {part.title!r} stands twice")
    if titles != [title for title in SECTIONS if title in titles]:
        raise UnreadableError(parts[0].line, f"sections in this order: {', '.join(SECTIONS)}")
    by_title = {part.title: part for part in parts}
    body = Body(lines={part.title: part.line for part in parts}, cited=reader.cited)
    if UNDERSTANDING in by_title:
        body.understanding = reader.blocks(by_title[UNDERSTANDING].tokens)
    body.facts = reader.claims(by_title.get(FACTS))
    body.tips = reader.tips(by_title.get(TIPS))
    body.questions = reader.claims(by_title.get(QUESTIONS))
    body.claims = tuple(_judged(claim) for claim in reader.claims(by_title.get(CLAIMS)))
    return body


def _parts(tokens: Sequence[Token], tag: str, offset: int) -> Iterator[_Part]:
    """The tokens under each heading of a level; anything before the first is refused."""
    starts = [n for n, t in enumerate(tokens) if t.type == "heading_open" and t.tag == tag]
    if tokens and (not starts or starts[0]):
        line = _line(tokens[0], offset)
        raise UnreadableError(line, f"text before the first heading ({'#' * int(tag[1])})")
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        title = "".join(p.content for p in tokens[start + 1].children or [])
        yield _Part(title, _line(tokens[start], offset), list(tokens[start + 3 : end]))


def _line(token: Token, offset: int) -> int:
    return (token.map[0] if token.map else 0) + 1 + offset


class _Reader:
    """Turns tokens into texts, numbering references as they are cited."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.cited: list[str] = []

    def claims(self, part: _Part | None) -> tuple[Claim, ...]:
        """Headings of the third level with their texts."""
        if part is None:
            return ()
        return tuple(
            _graded(Claim(each.title, self.blocks(each.tokens), each.line))
            for each in _parts(part.tokens, "h3", self.offset)
        )

    def tips(self, part: _Part | None) -> tuple[Claim, ...]:
        """Items of one list, each with its words in bold as the title."""
        if part is None:
            return ()
        blocks = self.blocks(part.tokens)
        if len(blocks) != 1 or blocks[0].kind == "p":
            raise UnreadableError(part.line, f"{TIPS}: one list, nothing else")
        return tuple(self._tip(text, blocks[0].line + n) for n, text in enumerate(blocks[0].texts))

    def _tip(self, text: Text, line: int) -> Claim:
        if not text or text[0].mark != Mark.STRONG:
            raise UnreadableError(line, "a tip starts with a short imperative in bold")
        return _graded(Claim(text[0].words, (Block("p", (_stripped(text[1:]),), line),), line))

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Paragraphs and flat lists."""
        out: list[Block] = []
        kind, first = "p", 0
        texts: list[Text] = []
        for token in tokens:
            if token.type in {"bullet_list_open", "ordered_list_open"}:
                if kind != "p":
                    raise UnreadableError(_line(token, self.offset), "a list in a list")
                kind, texts = ("ul" if token.tag == "ul" else "ol"), []
                first = _line(token, self.offset)
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                out.append(Block(kind, tuple(texts), first))
                kind = "p"
            elif token.type == "inline":
                text = self.text(token)
                if kind == "p":
                    out.append(Block("p", (text,), _line(token, self.offset)))
                else:
                    texts.append(text)
            elif token.type.removesuffix("_open").removesuffix("_close") not in {
                "paragraph", "list_item",
            }:  # fmt: skip
                raise UnreadableError(_line(token, self.offset), f"{token.type} is not used here")
        return tuple(out)

    def text(self, token: Token) -> Text:
        """The pieces of a paragraph."""
        line = _line(token, self.offset)
        pieces: list[Piece] = []
        mark, target = Mark.PLAIN, ""
        for child in token.children or []:
            if child.type in _MARKS:
                mark, target = _MARKS[child.type], str(child.attrs.get("href", ""))
                if target.startswith("term:"):
                    mark, target = Mark.TERM, target.removeprefix("term:")
            elif child.type in _CLOSE:
                mark, target = Mark.PLAIN, ""
            elif child.type in _BREAKS:
                pieces.append(Piece(mark, " ", target))
            elif child.type == "text":
                pieces += self._split(child.content, mark, target, line)
            else:
                raise UnreadableError(line, f"{child.type} is not used here")
        return _joined(pieces)

    def _split(self, words: str, mark: Mark, target: str, line: int) -> Iterator[Piece]:
        """Words, with citations and grades taken out."""
        end = 0
        for found in _SPECIAL.finditer(words):
            if found.start() > end:
                yield Piece(mark, words[end : found.start()], target)
            yield self._cite(found[1]) if found[1] else Piece(Mark.GRADE, _grade(found[2], line))
            end = found.end()
        if end < len(words):
            yield Piece(mark, words[end:], target)

    def _cite(self, reference: str) -> Piece:
        if reference not in self.cited:
            self.cited.append(reference)
        number = self.cited.index(reference) + 1
        return Piece(Mark.CITE, str(number), reference, number)


def _grade(words: str, line: int) -> str:
    if words not in {grade.value for grade in Grade}:
        raise UnreadableError(line, f"unknown grade {{{words}}}")
    return words


def _joined(pieces: Sequence[Piece]) -> Text:
    """Neighbours of one kind as one piece."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        same = last and (last.mark, last.target) == (piece.mark, piece.target)
        if last and same and piece.mark not in {Mark.CITE, Mark.GRADE}:
            out[-1] = replace(last, words=last.words + piece.words)
        elif piece.words:
            out.append(piece)
    return tuple(out)


def _stripped(text: Text) -> Text:
    """A text without blanks before its first word."""
    if text and text[0].mark == Mark.PLAIN:
        first = replace(text[0], words=text[0].words.lstrip())
        return (first, *text[1:]) if first.words else text[1:]
    return text


def _graded(claim: Claim) -> Claim:
    """Take the grade at the end of a claim out of its text."""
    if not claim.blocks or not claim.blocks[-1].texts:
        return claim
    *before, block = claim.blocks
    *texts, last = block.texts
    if not last or last[-1].mark != Mark.GRADE:
        return claim
    kept = replace(block, texts=(*texts, last[:-1]))
    return replace(claim, blocks=(*before, kept), grade=Grade(last[-1].words))


def _judged(claim: Claim) -> Claim:
    """Take "Verdict: …" off the beginning; the title is the claim as others make it."""
    first = claim.blocks[0].texts[0][0] if claim.blocks and claim.blocks[0].texts[0] else None
    found = _VERDICT.match(first.words) if first else None
    if not first or not found:
        raise UnreadableError(claim.line, "a founding claim starts with “Verdict: …” and a stop")
    block = claim.blocks[0]
    rest = _stripped((replace(first, words=first.words[found.end() :]), *block.texts[0][1:]))
    blocks = (replace(block, texts=(rest, *block.texts[1:])), *claim.blocks[1:])
    title = claim.title.strip().strip("“”\"'")
    return replace(claim, title=title, blocks=blocks, verdict=found[1])
