"""Two languages nobody speaks, for whoever builds pages.

`en-xa` draws every marked text in accents, a third longer and in brackets: what stands there
plain was never marked, and what does not fit shows itself. `ar-xb` draws it from right to left.
Neither has a catalogue: each text is drawn when it is asked for. They are offered only where
`STARTLINE_TEST_LANGUAGES` says so, and in tests.
"""

import re
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations

from django.utils.translation import trans_real

LONGER = 1.3  # times as long as English, as a translation may well be
CONTEXT_ENDS = "\x04"  # gettext puts the context before the text
# Named and plain places for values, tags and entities: they stay as they are.
KEPT = re.compile(r"(%(?:\(\w+\))?[-0-9.]*[sdif%]|\{\w*(?:![rs])?(?::[^{}]*)?\}|<[^<>]*>|&#?\w+;)")
ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
MARK, OVERRIDE, POP = "\u200f", "\u202e", "\u202c"  # right-to-left mark, override and its end


def accented(text: str) -> str:
    """Readable, longer, in brackets: "Sign in" becomes "[Šîîĝñ îîñ]"."""
    drawn = _drawn(
        text, lambda part: re.sub("[aeiouAEIOU]", r"\g<0>\g<0>", part).translate(ACCENTS)
    )
    return f"[{drawn}{'~' * max(0, round(len(text) * LONGER) - len(drawn) - 2)}]"


def mirrored(text: str) -> str:
    """The same letters in the direction of Arabic; values keep their own."""
    return _drawn(text, lambda part: f"{MARK}{OVERRIDE}{part}{POP}{MARK}" if part else part)


def _drawn(text: str, draw: Callable[[str], str]) -> str:
    """The text with everything drawn but tags, entities and places for values."""
    parts = KEPT.split(text)
    return "".join(part if n % 2 else draw(part) for n, part in enumerate(parts))


class Pretended(NullTranslations):
    """A translation without a catalogue, in the shape in which Django asks one."""

    def __init__(self, language: str, draw: Callable[[str], str]) -> None:
        super().__init__()
        self._language = language
        self._draw = cache(draw)

    def language(self) -> str:
        """Its code."""
        return self._language

    to_language = language

    def gettext(self, message: str) -> str:
        """One text, drawn; the context says only which of two equal texts is meant."""
        return self._draw(message.rpartition(CONTEXT_ENDS)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One text of two by the English rule."""
        return self.gettext(msgid1 if n == 1 else msgid2)


PRETENDED = {
    "en-xa": Pretended("en-xa", accented),
    "ar-xb": Pretended("ar-xb", mirrored),
}


def pretend() -> None:
    """Let Django draw the test languages. It has no door for a translation without a file, so
    the function behind its `activate` is wrapped; twice does no harm."""
    real = getattr(trans_real.translation, "real", trans_real.translation)

    def translation(language: str) -> NullTranslations:
        return PRETENDED.get(language) or real(language)

    translation.real = real  # type: ignore[attr-defined]
    trans_real.translation = translation  # type: ignore[assignment]
