"""Bytes to text: marks first, then UTF-8, then the likeliest of the encodings our feeds use."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[\u3041-\u30fa]")
_HAN = re.compile("[\u4e00-\u9fff]")
_ODD = re.compile("[\ue000-\uf8ff\uff61-\uff9f\u0100-\u0fff\x80-\x9f]")
_BESIDE_LATIN = re.compile("[a-z][\u3041-\u9fff가-힣]|[\u3041-\u9fff가-힣][a-z]")
_GUESSES = (
    ("euc-kr", _HANGUL, "이다의가는을에서대회마라톤한국부산기전시도런"),
    ("shift_jis", _KANA, "マラソンのにはとをでがしてるーンス"),
    ("euc-jp", _KANA, "マラソンのにはとをでがしてるーンス"),
    ("gb18030", _HAN, "的年月日马拉松国际赛市山跑半全程公里北京上海青名期城地点比"),
)

_SNIFFED = 1 << 16  # bytes that tell text from anything else
_JUDGED = 1 << 20  # bytes that the encoding is told from
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MANY_CONTROLS = 0.01  # a third of a percent is seen in damaged feeds, 11% in random bytes


def is_text(data: bytes) -> bool:
    """Whether the first 64 KB could be text in any encoding: almost no control characters."""
    head = data[:_SNIFFED]
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= _MANY_CONTROLS * len(head)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was read with; never fails, a bad byte becomes a mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if encoding := _wide(data):
        return data.decode(encoding, "replace"), encoding
    if (declared := _declared(data)) and declared != "utf-8":
        return data.decode(declared, "replace"), declared
    if _mostly_utf8(data[:_JUDGED]):
        return data.decode("utf-8", "replace"), "utf-8 with faults"
    encoding = _guessed(data[:_JUDGED])
    return data.decode(encoding, "replace"), encoding


def _wide(data: bytes) -> str:
    """UTF-16 without its mark shows as a zero in every other byte."""
    head = data[:2000]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.4 * half else ""


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:2000])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode()).name
    except LookupError:
        return ""
    # Codecs that are not text encodings ("rot13", "zip") and escapes are none of ours.
    return (
        name if name.startswith(("utf", "iso", "cp", "euc", "shift", "gb", "big5", "koi")) else ""
    )


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes in long UTF-8: most sequences that start well also end well."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for char in text if ord(char) > 0x7F) - broken
    return good > 5 * broken


def _guessed(data: bytes) -> str:
    """The East Asian encoding whose text has most of its script's common letters, else cp1252.

    A character that the end of `data` cuts in two does not count against an encoding.
    """
    high = sum(1 for byte in data[:200_000] if byte > 0x7F)
    best = (0.0, "")
    for encoding, script, common in _GUESSES:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, final=len(data) < _JUDGED)
        except UnicodeDecodeError:
            continue
        head = text[:200_000]
        found = len(script.findall(head))
        lone = len(_BESIDE_LATIN.findall(head))
        if found > 0.3 * high and 3 * lone < found and len(_ODD.findall(head)) < found:
            share = sum(head.count(letter) for letter in common) / found
            best = max(best, (share, encoding))
    return best[1] or "cp1252"
