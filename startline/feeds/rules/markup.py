"""Pieces of markup between an opening and a closing tag, in one pass over the text.

A pattern with ".*?" would start again at every unclosed tag; a hostile page has a million of them.
"""

import re
from collections.abc import Iterator

COMMENT = (re.compile("<!--"), re.compile("-->"))
SCRIPT = (
    re.compile(r"<script\b[^<>]*>", re.IGNORECASE),
    re.compile(r"</script\s*>", re.IGNORECASE),
)
STYLE = (re.compile(r"<style\b[^<>]*>", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE))
TABLE = (re.compile(r"<table\b[^<>]*>", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE))
ROW = (re.compile(r"<tr\b[^<>]*>", re.IGNORECASE), re.compile(r"</tr\s*>", re.IGNORECASE))
CELL = (re.compile(r"<t[hd]\b[^<>]*>", re.IGNORECASE), re.compile(r"</t[hd]\s*>", re.IGNORECASE))

Pair = tuple[re.Pattern[str], re.Pattern[str]]


def between(text: str, pair: Pair) -> Iterator[tuple[str, str]]:
    """Opening tag and inner text, one after the other; an unclosed one ends the search."""
    position = 0
    while opening := pair[0].search(text, position):
        closing = pair[1].search(text, opening.end())
        if closing is None:
            return
        yield opening.group(), text[opening.end() : closing.start()]
        position = closing.end()


def without(text: str, pair: Pair) -> str:
    """The text with each such piece replaced by a space."""
    kept: list[str] = []
    position = 0
    while opening := pair[0].search(text, position):
        closing = pair[1].search(text, opening.end())
        if closing is None:
            break
        kept.append(text[position : opening.start()])
        position = closing.end()
    return " ".join([*kept, text[position:]])
