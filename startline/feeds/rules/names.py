"""The name of a race taken apart: year, ordinal, kind, and the words that are its own. Pure.

A race's own words are what remains when years, ordinals, kinds ("half marathon", "대회") and
words every calendar is full of ("trail", "city", "carrera") are taken away.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from startline.core.text import fold
from startline.feeds.rules.generic_words import GENERIC, GLUED, KIDS

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BRACKETS = re.compile(r"[(\[{*][^)\]}*]*[)\]}*]")
_ORDINAL_MARK = re.compile(
    r"(?<!\d)(\d{1,3})\s*\.?\s*(?:[ªº°]|st\b|nd\b|rd\b|th\b|ème\b|eme\b)", re.I
)
_ORDINAL_HANGUL = re.compile(r"제?\s*(\d{1,3})\s*회|第\s*(\d{1,3})\s*[届回]")
_ORDINAL_DOT = re.compile(r"^\s*(\d{1,3})\.\s*(?=[^\W\d])")
_ROMAN = re.compile(
    r"^\s*(?=[IVXL])(X{0,3}(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\b\.?[ªºaoº]?\s+", re.I
)
_NUMBER_UNIT = re.compile(
    r"(?<![^\W_])\d+(?:[.,]\d+)?\s*(?:km|k|mi|miles?|m|h|horas|hours|마일)?\b"
)
_DISTANCE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:km|k|mi|miles?|m|h|horas|hours|마일|인)\b")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}

_FILLERS = frozenset(
    ("de", "da", "do", "das", "dos", "del", "la", "el", "of", "the", "e", "y", "a")
)
_SPELLED = {"s": "sao", "st": "saint", "sto": "santo", "sta": "santa", "mt": "mount",
            "nigth": "night", "silveste": "silvestre", "n": "nossa", "sra": "senhora"}  # fmt: skip
_MARATHON = re.compile(r"marat[oh]+n?|maratona|全程马拉松|フルマラソン")  # 마라톤 alone is any race
_HALF = re.compile(
    r"\b(?:meia|media|medio|mitja|half|halve|semi|mezza|halb|polmaraton)|하프|半程|半马|ハーフ"
)


@dataclass(frozen=True)
class NameParts:
    """What a name says."""

    folded: str
    years: frozenset[int]
    ordinal: int | None
    words: frozenset[str]  # all folded words without numbers of years and ordinals
    own: frozenset[str]  # words that are this race's alone
    compact: str  # own letters written together, for character pairs
    numbers: frozenset[int]  # stages and the like: no year, no ordinal, no distance
    kind: str  # "marathon", "half" or ""
    is_kids: bool


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[c] for c in text.lower()]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def _take_ordinal(text: str) -> tuple[int | None, str]:
    """The edition's number, and the text without it."""
    for pattern in (_ORDINAL_HANGUL, _ORDINAL_MARK, _ORDINAL_DOT):
        found = pattern.search(text)
        if found:
            number = next(g for g in found.groups() if g)
            return int(number), text[: found.start()] + " " + text[found.end() :]
    found = _ROMAN.match(text)
    if found and found.group(1) and len(text) > found.end():
        return _roman(found.group(1)), text[found.end() :]
    return None, text


def _is_own(word: str) -> bool:
    return (
        word not in GENERIC and not word.isdigit() and (len(word) > 1 or bool(_HANGUL.match(word)))
    )


def _unglued(word: str) -> str:
    """A word of a script without spaces, with the kinds cut out."""
    if not _HANGUL.search(word):
        return word
    for kind in GLUED:
        word = word.replace(kind, "")
    return word


def _kind(folded: str) -> str:
    if not _MARATHON.search(folded):
        return "half" if "하프" in folded else ""
    return "half" if _HALF.search(folded) else "marathon"


@lru_cache(maxsize=50_000)
def name_parts(name: str) -> NameParts:
    """Take a name apart. "XIV Piódão Trail Running 2026" is number 14, year 2026, own: piodao."""
    years = frozenset(int(y) for y in _YEAR.findall(name))
    ordinal, rest = _take_ordinal(_YEAR.sub(" ", name))
    folded = fold(rest)
    split = [_SPELLED.get(w, w) for w in re.split(r"[\W_]+", folded) if w]
    words = frozenset(split)
    kids = bool(words & KIDS)
    bare = fold(_BRACKETS.sub(" ", rest))
    if not re.search(r"[^\W\d_]{2}", bare):
        bare = folded
    cleaned = _NUMBER_UNIT.sub(" ", bare)
    own = [_unglued(_SPELLED.get(w, w)) for w in re.split(r"[\W_]+", cleaned) if w]
    own = [w for w in own if w and _is_own(w)]
    return NameParts(
        folded=" ".join(split),
        years=years,
        ordinal=ordinal,
        words=words,
        own=frozenset(own),
        compact="".join(own),
        numbers=frozenset(int(n) for n in _NUMBER.findall(_DISTANCE.sub(" ", bare))),
        kind=_kind(folded),
        is_kids=kids,
    )


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters: "busan" gives bu, us, sa, an."""
    if len(text) < 2:
        return frozenset({text} if text else ())
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's measure of two sets: 1 the same, 0 nothing in common."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def containment(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the smaller set lies in the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def lasting_name(name: str) -> str:
    """The name without its year and leading number: what the event is called every year."""
    text = _YEAR.sub(" ", name)
    text = _ORDINAL_HANGUL.sub(" ", text)
    text = re.sub(r"^\s*\d{1,3}\s*(?:\.?\s*[ªºª°]|\.(?=\s*[^\W\d]))\s*", "", text)
    found = _ROMAN.match(text)
    if found and found.group(1):
        text = text[found.end() :]
    text = re.sub(r"[(\[{]\s*[)\]}]", " ", text)
    text = re.sub(r"\s+", " ", text).strip(" -–—,:;|/*#'’")
    return text or name.strip()


def name_key(name: str) -> str:
    """What editions of one event share: folded words of the lasting name, sorted, fillers off."""
    parts = name_parts(name)
    kept = sorted(
        w
        for w in parts.words
        if w not in _FILLERS and not (w.isdecimal() and (len(w) > 9 or int(w) > 99))
    )
    return " ".join(kept)[:200]
