"""A code to be scanned by another device; drawn in memory, its words are kept nowhere."""

import json

import segno

MOST_SIGNS = 2_300  # a phone's camera still reads it from a screen


class UndrawableError(Exception):
    """The words are too long for a code, or none."""

    code = "undrawable"


def code_of(body: bytes) -> str:
    """The code of `{"text": …}` as an SVG drawing; raises UndrawableError."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UndrawableError from error
    text = document.get("text") if isinstance(document, dict) else None
    if not isinstance(text, str) or not text.isprintable() or not 0 < len(text) <= MOST_SIGNS:
        raise UndrawableError
    return str(
        segno.make(text, error="l", micro=False, boost_error=False).svg_inline(
            scale=4, border=4, dark="#000", light="#fff", omitsize=True
        )
    )
