"""Reads a page drawn in the language of accents: which words were never marked?"""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "template"}
SPOKEN = ("aria-label", "alt", "placeholder", "title", "aria-description", "label")
EMPTY = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "col", "source",
         "line", "wbr", "use", "polyline", "polygon", "stop"}  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2,}")


class PlainWords(HTMLParser):
    """Collects the words that stand outside the brackets of a marked text.

    What names a language of its own (`lang`) is content, not interface, and is passed over.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.words: list[str] = []
        self.depth = 0  # of brackets: a marked text may hold links
        self.passed_over: list[str] = []  # open elements below one that is passed over

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        foreign = values.get("lang", self.language) != self.language
        if self.passed_over or foreign or tag in SILENT:
            if tag not in EMPTY:
                self.passed_over.append(tag)
            return
        said = [values[name] for name in SPOKEN if name in values]
        if tag == "meta" and values.get("name") == "description":
            said.append(values["content"])
        if tag == "input" and values.get("type") in {"submit", "button"}:
            said.append(values.get("value", ""))
        for text in said:
            self.collect(text, depth=0)

    def handle_endtag(self, tag: str) -> None:
        if self.passed_over and tag in self.passed_over:
            while self.passed_over.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if not self.passed_over:
            self.depth = self.collect(data, depth=self.depth)

    def collect(self, text: str, *, depth: int) -> int:
        """Keep the plain words of a text that begins at a depth of brackets; returns the depth
        at its end."""
        plain = ""
        for letter in text:
            depth += {"[": 1, "]": -1}.get(letter, 0)
            plain += letter if depth == 0 else " "
        if WORD.search(plain):
            self.words.append(" ".join(plain.split()))
        return depth


def plain_words(page: str, language: str = "en-xa") -> list[str]:
    """The texts of a page that hold a word nobody marked, in their order."""
    reader = PlainWords(language)
    reader.feed(page)
    assert reader.depth == 0, "a marked text never ends"
    return reader.words
