"""Reads a page drawn in the language of accents: which words were never marked?"""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "template"}
SPOKEN = ("aria-label", "alt", "placeholder", "title", "aria-description", "label")
EMPTY = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "col", "source",
         "line", "wbr", "use", "polyline", "polygon", "stop"}  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2,}")
THE_SAME_EVERYWHERE = re.compile(
    r"""
      \bStartline\b  # the site's name
    | \(test\)  # the names of the test languages, in themselves
    | \bmin/(km|mi)\b | \b(km|mi|ft)\b  # units have symbols, not names
    | \b[A-Z]{3}\b  # currencies as ISO 4217 writes them
    | \b(XLSX|JSON)\b  # formats of files
    | \bRACE\ RESULT\b | \bRunSignup\b | \bUltraSignup\b | \bRaceDB\b  # names of products
    | \bsqlite\b  # the database's name for itself
    | \bFrance\b | \bAuvergne-Rhône-Alpes\b  # places: the gazetteer's words, not ours
    | \b(Europe/)?Paris\b  # time zones go by the names of their cities
    | \{\w+\}  # what is filled into a message is typed like this
    | \b[A-Z0-9]{10}\b  # the reference of an order
    | Runner’s\ knee  # the name of the page of the glossary that is read
    """,
    re.VERBOSE,
)


class PlainWords(HTMLParser):
    """Collects the texts with Latin letters that carry no accent.

    What names a language of its own (`lang`) is content, not interface, and is passed over; so
    is a name that no language changes (`translate="no"`).
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.words: list[str] = []
        self.open = [("", True)]  # elements, and whether their texts are the interface's

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_ours = self.open[-1][1]
        if "lang" in values:
            is_ours = values["lang"] == self.language
        if tag in SILENT or values.get("translate") == "no":
            is_ours = False
        if tag not in EMPTY:
            self.open.append((tag, is_ours))
        said = [values[name] for name in SPOKEN if name in values]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            said.append(values.get("value", ""))
        if tag == "meta" and values.get("name") == "description":
            said.append(values["content"])
        for text in said:
            self.collect(text, is_ours=is_ours)

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self.open}:
            while self.open.pop()[0] != tag:
                continue

    def handle_data(self, data: str) -> None:
        self.collect(data, is_ours=self.open[-1][1])

    def collect(self, text: str, *, is_ours: bool) -> None:
        """Keep a text that is the interface's and holds a plain word."""
        if is_ours and WORD.search(THE_SAME_EVERYWHERE.sub("", text)):
            self.words.append(" ".join(text.split()))


def plain_words(page: str, language: str = "en-xa") -> list[str]:
    """The texts of a page that hold a word nobody marked, in their order."""
    reader = PlainWords(language)
    reader.feed(page)
    return reader.words
